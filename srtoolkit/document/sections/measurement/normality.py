"""Normality of the items, singly and together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Table
from srtoolkit.document.manuscript import Manuscript, row
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import find_rows

Values = Mapping[str, Any]
_CODES = ("skewness", "skewness_z", "kurtosis", "kurtosis_z")


def normality_tables(writing: Manuscript, step: Values) -> list[Block]:
    """Print skewness and kurtosis of every item, and Mardia's tests."""
    blocks: list[Block] = []
    if step["tidy"]:
        blocks.append(_item_table(writing, step))
    blocks += [_mardia_table(writing, line, step) for line in step["glance"]]
    return blocks


def _item_table(writing: Manuscript, step: Values) -> Table:
    found = find_rows(step["tidy"])
    columns = [
        writing.column("item", "left", wraps=False),
        *(writing.column(code) for code in _CODES),
    ]
    lines = [
        row(item, *(writing.numbers.number(found.est(c, None, item)) for c in _CODES))
        for item in found.items("skewness")
    ]
    notes = [writing.say("table_note.normality")]
    return writing.table("normality", columns, lines, notes=notes)


def _mardia_table(writing: Manuscript, line: Values, step: Values) -> Table:
    numbers = writing.numbers
    columns = [
        writing.column("what", "left"),
        writing.column("est"),
        writing.column("statistic"),
        writing.column("df"),
        writing.column("p"),
    ]
    lines = [
        row(
            writing.words.name_of("coefficient", "mardia_skewness"),
            numbers.number(line.get("skewness")),
            writing.say("mardia.chisq", value=line.get("skewness_chisq")),
            numbers.degrees(line.get("skewness_df")),
            numbers.p(line.get("skewness_p")),
        ),
        row(
            writing.words.name_of("coefficient", "mardia_kurtosis"),
            numbers.number(line.get("kurtosis")),
            writing.say("mardia.z", value=line.get("kurtosis_z")),
            "",
            numbers.p(line.get("kurtosis_p")),
        ),
    ]
    values = {name: line.get(name) for name in ("n", "n_items", "kurtosis_excess")}
    notes = [writing.say("table_note.mardia", **values)]
    notes += worded(writing, step.get("notes") or ())
    return writing.table("mardia", columns, lines, notes=notes)
