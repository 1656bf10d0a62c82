"""Profiles of means with intervals, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProfilePoint:
    """A mean with its interval, in points; None where the cell is empty."""

    mean: float | None
    ci_low: float | None
    ci_high: float | None


@dataclass(frozen=True, slots=True)
class ProfileLine:
    """Means along the axis: of one group, or of one level of a factor."""

    label: str
    points: tuple[ProfilePoint, ...]


@dataclass(frozen=True, slots=True)
class ProfilePanel:
    """Lines under one heading."""

    title: str
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True, slots=True)
class ProfilesDrawing:
    """Lines of means over the levels of a factor, or over occasions.

    Attributes
    ----------
    ticks : tuple of str
        Names along the axis, one a point of each line.
    limits : tuple of (float, float) or None
        Lowest and highest score there can be.
    """

    x_axis: str
    y_axis: str
    ticks: tuple[str, ...]
    panels: tuple[ProfilePanel, ...]
    limits: tuple[float, float] | None
    mark: str
