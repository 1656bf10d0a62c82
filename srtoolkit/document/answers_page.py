"""What a check of answers found, as blocks: the sections of a report on them."""

from __future__ import annotations

from srtoolkit.document.blocks import Block
from srtoolkit.document.manuscript import Lang, open_manuscript
from srtoolkit.document.phrases import read_phrases
from srtoolkit.document.sections.answering import answering_blocks
from srtoolkit.document.sections.descriptives import build_descriptives
from srtoolkit.responses import MARKS
from srtoolkit.results import StudyResults


def mark_names(lang: Lang) -> dict[str, str]:
    """Return what the marks of screening are called, by their codes."""
    entries = read_phrases(lang)
    return {mark: entries[f"check.{mark}"] for mark in MARKS}


def answers_page(results: StudyResults, *, lang: Lang) -> list[Block]:
    """Word the content that `plans.check_answers` returns.

    Parameters
    ----------
    results : StudyResults
    lang : {"zh", "en"}

    Returns
    -------
    list of Block
        Item descriptives, marks, indices of careless responding, the audit of
        keys, missing answers with their test and the recommendation.
    """
    writing = open_manuscript(results, lang=lang)
    return [*build_descriptives(writing, {}), *answering_blocks(writing)]
