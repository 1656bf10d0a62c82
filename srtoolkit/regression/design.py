"""From roles to a design matrix, with every mistake told at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True)
class Roles:
    """Which column does what in a regression.

    Attributes
    ----------
    outcome : str
    predictors, covariates : tuple of str
    interactions : tuple of tuple of str
        Columns to multiply.
    """

    outcome: str
    predictors: tuple[str, ...]
    interactions: tuple[tuple[str, ...], ...]
    covariates: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns, once each, the outcome first."""
        return tuple(dict.fromkeys((self.outcome, *self.predictors, *self.covariates)))

    @property
    def multiplied(self) -> tuple[str, ...]:
        """Columns that take part in a product."""
        return tuple(dict.fromkeys(name for pair in self.interactions for name in pair))


@dataclass(frozen=True, slots=True)
class Spread:
    """How a column is spread over the complete rows, in its own unit.

    Attributes
    ----------
    mean, sd, low, high : float
    n_values : int
        Number of different values.
    """

    mean: float
    sd: float
    low: float
    high: float
    n_values: int


@dataclass(frozen=True, slots=True)
class Design:
    """A design matrix and what its columns mean.

    Attributes
    ----------
    matrix : ndarray, shape (n, n_terms)
    terms : tuple of str
        ``(Intercept)``, columns, ``A:B`` for products, ``sex[female]`` for
        the dummies of a text column.
    outcome : ndarray, shape (n,)
    n_excluded : int
        Rows left out for a missing value.
    centres : mapping of str to float
        What was subtracted from a column before multiplying.
    spreads : mapping of str to Spread
        Of every numeric column.
    """

    matrix: np.ndarray
    terms: tuple[str, ...]
    outcome: np.ndarray
    n_excluded: int
    centres: dict[str, float]
    spreads: dict[str, Spread]


def build_design(data: pd.DataFrame, roles: Roles, *, centre: bool) -> Design:
    """Check the columns, drop incomplete rows and lay out the matrix.

    Raises
    ------
    ModelError
        With every mistake in the roles or the data.
    """
    _raise_all([*_role_problems(roles), *_name_problems(data, roles)])
    complete = data[list(roles.columns)].dropna()
    _raise_all(_value_problems(complete, roles))
    numeric = [name for name in roles.columns if _is_numeric(complete[name])]
    spreads = {name: _spread(complete[name].to_numpy(float)) for name in numeric}
    centred = roles.multiplied if centre else ()
    centres = {name: spreads[name].mean for name in centred}
    terms, columns = _lay_out(complete, roles, centres)
    matrix = np.column_stack(columns)
    _raise_all(_matrix_problems(matrix, terms))
    return Design(
        matrix,
        tuple(terms),
        complete[roles.outcome].to_numpy(dtype=float),
        len(data) - len(complete),
        centres,
        spreads,
    )


def _lay_out(
    complete: pd.DataFrame, roles: Roles, centres: dict[str, float]
) -> tuple[list[str], list[np.ndarray]]:
    terms, columns = [INTERCEPT], [np.ones(len(complete))]
    values: dict[str, np.ndarray] = {}
    for name in roles.columns[1:]:
        if _is_numeric(complete[name]):
            values[name] = complete[name].to_numpy(dtype=float) - centres.get(name, 0.0)
            terms.append(name)
            columns.append(values[name])
            continue
        for category, dummy in _dummies(complete[name]):
            terms.append(f"{name}[{category}]")
            columns.append(dummy)
    for factors in roles.interactions:
        terms.append(":".join(factors))
        columns.append(np.prod([values[name] for name in factors], axis=0))
    return terms, columns


def _dummies(column: pd.Series) -> Iterator[tuple[str, np.ndarray]]:
    labels = column.astype(str).to_numpy()
    for category in sorted(set(labels))[1:]:  # the first is what others differ from
        yield category, (labels == category).astype(float)


def _role_problems(roles: Roles) -> Iterator[Problem]:
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


def _name_problems(data: pd.DataFrame, roles: Roles) -> Iterator[Problem]:
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


def _value_problems(complete: pd.DataFrame, roles: Roles) -> Iterator[Problem]:
    must_be_numeric = {roles.outcome, *roles.predictors, *roles.multiplied}
    for name in roles.columns:
        column = complete[name]
        if name in must_be_numeric and not _is_numeric(column):
            yield Problem(
                "column_text",
                f'column "{name}" holds text, for example "{_first(column)}"',
                allowed="numbers for the outcome, predictors and interactions",
                advice="Code it as numbers, or use it as a covariate: text "
                "covariates become one dummy a category.",
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


def _matrix_problems(matrix: np.ndarray, terms: Sequence[str]) -> Iterator[Problem]:
    n, n_terms = matrix.shape
    if n <= n_terms:
        yield Problem(
            "too_few_rows",
            f"{n} complete rows are too few for {n_terms} coefficients",
            allowed=f"at least {n_terms + 1} complete rows",
            advice="Use fewer predictors, or look for one with many missing values.",
            pieces={"n": n, "coefficients": n_terms},
        )
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


def _spread(values: np.ndarray) -> Spread:
    return Spread(
        float(values.mean()),
        float(values.std(ddof=1)),
        float(values.min()),
        float(values.max()),
        len(np.unique(values)),
    )


def _is_numeric(column: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return bool(is_numeric_dtype(column) or is_bool_dtype(column))


def _first(column: pd.Series) -> object:
    return column.iloc[0] if len(column) else ""


def _raise_all(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise ModelError(found)
