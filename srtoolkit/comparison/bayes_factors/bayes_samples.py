"""Bayes factors of pairs, of one sample, and of groups with unequal variances."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.bayes_factors.bayes import (
    MEDIUM_SCALE,
    BayesFactor,
    check_scale,
    jzs_of_t,
    log_prior,
)
from srtoolkit.comparison.scores.groups import Group, GroupSummary, two_summaries

#: Nodes for each group's unknown standard deviation, more where few
#: respondents leave it wide open; and the probability left out at each end.
_N_NODES, _N_NODES_SMALL, _SMALL_DF = 48, 128, 12
_TAIL = 1e-14
#: Grid on log g; coarser than the one of equal variances, as each of its
#: points is summed over all pairs of standard deviations. The integrand is so
#: smooth that a quarter of the step changes nothing in double precision.
_LOG_G = np.arange(-6.0, 45.0, 0.2)


def jzs_one_sample(statistic: float, n: int, *, r: float = MEDIUM_SCALE) -> BayesFactor:
    """Return the JZS Bayes factors of a one-sample or paired t test.

    Parameters
    ----------
    statistic : float
        t of the mean, or of the mean difference of pairs.
    n : int
        Respondents.
    r : float
        Scale of the Cauchy prior on the mean in standard deviations (of the
        differences, for pairs), above zero.

    Raises
    ------
    OptionError
        When `r` is not above zero.

    References
    ----------
    Rouder, Speckman, Sun, Morey & Iverson (2009), Psychonomic Bulletin &
    Review 16, 225-237.
    """
    return jzs_of_t(statistic, df=n - 1, n_effective=float(n), r=r)


def jzs_unequal_variances(
    treated: Group, control: Group, *, r: float = MEDIUM_SCALE
) -> BayesFactor:
    """Return the Bayes factors of a difference when the groups spread differently.

    The usual JZS factor takes both variances to be equal. Here each group has
    its own with Jeffreys' prior, and the difference in units of the average
    standard deviation (root of the mean variance) is Cauchy(0, r) under the
    alternative. Both standard deviations are integrated out by quadrature. It
    is a companion of Welch's test; no R package is known to us that computes it.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
        Scores in points without missing values, or their summary.
    r : float
        Scale of the prior, above zero.

    Raises
    ------
    OptionError
        When `r` is not above zero.
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Rouder et al. (2009), Psychonomic Bulletin & Review 16, 225-237 (prior).
    """
    from scipy.special import log_ndtr, logsumexp

    check_scale(r)
    first, second = two_summaries(treated, control)
    v1, w1 = _variances(first)
    v2, w2 = _variances(second)
    weights = (w1[:, None] + w2[None, :]).ravel()
    noise = (v1[:, None] / first.n + v2[None, :] / second.n).ravel()
    unit = ((v1[:, None] + v2[None, :]) / 2).ravel()
    difference = first.mean - second.mean
    null = logsumexp(weights + _log_normal(difference, noise))
    effect = r**2 * np.exp(_LOG_G)[:, None] * unit[None, :]
    total = noise[None, :] + effect
    log_g = log_prior(_LOG_G) + np.log(_LOG_G[1] - _LOG_G[0])
    joint = log_g[:, None] + weights[None, :] + _log_normal(difference, total)
    place = difference * np.sqrt(effect / (noise[None, :] * total))
    with np.errstate(over="ignore"):  # beyond 1e308 the factor is infinite
        greater = float(np.exp(logsumexp(joint + log_ndtr(place)) - null) * 2)
        less = float(np.exp(logsumexp(joint + log_ndtr(-place)) - null) * 2)
    return BayesFactor((greater + less) / 2, greater, less, r)


def _log_normal(value: float, variance: np.ndarray) -> np.ndarray:
    return np.asarray(-0.5 * (np.log(2 * np.pi * variance) + value**2 / variance))


def _variances(group: GroupSummary) -> tuple[np.ndarray, np.ndarray]:
    """Return nodes of a group's variance and the logs of their weights."""
    from scipy.stats import chi

    if group.sd == 0:
        return np.zeros(1), np.zeros(1)
    df = group.n - 1
    n_nodes = _N_NODES_SMALL if df < _SMALL_DF else _N_NODES
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    low, high = np.log(chi.ppf(_TAIL, df)), np.log(chi.isf(_TAIL, df))
    log_chi = low + (high - low) * (nodes + 1) / 2
    log_weight = np.log(weights) + chi.logpdf(np.exp(log_chi), df) + log_chi
    variance = group.sd**2 * df / np.exp(2 * log_chi)
    return variance, log_weight - np.log(np.exp(log_weight).sum())
