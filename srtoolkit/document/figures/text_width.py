"""Lines that fit a box, whether their letters are wide or narrow."""

from __future__ import annotations

import unicodedata


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` half-width characters.

    Chinese breaks between any two characters, everything else at blanks.
    """
    lines = [""]
    for word in _words(text):
        joined = lines[-1] + word
        if lines[-1] and shown_width(joined.rstrip()) > width:
            lines.append(word.lstrip())
        else:
            lines[-1] = joined
    return [line.rstrip() for line in lines]


def shown_width(text: str) -> int:
    """Return the width in half-width characters."""
    return sum(1 + _is_wide(letter) for letter in text)


def _words(text: str) -> list[str]:
    words = [""]
    for letter in text:
        if _is_wide(letter):
            words += [letter, ""]
        elif letter == " ":
            words[-1] += letter
            words.append("")
        else:
            words[-1] += letter
    return [word for word in words if word]


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
