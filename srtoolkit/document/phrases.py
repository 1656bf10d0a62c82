"""Every word of a report comes from ``reports/_shared/{zh,en}.yaml``.

A phrase may hold ``{name}`` or ``{name:format}`` for values, ``*letters*``
for italics, and ``[@key]`` for citations. Values are put in last, so nothing
in a user's text is ever read as markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from srtoolkit.document.blocks import Span, Text, plain
from srtoolkit.errors import ContentError
from srtoolkit.shelves import bundled_library, read_content

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
_CITATION = re.compile(r"\[@([^\]]+)\]")

Format = Callable[[Any], str]


def shared_file(name: str) -> Path:
    """Return a file that all reports share."""
    return bundled_library() / "reports" / "_shared" / name


def read_phrases(lang: str) -> dict[str, str]:
    """Read one language's phrases, keys dotted: ``section.fit``.

    Raises
    ------
    ContentError
        When a value is neither text nor a mapping.
    """
    content = read_content(shared_file(f"{lang}.yaml"), f"reports/_shared/{lang}.yaml")
    entries: dict[str, str] = {}

    def gather(here: Any, path: tuple[str, ...]) -> None:
        if isinstance(here, Mapping):
            for key, value in here.items():
                gather(value, (*path, key))
        elif isinstance(here, str):
            entries[".".join(path)] = here
        else:
            problem = content.problem(path, "is not text", code="phrase_not_text")
            raise ContentError([problem])

    gather(content.data, ())
    return entries


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, with the formats their values may ask for.

    Attributes
    ----------
    entries : mapping of str to str
        Templates by dotted key.
    formats : mapping of str to callable
        What ``{value:name}`` does; the empty name is used where none stands.
    cite : callable
        Turns citation keys into the text in brackets.
    """

    lang: str
    entries: Mapping[str, str]
    formats: Mapping[str, Format]
    cite: Callable[[tuple[str, ...]], str]

    def has(self, key: str) -> bool:
        """Tell whether a phrase of that key exists."""
        return key in self.entries

    def text(self, key: str, **values: Any) -> Text:
        """Word a phrase.

        Raises
        ------
        ContentError
            When the key, a value or a format is unknown.
        """
        template = self._template(key)
        spans = []
        for position, part in enumerate(template.split("*")):
            shown = self._fill(part, key, values)
            if shown:
                spans.append(Span(shown, italic=position % 2 == 1))
        return tuple(spans)

    def plain(self, key: str, **values: Any) -> str:
        """Word a phrase without styles."""
        return plain(self.text(key, **values))

    def name_of(self, kind: str, code: object) -> Text:
        """Word a short code of another room, or show the code itself."""
        key = f"{kind}.{code}"
        if self.has(key):
            return self.text(key)
        return (Span(str(code).replace("_", " ")),)

    def _template(self, key: str) -> str:
        if key not in self.entries:
            raise ContentError(
                f'there is no phrase "{key}"',
                code="phrase_missing",
                where=f"reports/_shared/{self.lang}.yaml",
                advice="Add it in both languages.",
                key=key,
            )
        return self.entries[key]

    def _fill(self, part: str, key: str, values: Mapping[str, Any]) -> str:
        def cited(match: re.Match[str]) -> str:
            keys = match[1].replace("@", "").split(";")
            return self.cite(tuple(name.strip() for name in keys))

        def filled(match: re.Match[str]) -> str:
            name, style = match[1], match[2] or ""
            if name not in values or style not in self.formats:
                raise ContentError(
                    f'the phrase "{key}" asks for {match[0]}, which was not given',
                    code="phrase_value_missing",
                    where=f"reports/_shared/{self.lang}.yaml",
                    allowed=", ".join(sorted(values)),
                    key=key,
                )
            return self.formats[style](values[name])

        return _FIELD.sub(filled, _CITATION.sub(cited, part))
