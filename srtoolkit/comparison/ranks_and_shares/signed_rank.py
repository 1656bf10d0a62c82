"""Pairs compared by the order of their differences alone."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.samples import require_pairs
from srtoolkit.inference import Expectation, interval_level


def signed_rank(
    after: np.ndarray,
    before: np.ndarray,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "after - before",
) -> ComparisonResult:
    """Test whether differences tend to be positive: Wilcoxon's signed ranks.

    Zero differences are left out; p is the normal approximation with
    corrections for ties and for continuity, as R's ``wilcox.test`` with
    ``exact = FALSE``. The effect is the matched-pairs rank-biserial
    correlation of the differences that are not zero, its interval Fisher's z
    with the error of the null distribution: an approximation.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        Without `est`: ranks say nothing in points. `statistic` is V, the sum
        of the ranks of positive differences.

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.

    References
    ----------
    Wilcoxon (1945), Biometrics Bulletin 1, 80-83. Kerby (2014), Comprehensive
    Psychology 3, 11.IT.3.1 (rank-biserial).
    """
    from scipy.stats import rankdata

    differences = require_pairs(after, before)
    moved = differences[differences != 0]
    ranks = rankdata(np.abs(moved))
    total, n = float(ranks.sum()), len(moved)
    positive = float(ranks[moved > 0].sum())
    level = interval_level(alpha, expect)
    biserial = 2 * positive / total - 1
    low, high = _fisher_interval(biserial, n, level)
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="wilcoxon_signed_rank",
        est=None,
        statistic=positive,
        p=_p(positive, ranks, expect),
        ci_level=level,
        effect=biserial,
        effect_low=low,
        effect_high=high,
        effect_name="rank_biserial",
        n=len(differences),
    )


def _p(positive: float, ranks: np.ndarray, expect: Expectation) -> float:
    from scipy.stats import norm

    n = len(ranks)
    _, ties = np.unique(ranks, return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24 - float((ties**3 - ties).sum()) / 48
    away = positive - n * (n + 1) / 4
    sd = float(np.sqrt(variance))
    if expect == "positive":
        return float(norm.sf((away - 0.5) / sd))
    if expect == "negative":
        return float(norm.sf((-away - 0.5) / sd))
    return float(min(1.0, 2 * norm.sf((abs(away) - 0.5) / sd)))


def _fisher_interval(
    biserial: float, n: int, level: float
) -> tuple[float | None, float | None]:
    from scipy.stats import norm

    if abs(biserial) == 1:
        return None, None
    largest = (n**2 + n) / 2
    error = np.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / largest
    reach = float(norm.isf((1 - level) / 2)) * float(error)
    centre = float(np.arctanh(biserial))
    return float(np.tanh(centre - reach)), float(np.tanh(centre + reach))
