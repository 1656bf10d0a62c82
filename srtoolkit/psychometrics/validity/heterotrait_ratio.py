"""Kernels of the heterotrait–monotrait ratio, for one or many correlations."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np


def heterotrait_ratios(
    correlation: np.ndarray, places: Sequence[np.ndarray], *, geometric: bool
) -> np.ndarray:
    """Return the ratio of every pair of item sets.

    Parameters
    ----------
    correlation : ndarray, shape (..., n_items, n_items)
    places : sequence of ndarray of int
        Positions of each set's items.
    geometric : bool
        Average by the geometric mean: HTMT2.

    Returns
    -------
    ndarray, shape (..., n_pairs)
    """
    size = np.abs(correlation)
    if geometric:
        with np.errstate(divide="ignore"):
            size = np.log(size)
    within = [_within(size, own) for own in places]
    ratios = []
    for a, b in combinations(range(len(places)), 2):
        between = _between(size, places[a], places[b])
        if geometric:
            ratios.append(np.exp(between - (within[a] + within[b]) / 2))
        else:
            ratios.append(between / np.sqrt(within[a] * within[b]))
    return np.stack(ratios, axis=-1)


def orientation(correlation: np.ndarray, places: Sequence[np.ndarray]) -> np.ndarray:
    """Return the sign that turns each item the way of its set, shape (n_items,)."""
    signs = np.ones(len(correlation))
    for own in places:
        vectors = np.linalg.eigh(correlation[np.ix_(own, own)])[1]
        signs[own] = np.where(vectors[:, -1] * vectors[:, -1].sum() < 0, -1.0, 1.0)
    return signs


def mean_heterotrait(
    correlation: np.ndarray, places: Sequence[np.ndarray], signs: np.ndarray
) -> np.ndarray:
    """Return the signed mean correlation between every two sets, (..., n_pairs)."""
    turned = correlation * np.outer(signs, signs)
    means = [
        _between(turned, places[a], places[b])
        for a, b in combinations(range(len(places)), 2)
    ]
    return np.stack(means, axis=-1)


def _between(values: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.asarray(values[..., first[:, None], second].mean(axis=(-2, -1)))


def _within(values: np.ndarray, own: np.ndarray) -> np.ndarray:
    row, column = np.triu_indices(len(own), k=1)
    return np.asarray(values[..., own[row], own[column]].mean(axis=-1))
