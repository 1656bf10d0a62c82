"""A scenario (vignette): a story with interchangeable passages."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from srtoolkit.errors import ShelfError, did_you_mean
from srtoolkit.questionnaire.frozen import FrozenModel, Identifier, Words
from srtoolkit.questionnaire.instrument import Translation
from srtoolkit.questionnaire.text import Text

#: What happened, and what the company did about it.
Phase = Literal["failure", "recovery"]


class Level(FrozenModel):
    """One passage that can stand in a factor's place."""

    id: Identifier
    title: Text
    text: Text


class Factor(FrozenModel):
    """What an experiment may vary.

    Attributes
    ----------
    id : str
        Name of the factor; column of its levels.
    construct_code : str or None
        Code of the theory map, ``construct`` in the file.
    held : str or None
        The level told when the factor is not varied; None leaves it untold.
    checks : tuple of str
        Items that show whether readers noticed the level.
    levels : tuple of Level
    """

    id: Identifier
    construct_code: Identifier | None = Field(default=None, alias="construct")
    title: Text
    held: Identifier | None
    checks: tuple[Identifier, ...] = ()
    levels: tuple[Level, ...]

    def level(self, level_id: str) -> Level:
        """Return one level.

        Raises
        ------
        ShelfError
            When the factor has no such level; it names the nearest.
        """
        found = {level.id: level for level in self.levels}
        if level_id not in found:
            raise ShelfError(
                f'the factor "{self.id}" has no level "{level_id}"',
                code="unknown_level",
                allowed=", ".join(found),
                advice=did_you_mean(level_id, found),
                found=level_id,
            )
        return found[level_id]


class Passage(FrozenModel):
    """One place of the story: a fixed text, or the place of a factor.

    Attributes
    ----------
    phase : str
        ``failure``, or ``recovery`` for what comes after expectations of a
        recovery may be asked.
    new_paragraph : bool
        Whether it begins a paragraph.
    """

    text: Text | None = None
    factor: Identifier | None = None
    phase: Phase = "failure"
    new_paragraph: Annotated[bool, Field(strict=True)] = False


class Control(FrozenModel):
    """The story without a failure, told after the same opening."""

    text: Text
    checks: tuple[Identifier, ...] = ()


class Scenario(FrozenModel):
    """A story in which passages can be exchanged to make conditions.

    Attributes
    ----------
    case : str
        Case of the theory map it was written after.
    draws_on : Text
        What it takes from that case, in our words.
    perspective : Text
        The line that asks readers to put themselves in the customer's place.
    opening : Text
        What every condition begins with, the control too.
    passages : tuple of Passage
        In the order told.
    control : Control or None
        The no-failure text; a scenario that was checked has one.
    checks_from : str
        Instrument that holds the manipulation checks.
    length_share : float
        Share of the longest level by which the levels of a factor may differ
        in length before a check warns.
    """

    schema_version: Literal[1] = Field(alias="schema")
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    setting: Text
    case: Annotated[str, StringConstraints(pattern=r"^C\d+$")]
    draws_on: Text
    licence: Words
    translation: Translation
    perspective: Text
    opening: Text
    passages: tuple[Passage, ...]
    factors: tuple[Factor, ...]
    control: Control | None = None
    checks_from: Words = "manipulation-checks"
    length_share: Annotated[float, Field(gt=0, le=1)] = 0.25

    def factor(self, factor_id: str) -> Factor:
        """Return one factor.

        Raises
        ------
        ShelfError
            When the scenario has no such factor; it names the nearest.
        """
        found = {factor.id: factor for factor in self.factors}
        if factor_id not in found:
            raise ShelfError(
                f'the scenario "{self.name}" has no factor "{factor_id}"',
                code="unknown_factor",
                allowed=", ".join(found),
                advice=did_you_mean(factor_id, found),
                found=factor_id,
            )
        return found[factor_id]

    def checks_of(self, factors: tuple[str, ...]) -> tuple[str, ...]:
        """Return the check items of some factors and of the failure itself."""
        items = list(self.control.checks) if self.control else []
        items += [item for name in factors for item in self.factor(name).checks]
        return tuple(dict.fromkeys(items))

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and lists, with the keys of the YAML file."""
        return self.model_dump(mode="json", by_alias=True)
