"""Two scores of the same respondents, and one score against a fixed value."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.effect_sizes.paired_effect_size import (
    PairedEffectName,
    paired_effect_size,
)
from srtoolkit.comparison.effect_sizes.standardised import one_sample_d
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.samples import require_pairs, require_sample
from srtoolkit.inference import Expectation, interval_level, wald_estimate


def paired_difference_of(
    after: np.ndarray,
    before: np.ndarray,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    effect: PairedEffectName = "d_z",
    outcome: str = "",
    contrast: str = "after - before",
) -> ComparisonResult:
    """Compare two scores of the same respondents: the paired t test.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, one respondent a place, nothing missing.
    expect : {"positive", "negative", "zero", "any"}
        Direction of the claim; p is one-sided for the first two.
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.
    effect : {"d_z", "g_z", "d_av", "g_av"}
        Which effect size is shown beside it; see `paired_effect_size`.

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.

    References
    ----------
    Student (1908), Biometrika 6, 1-25.
    """
    differences = require_pairs(after, before)
    size = paired_effect_size(
        after, before, name=effect, ci_level=interval_level(alpha, expect)
    )
    return _t_test(
        differences,
        "paired_t",
        expect,
        alpha,
        effect=size.est,
        effect_low=size.low,
        effect_high=size.high,
        effect_name=size.name,
        outcome=outcome,
        contrast=contrast,
    )


def one_sample_difference(
    scores: np.ndarray,
    *,
    value: float,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "",
) -> ComparisonResult:
    """Compare a mean with a fixed value, such as the middle of the scale.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        In points, nothing missing.
    value : float
        What the mean is compared with, in points.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        As in `paired_difference_of`.

    Returns
    -------
    ComparisonResult
        `est` is the mean minus the value; the effect is Hedges' g of one
        sample.

    Raises
    ------
    ScoresError
        With a missing score, fewer than two respondents, or no spread.
    """
    distances = require_sample(scores) - value
    size = one_sample_d(distances, ci_level=interval_level(alpha, expect))
    return _t_test(
        distances,
        "one_sample_t",
        expect,
        alpha,
        effect=size.est,
        effect_low=size.low,
        effect_high=size.high,
        effect_name=size.name,
        outcome=outcome,
        contrast=contrast or f"{value:g}",
    )


def mean_error(distances: np.ndarray) -> tuple[float, float, float]:
    """Return the mean of one sample, its error and its degrees of freedom."""
    n = len(distances)
    return (
        float(distances.mean()),
        float(distances.std(ddof=1) / np.sqrt(n)),
        float(n - 1),
    )


def permutation_p(
    after: np.ndarray,
    before: np.ndarray,
    *,
    expect: Expectation = "positive",
    n_permutations: int = 9999,
    seed: int = 1,
) -> float:
    """Return the p of the paired permutation test on the mean difference.

    Without an effect the sign of every difference could as well be the other.
    Up to 13 differences that are not zero all sign patterns are counted;
    above that patterns are drawn, the observed one among them.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
    n_permutations : int
        Patterns drawn.
    seed : int
        Seed of the draws.

    Raises
    ------
    ScoresError
        As `paired_difference_of`.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21. Phipson & Smyth
    (2010), Statistical Applications in Genetics and Molecular Biology 9, 39
    (p of drawn permutations).
    """
    differences = require_pairs(after, before)
    moved = differences[differences != 0]
    exact = 2 ** len(moved) <= n_permutations
    signs = (
        _all_signs(len(moved)) if exact else _drawn(len(moved), n_permutations, seed)
    )
    sums = signs @ np.abs(moved)
    observed = float(moved.sum())
    slack = 1e-9 * float(np.abs(moved).sum())  # equal sums may differ by rounding
    if expect == "positive":
        beyond = sums >= observed - slack
    elif expect == "negative":
        beyond = sums <= observed + slack
    else:
        beyond = np.abs(sums) >= abs(observed) - slack
    if exact:
        return float(beyond.mean())
    return float((beyond.sum() + 1) / (n_permutations + 1))


def _all_signs(n: int) -> np.ndarray:
    patterns = np.arange(2**n)[:, None] >> np.arange(n)
    return np.asarray(1.0 - 2.0 * (patterns & 1))


def _drawn(n: int, n_permutations: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return np.asarray(1.0 - 2.0 * generator.integers(0, 2, size=(n_permutations, n)))


def _t_test(
    distances: np.ndarray,
    method: str,
    expect: Expectation,
    alpha: float,
    *,
    effect: float,
    effect_low: float,
    effect_high: float,
    effect_name: str,
    outcome: str,
    contrast: str,
) -> ComparisonResult:
    est, se, df = mean_error(distances)
    wald = wald_estimate(est, se, df=df, expect=expect, alpha=alpha, method=method)
    return ComparisonResult.of_wald(
        wald,
        outcome=outcome,
        contrast=contrast,
        effect=effect,
        effect_low=effect_low,
        effect_high=effect_high,
        effect_name=effect_name,
        n=len(distances),
    )
