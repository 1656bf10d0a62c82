"""Where the search for a generated model begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel, SemFit

#: (lhs, op, rhs) of a parameter to the value that the search begins with.
Starts = Mapping[tuple[str, str, str], float]


def begun_at(syntax: str, starts: Starts) -> ParsedModel:
    """Return a model whose free parameters begin at the given values.

    The syntax itself stays as it is. Variances that it leaves to the defaults
    are named where a value is given.
    """
    from srtoolkit.sem import parse_model
    from srtoolkit.sem.language.parsed import Term

    parsed = parse_model(syntax)
    terms = [
        replace(term, start=(starts[term.key],))
        if term.key in starts and not term.fixed
        else term
        for term in parsed.terms
    ]
    named = {term.key for term in terms}
    added = [
        Term(lhs, "~~", rhs, start=(value,))
        for (lhs, op, rhs), value in starts.items()
        if op == "~~" and lhs == rhs and (lhs, op, rhs) not in named
    ]
    return replace(parsed, terms=(*terms, *added))


def solved_starts(solved: SemFit, syntax: str) -> dict[tuple[str, str, str], float]:
    """Return a solution's values for a larger model that contains its parameters.

    Variances and covariances of what only the larger model explains are left out.
    """
    from srtoolkit.sem import parse_model
    from srtoolkit.sem.language.parsed import Term

    explained = {*parse_model(syntax).outcomes} - {*solved.parsed.outcomes}
    columns = (solved.tidy()[name] for name in ("lhs", "op", "rhs", "free", "est"))
    return {
        Term(lhs, op, rhs).key: float(est)
        for lhs, op, rhs, free, est in zip(*columns, strict=True)
        if free and (op in {"=~", "~"} or (op == "~~" and not {lhs, rhs} & explained))
    }
