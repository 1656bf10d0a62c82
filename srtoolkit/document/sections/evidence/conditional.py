"""Indirect effects of observed scores, at values of their moderators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table, Text, plain
from srtoolkit.document.figures.evidence_drawings import CurvePoint
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval, interval_column
from srtoolkit.document.sections.evidence.found import Found, found_with
from srtoolkit.document.sections.evidence.region import region_figure
from srtoolkit.document.sections.question import is_experiment

Values = Mapping[str, Any]

_KINDS = (
    "direct",
    "total",
    "indirect",
    "total_indirect",
    "contrast",
    "index",
    "conditional_index",
)


def conditional_blocks(writing: Manuscript) -> list[Block]:
    """Print the effects of every path system, and draw the conditional ones."""
    blocks: list[Block] = []
    for found in found_with(writing, "effects", "equations"):
        blocks.append(_table(writing, found))
        curves = found.details.get("curves") or []
        terms = dict.fromkeys(line["term"] for line in curves)
        blocks += [
            _figure(writing, [line for line in curves if line["term"] == term])
            for term in terms
            if " - (" not in term
        ]
    return blocks


def _table(writing: Manuscript, found: Found) -> Table:
    effects = found.details["effects"]
    columns = [
        writing.column("path", "left"),
        writing.column("est"),
        writing.column("se"),
        interval_column(writing, effects),
    ]
    with_at = any(_at(writing, line) for line in effects)
    if with_at:
        columns.insert(1, writing.column("at", "left"))
    rows: list[Row] = []
    for kind in _KINDS:
        own = [line for line in effects if line["effect"] == kind]
        if own:
            rows.append(group_row(writing.say(f"effect_kind.{kind}")))
            rows += [_row(writing, line, with_at) for line in own]
    kind = "experiment" if is_experiment(writing) else "survey"
    notes = [
        writing.say(
            "table_note.conditional",
            draws=found.details.get("n_draws"),
            failed=found.details.get("n_failed") or 0,
        ),
        writing.say(f"table_note.indirect_{kind}"),
    ]
    outcome = writing.labels.variable(effects[0]["outcome"])
    return writing.table(
        "conditional", columns, rows, notes=notes, id=found.id, outcome=outcome
    )


def _at(writing: Manuscript, line: Values) -> list[str]:
    """Say at which values of the moderators an effect is taken."""
    numbers = writing.numbers
    at = [
        f"{writing.labels.variable(code.removeprefix('at_'))} = "
        f"{numbers.number(value, 2)}"
        for code, value in line.items()
        if code.startswith("at_") and value is not None
    ]
    if line.get("moderator"):
        moderator = writing.labels.variable(line["moderator"])
        at.insert(0, writing.words.plain("word.per_unit_of", moderator=moderator))
    return at


def _row(writing: Manuscript, line: Values, with_at: bool) -> Row:
    numbers = writing.numbers
    cells: list[str | Text] = [
        _path(writing, line["term"]),
        numbers.number(line["est"]),
        numbers.number(line.get("se")),
        interval(writing, line),
    ]
    if with_at:
        at = "; ".join(_at(writing, line))
        cells.insert(1, writing.labels.punctuated(at) or "–")
    return row(*cells)


def _path(writing: Manuscript, term: str) -> str:
    if term == "total":
        return plain(writing.say("word.all_paths"))
    return writing.labels.path(term)


def _figure(writing: Manuscript, lines: list[Values]) -> Figure:
    curve = [
        CurvePoint(line["value"], line["est"], line["ci_low"], line["ci_high"])
        for line in lines
    ]
    path = _path(writing, lines[0]["term"])
    return region_figure(
        writing,
        curve,
        key="conditional_curve",
        moderator=writing.labels.variable(lines[0]["moderator"]),
        effect=writing.words.plain("figure_word.indirect_effect"),
        level=lines[0].get("ci_level") or 0.95,
        path=path,
    )
