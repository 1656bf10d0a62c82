"""Letters that stand for conditions where a platform assigns nobody."""

from __future__ import annotations

from collections.abc import Sequence

from srtoolkit.platforms.losses import Loss
from srtoolkit.questionnaire import Assignment, Text

#: What a respondent is asked who was given a letter.
LETTER = Text(
    zh="请选择邀请函上写给您的字母", en="Please choose the letter on your invitation"
)


def letters(assignment: Assignment) -> Sequence[str]:
    """Return a letter for each condition, which tells respondents nothing."""
    return [chr(ord("A") + place) for place in range(len(assignment.labels))]


def letters_loss(assignment: Assignment) -> Loss:
    """Say that conditions are assigned by hand, and what each letter means."""
    given = zip(letters(assignment), assignment.labels, strict=True)
    shown = ", ".join(f"{letter} = {label}" for letter, label in given)
    return Loss(assignment.column, "assignment_letters", {"letters": shown})
