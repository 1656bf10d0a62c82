"""Models of the plan compared with each other, from the freest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.fit_values import fit_cell, version_notes

Values = Mapping[str, Any]


def build_comparisons(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print all comparisons of nested models in one table."""
    steps = writing.steps("sem.compare_models")
    if not steps:
        return []
    models = {str(model["id"]): model for model in writing.models("sem")}
    columns = [writing.column("model", "left")]
    columns += [writing.column(c) for c in ("chisq", "df", "cfi", "rmsea", "srmr")]
    columns += [writing.column(c) for c in ("delta_chisq", "delta_df", "p")]
    columns += [writing.column("delta_cfi"), writing.column("bic")]
    lines: list[Row] = []
    for at, step in enumerate(steps):
        if len(steps) > 1:
            lines.append(group_row(writing.say("comparisons.number", number=at + 1)))
        lines += [_line(writing, found, models) for found in step["tidy"]]
    fits = [model.get("glance") or {} for model in models.values()]
    notes = [writing.say("table_note.comparisons"), *version_notes(writing, fits)]
    notes += worded(writing, [n for step in steps for n in step.get("notes") or ()])
    return [writing.table("comparisons", columns, lines, notes=notes)]


def _line(writing: Manuscript, found: Values, models: Mapping[str, Values]) -> Row:
    numbers = writing.numbers
    model = models.get(str(found["model"])) or {"id": found["model"]}
    glance = model.get("glance") or found
    fits = ("chisq", "df", "cfi", "rmsea", "srmr")
    return row(
        model_name(writing, model),
        *(fit_cell(writing, glance, code) for code in fits),
        numbers.number(found.get("chisq_diff")),
        numbers.degrees(found.get("df_diff")),
        numbers.p(found.get("p")),
        numbers.bounded(found.get("delta_cfi")),
        numbers.count(found.get("bic")),
    )
