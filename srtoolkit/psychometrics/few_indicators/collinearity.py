"""How much the indicators of a scale explain each other, and a criterion."""

from __future__ import annotations

import numpy as np

#: Smallest eigenvalue of correlations that are not linearly dependent.
_SINGULAR = 1e-10


def variance_inflation(correlation: np.ndarray) -> np.ndarray:
    """Return the variance inflation factors, shape (n_items,).

    Infinite for all when the indicators are linearly dependent.

    Parameters
    ----------
    correlation : ndarray, shape (n_items, n_items)
    """
    if np.linalg.eigvalsh(correlation)[0] < _SINGULAR:
        return np.full(len(correlation), np.inf)
    return np.asarray(np.diag(np.linalg.inv(correlation)))


def redundancy(points: np.ndarray) -> tuple[np.ndarray, float]:
    """Regress the last column on the others, all standardised.

    Parameters
    ----------
    points : ndarray, shape (n_respondents, n_items + 1)

    Returns
    -------
    ndarray, shape (n_items,)
        Standardised weights.
    float
        Multiple correlation, in [0, 1].
    """
    correlation = np.corrcoef(points, rowvar=False)
    with_criterion = correlation[:-1, -1]
    weights = np.linalg.pinv(correlation[:-1, :-1], hermitian=True) @ with_criterion
    return weights, float(np.sqrt(max(weights @ with_criterion, 0.0)))
