"""Regression models: coefficients and explained variance, and simple slopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row, Text
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.fit import inadmissible_notes, model_name

Values = Mapping[str, Any]


def build_regressions(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print every regression model."""
    blocks: list[Block] = [
        _table(writing, model)
        for model in writing.models("regression")
        if model["tidy"]
    ]
    return [*blocks, *inadmissible_notes(writing, "regression")]


def _table(writing: Manuscript, model: Values) -> Block:
    rows = model["tidy"]
    columns = [
        writing.column("term", "left"),
        writing.column("b"),
        writing.column("se"),
        writing.column("statistic_t"),
        writing.column("p"),
        interval_column(writing, rows),
        writing.column("std"),
    ]
    return writing.table(
        "regression",
        columns,
        [_row(writing, found) for found in rows],
        notes=_notes(writing, model.get("glance") or {}),
        outcome=writing.labels.variable(rows[0]["outcome"]),
        model=model_name(writing, model),
    )


def _row(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    term = found["term"]
    constant = str(term).lower() in {"intercept", "const", "(intercept)"}
    return row(
        writing.words.plain("word.intercept")
        if constant
        else writing.labels.variable(term),
        numbers.number(found["est"]),
        numbers.number(found["se"]),
        numbers.number(found.get("statistic"), 2),
        numbers.p(found["p"]),
        interval(writing, found),
        numbers.bounded(found.get("std")),
    )


def _notes(writing: Manuscript, glance: Values) -> list[Text]:
    values = {
        code: glance.get(code) for code in ("n", "r2", "adj_r2", "f", "df1", "df2", "p")
    }
    notes = [writing.say("table_note.regression", **values)]
    errors = glance.get("se_type")
    if errors:
        notes.append(writing.say("table_note.regression_errors", errors=str(errors)))
    return notes
