"""The multivariate t distribution of several differences from one control.

The differences share the control group, so with rho_ij = lambda_i lambda_j
the t values are independent given the control's deviate and the common
standard deviation: two integrals instead of one in as many dimensions as
there are comparisons. Dunnett (1955), Journal of the American Statistical
Association 50, 1096-1121.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

#: Nodes of both Gauss-Legendre rules and the probability left out on each side.
_N_NODES = 120
_TAIL = 1e-15
#: Reach of the control's standard normal deviate.
_REACH = 8.5


def largest_t_cdf(
    bound: float, loadings: np.ndarray, df: float, *, two_sided: bool
) -> float:
    """Return P(every t is within the bound).

    Parameters
    ----------
    bound : float
        Upper bound of all t, or of all their sizes when `two_sided`.
    loadings : ndarray, shape (k,)
        The lambdas, each in [0, 1); t_i and t_j correlate with their product.
    df : float
        Degrees of freedom of the common standard deviation.
    two_sided : bool
    """
    from scipy.special import ndtr

    s, s_weights = _deviations(df)
    shared, z_weights = _shared_deviates()
    within = np.ones((_N_NODES, _N_NODES))
    for loading in loadings:
        rest = np.sqrt(1 - loading**2)
        centre = loading * shared[None, :]
        factor = ndtr((bound * s[:, None] + centre) / rest)
        if two_sided:
            factor = factor - ndtr((-bound * s[:, None] + centre) / rest)
        within *= factor
    return float(s_weights @ within @ z_weights)


def critical_t(
    level: float, loadings: np.ndarray, df: float, *, two_sided: bool
) -> float:
    """Return the bound that all t stay within with probability `level`."""
    from scipy.optimize import brentq
    from scipy.stats import t

    tails = 2 if two_sided else 1
    low = float(t.isf((1 - level) / tails, df))
    high = float(t.isf((1 - level) / tails / len(loadings), df)) + 1.0

    def excess(bound: float) -> float:
        return largest_t_cdf(bound, loadings, df, two_sided=two_sided) - level

    return float(brentq(excess, low - 1.0, high, xtol=1e-10))


def adjusted_p(
    statistic: float, loadings: np.ndarray, df: float, *, two_sided: bool
) -> float:
    """Return P(the largest t is beyond the observed one), in [0, 1]."""
    bound = abs(statistic) if two_sided else statistic
    inside = largest_t_cdf(bound, loadings, df, two_sided=two_sided)
    return float(min(1.0, max(0.0, 1 - inside)))


@lru_cache(maxsize=32)
def _deviations(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes of the common standard deviation and their probabilities."""
    from scipy.stats import chi

    nodes, weights = _legendre()
    low, high = chi.ppf(_TAIL, df), chi.isf(_TAIL, df)
    values = low + (high - low) * (nodes + 1) / 2
    probabilities = weights * chi.pdf(values, df)
    return values / np.sqrt(df), probabilities / probabilities.sum()


@lru_cache(maxsize=1)
def _shared_deviates() -> tuple[np.ndarray, np.ndarray]:
    """Return nodes of the control's standard normal deviate, likewise."""
    nodes, weights = _legendre()
    values = _REACH * nodes
    probabilities = weights * np.exp(-(values**2) / 2)
    return values, probabilities / probabilities.sum()


@lru_cache(maxsize=1)
def _legendre() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    return nodes, weights
