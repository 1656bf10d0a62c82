"""Shapes and boxes of a path diagram, and what they touch; all in inches."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """A label's box by its lower left and upper right corner, in inches."""

    low: Point
    high: Point

    @property
    def centre(self) -> Point:
        """Its middle."""
        return (self.low[0] + self.high[0]) / 2, (self.low[1] + self.high[1]) / 2

    def meets(self, other: Box) -> bool:
        """Tell whether two boxes share any point."""
        return all(
            self.low[axis] < other.high[axis] and other.low[axis] < self.high[axis]
            for axis in (0, 1)
        )

    def is_crossed_by(self, route: Iterable[Point]) -> bool:
        """Tell whether a dense course runs through it."""
        return any(
            self.low[0] < x < self.high[0] and self.low[1] < y < self.high[1]
            for x, y in route
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """An ellipse or a rectangle."""

    centre: Point
    width: float
    height: float
    is_ellipse: bool

    def corner(self, side: int) -> Point:
        """Lower left (-1) or upper right (1) corner of the box around it."""
        return (
            self.centre[0] + side * self.width / 2,
            self.centre[1] + side * self.height / 2,
        )

    def border(self, degrees: float) -> Point:
        """Point of the border at an angle of the ellipse's parameter."""
        angle = math.radians(degrees)
        a, b = math.cos(angle), math.sin(angle)
        if not self.is_ellipse:
            longest = max(abs(a), abs(b))
            a, b = a / longest, b / longest
        return (
            self.centre[0] + a * self.width / 2,
            self.centre[1] + b * self.height / 2,
        )

    def angle_to(self, point: Point) -> float:
        """Parameter's angle, in degrees, of the border towards a point."""
        return math.degrees(
            math.atan2(
                (point[1] - self.centre[1]) / self.height,
                (point[0] - self.centre[0]) / self.width,
            )
        )

    def covers(self, point: Point, margin: float = 0.0) -> bool:
        """Tell whether a point lies in it, or nearer than `margin`."""
        across = abs(point[0] - self.centre[0]) / (self.width / 2 + margin)
        up = abs(point[1] - self.centre[1]) / (self.height / 2 + margin)
        return across**2 + up**2 < 1 if self.is_ellipse else max(across, up) < 1

    def meets(self, box: Box) -> bool:
        """Tell whether it and a box share any point."""
        nearest = (
            min(max(self.centre[0], box.low[0]), box.high[0]),
            min(max(self.centre[1], box.low[1]), box.high[1]),
        )
        if not self.is_ellipse:
            return self.covers(nearest)
        corners = [
            (x, y)
            for x in (box.low[0], box.high[0], nearest[0])
            for y in (box.low[1], box.high[1], nearest[1])
        ]
        return any(map(self.covers, corners))
