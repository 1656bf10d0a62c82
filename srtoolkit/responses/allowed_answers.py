"""Which numbers are answers in a response format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from srtoolkit.questionnaire import ResponseFormat


def place_of(
    number: float, response: ResponseFormat
) -> Literal["option", "outside", "between"]:
    """Tell whether a number is an answer, outside the ends, or between answers."""
    low, high = response.low, response.high
    if (low is not None and number < low) or (high is not None and number > high):
        return "outside"
    if response.options:
        return "option" if number in response.values else "between"
    start = low if low is not None else 0
    return "option" if (number - start) % response.step == 0 else "between"


def shown_answers(response: ResponseFormat) -> str:
    """Write the allowed answers: ``1-7``, each of a few, or ``0 or more``."""
    low, high = response.low, response.high
    if low is None or high is None:
        return f"whole numbers{f', {low} or more' if low is not None else ''}"
    values = sorted(response.values)
    if len(values) > 2 and values == list(range(low, high + 1)):
        return f"{low}-{high}"
    if len(values) > 12:
        return f"{low}-{high} in steps of {response.step}"
    return ", ".join(map(str, values))
