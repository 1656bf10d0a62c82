"""Traditional characters that a text in simplified Chinese must not hold."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_TABLE = "traditional_characters.txt"


def traditional_in(text: str) -> dict[str, str]:
    """Return the traditional characters of a text with their simplified forms.

    Characters that simplified texts use as well (著, 乾) are not reported.
    """
    table = _table()
    return {letter: table[letter] for letter in text if letter in table}


@cache
def _table() -> Mapping[str, str]:
    """Read the table; its first lines say where it comes from."""
    lines = files("srtoolkit.questionnaire.rules").joinpath(_TABLE).read_text("utf-8")
    pairs = [
        pair
        for line in lines.splitlines()
        if not line.startswith("#")
        for pair in line.split()
    ]
    return {pair[0]: pair[1:] for pair in pairs}
