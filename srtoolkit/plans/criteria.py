"""What must hold of an answer, and who is left out before the analysis."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from srtoolkit.errors import OptionError

Name = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A piece of a plan: frozen, and nothing in it that is not asked for."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Among(Part):
    """Which answers to one column put a respondent into a group.

    Attributes
    ----------
    at_least, at_most : float
        Both ends belong to the group.
    one_of : tuple of float or str
    """

    at_least: float | None = None
    at_most: float | None = None
    one_of: tuple[float | str, ...] | None = Field(default=None, strict=False)

    @model_validator(mode="after")
    def _asks_something(self) -> Among:
        if self.at_least is None and self.at_most is None and self.one_of is None:
            raise ValueError("give at_least, at_most or one_of")
        return self


def mapping_or_value(given: object) -> str:
    return "mapping" if isinstance(given, dict | BaseModel) else "value"


Criterion = Annotated[
    Annotated[float | str, Tag("value")] | Annotated[Among, Tag("mapping")],
    Discriminator(mapping_or_value),
]


#: Excludes whoever bears two marks or more.
SEVERAL_MARKS = "several_marks"


class Screening(Part):
    """Who is left out before anything is computed, in the order written.

    Attributes
    ----------
    eligible : mapping of str to criterion
        What must hold of whoever belongs to the population, by column.
    exclude : tuple of str
        Marks of `responses.screening`, or ``several_marks``.
    review : bool
        Whether a person decides on marked respondents, by a sheet that
        `analyze` is given.
    limits : mapping of str to float
        Guides of the marks to change, by the names of
        `responses.CarelessLimits`.
    """

    eligible: dict[Name, Criterion] = Field(default_factory=dict)
    exclude: tuple[Name, ...] = Field(default=(), strict=False)
    review: bool = False
    limits: dict[Name, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_known_marks(self) -> Screening:
        from srtoolkit.responses import MARKS

        known = (*MARKS, SEVERAL_MARKS)
        unknown = [mark for mark in self.exclude if mark not in known]
        if unknown:
            raise ValueError(
                f"exclude names {', '.join(unknown)}; known are {', '.join(known)}"
            )
        if not (self.exclude or self.eligible or self.review):
            raise ValueError("give exclude or eligible, or review: true")
        return self

    @model_validator(mode="after")
    def _limits_are_possible(self) -> Screening:
        from srtoolkit.responses import CarelessLimits

        try:
            CarelessLimits.of(self.limits)
        except OptionError as error:
            raise ValueError(str(error)) from error
        return self
