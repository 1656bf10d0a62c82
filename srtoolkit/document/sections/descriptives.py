"""How each item and scale was answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Row
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import cell, has_any

Values = Mapping[str, Any]

_CODES = (
    "n",
    "missing",
    "mean",
    "sd",
    "skewness",
    "kurtosis",
    "floor_share",
    "ceiling_share",
)


def build_descriptives(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print the descriptives of every item, and of the score of its scale."""
    rows = writing.step_rows("responses.description")
    if not rows:
        return []
    codes = [code for code in _CODES if has_any(rows, code)]
    columns = [writing.column("item", "left", wraps=False)]
    columns += [writing.column(code) for code in codes]
    lines: list[Row] = []
    scale = None
    for found in rows:
        if found.get("scale") != scale:
            scale = found.get("scale")
            lines.append(group_row(writing.labels.variable(scale)))
        lines.append(_line(writing, found, codes))
    notes = [writing.say("table_note.descriptives")]
    return [writing.table("descriptives", columns, lines, notes=notes)]


def _line(writing: Manuscript, found: Values, codes: list[str]) -> Row:
    name = found.get("item") or writing.words.plain("word.score")
    return row(name, *(cell(writing, code, found.get(code)) for code in codes))
