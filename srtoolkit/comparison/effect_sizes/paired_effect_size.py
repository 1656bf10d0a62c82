"""Standardised differences of two scores of the same respondents."""

from __future__ import annotations

from typing import Literal

import numpy as np

from srtoolkit.comparison.effect_sizes.effect_size import (
    EffectSize,
    noncentrality_interval,
    small_sample_correction,
)
from srtoolkit.comparison.scores.samples import require_pairs

PairedEffectName = Literal["d_z", "g_z", "d_av", "g_av"]
#: How two standard deviations are averaged: the root of the mean variance
#: (Cumming), or the mean of the two (Lakens).
Average = Literal["variance", "sd"]


def paired_effect_size(
    after: np.ndarray,
    before: np.ndarray,
    *,
    name: PairedEffectName = "d_z",
    ci_level: float = 0.90,
    average: Average = "variance",
) -> EffectSize:
    """Return the mean change in standard deviations, with its interval.

    ``d_z`` divides by the standard deviation of the differences: it belongs to
    the test and grows with the correlation of the two scores. ``d_av`` divides
    by the average standard deviation of the two scores and can be set beside a
    difference between groups. ``g_z`` and ``g_av`` carry the correction J with
    n - 1 degrees of freedom. The interval of d_z inverts the noncentral t; that
    of d_av is the same noncentrality in units of the average deviation, which
    is close and not exact.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    name : {"d_z", "g_z", "d_av", "g_av"}
    ci_level : float
        Coverage of the interval, in (0, 1).
    average : {"variance", "sd"}
        For d_av and g_av: the root of the mean variance (Cumming) or the mean
        of both standard deviations (Lakens, equation 10).

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.

    References
    ----------
    Cumming (2012), Understanding the New Statistics, ch. 11. Lakens (2013),
    Frontiers in Psychology 4, 863. Algina & Keselman (2003), Educational and
    Psychological Measurement 63, 537-553 (interval of d_av).
    """
    differences = require_pairs(after, before)
    n = len(differences)
    unit = float(differences.std(ddof=1))
    if name in {"d_av", "g_av"}:
        unit = average_sd(np.asarray(after), np.asarray(before), average)
    est = float(differences.mean()) / unit
    se = float(differences.std(ddof=1) / np.sqrt(n))
    low, high = noncentrality_interval(float(differences.mean()) / se, n - 1, ci_level)
    factor = small_sample_correction(n - 1) if name.startswith("g") else 1.0
    scale = factor * se / unit
    return EffectSize(name, factor * est, scale * low, scale * high, ci_level)


def average_sd(
    first: np.ndarray, second: np.ndarray, average: Average = "variance"
) -> float:
    """Average the standard deviations of two columns of scores."""
    sds = float(np.std(first, ddof=1)), float(np.std(second, ddof=1))
    if average == "sd":
        return sum(sds) / 2
    return float(np.sqrt((sds[0] ** 2 + sds[1] ** 2) / 2))
