"""Dominance and relative weights from correlation matrices, many at once."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

#: Eigenvalues, relative to the largest, that are rounding errors.
_SINGULAR = 1e-10


def subset_r2(correlations: np.ndarray) -> np.ndarray:
    """Return the explained variance of every set of predictors.

    Parameters
    ----------
    correlations : ndarray, shape (n_draws, p + 1, p + 1)
        The outcome is the last column.

    Returns
    -------
    ndarray, shape (n_draws, 2 ** p)
        The bits of a position tell which predictors are in.
    """
    p = correlations.shape[-1] - 1
    with_outcome = correlations[:, :p, p]
    found = np.zeros((len(correlations), 2**p))
    for size in range(1, p + 1):
        for members in combinations(range(p), size):
            chosen = list(members)
            right = with_outcome[:, chosen]
            among = correlations[:, chosen][:, :, chosen]
            slopes = (_inverse(among) @ right[..., None])[..., 0]
            found[:, sum(1 << k for k in members)] = (slopes * right).sum(axis=1)
    return found


def conditional_dominance(r2: np.ndarray) -> np.ndarray:
    """Return what each predictor adds on average to sets of each size.

    Parameters
    ----------
    r2 : ndarray, shape (n_draws, 2 ** p)

    Returns
    -------
    ndarray, shape (n_draws, p, p)
        Predictors by size of the set they are added to, 0 to p - 1. The mean
        over sizes is general dominance (Budescu 1993, Psychological Bulletin
        114, 542-551; Azen & Budescu 2003, Psychological Methods 8, 129-148),
        which is the LMG of Lindeman, Merenda & Gold (1980).
    """
    n_sets = r2.shape[1]
    p = n_sets.bit_length() - 1
    found = np.zeros((len(r2), p, p))
    for predictor in range(p):
        bit = 1 << predictor
        for members in range(n_sets):
            if not members & bit:
                size = members.bit_count()
                added = r2[:, members | bit] - r2[:, members]
                found[:, predictor, size] += added / comb(p - 1, size)
    return found


def complete_dominance(r2: np.ndarray, first: int, second: int) -> np.ndarray:
    """Return the share of sets to which the first adds more than the second.

    1 is complete dominance of the first, 0 of the second; ties count half.

    Parameters
    ----------
    r2 : ndarray, shape (n_draws, 2 ** p)
    """
    a, b = 1 << first, 1 << second
    without = [m for m in range(r2.shape[1]) if not m & (a | b)]
    more = r2[:, [m | a for m in without]] - r2[:, [m | b for m in without]]
    return np.asarray(((more > 0) + 0.5 * (more == 0)).mean(axis=1))


def relative_weights(correlations: np.ndarray) -> np.ndarray:
    """Return relative weights, which add up to the explained variance.

    Parameters
    ----------
    correlations : ndarray, shape (n_draws, p + 1, p + 1)
        The outcome is the last column.

    References
    ----------
    Johnson (2000), Multivariate Behavioral Research 35, 1-19.
    """
    p = correlations.shape[-1] - 1
    values, vectors = np.linalg.eigh(correlations[:, :p, :p])
    roots = np.sqrt(np.maximum(values, 0.0))
    to_orthogonal = (vectors * roots[:, None, :]) @ vectors.transpose(0, 2, 1)
    slopes = (_inverse(to_orthogonal) @ correlations[:, :p, p, None])[..., 0]
    return np.asarray((to_orthogonal**2 @ (slopes**2)[..., None])[..., 0])


def _inverse(matrices: np.ndarray) -> np.ndarray:
    """Invert symmetric matrices, shape (n, k, k), where they can be inverted.

    A draw may repeat so few rows that predictors determine each other.
    """
    try:
        inverse = np.linalg.inv(matrices)
    except np.linalg.LinAlgError:
        inverse = np.full_like(matrices, np.inf)
    steep = ~(np.abs(inverse).max(axis=(1, 2)) < 1 / _SINGULAR)
    if steep.any():
        inverse[steep] = np.linalg.pinv(
            matrices[steep], rcond=_SINGULAR, hermitian=True
        )
    return np.asarray(inverse)
