"""Standardised differences that do not take both spreads to be equal."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.effect_sizes.effect_size import (
    EffectSize,
    noncentrality_interval,
    small_sample_correction,
)
from srtoolkit.comparison.means.welch import welch_error
from srtoolkit.comparison.scores.groups import Group, two_summaries
from srtoolkit.comparison.scores.samples import require_sample
from srtoolkit.errors import ScoresError


def average_sd_g(
    treated: Group, control: Group, *, ci_level: float = 0.90, corrected: bool = True
) -> EffectSize:
    """Return the difference over the average standard deviation, for Welch's test.

    The unit is the root of the mean of both variances, whatever the sizes. The
    interval inverts the noncentral t of Welch's statistic and degrees of
    freedom, as R's effectsize does with ``pooled_sd = FALSE``; it is an
    approximation.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
        Scores without missing values, or their summary.
    ci_level : float
        Coverage of the interval, in (0, 1).
    corrected : bool
        With Hedges' J (``g_average``), else without (``d_average``).

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Bonett (2008), Psychological Methods 13, 99-109. Delacre, Lakens, Ley, Liu
    & Leys (2021), preprint, on Hedges' g* of Welch's test.
    """
    first, second = two_summaries(treated, control)
    est, se, df = welch_error(first, second)
    unit = float(np.sqrt((first.sd**2 + second.sd**2) / 2))
    low, high = noncentrality_interval(est / se, df, ci_level)
    factor = small_sample_correction(df) if corrected else 1.0
    name = "g_average" if corrected else "d_average"
    scale = factor * se / unit
    return EffectSize(name, factor * est / unit, scale * low, scale * high, ci_level)


def glass_delta(
    treated: Group, control: Group, *, ci_level: float = 0.90
) -> EffectSize:
    """Return the difference in standard deviations of the control group.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
    ci_level : float
        Coverage of the interval, in (0, 1); from the noncentral t with the
        control group's n - 1 degrees of freedom, an approximation.

    Raises
    ------
    ScoresError
        As `average_sd_g`, or when the control group has no spread.

    References
    ----------
    Glass (1976), Educational Researcher 5, 3-8.
    """
    first, second = two_summaries(treated, control)
    if second.sd == 0:
        raise ScoresError(
            "all scores of the control group are the same, so its standard "
            "deviation is no unit",
            code="scores_constant",
        )
    est, se, _ = welch_error(first, second)
    low, high = noncentrality_interval(est / se, second.n - 1, ci_level)
    scale = se / second.sd
    return EffectSize(
        "glass_delta", est / second.sd, scale * low, scale * high, ci_level
    )


def one_sample_d(distances: np.ndarray, *, ci_level: float = 0.90) -> EffectSize:
    """Return Hedges' g of one sample's distances from a fixed value.

    Parameters
    ----------
    distances : ndarray, shape (n,)
        Scores minus the value, in points.
    ci_level : float
        Coverage of the interval, in (0, 1).

    Raises
    ------
    ScoresError
        With a missing score, fewer than two respondents, or no spread.
    """
    distances = require_sample(distances)
    n = len(distances)
    d = float(distances.mean() / distances.std(ddof=1))
    root = float(np.sqrt(n))
    low, high = noncentrality_interval(d * root, n - 1, ci_level)
    factor = small_sample_correction(n - 1)
    return EffectSize(
        "g_one_sample", factor * d, factor * low / root, factor * high / root, ci_level
    )
