"""Polychoric correlations of ordered answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.sem.ordinal.moments import estimate_moments

#: More different answers than this are no ordered categories.
MOST_CATEGORIES = 30


@dataclass(frozen=True, slots=True, eq=False)
class OrderedMoments:
    """What ordered answers say of the responses behind them.

    Attributes
    ----------
    codes : ndarray of int, shape (n_respondents, n_items)
        Categories from 0.
    thresholds : tuple of ndarray
        Of each item, rising.
    correlation : ndarray, shape (n_items, n_items)
        Polychoric.
    """

    codes: np.ndarray
    thresholds: tuple[np.ndarray, ...]
    correlation: np.ndarray


def ordered_moments(scores: np.ndarray) -> OrderedMoments:
    """Estimate thresholds and polychoric correlations in two steps.

    Parameters
    ----------
    scores : ndarray, shape (n_respondents, n_items)
        Nothing missing; categories are the different answers of each item.

    Raises
    ------
    ScoresError
        When an item has too many different answers.

    References
    ----------
    Olsson (1979), Psychometrika 44, 443-460.
    """
    coded = [np.unique(column, return_inverse=True) for column in scores.T]
    sizes = [len(values) for values, _ in coded]
    if max(sizes) > MOST_CATEGORIES:
        raise ScoresError(
            f"an item has {max(sizes)} different answers, too many for an ordered one",
            code="too_many_categories",
            allowed=f"at most {MOST_CATEGORIES}",
        )
    codes = np.column_stack([codes for _, codes in coded])
    staged = estimate_moments(codes.astype(float), sizes, np.empty((len(codes), 0)))
    thresholds = tuple(np.asarray(margin.location) for margin in staged.margins)
    return OrderedMoments(codes, thresholds, np.asarray(staged.covariance))


def polychoric_matrix(scores: np.ndarray) -> np.ndarray:
    """Return polychoric correlations; see `ordered_moments`."""
    return ordered_moments(scores).correlation
