"""Formative scales, and single items at several reliabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Paragraph, Row, Span, Table, Text
from srtoolkit.document.manuscript import Manuscript, group_row, remark_row, row
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import interval
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.measurement.found import (
    Found,
    find_rows,
    interval_level,
)

Values = Mapping[str, Any]

#: What the table's own note says already.
_AT_TABLE = "formative_no_alpha"


def build_few_indicators(
    writing: Manuscript, options: Mapping[str, Any]
) -> list[Block]:
    """Print formative scales and the sensitivity to single items."""
    blocks: list[Block] = []
    for step in writing.steps("psychometrics.formative"):
        said = [n for n in step.get("notes") or () if n["code"] != _AT_TABLE]
        notes = worded(writing, said)
        blocks += [_formative_table(writing, step)] if step["tidy"] else []
        blocks += map(Paragraph, notes)
    for step in writing.steps("psychometrics.single_items"):
        notes = worded(writing, step.get("notes") or ())
        blocks += [_single_table(writing, step["tidy"])] if step["tidy"] else []
        blocks += map(Paragraph, notes)
    return blocks


def _formative_table(writing: Manuscript, step: Values) -> Table:
    found = find_rows(step["tidy"])
    codes = [code for code in ("vif", "tolerance", "weight") if found.has(code)]
    columns = [writing.column("item", "left", wraps=False)]
    columns.append(writing.column("theme", "left"))
    columns += [writing.column(f"formative_{code}") for code in codes]
    lines: list[Row] = []
    for line in step["glance"]:
        lines += _formative_lines(writing, found, line, codes)
    notes = [writing.say("table_note.formative")]
    if found.has("redundancy"):
        level = interval_level(step["tidy"])
        key = "redundancy" if level is None else "redundancy_interval"
        notes.append(writing.say(f"table_note.{key}", level=level))
    return writing.table("formative", columns, lines, notes=notes)


def _formative_lines(
    writing: Manuscript, found: Found, line: Values, codes: Sequence[str]
) -> list[Row]:
    scale = line["scale"]
    numbers = writing.numbers
    lines = [group_row(writing.labels.variable(scale))]
    for item in found.items("vif", scale):
        values = {code: found.est(code, scale, item) for code in codes}
        shown = [
            numbers.number(value, 2) if code == "vif" else numbers.bounded(value)
            for code, value in values.items()
        ]
        lines.append(row(item, writing.labels.theme(item) or MISSING, *shown))
    global_item = found.row("redundancy", scale)
    if global_item:
        limits = interval(writing, global_item, bounded=True)
        lines.append(
            remark_row(
                writing.say(
                    "formative.redundancy",
                    criterion=line.get("criterion"),
                    est=global_item.get("est"),
                    interval="" if limits == MISSING else f" {limits}",
                )
            )
        )
    return lines


def _single_table(writing: Manuscript, rows: Sequence[Values]) -> Table:
    levels = list(dict.fromkeys(found["reliability"] for found in rows))
    by_place = {(f["outcome"], f["predictor"], f["reliability"]): f for f in rows}
    columns = [writing.column("path", "left")]
    columns += [writing.column("at_reliability", value=value) for value in levels]
    places = dict.fromkeys((f["outcome"], f["predictor"]) for f in rows)
    lines = [
        row(
            writing.labels.path(f"{outcome} ~ {predictor}"),
            *(
                _coefficient(writing, by_place.get((outcome, predictor, level), {}))
                for level in levels
            ),
        )
        for outcome, predictor in places
    ]
    notes = [writing.say("table_note.single_items")]
    return writing.table("single_items", columns, lines, notes=notes)


def _coefficient(writing: Manuscript, found: Values) -> Text:
    shown = writing.numbers.bounded(found.get("std"))
    turned = bool(found.get("conclusion_changes"))
    if found.get("conclusion") == "not_admissible":
        return (Span(f"{shown} ‡"),)
    return (Span(f"{shown} †" if turned else shown, bold=turned),)
