"""The difference of two means."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.effect_sizes.effect_size import hedges_g
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import (
    Group,
    GroupSummary,
    pooled_sd,
    two_summaries,
)
from srtoolkit.inference import Expectation, interval_level, wald_estimate


def welch_difference(
    treated: Group,
    control: Group,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare two means without assuming equal variances.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
        Scores in points without missing values, or their summary.
    expect : {"positive", "negative", "zero", "any"}
        Direction of the claim; p is one-sided for the first two.
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        With Hedges' g at the same coverage.

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Welch (1947), Biometrika 34, 28-35.
    """
    first, second = two_summaries(treated, control)
    est, se, df = welch_error(first, second)
    return _pack(first, second, "welch", est, se, df, expect, alpha, outcome, contrast)


def student_difference(
    treated: Group,
    control: Group,
    *,
    expect: Expectation = "any",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare two means as if their variances were equal.

    The naive test of the field. Parameters, errors and result as
    `welch_difference`; two-sided unless a direction is expected.

    References
    ----------
    Student (1908), Biometrika 6, 1-25.
    """
    first, second = two_summaries(treated, control)
    est, se, df = student_error(first, second)
    return _pack(
        first, second, "student", est, se, df, expect, alpha, outcome, contrast
    )


def student_error(
    first: GroupSummary, second: GroupSummary
) -> tuple[float, float, float]:
    """Return the difference of means, its pooled error and degrees of freedom."""
    se = pooled_sd(first, second) * float(np.sqrt(1 / first.n + 1 / second.n))
    return first.mean - second.mean, se, float(first.n + second.n - 2)


def welch_error(
    first: GroupSummary, second: GroupSummary
) -> tuple[float, float, float]:
    """Return the difference of means, its error and Welch's degrees of freedom."""
    v1, v2 = first.variance_of_mean, second.variance_of_mean
    df = (v1 + v2) ** 2 / (v1**2 / (first.n - 1) + v2**2 / (second.n - 1))
    return first.mean - second.mean, float(np.sqrt(v1 + v2)), float(df)


def _pack(
    first: GroupSummary,
    second: GroupSummary,
    method: str,
    est: float,
    se: float,
    df: float,
    expect: Expectation,
    alpha: float,
    outcome: str,
    contrast: str,
) -> ComparisonResult:
    wald = wald_estimate(est, se, df=df, expect=expect, alpha=alpha, method=method)
    g = hedges_g(first, second, ci_level=interval_level(alpha, expect))
    return ComparisonResult.of_wald(
        wald,
        outcome=outcome,
        contrast=contrast,
        effect=g.est,
        effect_low=g.low,
        effect_high=g.high,
        effect_name=g.name,
        n=first.n + second.n,
    )
