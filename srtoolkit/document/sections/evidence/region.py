"""An effect over the values of its moderator: curve, band, Johnson–Neyman."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.document.blocks import Figure
from srtoolkit.document.figures.evidence_drawings import CurvePoint, RegionDrawing
from srtoolkit.document.manuscript import Manuscript

Values = Mapping[str, Any]

_N_POINTS = 61


def slope_curve(
    slopes: Sequence[Values], region: Values
) -> tuple[CurvePoint, ...] | None:
    """Draw out simple slopes over the observed range of the moderator.

    A slope is linear in the moderator and its variance quadratic, so three
    simple slopes hold the whole band. None when there are not three.
    """
    known = {float(line["value"]): line for line in slopes}
    low, high = region["moderator_low"], region["moderator_high"]
    if len(known) < 3 or not low < high:
        return None
    first, second, third = sorted(known)[:3]
    values = [low + (high - low) * k / (_N_POINTS - 1) for k in range(_N_POINTS)]
    reach = (known[second]["ci_high"] - known[second]["slope"]) / known[second]["se"]
    gradient = (known[third]["slope"] - known[first]["slope"]) / (third - first)
    points = []
    for value in values:
        slope = known[first]["slope"] + gradient * (value - first)
        variance = sum(
            known[own]["se"] ** 2 * _weight(value, own, (first, second, third))
            for own in (first, second, third)
        )
        half = reach * max(variance, 0.0) ** 0.5
        points.append(CurvePoint(value, slope, slope - half, slope + half))
    return tuple(points)


def _weight(value: float, own: float, places: Sequence[float]) -> float:
    """Lagrange's weight of one of three places."""
    weight = 1.0
    for place in places:
        if place != own:
            weight *= (value - place) / (own - place)
    return weight


def region_figure(
    writing: Manuscript,
    curve: Sequence[CurvePoint],
    *,
    key: str,
    moderator: str,
    effect: str,
    level: float | None,
    bounds: Sequence[float] = (),
    **values: Any,
) -> Figure:
    """Draw an effect over its moderator."""
    low, high = curve[0].value, curve[-1].value
    drawing = RegionDrawing(
        x_axis=moderator,
        y_axis=effect,
        clear_label=writing.words.plain("figure_word.clear_region", level=level),
        curve=tuple(curve),
        bounds=tuple(bound for bound in bounds if low < bound < high),
        clear=_clear(curve),
        mark=writing.mark,
    )
    number = writing.numbers.number
    alt = writing.words.plain(
        "alt.region",
        moderator=moderator,
        low=number(low, 2),
        high=number(high, 2),
        est_low=number(curve[0].est, 2),
        est_high=number(curve[-1].est, 2),
    )
    notes = [writing.say(f"figure_note.{key}", level=level)]
    return writing.figure(key, drawing, alt, notes=notes, **values)


def _clear(curve: Sequence[CurvePoint]) -> tuple[tuple[float, float], ...]:
    """Return the stretches where the interval excludes zero."""
    stretches: list[list[float]] = []
    before = False
    for point in curve:
        now = point.ci_low > 0 or point.ci_high < 0
        if now and not before:
            stretches.append([point.value, point.value])
        if now:
            stretches[-1][1] = point.value
        before = now
    return tuple((start, end) for start, end in stretches if end > start)
