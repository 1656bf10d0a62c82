"""From roles to a design matrix, with every mistake told at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem
from srtoolkit.regression.roles import (
    Roles,
    is_number,
    is_numeric,
    matrix_problems,
    name_problems,
    role_problems,
    too_few_rows,
    value_problems,
)
from srtoolkit.responses import category_order, category_words

if TYPE_CHECKING:
    import pandas as pd

INTERCEPT = "(Intercept)"


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
    rows : ndarray of bool, shape (n_rows,)
        Which rows of the data are complete.
    """

    matrix: np.ndarray
    terms: tuple[str, ...]
    outcome: np.ndarray
    n_excluded: int
    centres: dict[str, float]
    spreads: dict[str, Spread]
    rows: np.ndarray


def build_design(data: pd.DataFrame, roles: Roles, *, centre: bool) -> Design:
    """Check the columns, drop incomplete rows and lay out the matrix.

    Raises
    ------
    ModelError
        With every mistake in the roles or the data.
    """
    _raise_all([*role_problems(roles), *name_problems(data, roles)])
    rows = data[list(roles.columns)].notna().all(axis=1).to_numpy(bool)
    complete = data.loc[rows, list(roles.columns)]
    if not len(complete):
        _raise_all([too_few_rows(0, len(roles.columns) + len(roles.interactions))])
    _raise_all(value_problems(complete, roles))
    numeric = [name for name in roles.columns if is_number(complete, name, roles)]
    spreads = {name: _spread(complete[name].to_numpy(float)) for name in numeric}
    centred = roles.multiplied if centre else ()
    centres = {name: spreads[name].mean for name in centred}
    terms, columns = _lay_out(complete, roles, centres)
    matrix = np.column_stack(columns)
    _raise_all(matrix_problems(matrix, terms))
    return Design(
        matrix,
        tuple(terms),
        complete[roles.outcome].to_numpy(dtype=float),
        len(data) - len(complete),
        centres,
        spreads,
        rows,
    )


def _lay_out(
    complete: pd.DataFrame, roles: Roles, centres: dict[str, float]
) -> tuple[list[str], list[np.ndarray]]:
    terms, columns = [INTERCEPT], [np.ones(len(complete))]
    values: dict[str, np.ndarray] = {}
    for name in roles.columns[1:]:
        if is_number(complete, name, roles):
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
    words = category_words(column) if is_numeric(column) else column.astype(str)
    values = words.to_numpy(dtype=object)
    for category in category_order(values)[1:]:  # others differ from the first
        yield category, (values == category).astype(float)


def _spread(values: np.ndarray) -> Spread:
    return Spread(
        float(values.mean()),
        float(values.std(ddof=1)),
        float(values.min()),
        float(values.max()),
        len(np.unique(values)),
    )


def _raise_all(problems: Iterator[Problem] | list[Problem]) -> None:
    found = list(problems)
    if found:
        raise ModelError(found)
