"""How well each respondent's answers agree with one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.indices.matrix import answer_matrix
from srtoolkit.responses.indices.stretches import by_stretches, stretches

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class RowConsistency:
    """One index of consistency for every respondent.

    Attributes
    ----------
    values : ndarray, shape (n_respondents,)
        NaN where it is not defined.
    n_used : ndarray of int, shape (n_respondents,)
        Scales or pairs of items it rests on.
    """

    values: np.ndarray
    n_used: np.ndarray


def even_odd(
    answers: np.ndarray | pd.DataFrame, factors: Sequence[int]
) -> RowConsistency:
    """Return each respondent's even-odd inconsistency.

    In every scale the items with odd and those with even numbers are averaged;
    the two columns of means are correlated over scales, stepped up by
    Spearman-Brown, held at -1 from below, and the sign is turned as in R careless
    since 1.2.0: HIGHER means more careless.

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        Scale after scale, reverse-keyed items turned, NaN where missing.
    factors : sequence of int
        Items of each scale in the order of the columns; a scale of one item
        has no even mean and counts nothing.

    Returns
    -------
    RowConsistency
        Values from -1 (consistent) to 1; NaN where a column of means does not
        vary.

    Raises
    ------
    ScoresError
        With fewer than two scales, or when `factors` does not add up to the
        columns.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129.
    """
    answers = answer_matrix(answers)
    if len(factors) < 2 or sum(factors) != answers.shape[1]:
        raise ScoresError(
            f"{len(factors)} scales with {sum(factors)} items in all do not fit "
            f"{answers.shape[1]} columns",
            code="factors_do_not_fit",
            allowed="two scales or more, their items adding up to the columns",
        )
    ends = np.cumsum(factors)
    halves = [
        (
            _mean(answers[:, end - size : end : 2]),
            _mean(answers[:, end - size + 1 : end : 2]),
        )
        for end, size in zip(ends, factors, strict=True)
    ]
    odd = np.column_stack([first for first, _ in halves])
    even = np.column_stack([second for _, second in halves])
    r, n_used = row_correlation(even, odd)
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = 2 * r / (1 + r)
    return RowConsistency(-np.where(stepped < -1, -1.0, stepped), n_used)


def person_total(answers: np.ndarray) -> RowConsistency:
    """Correlate each respondent's answers with the other respondents' means.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    RowConsistency
        Values from -1 to 1; low in random responding.

    References
    ----------
    Donlon & Fischer (1968), Educational and Psychological Measurement 28,
    105-113.
    """
    counts, sums = np.zeros((2, answers.shape[1]))
    for rows in stretches(answers):
        given = ~np.isnan(answers[rows])
        counts += given.sum(axis=0)
        sums += np.where(given, answers[rows], 0.0).sum(axis=0)

    def with_others(some: np.ndarray) -> np.ndarray:
        given = ~np.isnan(some)
        with np.errstate(divide="ignore", invalid="ignore"):
            means = (sums - np.where(given, some, 0.0)) / (counts - given)
        found = row_correlation(some, np.where(given, means, np.nan))
        return np.column_stack(found)

    values, n_used = by_stretches(with_others, answers).T
    return RowConsistency(np.where(n_used > 2, values, np.nan), n_used.astype(int))


def row_correlation(
    first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Correlate two tables row by row, over the columns both have.

    Returns
    -------
    r, n_used : ndarray, shape (n_rows,)
        NaN below two columns or where a row of either does not vary.
    """
    both = ~np.isnan(first) & ~np.isnan(second)
    n_used = both.sum(axis=1)
    x, y = _deviations(first, both, n_used), _deviations(second, both, n_used)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1))
    defined = (n_used > 1) & _varies(first, both) & _varies(second, both)
    return np.where(defined, np.clip(r, -1, 1), np.nan), n_used


def _mean(answers: np.ndarray) -> np.ndarray:
    n_valid = np.sum(~np.isnan(answers), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.nansum(answers, axis=1) / n_valid)


def _deviations(values: np.ndarray, both: np.ndarray, n_used: np.ndarray) -> np.ndarray:
    filled = np.where(both, values, 0.0)
    means = filled.sum(axis=1) / np.maximum(n_used, 1)
    return np.where(both, filled - means[:, None], 0.0)


def _varies(values: np.ndarray, both: np.ndarray) -> np.ndarray:
    """Tell exactly, where sums of squares only nearly vanish."""
    low = np.where(both, values, np.inf).min(axis=1)
    high = np.where(both, values, -np.inf).max(axis=1)
    return np.asarray(high > low)
