"""The words and tables of a codebook, in one language or in two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.questionnaire import Language, Text

_NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the codebook.

    Attributes
    ----------
    id : str
        Name of the sheet in a workbook.
    title : str
    heads : sequence of str
    rows : sequence, each as long as `heads`
    opening : str
        A sentence before the table.
    """

    id: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    opening: str = ""


class CodebookWords:
    """Phrases and texts; two languages stand side by side.

    Parameters
    ----------
    languages : sequence of {"zh", "en"}
    """

    def __init__(self, languages: Sequence[Language]) -> None:
        self.languages = tuple(dict.fromkeys(languages))
        self._words = {each: FormWords(each) for each in self.languages}

    def say(self, key: str, **values: object) -> str:
        """Word a phrase under ``codebook``."""
        return self.say_of("codebook", key, **values)

    def say_of(self, part: str, key: str, **values: object) -> str:
        """Word a phrase under another part of ``reports/_shared``."""
        said = [w.say(f"{part}.{key}", **values) for w in self._words.values()]
        return " / ".join(dict.fromkeys(said))

    def say_in(self, language: Language, key: str, **values: object) -> str:
        """Word a phrase in one language."""
        return self._words[language].say(f"codebook.{key}", **values)

    def heads(self, key: str) -> list[str]:
        """Return one heading a language: ``Text (English)``."""
        if len(self.languages) == 1:
            return [self.say(key)]
        return [f"{self.say_in(each, key)} ({_NAMES[each]})" for each in self.languages]

    def each(self, text: Text) -> list[str]:
        """Return a text once a language."""
        return [text.in_language(each) for each in self.languages]

    def of(self, text: Text) -> str:
        """Return a text in all languages, on one line."""
        return " / ".join(dict.fromkeys(self.each(text)))
