"""What if a single item measures with error?

The item becomes the one indicator of a latent variable whose residual variance
is (1 - reliability) times the item's variance. Bollen (1989), p. 168.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from srtoolkit.errors import ModelError, OptionError, did_you_mean
from srtoolkit.sem.language.parsed import ParsedModel, Term


def with_reliability(
    parsed: ParsedModel,
    reliability: Mapping[str, float],
    variances: Mapping[str, float],
) -> ParsedModel:
    """Return the model with some observed variables measured with error.

    The latent variable takes the item's place in every regression and
    covariance and is called ``<name>.true``.

    Parameters
    ----------
    reliability : mapping
        Observed variable to share of true variance, in (0, 1].
    variances : mapping
        Observed variable to its variance with divisor n - 1.

    Raises
    ------
    OptionError
        When a reliability is not in (0, 1].
    ModelError
        When a name is not an observed variable in a regression.
    """
    structural = {*parsed.outcomes, *parsed.predictors} - set(parsed.latent)
    for name, value in reliability.items():
        if name not in structural:
            raise ModelError(
                f'"{name}" is not an observed variable in a regression',
                code="reliability_unknown",
                allowed=", ".join(sorted(structural)) or "none in this model",
                advice=did_you_mean(name, structural),
            )
        if not 0 < value <= 1:
            raise OptionError(
                f'reliability of "{name}" is {value:g}',
                code="reliability_range",
                allowed="above 0, at most 1",
            )
    names = {name: latent_name(name) for name in reliability}
    terms = [_renamed(term, names) for term in parsed.terms]
    terms += _exogenous_covariances(parsed, names)
    for name, value in reliability.items():
        error = (1 - value) * variances[name]
        terms.append(Term(names[name], "=~", name, fixed=(1.0,)))
        terms.append(Term(name, "~~", name, fixed=(error,)))
    return replace(parsed, terms=tuple(terms))


def latent_name(name: str) -> str:
    """Return the name of the latent variable behind an item."""
    return f"{name}.true"


def _renamed(term: Term, names: Mapping[str, str]) -> Term:
    if term.op == "=~":
        return term
    return replace(
        term, lhs=names.get(term.lhs, term.lhs), rhs=names.get(term.rhs, term.rhs)
    )


def _exogenous_covariances(parsed: ParsedModel, names: Mapping[str, str]) -> list[Term]:
    """Keep the covariances that fixed exogenous variables had by themselves."""
    touched = [name for name in parsed.exogenous if name in names]
    terms: list[Term] = []
    for name in touched:
        for other in parsed.exogenous:
            if other not in names:
                terms.append(Term(names[name], "~~", other))
    return terms
