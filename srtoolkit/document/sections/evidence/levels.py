"""Several groups against one control: differences that count all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table, Text
from srtoolkit.document.figures.evidence_drawings import Bar, BarPanel, BarsDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.evidence.found import Found, found_with

Values = Mapping[str, Any]


def level_blocks(writing: Manuscript) -> list[Block]:
    """Print all comparisons with a control, and draw each outcome's."""
    every = found_with(writing, "comparisons")
    if not every:
        return []
    return [_table(writing, every), *(_figure(writing, found) for found in every)]


def _table(writing: Manuscript, every: list[Found]) -> Table:
    lines = [line for found in every for line in found.details["comparisons"]]
    columns = [
        writing.column("group_contrast", "left"),
        writing.column("est"),
        writing.column("se"),
        writing.column("statistic_t"),
        writing.column("p_adjusted"),
        interval_column(writing, lines),
        writing.column("n"),
    ]
    numbers = writing.numbers
    rows: list[Row] = []
    for found in every:
        rows.append(group_row(_head(writing, found)))
        rows += [
            row(
                writing.labels.contrast(line["contrast"]),
                numbers.number(line["est"]),
                numbers.number(line.get("se")),
                numbers.number(line.get("statistic"), 2),
                numbers.p(line.get("p")),
                interval(writing, line),
                numbers.count(line.get("n")),
            )
            for line in found.details["comparisons"]
        ]
    notes = [writing.say("table_note.levels")]
    return writing.table("levels", columns, rows, notes=notes)


def _head(writing: Manuscript, found: Found) -> Text:
    return writing.say(
        "levels.head",
        id=found.id,
        outcome=found.outcome,
        expect=writing.words.plain(f"expect.{found.expect}"),
    )


def _figure(writing: Manuscript, found: Found) -> Figure:
    lines = found.details["comparisons"]
    bars = tuple(
        Bar(
            label=writing.labels.contrast(line["contrast"]),
            est=line["est"],
            ci_low=line["ci_low"],
            ci_high=line["ci_high"],
            shown=writing.numbers.number(line["est"], 2),
        )
        for line in lines
        if line["est"] is not None
    )
    outcome = writing.labels.variable(found.outcome)
    drawing = BarsDrawing(
        axis=writing.words.plain("figure_word.points_of", outcome=outcome),
        panels=(BarPanel("", bars),),
        mark=writing.mark,
    )
    alt = writing.words.plain(
        "alt.bars", bars=[f"{bar.label} {bar.shown}" for bar in bars]
    )
    notes = [writing.say("figure_note.levels", level=lines[0]["ci_level"])]
    return writing.figure("levels", drawing, alt, notes=notes, outcome=outcome)
