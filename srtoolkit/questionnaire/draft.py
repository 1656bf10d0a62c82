"""An instrument file as written, before it is known to fit the schema.

The rules that compare one part of a file with another read this, so that they
report their mistakes beside those of the schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.response_format import ResponseFormat
from srtoolkit.shelves import Content

#: Keys and positions that lead to a value of the file.
Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One mapping of the file and where it stands."""

    place: Place
    data: dict[str, Any]

    def listed(self, key: str) -> list[tuple[Place, Any]]:
        """The members of the list under `key`; nothing when it is no list."""
        found = self.data.get(key)
        members = found if isinstance(found, list) else []
        return [((*self.place, key, n), member) for n, member in enumerate(members)]

    def parts(self, key: str) -> list[Part]:
        """The mappings among the members of the list under `key`."""
        return [
            Part(place, member)
            for place, member in self.listed(key)
            if isinstance(member, dict)
        ]

    def text(self, key: str) -> str | None:
        """The value under `key` when it is text."""
        found = self.data.get(key)
        return found if isinstance(found, str) else None


@dataclass(frozen=True, slots=True)
class Draft:
    """The parts of an instrument file that the rules look at.

    Attributes
    ----------
    content : Content
        The parsed file; knows line and column.
    folder : str
        Name of the folder the file lies in.
    """

    content: Content
    folder: str
    _found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def root(self) -> Part:
        """The whole file."""
        data = self.content.data
        return Part((), data if isinstance(data, dict) else {})

    def at(self, key: str) -> Part:
        """The mapping under a key of the file; empty when it is none."""
        return Part((key,), self._mapping(key))

    @property
    def described(self) -> bool:
        """Whether it describes a published study."""
        return self.root.data.get("kind") == "described"

    @property
    def scales(self) -> list[Part]:
        """Its scales."""
        return self.root.parts("scales")

    @property
    def items(self) -> list[Part]:
        """The items of all scales."""
        return [item for scale in self.scales for item in scale.parts("items")]

    @property
    def formats(self) -> dict[str, Part]:
        """Its response formats by name."""
        named = self._mapping("responses")
        return {
            name: Part(("responses", name), data)
            for name, data in named.items()
            if isinstance(data, dict)
        }

    @property
    def format_names(self) -> list[str]:
        """Names of all response formats, well-formed or not."""
        return list(self._mapping("responses"))

    @property
    def reference_keys(self) -> list[str]:
        """Keys of all references."""
        return list(self._mapping("references"))

    def format_of(self, item: Part) -> ResponseFormat | None:
        """The response format of an item, when it is there and well-formed."""
        if "formats" not in self._found:
            self._found["formats"] = {
                name: _format(part) for name, part in self.formats.items()
            }
        found: ResponseFormat | None = self._found["formats"].get(item.text("response"))
        return found

    def problem(self, place: Place, message: str, code: str, **more: Any) -> Problem:
        """Describe a mistake at `place`."""
        return self.content.problem(place, message, code=code, **more)

    def warning(self, place: Place, message: str, code: str) -> Problem:
        """Describe what is allowed and yet deserves a second look."""
        return self.content.problem(place, message, code=code, severity="warning")

    def texts(self) -> Iterator[Part]:
        """Every mapping with both languages."""
        if "texts" not in self._found:
            self._found["texts"] = tuple(_texts_in(self.root))
        yield from self._found["texts"]

    def _mapping(self, key: str) -> dict[str, Any]:
        found = self.root.data.get(key)
        return found if isinstance(found, dict) else {}


def _format(part: Part) -> ResponseFormat | None:
    try:
        return ResponseFormat.model_validate(part.data)
    except ValidationError:
        return None


def _texts_in(part: Part) -> Iterator[Part]:
    if {"zh", "en"} <= part.data.keys():
        yield part
        return
    for key, value in part.data.items():
        if isinstance(value, dict):
            yield from _texts_in(Part((*part.place, key), value))
        for member in part.parts(key):
            yield from _texts_in(member)
