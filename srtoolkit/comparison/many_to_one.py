"""The multivariate t distribution of several differences from one control.

The differences share the control group, so with rho_ij = lambda_i lambda_j
the t values are independent given the control's deviate and the common
standard deviation: two integrals instead of one in as many dimensions as
there are comparisons. Dunnett (1955), Journal of the American Statistical
Association 50, 1096-1121.
"""

from __future__ import annotations

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
    from scipy.stats import chi, norm

    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    ends = chi.ppf(_TAIL, df), chi.isf(_TAIL, df)
    deviations = ends[0] + (ends[1] - ends[0]) * (nodes + 1) / 2
    s_weights = weights * chi.pdf(deviations, df)
    shared = _REACH * nodes
    z_weights = weights * norm.pdf(shared)
    s = deviations / np.sqrt(df)
    within = np.ones((_N_NODES, _N_NODES))
    for loading in loadings:
        rest = np.sqrt(1 - loading**2)
        centre = loading * shared[None, :]
        factor = ndtr((bound * s[:, None] + centre) / rest)
        if two_sided:
            factor = factor - ndtr((-bound * s[:, None] + centre) / rest)
        within *= factor
    total = s_weights @ within @ z_weights
    return float(total / (s_weights.sum() * z_weights.sum()))


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
