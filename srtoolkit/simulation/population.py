"""A population written as a model with values, checked and laid out.

The language is lavaan's: ``=~``, ``~``, ``~~``, ``~ 1``, with a number before
each name, ``c(a, b)`` for several groups, and products ``A:B`` of predictors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem
from srtoolkit.sem import parse_model

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel
    from srtoolkit.sem.language.parsed import Term

#: Variance of what the population leaves open: residual or exogenous.
DEFAULT_VARIANCE = 1.0


@dataclass(frozen=True, slots=True)
class Population:
    """Values of a population model, group by group.

    Attributes
    ----------
    variables : tuple of str
        Latent and observed, causes before effects.
    latent : tuple of str
        Those of them that nobody observes.
    outcomes : tuple of str
        Those that a regression explains.
    effects : tuple of mapping of str to mapping of str to float
        For each group: effects on a variable by its causes; a cause may be a
        product ``A:B``.
    intercepts : tuple of mapping of str to float
        For each group, of the variables that state one.
    covariances : tuple of ndarray, shape (n_variables, n_variables)
        For each group, of what is left of each variable beside its causes.
    """

    variables: tuple[str, ...]
    latent: tuple[str, ...]
    outcomes: tuple[str, ...]
    effects: tuple[Mapping[str, Mapping[str, float]], ...]
    intercepts: tuple[Mapping[str, float], ...]
    covariances: tuple[np.ndarray, ...]

    @property
    def observed(self) -> tuple[str, ...]:
        """Variables that become columns."""
        return tuple(name for name in self.variables if name not in self.latent)


def read_population(syntax: str, *, n_groups: int) -> Population:
    """Parse and check a population.

    Parameters
    ----------
    syntax : str
        Loadings and regressions need a number. A variance that is not stated
        is 1, a covariance 0; intercepts are left to who draws.
    n_groups : int

    Raises
    ------
    ModelError
        With every mistake: a value missing, values for another number of
        groups, a circle of effects, covariances that no data can have.
    """
    parsed = parse_model(syntax, where="population")
    problems = list(_value_problems(parsed, n_groups))
    if problems:
        raise ModelError(problems)
    variables = _causal_order(parsed)
    groups = range(n_groups)
    covariances = tuple(_covariance(parsed, variables, group) for group in groups)
    _require_positive_definite(covariances)
    return Population(
        variables=variables,
        latent=parsed.latent,
        outcomes=parsed.outcomes,
        effects=tuple(_effects(parsed, group) for group in groups),
        intercepts=tuple(_intercepts(parsed, group) for group in groups),
        covariances=covariances,
    )


def causes_of(term: str) -> tuple[str, ...]:
    """Return the factors of a product, or the one name."""
    return tuple(term.split(":"))


def _value_problems(parsed: ParsedModel, n_groups: int) -> Iterator[Problem]:
    if parsed.definitions or parsed.constraints:
        yield Problem(
            "population_constraint",
            "a population has values, neither definitions (:=) nor constraints",
            "population",
            advice="Write the numbers themselves.",
        )
    for term in parsed.terms:
        shown = f"{term.lhs} {term.op} {term.rhs}".strip()
        if term.op == "|" or (":" in term.rhs and term.op != "~") or ":" in term.lhs:
            yield _at(
                term,
                "population_term",
                f'"{shown}" cannot be part of a population',
                "=~, ~, ~~ and ~ 1; products A:B only as predictors",
            )
        elif not term.fixed or any(value is None for value in term.fixed):
            yield _at(
                term,
                "population_value_missing",
                f'"{shown}" has no value',
                "a number before the name, for example 0.8*x1, or one a group: "
                "c(0, 0.4)*x1",
            )
        elif len(term.fixed) not in {1, n_groups}:
            yield _at(
                term,
                "population_groups",
                f'"{shown}" has {len(term.fixed)} values for {n_groups} group(s)',
                f"one value, or {n_groups}",
            )


def _at(term: Term, code: str, message: str, allowed: str) -> Problem:
    return Problem(code, message, "population", term.line, term.column, allowed)


def _value(term: Term, group: int) -> float:
    value = term.fixed[0] if len(term.fixed) == 1 else term.fixed[group]
    assert value is not None  # checked at the door
    return float(value)


def _arrows(parsed: ParsedModel) -> Iterator[tuple[str, str, Term]]:
    """Yield (effect, cause, term); a latent variable causes its indicators."""
    for term in parsed.terms:
        if term.op == "=~":
            yield term.rhs, term.lhs, term
        elif term.op == "~":
            yield term.lhs, term.rhs, term


def _causal_order(parsed: ParsedModel) -> tuple[str, ...]:
    # lists, not sets: the order of drawing must not hang on the hash seed
    graph: dict[str, list[str]] = {}
    for term in parsed.terms:
        for name in (term.lhs, *causes_of(term.rhs)):
            if name:
                graph.setdefault(name, [])
    for effect, cause, _ in _arrows(parsed):
        graph[effect] += causes_of(cause)
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ModelError(
            f"the effects go in a circle: {' -> '.join(error.args[1])}",
            code="population_circle",
            where="population",
            advice="Data are drawn from causes to effects; take out one of them.",
        ) from error


def _effects(parsed: ParsedModel, group: int) -> dict[str, dict[str, float]]:
    effects: dict[str, dict[str, float]] = {}
    for effect, cause, term in _arrows(parsed):
        effects.setdefault(effect, {})[cause] = _value(term, group)
    return effects


def _intercepts(parsed: ParsedModel, group: int) -> dict[str, float]:
    stated = (term for term in parsed.terms if term.op == "~1")
    return {term.lhs: _value(term, group) for term in stated}


def _covariance(
    parsed: ParsedModel, variables: tuple[str, ...], group: int
) -> np.ndarray:
    place = {name: position for position, name in enumerate(variables)}
    matrix = DEFAULT_VARIANCE * np.eye(len(variables))
    for term in parsed.terms:
        if term.op == "~~":
            row, column = place[term.lhs], place[term.rhs]
            matrix[row, column] = matrix[column, row] = _value(term, group)
    return matrix


def _require_positive_definite(covariances: tuple[np.ndarray, ...]) -> None:
    for number, matrix in enumerate(covariances, start=1):
        try:
            cholesky_root(matrix)
        except np.linalg.LinAlgError as error:
            raise ModelError(
                f"in group {number} the stated variances and covariances "
                "contradict each other: no data can have them",
                code="population_covariance",
                where="population",
                advice="Look for a negative variance, or a covariance larger than "
                "its two variances allow.",
                group=number,
            ) from error


def cholesky_root(covariance: np.ndarray) -> np.ndarray:
    """Return the lower root of a covariance matrix; variances may be zero.

    Parameters
    ----------
    covariance : ndarray, shape (n_variables, n_variables)

    Raises
    ------
    numpy.linalg.LinAlgError
        When the rows with a variance are not positive definite, or one
        without a variance has a covariance.
    """
    varying = np.diag(covariance) != 0
    if covariance[~varying].any():
        raise np.linalg.LinAlgError("a covariance without a variance")
    root = np.zeros_like(covariance)
    kept = np.ix_(varying, varying)
    root[kept] = np.linalg.cholesky(covariance[kept])
    return root
