"""A questionnaire as pages of questions, the same for every platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from srtoolkit.platforms.form.logic import ALWAYS, Shown
from srtoolkit.questionnaire import (
    Assignment,
    Language,
    LoadedInstrument,
    Rule,
    Text,
)

#: One of some answers, a number that is written in, or words.
QuestionKind = Literal["choice", "number", "text"]
#: An item of an instrument, an own question of the questionnaire, or the consent.
Origin = Literal["item", "question", "consent"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer and the number it is stored as.

    Attributes
    ----------
    value : int
        As in the instrument; what scores are computed from.
    label : Text or None
        None for a point of a scale that bears its number only.
    """

    value: int
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question with one answer.

    Attributes
    ----------
    id : str
        Column of the answers: the item's code.
    text, asks : Text
        What respondents read, and the content in a few words.
    kind : {"choice", "number", "text"}
    choices : tuple of Choice
        In the order shown; of a ``choice`` only.
    low, high : int or None
        Smallest and largest number; None where there is no end.
    step : int
        Distance between neighbouring answers of a range.
    low_label, high_label : Text or None
        What the ends of a scale mean whose points bear numbers only.
    unit : Text or None
        What an amount is counted in.
    required : bool
    reverse : bool
        Whether the item is reverse-keyed. Answers go out and come back as
        given: they are turned once, by `srtoolkit.responses`.
    instructed_answer : int or None
        The answer an attention check asks for.
    missing_codes : tuple of int
        Numbers that stand for "no answer", by the instrument.
    origin : {"item", "question", "consent"}
    instrument, scale, scale_kind : str or None
        Where an item comes from.
    """

    id: str
    text: Text
    asks: Text
    kind: QuestionKind
    choices: tuple[Choice, ...] = ()
    low: int | None = None
    high: int | None = None
    step: int = 1
    low_label: Text | None = None
    high_label: Text | None = None
    unit: Text | None = None
    required: bool = False
    reverse: bool = False
    instructed_answer: int | None = None
    missing_codes: tuple[int, ...] = ()
    origin: Origin = "item"
    instrument: str | None = None
    scale: str | None = None
    scale_kind: str | None = None

    @property
    def values(self) -> tuple[int, ...]:
        """The numbers of its choices."""
        return tuple(choice.value for choice in self.choices)

    def label(self, choice: Choice, language: Language) -> str:
        """Return what a respondent reads beside one choice.

        A point without a label bears its number; the ends bear what they
        mean as well: ``1 (not at all)``, ``1（完全没有）``.
        """
        if choice.label is not None:
            return choice.label.in_language(language)
        ends = {self.low: self.low_label, self.high: self.high_label}
        end = ends.get(choice.value)
        if end is None:
            return str(choice.value)
        words = end.in_language(language)
        opened, closed = ("（", "）") if language == "zh" else (" (", ")")
        return f"{choice.value}{opened}{words}{closed}"

    def labels(self, language: Language) -> tuple[str, ...]:
        """Return the labels of all choices, in the order shown."""
        return tuple(self.label(choice, language) for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Two or more questions with the same choices, one row each."""

    id: str
    rows: tuple[Question, ...]

    @property
    def first(self) -> Question:
        """A row; its choices and end labels are those of all."""
        return self.rows[0]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The columns."""
        return self.first.choices

    @property
    def required(self) -> bool:
        """Whether every row must be answered."""
        return all(row.required for row in self.rows)


@dataclass(frozen=True, slots=True)
class MultiSelect:
    """Several facts that may each be ticked.

    Attributes
    ----------
    id : str
        The scale; no column of the answers.
    text : Text
    options : tuple of Question
        One item each, answered 1 when ticked and 0 when not.
    """

    id: str
    text: Text
    options: tuple[Question, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Something to read."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Story:
    """A story whose text depends on the condition.

    Attributes
    ----------
    texts : mapping of str to Text
        By condition, paragraphs parted by an empty line; a condition that is
        told nothing here is left out.
    """

    id: str
    texts: Mapping[str, Text]


Part = Question | Matrix | MultiSelect | Note | Story


@dataclass(frozen=True, slots=True)
class FormBlock:
    """What is asked together.

    Attributes
    ----------
    shuffle : bool
        Whether its questions (rows, options) come in a random order.
    shown : Shown
        When a respondent sees it: conditions, and no jump past it.
    rules : tuple of Rule
        The jumps as written, for platforms that jump; `shown` of later
        blocks says the same for platforms that hide.
    """

    id: str
    parts: tuple[Part, ...]
    title: Text | None = None
    instructions: Text | None = None
    shuffle: bool = False
    shown: Shown = ALWAYS
    rules: tuple[Rule, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question with an own column, in the order written."""
        return tuple(asked for part in self.parts for asked in questions_of(part))


@dataclass(frozen=True, slots=True)
class FormPage:
    """The blocks a respondent sees at once."""

    id: str
    blocks: tuple[FormBlock, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """What respondents get, in both languages, on no platform in particular.

    Attributes
    ----------
    name : str
        Stem of file names: lower-case letters, digits and hyphens.
    title, thanks : Text or None
        What stands above the first and after the last page.
    version : str
    pages : tuple of FormPage
        The first one may hold introduction and consent; who declines jumps
        to the end by a rule like any other.
    assignment : Assignment or None
        Column, labels, seed and repeats of the conditions.
    instruments : tuple of LoadedInstrument
    sha256 : str or None
        Hash of the composed questionnaire; None for an instrument alone.
    """

    name: str
    title: Text
    version: str
    pages: tuple[FormPage, ...]
    instruments: tuple[LoadedInstrument, ...]
    thanks: Text | None = None
    assignment: Assignment | None = None
    sha256: str | None = None
    languages: tuple[Language, ...] = field(default=("zh", "en"))

    @property
    def blocks(self) -> tuple[FormBlock, ...]:
        """All blocks, in the order asked."""
        return tuple(block for page in self.pages for block in page.blocks)

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts, in the order shown."""
        return tuple(part for block in self.blocks for part in block.parts)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question with an own column, in the order asked."""
        return tuple(asked for block in self.blocks for asked in block.questions)

    @property
    def multi_selects(self) -> tuple[MultiSelect, ...]:
        """Questions whose options may each be ticked."""
        return tuple(part for part in self.parts if isinstance(part, MultiSelect))

    def question(self, question_id: str) -> Question:
        """Return one question by its id; it must be in the form."""
        return next(asked for asked in self.questions if asked.id == question_id)


def questions_of(part: Part) -> Iterator[Question]:
    """Yield the questions a part asks; notes and stories ask none."""
    if isinstance(part, Question):
        yield part
    elif isinstance(part, Matrix):
        yield from part.rows
    elif isinstance(part, MultiSelect):
        yield from part.options
