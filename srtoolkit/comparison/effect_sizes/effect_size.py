"""Standardised mean differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from srtoolkit.comparison.scores.groups import Group, pooled_sd, two_summaries

#: How far around the observed t the noncentrality is searched, in errors of t.
_SEARCH = 12.0
#: Nodes of the quadrature, and the probability left out on each side.
_N_NODES = 200
_TAIL = 1e-15


@dataclass(frozen=True, slots=True)
class EffectSize:
    """A standardised effect size with its interval.

    Attributes
    ----------
    name : str
        ``hedges_g``.
    est, low, high : float
        No unit.
    ci_level : float
        Coverage of the interval, in (0, 1).
    """

    name: str
    est: float
    low: float
    high: float
    ci_level: float


def hedges_g(treated: Group, control: Group, *, ci_level: float = 0.90) -> EffectSize:
    """Return Hedges' g of two independent groups with its interval.

    The mean difference over the pooled standard deviation, times the exact
    correction J. The interval inverts the noncentral t distribution for the
    population effect and carries the same J; it assumes equal variances.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
        Scores without missing values, or their summary.
    ci_level : float
        Coverage of the interval, in (0, 1).

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Hedges (1981), Journal of Educational Statistics 6, 107-128 (g and J).
    Cumming & Finch (2001), Educational and Psychological Measurement 61,
    532-574 (interval).
    """
    first, second = two_summaries(treated, control)
    scale = float(np.sqrt(1 / first.n + 1 / second.n))
    df = first.n + second.n - 2
    d = (first.mean - second.mean) / pooled_sd(first, second)
    low, high = noncentrality_interval(d / scale, df, ci_level)
    correction = small_sample_correction(df)
    factor = correction * scale
    return EffectSize("hedges_g", correction * d, factor * low, factor * high, ci_level)


def small_sample_correction(df: float) -> float:
    """Return J, which takes the bias out of d: Hedges (1981), equation 6e."""
    from scipy.special import gammaln

    return float(
        np.exp(gammaln(df / 2) - np.log(np.sqrt(df / 2)) - gammaln((df - 1) / 2))
    )


def noncentrality_interval(
    statistic: float, df: float, ci_level: float
) -> tuple[float, float]:
    """Return the noncentralities of which an observed t is an outer quantile.

    Parameters
    ----------
    statistic, df : float
        Observed t and its degrees of freedom.
    ci_level : float
        Coverage, in (0, 1).
    """
    from scipy.optimize import brentq

    tail = (1 - ci_level) / 2
    below = _noncentral_t_cdf(statistic, df)
    # t spreads around a noncentrality with variance about 1 + t^2 / (2 df)
    reach = _SEARCH * float(np.sqrt(1 + statistic**2 / (2 * df)))
    ends = statistic - reach, statistic + reach

    def limit(probability: float) -> float:
        return float(brentq(lambda nc: below(nc) - probability, *ends, xtol=1e-10))

    return limit(1 - tail), limit(tail)


def _noncentral_t_cdf(statistic: float, df: float) -> Callable[[float], float]:
    """Return P(T <= statistic) as a function of the noncentrality.

    The normal probability is averaged over the distribution of the standard
    deviation by Gauss-Legendre quadrature. scipy's nct.cdf gives NaN in the
    tails (scipy 1.17, df = 1298), which a root search does not survive.
    """
    from scipy.special import ndtr
    from scipy.stats import chi

    low, high = chi.ppf(_TAIL, df), chi.isf(_TAIL, df)
    nodes, weights = _legendre()
    deviations = low + (high - low) * (nodes + 1) / 2
    weights = weights * chi.pdf(deviations, df)
    weights /= weights.sum()
    cuts = statistic * deviations / np.sqrt(df)

    def below(noncentrality: float) -> float:
        return float(weights @ ndtr(cuts - noncentrality))

    return below


@lru_cache(maxsize=1)
def _legendre() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(_N_NODES)
    return nodes, weights
