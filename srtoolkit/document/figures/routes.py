"""The courses of a path diagram's arrows, from border to border."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from srtoolkit.document.figures.layout import Slot
from srtoolkit.document.figures.shapes import Point, Shape
from srtoolkit.document.figures.spacing import spread_apart

#: Farthest from the middle of its side that an arrow touches a shape, and the
#: least between two arrows there; in degrees.
_WIDEST, _LEAST = 52.0, 17.0
#: A shape's room in which no foreign arrow runs, in inches.
_MARGIN = 0.05
_STEPS = 48
#: How far an arrow within a layer, or back, swings out.
_SWING = 0.35


def arrow_routes(
    courses: Sequence[Sequence[Slot]],
    centres: Mapping[Slot, Point],
    shapes: Mapping[str, Shape],
    way: Literal["right", "down"],
) -> tuple[tuple[Point, ...], ...]:
    """Return each arrow's points, dense enough to see what it touches.

    Arrows leave on the side towards the effects and arrive on the opposite
    one, fanned out so that their heads do not lie on each other.
    """
    out = 0.0 if way == "right" else -90.0
    size = next(iter(shapes.values()))
    along = size.width if way == "right" else size.height
    ways = [_waypoints(course[1:-1], centres, along, way) for course in courses]
    leaving = _ports(courses, ways, centres, shapes, out, at_source=True)
    arriving = _ports(courses, ways, centres, shapes, out + 180, at_source=False)
    routes = []
    for number, course in enumerate(courses):
        source, target = shapes[str(course[0])], shapes[str(course[-1])]
        if _is_forward(source, target, way):
            ends = source.border(leaving[number]), target.border(arriving[number])
            foreign = [s for s in shapes.values() if s not in (source, target)]
            routes.append(_clear((ends[0], *ways[number], ends[1]), foreign, way))
        else:
            routes.append(_swung(source, target))
    return tuple(routes)


def _is_forward(source: Shape, target: Shape, way: str) -> bool:
    if way == "right":
        return target.centre[0] > source.centre[0] + source.width / 2
    return target.centre[1] < source.centre[1] - source.height / 2


def _waypoints(
    slots: Sequence[Slot], centres: Mapping[Slot, Point], along: float, way: str
) -> list[Point]:
    """Two points a layer that is passed, so that the arrow runs straight there."""
    points = []
    for slot in slots:
        x, y = centres[slot]
        half = along / 2
        points += (
            [(x - half, y), (x + half, y)]
            if way == "right"
            else [(x, y + half), (x, y - half)]
        )
    return points


def _ports(
    courses: Sequence[Sequence[Slot]],
    ways: Sequence[Sequence[Point]],
    centres: Mapping[Slot, Point],
    shapes: Mapping[str, Shape],
    side: float,
    *,
    at_source: bool,
) -> dict[int, float]:
    """Return the angle at which each arrow touches its source or its target."""
    found: dict[int, float] = {}
    for name, shape in shapes.items():
        own = [
            number
            for number, course in enumerate(courses)
            if course[0 if at_source else -1] == name
        ]
        wanted = []
        for number in own:
            course = courses[number]
            if at_source:
                towards = (*ways[number], centres[course[-1]])[0]
            else:
                towards = (centres[course[0]], *ways[number])[-1]
            turn = (shape.angle_to(towards) - side + 180) % 360 - 180
            wanted.append(max(-_WIDEST, min(_WIDEST, turn)))
        least = min(_LEAST, 2 * _WIDEST / max(len(own) - 1, 1))
        turned = spread_apart(wanted, least) if own else []
        over = max([0.0, *(abs(turn) - _WIDEST for turn in turned)])
        squeeze = _WIDEST / (_WIDEST + over)
        found |= {n: side + squeeze * t for n, t in zip(own, turned, strict=True)}
    return found


def _clear(
    points: Sequence[Point], foreign: Sequence[Shape], way: str
) -> tuple[Point, ...]:
    """Return a straight or rounded course; a bowed one where it meets a shape."""
    straight = _dense(_rounded(points))
    if not _touched(straight, foreign):
        return straight
    bowed = _dense(_rounded(_bowed(points, way)))
    return min((straight, bowed), key=lambda course: _touched(course, foreign))


def _touched(points: Sequence[Point], foreign: Sequence[Shape]) -> int:
    return sum(shape.covers(p, _MARGIN) for p in points for shape in foreign)


def _bowed(points: Sequence[Point], way: str) -> list[Point]:
    """Let a course leave and arrive straight ahead."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    if way == "right":
        room = 0.3 * min(abs(points[1][0] - x1), abs(x2 - points[-2][0]))
        return [points[0], (x1 + room, y1), *points[1:-1], (x2 - room, y2), points[-1]]
    room = 0.3 * min(abs(points[1][1] - y1), abs(y2 - points[-2][1]))
    return [points[0], (x1, y1 - room), *points[1:-1], (x2, y2 + room), points[-1]]


def _rounded(points: Sequence[Point]) -> list[Point]:
    """Cut corners three times (Chaikin, 1974, Computer Graphics and Image
    Processing 3, 346-349); the ends stay.
    """
    course = list(points)
    for _ in range(3 if len(course) > 2 else 0):
        cut = [course[0]]
        for (x1, y1), (x2, y2) in pairwise(course):
            cut += [
                (0.75 * x1 + 0.25 * x2, 0.75 * y1 + 0.25 * y2),
                (0.25 * x1 + 0.75 * x2, 0.25 * y1 + 0.75 * y2),
            ]
        course = [*cut, course[-1]]
    return course


def _dense(points: Sequence[Point]) -> tuple[Point, ...]:
    """Points at even distances along a course."""
    import numpy as np

    knots = np.asarray(points)
    steps = np.hypot(*np.diff(knots, axis=0).T)
    length = np.concatenate([[0.0], np.cumsum(steps)])
    at = np.linspace(0, length[-1], max(_STEPS, int(length[-1] / 0.02)))
    xs, ys = (np.interp(at, length, knots[:, axis]) for axis in (0, 1))
    return tuple(zip(xs.tolist(), ys.tolist(), strict=True))


def _swung(source: Shape, target: Shape) -> tuple[Point, ...]:
    """Return an arc between the borders, to the left of its direction."""
    (x1, y1), (x2, y2) = source.centre, target.centre
    middle = (
        (x1 + x2) / 2 + _SWING * (y2 - y1),
        (y1 + y2) / 2 - _SWING * (x2 - x1),
    )
    arc = _dense(_rounded([(x1, y1), middle, (x2, y2)]))
    outside = tuple(p for p in arc if not (source.covers(p) or target.covers(p)))
    return outside or arc
