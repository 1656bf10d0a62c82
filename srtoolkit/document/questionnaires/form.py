"""What a printed questionnaire is made of, before any format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from srtoolkit.questionnaire import Language


@dataclass(frozen=True, slots=True)
class Section:
    """The heading of a block."""

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """What respondents are told between questions.

    Attributes
    ----------
    kind : str
        ``text``, ``instruction``, ``routing`` (where to go on), or ``staff``:
        a line for who runs the study, which respondents do not see.
    """

    text: str
    kind: Literal["text", "instruction", "routing", "staff"] = "text"


@dataclass(frozen=True, slots=True)
class Story:
    """A scenario's text in a frame.

    Attributes
    ----------
    label : str
        Which version it is; empty where respondents must not see it.
    """

    paragraphs: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What respondents agree to, with a box for each answer."""

    title: str
    text: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to tick; `value` is what it is stored as."""

    label: str
    value: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its number; `code` is its column in the answers."""

    number: int
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """Questions with the same answers, which stand as columns.

    Attributes
    ----------
    answers : tuple of Answer
        Empty labels on a scale of numbers.
    low_label, high_label : str
        What the ends of a scale of numbers mean.
    """

    answers: tuple[Answer, ...]
    rows: tuple[Asked, ...]
    low_label: str = ""
    high_label: str = ""

    @property
    def is_numeric(self) -> bool:
        """Whether the columns are numbers without labels of their own."""
        return not any(answer.label for answer in self.answers)


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with a box for each answer, one to be ticked."""

    question: Asked
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """One question answered by a number on a line.

    Attributes
    ----------
    unit : str
        Stands behind the line; may be empty.
    hint : str
        The numbers allowed, where they are bounded.
    """

    question: Asked
    unit: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """One question answered in words."""

    question: Asked
    lines: int


Part = Section | Said | Story | Agreement | Grid | Choice | Amount | Writing


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire as it is printed, in one language.

    Attributes
    ----------
    version : str
        Names the condition in the footer, or says that all are shown.
    codes : bool
        Whether item codes and answer values are printed.
    pages : tuple of tuple of Part
        The first page holds title, introduction and consent.
    """

    lang: Language
    title: str
    version: str
    codes: bool
    pages: tuple[tuple[Part, ...], ...]
