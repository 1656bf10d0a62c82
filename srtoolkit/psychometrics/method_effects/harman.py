"""Harman's single factor: how much the first unrotated factor explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Communalities are iterated until none moves by more than this.
_TOLERANCE = 1e-9
_MOST_ITERATIONS = 5000


@dataclass(frozen=True, slots=True)
class SingleFactor:
    """Harman's test.

    Attributes
    ----------
    n, n_items : int
        Respondents with all items, and items.
    first_component, first_axis : float
        Share of the items' variance, in (0, 1), of the first principal
        component, and of one factor by principal axes.
    n_above_one : int
        Components with an eigenvalue above one.
    eigenvalues : tuple of float
        Of the correlation matrix, falling.
    """

    n: int
    n_items: int
    first_component: float
    first_axis: float
    n_above_one: int
    eigenvalues: tuple[float, ...]


def single_factor(correlation: np.ndarray, n: int) -> SingleFactor:
    """Extract the first unrotated factor of all items.

    Parameters
    ----------
    correlation : ndarray, shape (n_items, n_items)
    n : int
        Respondents behind it.

    References
    ----------
    Podsakoff & Organ (1986), Journal of Management 12, 531-544.
    """
    values = np.linalg.eigvalsh(correlation)[::-1]
    size = len(correlation)
    return SingleFactor(
        n,
        size,
        float(values[0] / size),
        float(_axis_communalities(correlation).sum() / size),
        int((values > 1).sum()),
        tuple(map(float, values)),
    )


def _axis_communalities(correlation: np.ndarray) -> np.ndarray:
    """Iterate principal axes of one factor, shape (n_items,)."""
    reduced = correlation.copy()
    inverse = np.linalg.pinv(correlation, hermitian=True)
    communalities = 1 - 1 / np.diag(inverse)
    for _ in range(_MOST_ITERATIONS):
        np.fill_diagonal(reduced, communalities)
        values, vectors = np.linalg.eigh(reduced)
        moved = values[-1] * vectors[:, -1] ** 2
        if np.abs(moved - communalities).max() < _TOLERANCE:
            return np.asarray(moved)
        communalities = moved
    return np.asarray(communalities)
