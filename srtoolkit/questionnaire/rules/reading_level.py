"""Length and reading level of a text."""

from __future__ import annotations

import re

from srtoolkit.questionnaire.text import Language

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")


def text_length(text: str, language: Language) -> int:
    """Count a Chinese text in characters, an English one in words.

    Characters include punctuation and exclude spaces.
    """
    if language == "en":
        return len(text.split())
    return sum(not letter.isspace() for letter in text)


def grade_level(text: str) -> float:
    """Estimate the U.S. school grade an English text asks for.

    Syllables are groups of vowels, a final silent e not counted.

    References
    ----------
    Kincaid, Fishburne, Rogers & Chissom (1975), Derivation of new readability
    formulas for Navy enlisted personnel, Research Branch Report 8-75.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)
