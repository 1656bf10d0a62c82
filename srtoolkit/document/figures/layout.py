"""Where the variables of a path diagram stand: exogenous left, endogenous right."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

from srtoolkit.document.figures.drawings import PathArrow

Place = tuple[float, float]

_SWEEPS = 6


def place_nodes(
    names: Sequence[str],
    arrows: Sequence[PathArrow],
    *,
    column_gap: float,
    row_gap: float,
) -> dict[str, Place]:
    """Give each variable its centre, in inches.

    A variable stands one column right of its furthest cause; within a column
    variables follow the mean height of their neighbours (Sugiyama, Tagawa &
    Toda, 1981, IEEE Transactions on Systems, Man, and Cybernetics 11, 109-125).
    """
    ranks = _ranks(names, arrows)
    columns: dict[int, list[str]] = {}
    for name in names:
        columns.setdefault(ranks[name], []).append(name)
    for _ in range(_SWEEPS):
        for rank in sorted(columns):
            _sort_column(columns, rank, arrows)
    return _spread(columns, column_gap, row_gap)


def _ranks(names: Sequence[str], arrows: Sequence[PathArrow]) -> dict[str, int]:
    """Count the steps to each variable; a loop stops after as many as variables."""
    ranks = dict.fromkeys(names, 0)
    for _ in names:
        changed = False
        for arrow in arrows:
            wanted = min(ranks[arrow.source] + 1, len(names) - 1)
            if ranks[arrow.target] < wanted:
                ranks[arrow.target] = wanted
                changed = True
        if not changed:
            break
    return _pulled_right(ranks, arrows)


def _pulled_right(ranks: dict[str, int], arrows: Sequence[PathArrow]) -> dict[str, int]:
    """Bring a cause next to its nearest effect, so that arrows are short."""
    for name in sorted(ranks, key=lambda known: -ranks[known]):
        effects = [ranks[a.target] for a in arrows if a.source == name]
        causes = [a for a in arrows if a.target == name]
        if effects and not causes:
            ranks[name] = max(min(effects) - 1, 0)
    return ranks


def _sort_column(
    columns: Mapping[int, list[str]], rank: int, arrows: Sequence[PathArrow]
) -> None:
    heights = {
        name: position - (len(column) - 1) / 2
        for column in columns.values()
        for position, name in enumerate(column)
    }

    def wanted(name: str) -> float:
        near = [heights[a.source] for a in arrows if a.target == name]
        near += [heights[a.target] for a in arrows if a.source == name]
        return sum(near) / len(near) if near else heights[name]

    columns[rank].sort(key=wanted)


def _spread(
    columns: Mapping[int, list[str]], column_gap: float, row_gap: float
) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for order, rank in enumerate(sorted(columns)):
        column = columns[rank]
        # neighbouring single-node columns alternate in height, so that an
        # arrow that skips one does not run through it
        lone = len(column) == 1 and 0 < order < len(columns) - 1
        shift = (0.55 if order % 2 else -0.55) * row_gap if lone else 0.0
        for position, name in enumerate(column):
            height = ((len(column) - 1) / 2 - position) * row_gap + shift
            places[name] = (order * column_gap, height)
    return places


def curve_points(
    start: Place, end: Place, bend: float, *, steps: int = 40
) -> list[Place]:
    """Points of the quadratic curve that matplotlib's ``arc3`` draws."""
    (x1, y1), (x2, y2) = start, end
    control = (
        (x1 + x2) / 2 + bend * (y2 - y1),
        (y1 + y2) / 2 - bend * (x2 - x1),
    )
    points = []
    for step in range(steps + 1):
        t = step / steps
        weights = ((1 - t) ** 2, 2 * t * (1 - t), t**2)
        points.append(
            (
                weights[0] * x1 + weights[1] * control[0] + weights[2] * x2,
                weights[0] * y1 + weights[1] * control[1] + weights[2] * y2,
            )
        )
    return points


def curve_length(points: Sequence[Place]) -> float:
    """Length of a polyline."""
    return sum(math.dist(a, b) for a, b in pairwise(points))
