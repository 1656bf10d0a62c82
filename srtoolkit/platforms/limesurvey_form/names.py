"""Codes as LimeSurvey takes them, and texts as it shows them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from srtoolkit.platforms.form.parts import Form, Matrix, MultiSelect, Question, Story
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.naming import NameRule, fitted_names
from srtoolkit.questionnaire import Language

#: Question codes: letters and digits, 20 at most, no underscore.
RULE = NameRule(forbidden=r"[^A-Za-z0-9]", longest=20)
#: LimeSurvey's names of our languages.
LANGUAGE_CODES: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}
#: Longest code of an answer, in characters.
_LONGEST_ANSWER = 5
#: Where a text read by a spreadsheet would become a formula.
_FORMULA = frozenset("=+-@")


def fitted(form: Form) -> tuple[Mapping[str, str], tuple[Loss, ...]]:
    """Return the code of everything that has one, and what was renamed."""
    return fitted_names(list(_ids(form)), RULE)


def _ids(form: Form) -> Iterator[str]:
    if form.assignment:
        yield form.assignment.column
    for block in form.blocks:
        yield f"{block.id}_head"
        for part in block.parts:
            if isinstance(part, Story):
                yield from (f"{part.id}_{n}" for n, _ in enumerate(part.texts, 1))
                continue
            yield part.id
            if isinstance(part, Matrix):
                yield from (row.id for row in part.rows)
            elif isinstance(part, MultiSelect):
                yield from (option.id for option in part.options)


def answer_codes(question: Question) -> dict[int, str]:
    """Return the code of each answer: its value, or a letter and its place.

    Codes are letters and digits, five at most; a value below zero has a sign.
    """
    return {
        value: str(value)
        if value >= 0 and len(str(value)) <= _LONGEST_ANSWER
        else f"A{place}"
        for place, value in enumerate(question.values, start=1)
    }


def escaped(text: str) -> str:
    """Return a text as HTML in which nothing is an expression or a formula."""
    shown = html.escape(text, quote=False)
    shown = shown.replace("{", "&#123;").replace("}", "&#125;")
    shown = shown.replace("\n", "<br />")
    if shown[:1] in _FORMULA:
        shown = f"&#{ord(shown[0])};{shown[1:]}"
    return shown
