"""Lines that fit a box, whether their letters are wide or narrow."""

from __future__ import annotations

import re
import unicodedata

#: Marks that stand at no line's beginning, and at no line's end.
_CLOSING, _OPENING = "，。、；：？！）》”’％", "（《“‘"


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


def balanced(text: str, width: int) -> list[str]:
    """Break a text into as few lines as `wrapped`, as even as can be.

    A break after a colon goes before evenness.
    """
    lines = wrapped(text, width)
    at_colon = [part.strip() for part in re.split(r"(?<=：)|(?<=: )", text)]
    parts = [line for part in at_colon if part for line in wrapped(part, width)]
    if len(at_colon) > 1 and len(parts) == len(lines):
        return parts
    for narrower in range(width - 1, 1, -1):
        tried = wrapped(text, narrower)
        if len(tried) > len(lines) or max(map(shown_width, tried)) > width:
            break
        lines = tried
    return lines


def shown_width(text: str) -> int:
    """Return the width in half-width characters."""
    return sum(1 + _is_wide(letter) for letter in text)


def _words(text: str) -> list[str]:
    words = [""]
    for letter in text:
        if letter in _CLOSING and len(words) > 1 and not words[-1]:
            words[-2] += letter  # no line begins with it
        elif words[-1] and words[-1][-1] in _OPENING:
            words[-1] += letter  # no line ends with it
            words += [""] if _is_wide(letter) else []
        elif letter in _OPENING:
            words.append(letter)
        elif _is_wide(letter):
            words += [letter, ""]
        elif letter == " ":
            words[-1] += letter
            words.append("")
        else:
            words[-1] += letter
    return [word for word in words if word]


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"
