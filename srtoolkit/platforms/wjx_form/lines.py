"""Lines of text that 问卷星 takes for what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

from srtoolkit.platforms.form.parts import Question
from srtoolkit.questionnaire import Language, Text

#: Seen by nobody; keeps a line from looking like the start of a question, and
#: "I agree" from being cut to "agree" like an option "A agree".
INVISIBLE = "\u200b"
#: What a line begins with that is taken for a number of a question.
_NUMBERED = re.compile(r"\s*(?:\d|[一二三四五六七八九十]+[、.．])")
#: What an option begins with that is taken for its letter.
_LETTERED = re.compile(r"[A-Za-z](?=\s+\S)")
_BRACKETS = str.maketrans("[]", "［］")
_NEGATIVE = re.compile(r"-\d+")
_MINUS: Mapping[Language, str] = {"zh": "负{}", "en": "minus {}"}
_UNITS = Text(zh="{text}（单位：{unit}）", en="{text} (in {unit})")


def in_one_line(text: str) -> str:
    """Return a text without line ends and square brackets, which mark tags."""
    return " ".join(text.split()).translate(_BRACKETS)


def guarded(text: str) -> str:
    """Return an option, row or line of a text as it has to be written."""
    text = in_one_line(text)
    if _NUMBERED.match(text):
        return INVISIBLE + text
    lettered = _LETTERED.match(text)
    return text if lettered is None else f"{text[0]}{INVISIBLE}{text[1:]}"


def point_labels(question: Question, language: Language) -> list[str]:
    """Return the labels of a question's answers.

    A point below zero that bears its number only is written out: in a download,
    -2 and -3 stand for "no answer".
    """
    return [
        _MINUS[language].format(label[1:]) if _NEGATIVE.fullmatch(label) else label
        for label in question.labels(language)
    ]


def column_labels(question: Question, language: Language) -> list[str]:
    """Return the labels of a matrix's columns: blanks would part them."""
    labels = ("_".join(label.split()) for label in point_labels(question, language))
    return [label.translate(_BRACKETS) for label in labels]


def asked_text(question: Question, language: Language) -> str:
    """Return the question, its unit in brackets."""
    text = question.text.in_language(language)
    if question.unit:
        unit = question.unit.in_language(language)
        text = _UNITS.in_language(language).format(text=text, unit=unit)
    return in_one_line(text)
