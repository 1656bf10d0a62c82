"""Rules for ids: columns that every survey platform and program accepts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.draft import Draft, Part, Place

#: Longest column name that Stata keeps; other programs allow more.
LONGEST_CODE = 32
#: Names that SPSS, Stata or R keep for themselves, in lower case.
RESERVED_CODES = (
    # SPSS
    frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or"})
    | frozenset({"to", "with"})
    # Stata
    | frozenset({"byte", "double", "float", "if", "in", "int", "long", "str", "strl"})
    | frozenset({"using"})
    # R
    | frozenset({"break", "else", "false", "for", "function", "inf", "na", "nan"})
    | frozenset({"next", "null", "repeat", "true", "while"})
)


def code_problems(draft: Draft) -> Iterator[Problem]:
    """Find ids of scales and items that a platform would reject."""
    yield from unportable_codes(draft, [*draft.scales, *draft.items])


def unportable_codes(
    draft: Draft, parts: Iterable[Part], key: str = "id"
) -> Iterator[Problem]:
    """Find names under `key` that cannot be a column, or not beside one another."""
    seen: dict[str, tuple[str, Place]] = {}
    for part in parts:
        name = part.text(key)
        if name is None:
            continue
        place = (*part.place, key)
        yield from _name_problems(draft, place, name)
        other, first = seen.setdefault(name.lower(), (name, place))
        if other != name:
            line, _ = draft.content.place(first)
            yield draft.problem(
                place,
                f'"{name}" differs from "{other}", line {line}, only in capitals',
                "id_differs_in_case",
                advice="SPSS and several platforms take them for one; rename one.",
            )


def _name_problems(draft: Draft, place: Place, name: str) -> Iterator[Problem]:
    if fault := _fault(name):
        yield draft.problem(
            place,
            f'"{name}" {fault}',
            "id_not_portable",
            allowed="a letter, then letters, digits and underscores, all ASCII",
        )
    if len(name) > LONGEST_CODE:
        yield draft.problem(
            place,
            f'"{name}" has {len(name)} characters',
            "id_too_long",
            allowed=f"at most {LONGEST_CODE}",
        )
    if name.lower() in RESERVED_CODES:
        yield draft.problem(
            place,
            f'"{name}" is a word that SPSS, Stata or R keep for themselves',
            "id_reserved",
            advice="Choose another name.",
        )


def _fault(name: str) -> str:
    """Say what keeps a name from being a column; empty when nothing does."""
    if re.search(r"\s", name):
        return "has a space"
    if not name.isascii():
        return "has characters that are not ASCII"
    if name[:1].isdigit():
        return "begins with a digit"
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        return "has characters that a column must not have"
    return ""
