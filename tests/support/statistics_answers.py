"""A SAV file as it looks when answers were put into our empty one."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from platform_trips import Person

from srtoolkit.platforms import Export, Form


def filled(
    form: Form, export: Export, people: Sequence[Person], lang: str, path: Path
) -> Path:
    """Add cases to the empty file and save it, labels and all, as SPSS would."""
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.sav"
        empty.write_bytes(export.files[f"{form.name}.{lang}.sav"])
        frame, meta = pyreadstat.read_sav(empty, user_missing=True)
    ids = ["respondent_id", "language"]
    ids += [form.assignment.column] if form.assignment else []
    ids += [question.id for question in form.questions]
    names = dict(zip(meta.column_names, ids, strict=True))
    columns: dict[str, list[Any]] = {
        name: [_entry(form, person, names[name], n) for n, person in enumerate(people)]
        for name in meta.column_names
    }
    data = pd.DataFrame(
        {
            name: pd.Series(columns[name], dtype=frame[name].dtype)
            for name in meta.column_names
        }
    )
    pyreadstat.write_sav(
        data,
        path,
        column_labels=meta.column_labels,
        variable_value_labels=meta.variable_value_labels,
        missing_ranges=meta.missing_ranges,
        variable_measure=meta.variable_measure,
    )
    return path


def _entry(form: Form, person: Person, name: str, number: int) -> Any:
    if name == "respondent_id":
        return f"R{number}"
    if name == "language":
        return ("zh", "en").index(person["language"]) + 1
    if form.assignment and name == form.assignment.column:
        return form.assignment.labels.index(person["condition"]) + 1
    value = person[name]
    return "" if value is None and form.question(name).kind == "text" else value
