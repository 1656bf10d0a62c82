"""Names, codes and labels as a REDCap dictionary takes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from srtoolkit.platforms.form.parts import (
    Form,
    Matrix,
    MultiSelect,
    Note,
    Question,
    Story,
)
from srtoolkit.platforms.losses import Loss
from srtoolkit.platforms.naming import NameRule, fitted_names
from srtoolkit.questionnaire import Language

#: Lower case, digits and underscores; 26 characters are advised.
RULE = NameRule(forbidden=r"[^a-z0-9_]", longest=26, lower=True)
#: The first field of every dictionary.
RECORD = "record_id"


def fitted(form: Form) -> tuple[Mapping[str, str], tuple[Loss, ...]]:
    """Return the name of each field, and what was renamed."""
    names, losses = fitted_names([RECORD, *_ids(form)], RULE)
    asked = {question.id for question in form.questions}
    asked |= {select.id for select in form.multi_selects}
    if form.assignment:
        asked.add(form.assignment.column)
    return names, tuple(loss for loss in losses if loss.item in asked)


def _ids(form: Form) -> Iterator[str]:
    """Yield what becomes a field; options are codes of their question's field."""
    if form.assignment:
        yield form.assignment.column
    for part in form.parts:
        if isinstance(part, Story):
            yield from (f"{part.id}_{n}" for n, _ in enumerate(part.texts, start=1))
        elif isinstance(part, Matrix):
            yield from (row.id for row in part.rows)
            yield f"{part.id}_rows"
        elif isinstance(part, Question | MultiSelect | Note):
            yield part.id
    yield "thanks"


def answer_codes(question: Question) -> dict[int, str]:
    """Return the code of each answer: its value, or a letter where it is negative."""
    return {
        value: str(value) if value >= 0 else f"m{-value}" for value in question.values
    }


def choices_of(question: Question, language: Language) -> str:
    """Return the answers as ``1, Never | 2, Often``."""
    codes = answer_codes(question)
    labels = question.labels(language)
    pairs = zip(question.choices, labels, strict=True)
    return " | ".join(f"{codes[c.value]}, {label_of(text)}" for c, text in pairs)


def label_of(text: str) -> str:
    """Return a label in one line without the sign that parts answers."""
    return " ".join(text.replace("|", "/").split())
