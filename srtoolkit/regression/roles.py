"""Which column does what in a regression, and what can be wrong with that."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column does what in a regression.

    Attributes
    ----------
    outcome : str
    predictors, covariates : tuple of str
    interactions : tuple of tuple of str
        Columns to multiply.
    categories : tuple of str
        Numeric columns whose numbers are only names of categories.
    """

    outcome: str
    predictors: tuple[str, ...]
    interactions: tuple[tuple[str, ...], ...]
    covariates: tuple[str, ...]
    categories: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        outcome: str,
        predictors: Sequence[str],
        interactions: Sequence[Sequence[str]],
        covariates: Sequence[str],
        categories: Sequence[str],
    ) -> Roles:
        """Build roles from any sequences of names."""
        return cls(
            outcome,
            tuple(predictors),
            tuple(tuple(factors) for factors in interactions),
            tuple(covariates),
            tuple(categories),
        )

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, once each, the outcome first."""
        return tuple(dict.fromkeys((self.outcome, *self.predictors, *self.covariates)))

    @property
    def multiplied(self) -> tuple[str, ...]:
        """Columns that take part in a product."""
        return tuple(dict.fromkeys(name for pair in self.interactions for name in pair))


def role_problems(roles: Roles) -> Iterator[Problem]:
    named = [roles.outcome, *roles.predictors, *roles.covariates]
    for name in dict.fromkeys(named):
        if named.count(name) > 1:
            yield Problem(
                "role_twice",
                f'"{name}" is named {named.count(name)} times',
                advice="Give each column one role: outcome, predictor or covariate.",
                pieces={"column": name},
            )
    if not roles.predictors and not roles.covariates:
        yield Problem("no_predictors", "the regression has no predictor")
    for factors in roles.interactions:
        yield from _interaction_problems(factors, roles)


def _interaction_problems(factors: Sequence[str], roles: Roles) -> Iterator[Problem]:
    shown = ":".join(factors)
    if len(factors) < 2 or len(set(factors)) < len(factors):
        yield Problem(
            "interaction_unclear",
            f'the interaction "{shown}" does not join different columns',
            allowed="two or more different predictors",
        )
        return
    there = {frozenset(pair) for pair in roles.interactions}
    there |= {frozenset([name]) for name in roles.columns[1:]}
    for size in range(1, len(factors)):
        for part in combinations(factors, size):
            if frozenset(part) not in there:
                yield Problem(
                    "interaction_without_parts",
                    f'the interaction "{shown}" stands without "{":".join(part)}"',
                    advice="Add it: an interaction alone takes its parts' effects "
                    "for its own.",
                    pieces={"interaction": shown, "part": ":".join(part)},
                )


def name_problems(data: pd.DataFrame, roles: Roles) -> Iterator[Problem]:
    found = [str(column) for column in data.columns]
    for name in roles.columns:
        if name not in found:
            yield Problem(
                "column_missing",
                f'there is no column "{name}"',
                advice=did_you_mean(name, found),
                pieces={"column": name},
            )
        elif found.count(name) > 1:
            yield Problem(
                "column_duplicated",
                f'{found.count(name)} columns are named "{name}"',
                advice="Rename or delete all but one of them.",
                pieces={"column": name},
            )


def value_problems(complete: pd.DataFrame, roles: Roles) -> Iterator[Problem]:
    must_be_numeric = {roles.outcome, *roles.multiplied}
    must_be_numeric |= set(roles.predictors) - set(roles.categories)
    for name in roles.columns:
        column = complete[name]
        if name in must_be_numeric and not is_number(complete, name, roles):
            yield Problem(
                "column_text",
                f'column "{name}" holds text, for example "{_first(column)}"',
                allowed="numbers for the outcome, predictors and interactions",
                advice="Code it as numbers, or use it as a covariate: text "
                "covariates become one dummy a category.",
                pieces={"column": name},
            )
        elif is_number(complete, name, roles) and _n_infinite(column):
            yield Problem(
                "column_infinite",
                f'column "{name}" is infinite in {_n_infinite(column)} rows',
                allowed="finite numbers",
                advice="Look for a division by zero, or leave these answers empty.",
                pieces={"column": name},
            )
        elif len(complete) and column.nunique() < 2:
            yield Problem(
                "column_constant",
                f'column "{name}" is the same, {_first(column)}, in all '
                f"{len(complete)} complete rows",
                advice="A constant explains nothing and cannot be explained; leave "
                "it out, or look why it does not vary.",
                pieces={"column": name},
            )


def too_few_rows(n: int, n_terms: int) -> Problem:
    return Problem(
        "too_few_rows",
        f"{n} complete rows are too few for {n_terms} coefficients",
        allowed=f"at least {n_terms + 1} complete rows",
        advice="Use fewer predictors, or look for one with many missing values.",
        pieces={"n": n, "coefficients": n_terms},
    )


def matrix_problems(matrix: np.ndarray, terms: Sequence[str]) -> Iterator[Problem]:
    n, n_terms = matrix.shape
    if n <= n_terms:
        yield too_few_rows(n, n_terms)
        return
    for position, others in _dependent_columns(matrix):
        known = ", ".join(f'"{terms[other]}"' for other in others)
        yield Problem(
            "columns_collinear",
            f'"{terms[position]}" is determined by {known}',
            advice="Leave one of them out.",
            pieces={"term": terms[position], "others": [terms[k] for k in others]},
        )


def _dependent_columns(matrix: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """Yield columns that earlier ones determine, with those that do."""
    scaled = matrix / np.linalg.norm(matrix, axis=0)
    kept: list[int] = []
    for position in range(matrix.shape[1]):
        if np.linalg.matrix_rank(scaled[:, [*kept, position]]) > len(kept):
            kept.append(position)
            continue
        weights = np.linalg.lstsq(scaled[:, kept], scaled[:, position])[0]
        used = [
            k for k, weight in zip(kept, weights, strict=True) if abs(weight) > 1e-8
        ]
        yield position, used


def is_number(complete: pd.DataFrame, name: str, roles: Roles) -> bool:
    return name not in roles.categories and is_numeric(complete[name])


def is_numeric(column: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(column) or is_bool_dtype(column))


def _n_infinite(column: pd.Series) -> int:
    return int(np.isinf(column.to_numpy(dtype=float)).sum())


def _first(column: pd.Series) -> object:
    return column.iloc[0] if len(column) else ""
