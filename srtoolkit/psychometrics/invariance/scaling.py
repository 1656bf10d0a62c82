"""A model whose factors take their scale from their variance in the reference.

A marker, a loading fixed at one, would be held equal before it is tested.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel


def without_markers(parsed: ParsedModel) -> ParsedModel:
    """Free a factor's only fixed loading, and drop fixed variances of factors.

    A factor with several fixed loadings keeps them, and its variance is free
    in every group.
    """
    from srtoolkit.sem import parse_model

    fixed = Counter(
        term.lhs for term in parsed.terms if term.op == "=~" and any(term.fixed)
    )
    scaled = [factor for factor, count in fixed.items() if count > 1]
    latent = set(parsed.latent) - set(scaled)
    terms = []
    for term in parsed.terms:
        if term.op == "=~" and term.lhs in latent and any(term.fixed):
            term = replace(term, fixed=())
        own_variance = term.op == "~~" and term.lhs == term.rhs and term.lhs in latent
        if not (own_variance and any(term.fixed)):
            terms.append(term)
    freed = "\n".join(f"{factor} ~~ NA*{factor}" for factor in scaled)
    if freed:
        terms += parse_model(freed).terms
    return replace(parsed, terms=tuple(terms))


def with_lines(parsed: ParsedModel, lines: list[str]) -> ParsedModel:
    """Add lines of syntax to a model."""
    from srtoolkit.sem import parse_model

    if not lines:
        return parsed
    more = parse_model("\n".join(lines)).terms
    return replace(parsed, terms=(*parsed.terms, *more))
