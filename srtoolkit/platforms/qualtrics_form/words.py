"""Texts, languages and identifiers as Qualtrics has them."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Mapping

from srtoolkit.platforms.form.parts import Question
from srtoolkit.questionnaire import LANGUAGES, Language, Text

#: Qualtrics' codes of our languages.
LANGUAGE_CODES: Mapping[Language, str] = {"zh": "ZH-S", "en": "EN"}
_UNITS = Text(zh="{text}（单位：{unit}）", en="{text} (in {unit})")
_DIGITS = 15


def identifier(prefix: str, *parts: str) -> str:
    """Return an identifier such as ``BL_0a1b…``, the same for the same parts."""
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return f"{prefix}_{digest[:_DIGITS]}"


def escaped(text: str) -> str:
    """Return a text as HTML in which nothing is piped in."""
    shown = html.escape(text, quote=False).replace("${", "$&#123;")
    return shown.replace("\n", "<br>")


def with_unit(question: Question) -> Text:
    """Return the question with what its number is counted in."""
    if question.unit is None:
        return question.text
    zh, en = (
        _UNITS.in_language(lang).format(
            text=question.text.in_language(lang), unit=question.unit.in_language(lang)
        )
        for lang in LANGUAGES
    )
    return Text(zh=zh, en=en)
