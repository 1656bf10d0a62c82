"""Words what stands in the way of matching a download with its form."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence

from srtoolkit.errors import OptionError, Problem
from srtoolkit.platforms.importing.comparing import wording_keys
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.responses.personal.masking import without_persons

#: Written in place of a heading, the number of the column, from 1.
PLACE = "#"
_NEAREST = 3
#: More columns of one fault than this are put into one problem.
_MOST_ALIKE = 4
_LISTED = 8


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
        + f'Name it (--match "{number}=ITEM"), leave it out (--leave-out "{number}"), '
        f'or keep it as it is (--keep "{number}").',
        pieces={"column": short(heading), "place": place + 1},
    )


def refuse_unknown_names(
    file: str, *, headings: Collection[str], items: Collection[str]
) -> None:
    """Refuse names a user gave that are nowhere.

    Raises
    ------
    OptionError
        With each heading that is not in the file, and item not in the form.
    """
    problems = [
        Problem(
            "unknown_column", f'no column of the file has the heading "{name}"', file
        )
        for name in sorted(headings)
    ]
    problems += [
        Problem("unknown_item", f'the form has no column "{name}"', file)
        for name in sorted(items)
    ]
    if problems:
        raise OptionError(problems)


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


def gathered(problems: Sequence[Problem], file: str) -> list[Problem]:
    """Put many columns of one fault into one problem, where each would say the same."""
    found: list[Problem] = []
    for code, word in _GATHERED.items():
        alike = [problem for problem in problems if problem.code == code]
        if len(alike) > _MOST_ALIKE:
            found.append(word(alike, file))
        else:
            found += alike
    return [*found, *(p for p in problems if p.code not in _GATHERED)]


def _many_unknown(problems: Sequence[Problem], file: str) -> Problem:
    places = [int(problem.pieces["place"]) for problem in problems]
    shown = [
        f'{shown_place(place - 1)} "{problem.pieces["column"]}"'
        for place, problem in zip(places, problems, strict=True)
    ]
    out = " ".join(f'--leave-out "{PLACE}{place}"' for place in places[:_LISTED])
    return Problem(
        "column_unknown",
        f"{len(problems)} columns are none of the form's: {_listed(shown)}",
        file,
        advice="Is this a download of the form that the manifest was made for? If it is, "
        f"leave them out: {out}{' …' if len(places) > _LISTED else ''}",
        pieces={"columns": [each.pieces["column"] for each in problems]},
    )


def _many_missing(problems: Sequence[Problem], file: str) -> Problem:
    names = [str(problem.pieces["column"]) for problem in problems]
    return Problem(
        "column_missing",
        f"{len(names)} columns of the form are not in the file: {_listed(names)}",
        file,
        allowed=problems[0].allowed,
        advice="Download all columns of this form, or name its own manifest.json.",
        pieces={"columns": names},
    )


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")


_GATHERED: Mapping[str, Callable[[Sequence[Problem], str], Problem]] = {
    "column_unknown": _many_unknown,
    "column_missing": _many_missing,
}


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


def no_headings(file: str) -> Problem:
    """Word a file whose first row holds answers; they are not repeated."""
    return Problem(
        "no_headings",
        "none of the form's columns is in the file, whose first row seems to hold "
        "answers",
        file,
        allowed="a row of headings above the answers",
        advice="Download the file with its headings.",
    )


def only_open_answers(file: str) -> Problem:
    """Word a file of open answers alone, which are not handed on unasked."""
    return Problem(
        "only_open_answers",
        "the file holds open answers only, and these are left out by default",
        file,
        advice="Pass --keep-text to hand them on.",
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
    """Return a heading in one line of at most 60 characters.

    Its end is kept: there stands the row of a matrix.
    """
    shown = without_persons(" ".join(text.split()))
    shown = "".join(c if c.isprintable() else "?" for c in shown)
    return shown if len(shown) <= 60 else f"{shown[:19]}…{shown[-40:]}"


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
