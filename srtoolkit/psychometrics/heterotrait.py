"""The heterotrait–monotrait ratio of correlations."""

from __future__ import annotations

import numpy as np

from srtoolkit.errors import ScoresError


def heterotrait_monotrait(
    first: np.ndarray,
    second: np.ndarray,
    correlation: np.ndarray,
    *,
    geometric: bool = False,
) -> float:
    """Return HTMT of two sets of items.

    Parameters
    ----------
    first, second : ndarray of int, shapes (n_first,), (n_second,)
        Positions of each factor's items, two or more each.
    correlation : ndarray, shape (n_items, n_items)
        Of all items. Absolute values are taken, so keying does not matter.
    geometric : bool
        Average by the geometric mean: HTMT2, for loadings that differ.

    Raises
    ------
    ScoresError
        When a factor has one item: nothing of one trait to compare with.

    References
    ----------
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing
    Science 43, 115-135; absolute correlations as in R semTools.
    Roemer, Schuberth & Henseler (2021), Industrial Management & Data Systems
    121, 2637-2650 (HTMT2).
    """
    if len(first) < 2 or len(second) < 2:
        raise ScoresError(
            "the heterotrait-monotrait ratio needs two items a factor",
            code="too_few_items",
        )
    size = np.abs(correlation)
    average = _geometric_mean if geometric else np.mean
    between = average(size[np.ix_(first, second)])
    within = [average(_off_diagonal(size, items)) for items in (first, second)]
    return float(between / np.sqrt(within[0] * within[1]))


def _off_diagonal(size: np.ndarray, items: np.ndarray) -> np.ndarray:
    block = size[np.ix_(items, items)]
    return np.asarray(block[np.triu_indices(len(items), k=1)])


def _geometric_mean(values: np.ndarray) -> float:
    return float(np.exp(np.log(values).mean()))
