"""Which groups share an aligned parameter.

The steps of Asparouhov & Muthén (2014), Structural Equation Modeling 21,
495-508: a first set of groups whose parameters do not differ pair by pair
(p > .01), then each group is held against the set's mean and enters or leaves
it at p = .001, until nothing moves.
"""

from __future__ import annotations

import numpy as np

_PAIRWISE = 0.01
_AGAINST_SET = 0.001
_ROUNDS = 50


def invariant_groups(
    values: np.ndarray, covariance: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """Return which groups form a parameter's invariant set.

    Parameters
    ----------
    values : ndarray, shape (n_groups,)
        Aligned estimates.
    covariance : ndarray, shape (n_groups, n_groups)
    sizes : ndarray, shape (n_groups,)
        Weights of the set's mean.

    Returns
    -------
    ndarray of bool, shape (n_groups,)
        None is in it when no two groups agree.
    """
    inside = _first_set(values, covariance)
    for _ in range(_ROUNDS):
        if inside.sum() < 2:
            return np.zeros(len(values), dtype=bool)
        weights = sizes * inside
        after = np.array(
            [
                _differs_from_set(at, values, covariance, weights) >= _AGAINST_SET
                for at in range(len(values))
            ]
        )
        if (after == inside).all():
            return inside
        inside = after
    return inside


def _first_set(values: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return the largest run of neighbours that agree pair by pair."""
    order = np.argsort(values, kind="stable")
    best: np.ndarray = order[:1]
    for start in range(len(order)):
        stop = start + 1
        while (
            stop < len(order)
            and _p(
                _contrast(len(values), order[stop - 1], order[stop]), values, covariance
            )
            > _PAIRWISE
        ):
            stop += 1
        if stop - start > len(best):
            best = order[start:stop]
    inside = np.zeros(len(values), dtype=bool)
    inside[best] = True
    return inside


def _contrast(n: int, one: int, two: int) -> np.ndarray:
    weights = np.zeros(n)
    weights[one], weights[two] = 1.0, -1.0
    return weights


def _differs_from_set(
    at: int, values: np.ndarray, covariance: np.ndarray, weights: np.ndarray
) -> float:
    contrast = -weights / weights.sum()
    contrast[at] += 1.0
    return _p(contrast, values, covariance)


def _p(contrast: np.ndarray, values: np.ndarray, covariance: np.ndarray) -> float:
    from scipy.stats import norm

    variance = float(contrast @ covariance @ contrast)
    gap = abs(float(contrast @ values))
    if variance <= 0:
        return 1.0 if gap == 0 else 0.0
    return float(2 * norm.sf(gap / np.sqrt(variance)))
