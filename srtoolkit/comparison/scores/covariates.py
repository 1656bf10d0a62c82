"""Covariates as columns of numbers: one dummy a category, products on request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError, Problem, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

#: More categories than this are read as a number that was left as text.
_MOST_CATEGORIES = 60


@dataclass(frozen=True, slots=True)
class CodedColumn:
    """One column of a design.

    Attributes
    ----------
    term : str
        ``AGE``, ``EDUCAT[3]``, ``AGE:GENDER`` or ``AGE^2``.
    values : ndarray, shape (n,)
    is_binary : bool
        A dummy, or a number with two values.
    """

    term: str
    values: np.ndarray
    is_binary: bool


@dataclass(frozen=True, slots=True)
class CodedCovariates:
    """Covariates of complete rows.

    Attributes
    ----------
    columns : tuple of CodedColumn
        For a model: the first category of each covariate is left out.
    balance : tuple of CodedColumn
        For a table: every category, no products.
    """

    columns: tuple[CodedColumn, ...]
    balance: tuple[CodedColumn, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the model's columns."""
        return tuple(column.term for column in self.columns)

    @property
    def matrix(self) -> np.ndarray:
        """The model's columns without an intercept, shape (n, n_terms)."""
        return np.column_stack([column.values for column in self.columns])


def nominal_covariates(
    names: Sequence[str], categories: Sequence[str] = ()
) -> tuple[str, ...]:
    """Name the covariates whose numbers the plan calls labels.

    Raises
    ------
    ModelError
        When `categories` names no covariate.
    """
    unknown = [name for name in categories if name not in names]
    if unknown:
        raise ModelError([_not_a_covariate(name, names) for name in unknown])
    return tuple(categories)


def code_covariates(
    table: pd.DataFrame,
    *,
    categories: Sequence[str] = (),
    interactions: Sequence[Sequence[str]] = (),
    squares: Sequence[str] = (),
) -> CodedCovariates:
    """Turn complete rows of covariates into columns of numbers.

    Parameters
    ----------
    table : DataFrame
        Nothing missing. Text and truth values become categories.
    categories : sequence of str
        Columns of numbers that are labels.
    interactions : sequence of pairs of str
        Covariates to multiply; a category gives one product a dummy.
    squares : sequence of str
        Numeric covariates whose square is added.

    Raises
    ------
    ModelError
        With every covariate that is constant, is text without repetition, or
        is named where it does not belong.
    """
    problems = [*_value_problems(table, categories)]
    problems += _product_problems(table, categories, interactions, squares)
    if problems:
        raise ModelError(problems)
    coded = {name: _coded(table[name], name in categories) for name in table}
    columns = [column for parts in coded.values() for column in _model_part(parts)]
    for first, second in interactions:
        pairs = product(_model_part(coded[first]), _model_part(coded[second]))
        columns += [_multiplied(*pair) for pair in pairs]
    for name in squares:
        values = coded[name][0].values
        centred = (values - values.mean()) ** 2
        columns.append(CodedColumn(f"{name}^2", centred, False))
    balance = [column for parts in coded.values() for column in parts]
    return CodedCovariates(tuple(columns), tuple(balance))


def _coded(column: pd.Series, is_category: bool) -> list[CodedColumn]:
    name = str(column.name)
    if not (is_category or _is_text(column)):
        values = column.to_numpy(dtype=float)
        return [CodedColumn(name, values, len(np.unique(values)) == 2)]
    labels = np.array([_label(value) for value in column])
    return [
        CodedColumn(f"{name}[{label}]", (labels == label).astype(float), True)
        for label in _ordered(set(labels))
    ]


def _model_part(parts: list[CodedColumn]) -> list[CodedColumn]:
    return parts if len(parts) == 1 else parts[1:]


def _multiplied(first: CodedColumn, second: CodedColumn) -> CodedColumn:
    values = first.values * second.values
    term = f"{first.term}:{second.term}"
    return CodedColumn(term, values, first.is_binary and second.is_binary)


def _label(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _ordered(labels: set[str]) -> list[str]:
    try:
        return sorted(labels, key=float)
    except ValueError:
        return sorted(labels)


def _is_text(column: pd.Series) -> bool:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    return is_bool_dtype(column) or not is_numeric_dtype(column)


def _value_problems(
    table: pd.DataFrame, categories: Sequence[str]
) -> Iterator[Problem]:
    for name in table:
        n_values = table[name].nunique()
        if n_values < 2:
            yield Problem(
                "covariate_constant",
                f'the covariate "{name}" is the same for all {len(table)} complete '
                "respondents",
                advice="Leave it out: it tells nobody apart.",
                pieces={"covariate": name},
            )
        elif n_values > _MOST_CATEGORIES and (
            name in categories or _is_text(table[name])
        ):
            yield Problem(
                "covariate_too_many_categories",
                f'the covariate "{name}" has {n_values} categories',
                allowed=f"at most {_MOST_CATEGORIES}",
                advice="Join categories, or code it as a number.",
                pieces={"covariate": name},
            )


def _product_problems(
    table: pd.DataFrame,
    categories: Sequence[str],
    interactions: Sequence[Sequence[str]],
    squares: Sequence[str],
) -> list[Problem]:
    names = [str(name) for name in table]
    named = [name for pair in interactions for name in pair] + list(squares)
    problems = [_not_a_covariate(name, names) for name in named if name not in names]
    problems += [
        Problem(
            "interaction_unclear",
            f"the interaction {list(pair)} does not join two different covariates",
            allowed="pairs such as [AGE, GENDER]",
        )
        for pair in interactions
        if len(set(pair)) != 2 or len(pair) != 2
    ]
    return problems + [
        Problem(
            "square_of_categories",
            f'the square of "{name}" is not defined: it holds categories',
            advice="Name numeric covariates only under `squares`.",
        )
        for name in squares
        if name in names and (name in categories or _is_text(table[name]))
    ]


def _not_a_covariate(name: str, names: Sequence[str]) -> Problem:
    return Problem(
        "not_a_covariate",
        f'"{name}" is not one of the covariates',
        allowed=", ".join(names),
        advice=did_you_mean(name, names),
        pieces={"covariate": name},
    )
