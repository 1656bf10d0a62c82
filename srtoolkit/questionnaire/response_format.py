"""The answers a respondent can give to an item."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from srtoolkit.questionnaire.frozen import FrozenModel, Whole
from srtoolkit.questionnaire.text import Text


class Option(FrozenModel):
    """One answer and the number it is stored as."""

    value: Whole
    label: Text


class ResponseFormat(FrozenModel):
    """A set of labelled options, a range of numbers, or free text.

    Attributes
    ----------
    options : tuple of Option
        In the order shown; empty for a range of numbers.
    low, high : int or None
        Smallest and largest answer. With options they follow from the
        options; a count has no ``high``.
    step : int
        Distance between neighbouring answers of a range.
    low_label, high_label : Text or None
        What the ends of a range mean.
    open : str or None
        ``text`` when respondents write their answer.
    """

    options: tuple[Option, ...] = ()
    low: Whole | None = None
    high: Whole | None = None
    step: Annotated[int, Field(strict=True, ge=1)] = 1
    low_label: Text | None = None
    high_label: Text | None = None
    open: Literal["text"] | None = None

    @model_validator(mode="before")
    @classmethod
    def _ends_follow_from_options(cls, data: Any) -> Any:
        values = option_values(data)
        return data | {"low": min(values), "high": max(values)} if values else data

    @property
    def values(self) -> tuple[int, ...]:
        """Every answer there is, ascending; empty for a range without an end."""
        if self.options:
            return tuple(option.value for option in self.options)
        if self.low is None or self.high is None:
            return ()
        return tuple(range(self.low, self.high + 1, self.step))

    @property
    def has_range(self) -> bool:
        """Whether both ends are known, as turning a reverse-keyed item needs."""
        return self.low is not None and self.high is not None


def option_values(data: Any) -> list[int]:
    """Return the whole numbers among the option values of a format as written."""
    options = data.get("options") if isinstance(data, dict) else None
    if not isinstance(options, list | tuple):
        return []
    found = (option.get("value") for option in options if isinstance(option, dict))
    return [value for value in found if type(value) is int]
