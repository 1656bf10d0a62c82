"""The log of items that were deleted, with reasons; nothing is deleted here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.errors import ModelError, Problem, did_you_mean

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Scale

LANGUAGES = ("zh", "en")

Reasons = Mapping[str, Mapping[str, str] | str]


@dataclass(frozen=True, slots=True)
class DeletedItem:
    """One line of the log.

    Attributes
    ----------
    item, scale : str
    reason : mapping of language to str
        As the plan states it.
    citc, alpha, alpha_if_deleted : float or None
        With the item in the scale; None where they are not defined.
    """

    item: str
    scale: str
    reason: Mapping[str, str]
    citc: float | None = None
    alpha: float | None = None
    alpha_if_deleted: float | None = None


def read_deleted(deleted: Reasons, scales: list[Scale]) -> dict[str, DeletedItem]:
    """Check the log of a plan.

    Parameters
    ----------
    deleted : mapping
        Item code to reason: ``{zh: ..., en: ...}``, or one text for both.

    Raises
    ------
    ModelError
        With one problem for each item that is in none of the scales, and each
        reason that is empty or lacks a language.
    """
    scale_of = {item.id: scale.id for scale in scales for item in scale.items}
    problems = [
        Problem(
            "unknown_item",
            f'deleted names "{item}", which is in none of the scales',
            allowed=", ".join(scale_of),
            advice=did_you_mean(str(item), list(scale_of)),
            pieces={"found": item},
        )
        for item in deleted
        if item not in scale_of
    ]
    problems += [
        Problem(
            "deletion_without_reason",
            f'deleted gives no reason for "{item}"'
            + (f" in {', '.join(lacking)}" if len(lacking) == 1 else ""),
            allowed="a text, or {zh: text, en: text}",
            advice="Say why: wording, low CITC, a cross-loading, an expert's advice.",
            pieces={"found": item},
        )
        for item, reason in deleted.items()
        if (lacking := [lang for lang in LANGUAGES if not _text(reason, lang)])
    ]
    if problems:
        raise ModelError(problems)
    return {
        item: DeletedItem(
            item, scale_of[item], {lang: _text(reason, lang) for lang in LANGUAGES}
        )
        for item, reason in deleted.items()
    }


def _text(reason: Mapping[str, str] | str, lang: str) -> str:
    found = reason if isinstance(reason, str) else (reason or {}).get(lang, "")
    return str(found).strip()
