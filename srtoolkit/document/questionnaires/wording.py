"""The words that stand on every printed questionnaire."""

from __future__ import annotations

from typing import Any

from srtoolkit.document.phrases import Phrases, read_phrases
from srtoolkit.questionnaire import Language, Text


class FormWords:
    """Phrases of one language, and texts in it."""

    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self._phrases = Phrases(lang, read_phrases(lang), {"": str}, ", ".join)

    def say(self, key: str, **values: Any) -> str:
        """Word a phrase of ``reports/_shared``."""
        return self._phrases.plain(key, **values)

    def of(self, text: Text | None) -> str:
        """Return a text in this language; nothing for none."""
        return text.in_language(self.lang) if text else ""

    def listed(self, names: list[str]) -> str:
        """Join names as the language does."""
        return ("、" if self.lang == "zh" else ", ").join(names)
