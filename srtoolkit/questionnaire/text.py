"""One wording in both languages."""

from __future__ import annotations

from typing import Literal

from srtoolkit.questionnaire.frozen import FrozenModel, Words

Language = Literal["zh", "en"]

#: The languages every text comes in.
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Text(FrozenModel):
    """One wording in simplified Chinese and in English.

    Attributes
    ----------
    zh, en : str
        Never blank.
    """

    zh: Words
    en: Words

    def in_language(self, language: Language) -> str:
        """Return the wording in one language."""
        return self.zh if language == "zh" else self.en
