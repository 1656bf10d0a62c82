"""Which columns can name a person, and how that is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from srtoolkit.responses.cells import is_empty, number_in
from srtoolkit.responses.personal.contents import narrowed, personal_content
from srtoolkit.responses.personal.headings import Announced, Personal, announced
from srtoolkit.responses.personal.own_words import own_entries

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses

#: Ratings and counts: small numbers, each given by several.
_LARGEST_RATING, _MOST_RATINGS, _LARGEST_COUNT = 10, 11, 1000
#: Categories: few, each chosen by several.
_MOST_CATEGORIES, _FEWEST_EACH = 12, 3
#: A year of birth, of a visit.
_YEARS = (1900, 2100)
_CHOSEN = frozenset({"phone", "email", "ip", "location"})


@dataclass(frozen=True, slots=True)
class Found:
    """What names persons in one column.

    Attributes
    ----------
    personal : str
        ip, email, name, phone, location, device, text or other.
    by : {"heading", "content"}
    n : int
        Different entries it was seen in; all of them where the heading tells.
    """

    personal: Personal
    by: Literal["heading", "content"]
    n: int


@dataclass(frozen=True, slots=True)
class PersonalColumn:
    """A column of no item that can name a person.

    Attributes
    ----------
    column : str
    personal : str
    by : {"heading", "content"}
    """

    column: str
    personal: Personal
    by: str


def personal_columns(
    responses: Responses, *, used: Collection[str] = ()
) -> tuple[PersonalColumn, ...]:
    """List the columns of no item that can name a person.

    Parameters
    ----------
    used : collection of str
        Columns that an analysis uses, and that are passed over.
    """
    items = {bound.id for bound in responses.items}
    found = []
    for name in responses.answers.columns:
        if name in items or name in used:
            continue
        told = personal_column([str(name)], list(responses.answers[name]))
        if told is not None:
            found.append(PersonalColumn(str(name), told.personal, told.by))
    return tuple(found)


def personal_column(headings: Iterable[str], cells: Sequence[object]) -> Found | None:
    """Return what names persons in a column, or None.

    The heading tells, unless the entries are plainly ratings, counts or
    categories (``手机品牌``, ``email_satisfaction``); else what the entries hold:
    addresses and numbers in any of them, names, codes, or words of one's own.
    """
    told = [found for found in map(announced, headings) if found]
    for each in told:
        if not _is_answered(each, cells):
            return Found(each.personal, "heading", _n_different(cells))
    content = personal_content(cells)
    if told and content:
        return Found(told[0].personal, "heading", _n_different(cells))
    found = content or own_entries(cells)
    return Found(found[0], "content", found[1]) if found else None


def _is_answered(told: Announced, cells: Sequence[object]) -> bool:
    """Tell whether the entries answer a question about what the heading names."""
    entries = [narrowed(cell) for cell in cells if not is_empty(cell)]
    numbers = [number_in(entry) for entry in entries]
    known = [number for number in numbers if number is not None]
    if not entries or len(known) < len(entries):
        return (
            bool(entries)
            and not told.whole
            and told.personal in _CHOSEN
            and _are_categories(entries)
        )
    if any(number != int(number) for number in known):
        return not told.whole and told.personal != "location"
    if told.whole and (told.number or told.personal == "name"):
        return False
    if told.personal == "other" and all(_YEARS[0] < n < _YEARS[1] for n in known):
        return not told.number
    if not told.whole:
        return max(map(abs, known)) < _LARGEST_COUNT
    few = len(set(known)) <= _MOST_RATINGS and max(known) <= _LARGEST_RATING
    return few and min(known) >= 0 and _are_categories(entries)


def _are_categories(entries: Sequence[str]) -> bool:
    n_different = len(set(entries))
    return (
        n_different <= _MOST_CATEGORIES and len(entries) >= _FEWEST_EACH * n_different
    )


def _n_different(cells: Sequence[object]) -> int:
    return len({cell for cell in cells if not is_empty(cell)})
