"""Entries as messages show them: what can name a person is not repeated."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from srtoolkit.responses.cells import text_in
from srtoolkit.responses.personal.contents import (
    PATTERNS,
    narrowed,
    personal_entry,
)
from srtoolkit.responses.personal.own_words import may_be_name

#: A message is no place for more of an entry.
_LONGEST = 40
_HIDDEN = "…"
#: Nor for more groups.
_LISTED = 12


def shown_entry(cell: object) -> str:
    """Return an entry in one line for a message, numbers bare, words quoted.

    An address, a number of a person and what may be a name are not repeated;
    the row is told anyway.
    """
    kind = personal_entry(cell) or ("name" if may_be_name(cell) else None)
    if kind is not None:
        return f"(not shown: may be {_KINDS[kind]})"
    return f'"{in_one_line(cell)}"' if isinstance(cell, str) else text_in(cell)


def shown_entries(cells: Iterable[object]) -> list[object]:
    """Return entries for the pieces of a problem, numbers as they are."""
    return [
        shown_entry(cell)
        if personal_entry(cell) or (isinstance(cell, str) and may_be_name(cell))
        else cell
        for cell in cells
    ]


def listed_labels(labels: Sequence[str]) -> str:
    """List the groups of a column for a message.

    A column of names that was taken for one of groups is not repeated either.
    """
    more = ", …" if len(labels) > _LISTED else ""
    return ", ".join(map(str, shown_entries(labels[:_LISTED]))) + more


def in_one_line(text: str) -> str:
    """Return printable text of at most 40 characters."""
    shown = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}{_HIDDEN}"


def without_persons(text: str) -> str:
    """Return a heading with what it holds of a person's taken out.

    A file without headings has answers in their place.
    """
    if personal_entry(text) is None:
        return text
    shown = narrowed(text)
    for _, pattern in PATTERNS:
        shown = pattern.sub(_HIDDEN, shown)
    return shown


_KINDS = {
    "ip": "an internet address",
    "email": "an e-mail address",
    "name": "a name",
    "phone": "a telephone number",
    "location": "a place",
    "device": "a device",
    "text": "an open answer",
    "other": "a number of a person",
}
