"""Means of the cells of a factorial design, and how factors work together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Block, Figure, Row, Table
from srtoolkit.document.figures.profile_drawings import (
    ProfileLine,
    ProfilePanel,
    ProfilePoint,
    ProfilesDrawing,
)
from srtoolkit.document.manuscript import Manuscript, group_row, row
from srtoolkit.document.sections.cells import interval_column
from srtoolkit.document.sections.diagnostics import worded
from srtoolkit.document.sections.evidence.found import answer_name

Values = Mapping[str, Any]

#: The step that is printed here.
CELL_MEANS = "comparison.cell_means"
#: Factors of a figure: along the axis, as lines, as panels.
_MOST_FACTORS = 3


def cell_mean_blocks(writing: Manuscript) -> list[Block]:
    """Print one table of all cells, and draw each outcome."""
    blocks: list[Block] = []
    for step in writing.steps(CELL_MEANS):
        details = step["details"]
        blocks.append(_table(writing, step))
        if 1 < len(details["factors"]) <= _MOST_FACTORS:
            blocks += [
                _figure(writing, details, outcome) for outcome in _outcomes(details)
            ]
    return blocks


def is_told_by_cells(writing: Manuscript, found: Values) -> bool:
    """Tell whether the cells have the means of all that a hypothesis compares."""
    n = sum(group.get("n") or 0 for group in found["details"]["groups"])
    return any(
        n
        == sum(
            cell["n"]
            for cell in step["details"]["cells"]
            if cell["outcome"] == found["outcome"]
        )
        for step in writing.steps(CELL_MEANS)
    )


def _outcomes(details: Values) -> list[str]:
    return list(dict.fromkeys(str(cell["outcome"]) for cell in details["cells"]))


def _table(writing: Manuscript, step: Values) -> Table:
    details = step["details"]
    columns = [
        *(
            writing.column("factor_of_design", "left", name=name)
            for name in details["factors"]
        ),
        *map(writing.column, ("n", "mean", "sd")),
        interval_column(writing, details["cells"]),
    ]
    lines: list[Row] = []
    for outcome in _outcomes(details):
        lines.append(group_row(writing.labels.variable(outcome)))
        lines += [
            _row(writing, details["factors"], cell)
            for cell in details["cells"]
            if cell["outcome"] == outcome
        ]
    notes = worded(writing, step.get("notes") or ())
    return writing.table("cell_means", columns, lines, notes=notes)


def _row(writing: Manuscript, factors: Sequence[str], cell: Values) -> Row:
    numbers = writing.numbers
    return row(
        *(_level(writing, name, cell["levels"][name]) for name in factors),
        numbers.count(cell["n"]),
        numbers.number(cell["mean"], 2),
        numbers.number(cell["sd"], 2),
        numbers.interval(cell["ci_low"], cell["ci_high"], decimals=2),
    )


def _level(writing: Manuscript, factor: str, value: Any) -> str:
    """Name a level: as the design names its factor's, else as an answer."""
    design = writing.plan.get("design") or {}
    stated = (design.get("factors") or {}).get(factor)
    if stated and not isinstance(value, str):
        return writing.labels.group(stated["high" if value > 0 else "low"])
    return answer_name(writing, factor, value)


def _figure(writing: Manuscript, details: Values, outcome: str) -> Figure:
    factors = details["factors"]
    own = [cell for cell in details["cells"] if cell["outcome"] == outcome]
    ticks = _levels(own, factors[0])
    panels = tuple(
        _panel(writing, own, factors, level)
        for level in (_levels(own, factors[2]) if len(factors) > 2 else [None])
    )
    named = writing.labels.variable(outcome)
    limits = details["limits"].get(outcome)
    drawing = ProfilesDrawing(
        x_axis=writing.labels.variable(factors[0]),
        y_axis=writing.words.plain("figure_word.mean_of", outcome=named),
        ticks=tuple(_level(writing, factors[0], tick) for tick in ticks),
        panels=panels,
        limits=(float(limits[0]), float(limits[1])) if limits else None,
        mark=writing.mark,
    )
    notes = [writing.say("figure_note.cell_means", level=own[0]["ci_level"])]
    return writing.figure(
        "cell_means",
        drawing,
        profiles_alt(writing, named, drawing),
        notes=notes,
        outcome=named,
        factors=" × ".join(map(writing.labels.variable, factors)),
    )


def _panel(
    writing: Manuscript, cells: Sequence[Values], factors: Sequence[str], level: Any
) -> ProfilePanel:
    """Make a line of each level of the second factor, within one of the third."""
    _, by, *third = factors
    here = [cell for cell in cells if not third or cell["levels"][third[0]] == level]
    lines = tuple(
        ProfileLine(
            _named(writing, by, own),
            tuple(
                ProfilePoint(cell["mean"], cell["ci_low"], cell["ci_high"])
                for cell in here
                if cell["levels"][by] == own
            ),
        )
        for own in _levels(here, by)
    )
    return ProfilePanel(_named(writing, third[0], level) if third else "", lines)


def profiles_alt(writing: Manuscript, outcome: str, drawing: ProfilesDrawing) -> str:
    """Say all means of a figure of profiles."""
    shown = [
        f"{' · '.join(filter(None, (panel.title, line.label)))}: "
        + " → ".join(writing.numbers.number(point.mean, 2) for point in line.points)
        for panel in drawing.panels
        for line in panel.lines
    ]
    means = [writing.labels.punctuated(line) for line in shown]
    return writing.words.plain("alt.profiles", outcome=outcome, means=means)


def _levels(cells: Iterable[Values], factor: str) -> list[Any]:
    return list(dict.fromkeys(cell["levels"][factor] for cell in cells))


def _named(writing: Manuscript, factor: str, value: Any) -> str:
    name, level = writing.labels.variable(factor), _level(writing, factor, value)
    return writing.words.plain("figure_word.factor_level", factor=name, level=level)
