"""A population that a plan simulates answers from."""

from __future__ import annotations

from pydantic import Field, model_validator

from srtoolkit.errors import OptionError
from srtoolkit.plans.criteria import Name, Part


class Demo(Part):
    """A population to simulate answers from.

    Attributes
    ----------
    n : int or mapping of str to int
        Respondents, or respondents by condition.
    population : str
        lavaan's syntax with a number at every parameter.
    careless : mapping of str to float
        Shares of the respondents who tick without reading, by style:
        ``straight_lining``, ``repeated_cycle`` or ``random``.
    """

    n: int | dict[str, int]
    population: Name
    careless: dict[Name, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _shares_are_possible(self) -> Demo:
        from srtoolkit.simulation import require_styles

        try:
            require_styles(self.careless)
        except OptionError as error:
            raise ValueError(str(error)) from error
        return self
