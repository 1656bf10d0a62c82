"""The declared range of an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srtoolkit.questionnaire import ResponseFormat, Scale
    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class OutcomeRange:
    """Lowest and highest possible score and the step between answers.

    Attributes
    ----------
    low, high, step : float
        In points.
    """

    low: float
    high: float
    step: float


def outcome_range(responses: Responses, outcome: str) -> OutcomeRange | None:
    """Return the range that the instruments declare for a scale or an item.

    None for another column, for an item without an upper end (a count), and
    for a scale whose items are answered in different formats.

    Parameters
    ----------
    outcome : str
        Id of a scale or an item.
    """
    for loaded in responses.instruments:
        instrument = loaded.instrument
        for item in instrument.items:
            if item.id == outcome:
                return _range_of(instrument.response_of(item))
        for scale in instrument.scales:
            if scale.id == outcome:
                formats = [instrument.response_of(item) for item in scale.items]
                return _scale_range(scale, formats)
    return None


def _range_of(response: ResponseFormat) -> OutcomeRange | None:
    values = response.values
    if len(values) < 2:
        return None
    step = min(high - low for low, high in pairwise(values))
    return OutcomeRange(values[0], values[-1], step)


def _scale_range(scale: Scale, formats: list[ResponseFormat]) -> OutcomeRange | None:
    ranges = {_range_of(response) for response in formats}
    only = ranges.pop()
    if ranges or only is None:
        return None
    if scale.scoring.method == "mean":
        return only
    n_items = len(scale.items)
    return OutcomeRange(only.low * n_items, only.high * n_items, only.step)
