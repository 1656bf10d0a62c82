"""Words what stands in the way of matching a download with its form."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.comparing import wording_keys
from srtoolkit.platforms.manifest.model import Column

#: Written in place of a heading, the number of the column, from 1.
PLACE = "#"
_NEAREST = 3


def column_unknown(
    file: str, place: int, heading: str, columns: Sequence[Column]
) -> Problem:
    """Word a column that is none of the form's, with the nearest that are."""
    number = f"{PLACE}{place + 1}"
    return Problem(
        "column_unknown",
        f'column {shown_place(place)} "{short(heading)}" is none of the form\'s',
        file,
        advice=_nearest(heading, columns)
        + f'Name it (--match "{number}=ITEM") or leave it out (--leave-out "{number}").',
        pieces={"column": heading, "place": place + 1},
    )


def column_repeated(
    file: str, name: str, places: Sequence[int], headings: Sequence[str]
) -> Problem:
    """Word a column of the form that stands several times in the download."""
    shown = ", ".join(
        f'{shown_place(place)} "{short(heading)}"'
        for place, heading in zip(places, headings, strict=True)
    )
    return Problem(
        "column_repeated",
        f'{len(places)} columns are "{name}": {shown}',
        file,
        advice=f'Leave all but one out: --leave-out "{PLACE}{places[-1] + 1}".',
        pieces={"column": name, "positions": [place + 1 for place in places]},
    )


def column_missing(file: str, column: Column) -> Problem:
    """Word a column of the form that the download lacks."""
    heading = next(iter(column.headings.values()))[0]
    return Problem(
        "column_missing",
        f'the column of "{column.name}" is not in the file',
        file,
        allowed=f'for example "{short(heading)}"',
        advice="Download all columns of this form.",
        pieces={"column": column.name},
    )


def headings_disagree(file: str, place: int, names: Sequence[str]) -> Problem:
    """Word heading rows that name different columns of the form."""
    return Problem(
        "headings_disagree",
        f"the heading rows of column {shown_place(place)} disagree: "
        f"{' and '.join(dict.fromkeys(names))}",
        file,
        advice="A heading row seems to be shifted against another. Download the file "
        "again.",
        pieces={"place": place + 1, "names": list(names)},
    )


def heading_ambiguous(
    file: str, place: int, heading: str, names: Sequence[str]
) -> Problem:
    """Word a heading that fits several columns of the form."""
    return Problem(
        "heading_ambiguous",
        f'column {shown_place(place)} "{short(heading)}" can be {" or ".join(names)}',
        file,
        advice=f'Say which: --match "{PLACE}{place + 1}={names[0]}".',
        pieces={"place": place + 1, "names": list(names)},
    )


def shown_place(place: int) -> str:
    """Name a column as spreadsheets do: ``A``, ``AB``; places count from 0."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def short(text: str) -> str:
    """Return a heading in one line of at most 60 characters."""
    shown = "".join(c if c.isprintable() else "?" for c in " ".join(text.split()))
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def _nearest(heading: str, columns: Sequence[Column]) -> str:
    """Name the columns whose headings come nearest."""
    names: dict[str, str] = {}
    for column in columns:
        for headings in column.headings.values():
            names |= {key: column.name for h in headings for key in wording_keys(h)}
        names.setdefault(column.name.casefold(), column.name)
    near = [
        name
        for key in wording_keys(heading)
        for name in difflib.get_close_matches(key, list(names), n=_NEAREST)
    ]
    found = list(dict.fromkeys(names[key] for key in near))[:_NEAREST]
    return f"Nearest: {', '.join(found)}. " if found else ""
