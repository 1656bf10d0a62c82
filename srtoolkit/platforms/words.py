"""The words of loss and import reports: phrases of ``reports/_shared``."""

from __future__ import annotations

from functools import cache
from typing import Any

from srtoolkit.errors import ContentError
from srtoolkit.questionnaire import Language
from srtoolkit.shelves import bundled_library, read_content


class Words:
    """The phrases of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def say(self, key: str, **values: object) -> str:
        """Word a phrase; its key is dotted: ``loss.renamed``.

        Raises
        ------
        ContentError
            When there is no such phrase, or it asks for a value not given.
        """
        where = f"reports/_shared/{self.language}.yaml"
        template: Any = _phrases(self.language)
        for step in key.split("."):
            template = template.get(step) if isinstance(template, dict) else None
        if not isinstance(template, str):
            raise ContentError(
                f'there is no phrase "{key}"',
                code="phrase_missing",
                where=where,
                advice="Add it in both languages.",
                key=key,
            )
        try:
            return template.format_map({name: str(v) for name, v in values.items()})
        except KeyError as error:
            raise ContentError(
                f'the phrase "{key}" asks for {error}, which was not given',
                code="phrase_value_missing",
                where=where,
                allowed=", ".join(sorted(values)),
                key=key,
            ) from error


@cache
def _phrases(language: Language) -> Any:
    file = bundled_library() / "reports" / "_shared" / f"{language}.yaml"
    return read_content(file, f"reports/_shared/{language}.yaml").data
