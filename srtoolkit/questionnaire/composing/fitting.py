"""Holds a file's content against its schema and joins the findings of rules."""

from __future__ import annotations

from collections.abc import Iterable

from srtoolkit.errors import ContentError, Problem
from srtoolkit.shelves import Content, Content_T, validate_content

#: Codes of rules that say more of a value than the schema does.
_SAYS_MORE = frozenset({"id_not_portable", "id_too_long"})


def fit_schema(
    content: Content, model: type[Content_T]
) -> tuple[Content_T | None, list[Problem]]:
    """Return the object the file describes, or every mismatch."""
    try:
        return validate_content(content, model), []
    except ContentError as error:
        return None, list(error.problems)


def joined(schema: Iterable[Problem], rules: Iterable[Problem]) -> list[Problem]:
    """Return all findings by place, one for a value that both complain of."""
    found = list(rules)
    precise = {(p.line, p.column) for p in found if p.code in _SAYS_MORE}
    kept = [
        problem
        for problem in schema
        if problem.code != "wrong_value"
        or (problem.line, problem.column) not in precise
    ]
    return sorted([*kept, *found], key=lambda p: (p.line or 0, p.column or 0))
