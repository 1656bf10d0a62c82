"""Indirect effects, and parameters a model defines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.evidence.conditional import conditional_blocks
from srtoolkit.document.sections.fit import model_name
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]


def build_indirect(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the indirect effects of every admissible model and path system."""
    blocks: list[Block] = []
    for model in writing.models("sem"):
        defined = [found for found in model["tidy"] if found["op"] == ":="]
        rows = [*(model.get("indirect") or ()), *defined]
        if rows and model["status"]["admissible"]:
            blocks.append(_table(writing, model, rows))
    return [*blocks, *conditional_blocks(writing)]


def _table(writing: Manuscript, model: Values, rows: list[Values]) -> Block:
    columns = [
        writing.column("path", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("p"),
        interval_column(writing, rows),
        writing.column("std"),
    ]
    draws = writing["options"].get("bootstrap")
    notes = [
        writing.say("table_note.bootstrap", draws=draws)
        if draws
        else writing.say("table_note.delta")
    ]
    if not is_experiment(writing):
        notes.append(writing.say("table_note.indirect_survey"))
    return writing.table(
        "indirect",
        columns,
        [_row(writing, found) for found in rows],
        notes=notes,
        model=model_name(writing, model),
    )


def _row(writing: Manuscript, found: Values) -> Row:
    numbers = writing.numbers
    named = found.get("path") or found.get("lhs") or found.get("label") or MISSING
    return row(
        writing.labels.path(named),
        numbers.number(found.get("est")),
        numbers.number(found.get("se")),
        numbers.p(found.get("p")),
        interval(writing, found),
        numbers.bounded(found.get("std")),
    )
