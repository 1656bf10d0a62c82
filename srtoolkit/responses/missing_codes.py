"""Codes that stand for "no answer", such as 99 or ``NA``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from srtoolkit.errors import Problem
from srtoolkit.responses.binding import BoundItem
from srtoolkit.responses.cells import is_empty, number_in, shown_number, text_in

MissingCode = float | str


def missing_code_set(codes: Iterable[object]) -> tuple[MissingCode, ...]:
    """Return codes as numbers where they are numbers, else as text."""
    read = (_code(code) for code in codes)
    return tuple(dict.fromkeys(read))


def is_missing(cell: object, codes: Sequence[MissingCode]) -> bool:
    """Tell whether a cell is empty or holds a code for "no answer"."""
    if is_empty(cell):
        return True
    if not codes:
        return False
    number = number_in(cell)
    return (text_in(cell) if number is None else number) in codes


def code_problems(
    items: Iterable[BoundItem], codes: Sequence[MissingCode], file: str
) -> list[Problem]:
    """Find codes given for the whole file that are answers of some item."""
    clashes: dict[float, list[str]] = {}
    for bound in items:
        for code in codes:
            if isinstance(code, float) and code in bound.response.values:
                clashes.setdefault(code, []).append(bound.id)
    return [
        Problem(
            "missing_code_is_answer",
            f"{shown_number(code)} was given as a code for no answer, but it is "
            f"an answer of {_listed(names)}",
            file,
            advice="Declare it where it holds: missing_codes: "
            f"[{shown_number(code)}] in the instrument that uses it.",
            pieces={"code": code, "items": names},
        )
        for code, names in clashes.items()
    ]


def _code(code: object) -> MissingCode:
    number = number_in(code)
    return text_in(code) if number is None else number


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more items" if len(names) > 3 else ""
    return f"the item {', '.join(names[:3])}{more}"
