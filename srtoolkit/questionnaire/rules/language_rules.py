"""Rules for the language of texts: simplified Chinese here, English there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft, Part
from srtoolkit.questionnaire.rules.traditional import traditional_in

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff])[,;:?!]|[,;:?!](?=[\u3400-\u9fff])")


def language_problems(draft: Draft) -> Iterator[Problem]:
    """Find texts written in the wrong language or script."""
    for text in draft.texts():
        chinese, english = text.text("zh") or "", text.text("en") or ""
        if chinese.strip() == english.strip():
            continue  # the rule for missing translations says it
        yield from _chinese_problems(draft, text, chinese)
        if found := _CHINESE.findall(english):
            yield draft.problem(
                (*text.place, "en"),
                f'the English text has Chinese characters: "{"".join(found[:10])}"',
                "chinese_in_english",
                advice="Translate them.",
            )


def _chinese_problems(draft: Draft, text: Part, chinese: str) -> Iterator[Problem]:
    place = (*text.place, "zh")
    if traditional := traditional_in(chinese):
        pairs = ", ".join(f"{old} ({new})" for old, new in traditional.items())
        yield draft.problem(
            place,
            f"traditional characters in a simplified text: {pairs}",
            "traditional_character",
            advice="Write the simplified form given in brackets.",
        )
    if any(letter.isalpha() for letter in chinese) and not _CHINESE.search(chinese):
        yield draft.problem(
            place,
            f'the Chinese text has no Chinese character: "{chinese[:40]}"',
            "english_in_chinese",
            advice="Translate it.",
        )
    if marks := _HALF_WIDTH.findall(chinese):
        yield draft.warning(
            place,
            f"half-width punctuation beside Chinese characters: {' '.join(marks)}",
            "half_width_mark",
        )
