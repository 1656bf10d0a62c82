"""Probabilities of rejection, from noncentral distributions."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

#: Nodes of the quadrature over the standard deviation, and the probability
#: left out at each end.
_N_NODES = 200
_TAIL = 1e-15


def t_above(bound: float, df: float, noncentrality: float) -> float:
    """Return P(T > bound) of a noncentral t.

    The normal probability is averaged over the distribution of the standard
    deviation; scipy's ``nct`` gives NaN in the tails.
    """
    from scipy.special import ndtr

    deviations, weights = _deviations(df)
    return float(weights @ ndtr(noncentrality - bound * deviations))


def t_power(noncentrality: float, df: float, alpha: float, sides: int) -> float:
    """Return the power of a t test, in the direction of the noncentrality.

    As R's ``power.t.test`` with its default: a two-sided test does not count
    rejections on the wrong side.
    """
    from scipy.stats import t

    return t_above(float(t.isf(alpha / sides, df)), df, abs(noncentrality))


def tost_power(
    bound: float, difference: float, se: float, df: float, alpha: float
) -> float:
    """Return the exact power of two one-sided t tests.

    Both reject when the observed difference is within the bounds by more than
    t times its observed error: a normal probability averaged over the standard
    deviations small enough for that (Owen's Q).

    Parameters
    ----------
    bound, difference, se : float
        Smallest effect of interest, true difference and true standard error,
        in the same unit.

    References
    ----------
    Phillips (1990), Journal of Pharmacokinetics and Biopharmaceutics 18,
    137-144. Owen (1965), Biometrika 52, 437-446.
    """
    from scipy.special import ndtr
    from scipy.stats import chi, t

    critical = float(t.isf(alpha, df))
    largest = bound / (critical * se)
    low = float(chi.ppf(_TAIL, df)) / np.sqrt(df)
    high = min(float(chi.isf(_TAIL, df)) / np.sqrt(df), largest)
    if high <= low:
        return 0.0
    nodes, weights = _legendre()
    s = low + (high - low) * (nodes + 1) / 2
    density = chi.pdf(s * np.sqrt(df), df) * np.sqrt(df) * (high - low) / 2
    above = (bound - difference) / se - critical * s
    below = (-bound - difference) / se + critical * s
    return float(np.sum(weights * density * (ndtr(above) - ndtr(below))))


def tost_power_normal(
    bound: float, difference: float, se: float, alpha: float
) -> float:
    """Return the power of equivalence with a known standard deviation."""
    from scipy.special import ndtr
    from scipy.stats import norm

    z = float(norm.isf(alpha))
    inside = ndtr((bound - difference) / se - z) - ndtr((-bound - difference) / se + z)
    return float(max(inside, 0.0))


def _deviations(df: float) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import chi

    nodes, weights = _legendre()
    low, high = float(chi.ppf(_TAIL, df)), float(chi.isf(_TAIL, df))
    values = low + (high - low) * (nodes + 1) / 2
    probabilities = weights * chi.pdf(values, df)
    return values / np.sqrt(df), probabilities / probabilities.sum()


@lru_cache(maxsize=1)
def _legendre() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    return nodes, weights
