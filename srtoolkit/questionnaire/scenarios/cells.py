"""The conditions a scenario makes: one text a combination of levels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from srtoolkit.errors import OptionError, ShelfError
from srtoolkit.questionnaire.rules.reading_level import text_length
from srtoolkit.questionnaire.scenarios.scenario import Factor, Passage, Phase, Scenario
from srtoolkit.questionnaire.text import LANGUAGES, Language, Text

#: Label of the condition without a failure.
CONTROL_LABEL = "no_failure"


@dataclass(frozen=True, slots=True)
class CellPart:
    """One passage of a cell's story.

    Attributes
    ----------
    factor : str or None
        The factor it tells; None for what every cell shares.
    text : Text
    phase : {"failure", "recovery"}
    new_paragraph : bool
    """

    factor: str | None
    text: Text
    phase: Phase
    new_paragraph: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition of a scenario experiment.

    Attributes
    ----------
    scenario : str
        Name of the scenario.
    label : str
        Its levels joined, or ``no_failure``.
    levels : tuple of (factor, level)
        The manipulated factors; empty for the control.
    parts : tuple of CellPart
        The story, in the order told.
    """

    scenario: str
    label: str
    levels: tuple[tuple[str, str], ...]
    parts: tuple[CellPart, ...]

    @property
    def is_control(self) -> bool:
        """Whether it is the story without a failure."""
        return not self.levels

    def text(self, language: Language, phase: Phase | None = None) -> str:
        """Return the story, or what is told in one phase of it."""
        told = ""
        for part in self.parts:
            if phase is not None and part.phase != phase:
                continue
            between = "" if language == "zh" else " "
            told += ("\n\n" if part.new_paragraph else between) if told else ""
            told += part.text.in_language(language)
        return told

    def length(self, language: Language) -> int:
        """Count the story in characters (zh) or words (en)."""
        return text_length(self.text(language), language)


@dataclass(frozen=True, slots=True)
class UnequalLength:
    """Levels of one factor that differ much in length.

    Attributes
    ----------
    factor : str
    language : {"zh", "en"}
    lengths : mapping of str to int
        Characters (zh) or words (en) by level.
    share : float
        Difference of longest and shortest, as a share of the longest.
    """

    factor: str
    language: Language
    lengths: Mapping[str, int]
    share: float


def cells(
    scenario: Scenario,
    factors: Sequence[str],
    *,
    held: Mapping[str, str] | None = None,
) -> tuple[Cell, ...]:
    """Return every combination of the levels of some factors.

    Parameters
    ----------
    scenario : Scenario
    factors : sequence of str
        The factors to vary; the last one changes fastest.
    held : mapping of str to str, optional
        Levels of other factors to tell in every cell, instead of those the
        scenario holds them at.

    Raises
    ------
    ShelfError
        For a factor or level the scenario does not have.
    OptionError
        When no factor is given, one twice, or one both varied and held.
    """
    fixed = dict(held or {})
    _check_factors(factors, fixed)
    varied = [scenario.factor(name) for name in factors]
    for name, level in fixed.items():
        scenario.factor(name).level(level)
    return tuple(
        _cell(scenario, dict(zip(factors, combination, strict=True)), fixed)
        for combination in product(*(_level_ids(factor) for factor in varied))
    )


def control_cell(scenario: Scenario) -> Cell:
    """Return the story without a failure.

    Raises
    ------
    ShelfError
        When the scenario has none.
    """
    if scenario.control is None:
        raise ShelfError(
            f'the scenario "{scenario.name}" has no control text',
            code="scenario_without_control",
            advice="Write one under control.",
        )
    uneventful = CellPart(None, scenario.control.text, "failure", new_paragraph=True)
    parts = (_opening(scenario), uneventful)
    return Cell(scenario.name, CONTROL_LABEL, (), parts)


def unequal_lengths(scenario: Scenario) -> tuple[UnequalLength, ...]:
    """Return the factors whose levels differ in length by more than is stated."""
    found = [
        _lengths(factor, language)
        for factor in scenario.factors
        for language in LANGUAGES
    ]
    return tuple(one for one in found if one.share > scenario.length_share)


def _lengths(factor: Factor, language: Language) -> UnequalLength:
    lengths = {
        level.id: text_length(level.text.in_language(language), language)
        for level in factor.levels
    }
    longest, shortest = max(lengths.values()), min(lengths.values())
    return UnequalLength(factor.id, language, lengths, (longest - shortest) / longest)


def _level_ids(factor: Factor) -> list[str]:
    return [level.id for level in factor.levels]


def _check_factors(factors: Sequence[str], held: Mapping[str, str]) -> None:
    twice = [name for name in dict.fromkeys(factors) if list(factors).count(name) > 1]
    both = [name for name in factors if name in held]
    if not factors or twice or both:
        fault = "no factor is named" if not factors else ""
        fault = f'the factor "{twice[0]}" is named twice' if twice else fault
        fault = f'the factor "{both[0]}" is both varied and held' if both else fault
        raise OptionError(fault, code="wrong_factors")


def _cell(
    scenario: Scenario, varied: Mapping[str, str], held: Mapping[str, str]
) -> Cell:
    told = {factor.id: factor.held for factor in scenario.factors}
    told |= {**held, **varied}
    parts = [_opening(scenario)]
    for passage in scenario.passages:
        text = _text_at(passage, scenario, told)
        if text is not None:
            parts.append(
                CellPart(passage.factor, text, passage.phase, passage.new_paragraph)
            )
    label = "_".join(varied.values())
    return Cell(scenario.name, label, tuple(varied.items()), tuple(parts))


def _text_at(
    passage: Passage, scenario: Scenario, told: Mapping[str, str | None]
) -> Text | None:
    if passage.factor is None:
        return passage.text
    level = told[passage.factor]
    return None if level is None else scenario.factor(passage.factor).level(level).text


def _opening(scenario: Scenario) -> CellPart:
    return CellPart(None, scenario.opening, "failure", new_paragraph=False)
