"""What every format of a printed questionnaire decides in the same way."""

from __future__ import annotations

from srtoolkit.document.questionnaires.form import Choice, Form, Grid, Part
from srtoolkit.document.writers.widths import label_width

#: Answers that are short and many stand in two columns.
_MANY, _SHORT = 4, 28
#: Share of a grid's width, in percent, that one column of answers takes.
_LABELLED, _NUMBERED = 9.2, 6.0
#: Characters of a Chinese label that no longer fit into a column.
_BROKEN_FROM = 6
_LEAST_FOR_QUESTION, _MOST_FOR_QUESTION = 35.0, 66.0


def kind(part: Part) -> str:
    """Name a part, as templates ask for it."""
    return type(part).__name__


def in_two_columns(choice: Choice) -> bool:
    """Whether the answers of a choice fit side by side."""
    widest = max(label_width(answer.label) for answer in choice.answers)
    return len(choice.answers) >= _MANY and widest <= _SHORT


def column_label(label: str) -> str:
    """Break a long Chinese label in its middle, not before its last character."""
    if " " in label or label.isascii() or len(label) < _BROKEN_FROM:
        return label
    half = -(-len(label) // 2)
    return f"{label[:half]}\n{label[half:]}"


def question_share(grid: Grid) -> float:
    """Width of a grid's first column, in percent of the page's text."""
    column = _NUMBERED if grid.is_numeric else _LABELLED
    left = 100 - column * len(grid.answers)
    return max(_LEAST_FOR_QUESTION, min(_MOST_FOR_QUESTION, left))


def footer(form: Form) -> str:
    """What stands before the page number: the title and, if any, the version."""
    return " · ".join(part for part in (form.title, form.version) if part)
