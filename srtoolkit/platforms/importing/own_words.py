"""Words of their own that respondents wrote behind an option: ``其他〖…〗``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from srtoolkit.platforms.manifest.model import Column

_OWN_WORDS = re.compile(r"〖[^〖〗]*〗")
_OPENED = "〖"
_CHOSEN = frozenset({"answer", "consent", "choices"})


def without_own_words(
    column: Column, cells: Sequence[object]
) -> tuple[Sequence[object], int]:
    """Return the cells with the option alone, and how many held words behind it.

    Nothing is cut where an answer of the form bears such brackets itself.
    """
    if column.kind not in _CHOSEN or _is_bracketed(column):
        return cells, 0
    if not any(_holds(cell) for cell in set(cells)):
        return cells, 0
    found = [_holds(cell) for cell in cells]
    cut = [
        _OWN_WORDS.sub("", str(cell)) if holds else cell
        for cell, holds in zip(cells, found, strict=True)
    ]
    return cut, sum(found)


def _holds(cell: object) -> bool:
    return isinstance(cell, str) and _OPENED in cell


def _is_bracketed(column: Column) -> bool:
    labels = [text for answers in column.written.values() for text in answers]
    labels += [text for option in column.options for text in option.written.values()]
    return any(_OPENED in text for text in labels)
