"""How explained variance divides among predictors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table, plain
from srtoolkit.document.figures.evidence_drawings import Bar, BarPanel, BarsDrawing
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.found import Found, found_with

Values = Mapping[str, Any]


def build_importance(writing: Manuscript, options: Mapping[str, Any]) -> list[Block]:
    """Print and draw the shares, and the differences of pairs."""
    blocks: list[Block] = []
    for found in found_with(writing, "importance", "pairs"):
        blocks += [_shares(writing, found), _pairs(writing, found)]
        blocks.append(_figure(writing, found))
    return blocks


def _measures(found: Found) -> list[str]:
    return list(dict.fromkeys(line["measure"] for line in found.details["importance"]))


def _outcome(writing: Manuscript, found: Found) -> str:
    return writing.labels.variable(found.details["importance"][0]["outcome"])


def _shares(writing: Manuscript, found: Found) -> Table:
    lines = found.details["importance"]
    columns = [
        writing.column("predictor", "left"),
        writing.column("share_of_variance"),
        interval_column(writing, lines),
        writing.column("share_of_explained"),
        writing.column("beyond_chance", "center"),
    ]
    numbers = writing.numbers
    rows: list[Row] = []
    for measure in _measures(found):
        rows.append(group_row(writing.words.name_of("measure", measure)))
        for line in (one for one in lines if one["measure"] == measure):
            beyond = line.get("beyond_chance")
            word = "word.yes" if beyond else "word.no"
            rows.append(
                row(
                    writing.labels.variable(line["term"]),
                    numbers.bounded(line["est"]),
                    interval(writing, line, bounded=True),
                    numbers.percent(line["share"]),
                    "–" if beyond is None else writing.words.plain(word),
                )
            )
    outcome = _outcome(writing, found)
    notes = [writing.say("table_note.importance", outcome=outcome)]
    notes += worded(writing, found.notes)
    return writing.table("importance", columns, rows, notes=notes, outcome=outcome)


def _pairs(writing: Manuscript, found: Found) -> Table:
    lines = found.details["pairs"]
    columns = [
        writing.column("pair_compared", "left"),
        writing.column("difference_of_shares"),
        interval_column(writing, lines),
        writing.column("complete_share", wraps=True),
    ]
    numbers = writing.numbers
    rows: list[Row] = []
    for measure in _measures(found):
        rows.append(group_row(writing.words.name_of("measure", measure)))
        for line in (one for one in lines if one["measure"] == measure):
            first, second = (writing.labels.variable(line[n]) for n in _PAIR)
            rows.append(
                row(
                    f"{first} − {second}",
                    numbers.bounded(line["est"]),
                    interval(writing, line, bounded=True),
                    numbers.percent(line["complete_share"]),
                )
            )
    outcome = _outcome(writing, found)
    notes = [writing.say("table_note.importance_pairs")]
    return writing.table(
        "importance_pairs", columns, rows, notes=notes, outcome=outcome
    )


_PAIR = ("first", "second")


def _figure(writing: Manuscript, found: Found) -> Figure:
    panels = tuple(_panel(writing, found, measure) for measure in _measures(found))
    outcome = _outcome(writing, found)
    level = found.details["importance"][0]["ci_level"]
    drawing = BarsDrawing(
        axis=writing.words.plain("figure_word.share_of_variance"),
        panels=panels,
        mark=writing.mark,
    )
    shown = [
        writing.labels.punctuated(f"{panel.title}: {bar.label} {bar.shown}")
        for panel in panels
        for bar in panel.bars
    ]
    alt = writing.words.plain("alt.bars", bars=shown)
    notes = [writing.say("figure_note.importance", level=level)]
    return writing.figure("importance", drawing, alt, notes=notes, outcome=outcome)


def _panel(writing: Manuscript, found: Found, measure: str) -> BarPanel:
    own = [line for line in found.details["importance"] if line["measure"] == measure]
    bars = tuple(
        Bar(
            label=writing.labels.variable(line["term"]),
            est=line["est"],
            ci_low=line["ci_low"],
            ci_high=line["ci_high"],
            shown=writing.numbers.bounded(line["est"], 2),
        )
        for line in own
    )
    return BarPanel(plain(writing.words.name_of("measure", measure)), bars)
