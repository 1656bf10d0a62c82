"""Equivalence of two groups, of pairs, and of one sample with a value."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.means.equivalence import (
    EquivalenceResult,
    delta_in_points,
    equivalence_of,
)
from srtoolkit.comparison.means.paired import mean_error
from srtoolkit.comparison.means.welch import student_error, welch_error
from srtoolkit.comparison.scores.groups import Group, two_summaries
from srtoolkit.comparison.scores.samples import require_pairs, require_sample
from srtoolkit.inference import Expectation, SmallestEffect


def welch_equivalence(
    treated: Group,
    control: Group,
    *,
    delta: float | SmallestEffect,
    equal_variances: bool = False,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> EquivalenceResult:
    """Test two means for equivalence, non-inferiority and a minimal effect.

    Parameters
    ----------
    treated, control : ndarray of shape (n,), or GroupSummary
        Scores in points without missing values, or their summary.
    delta : float or SmallestEffect
        Smallest effect of interest in points, above zero; or with its unit,
        standard deviations then being those of the control group.
    equal_variances : bool
        True is Student's test, False Welch's.
    expect : {"positive", "negative", "zero", "any"}
        Which direction is better; only ``negative`` turns the signs.
    alpha : float
        Level of each one-sided test.

    Raises
    ------
    OptionError
        When `delta` is not above zero.
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15,
    657-680. Lakens (2017), Social Psychological and Personality Science 8,
    355-362 (Welch).
    """
    first, second = two_summaries(treated, control)
    est, se, df = (student_error if equal_variances else welch_error)(first, second)
    return equivalence_of(
        est,
        se,
        df,
        delta=delta_in_points(delta, second.sd),
        expect=expect,
        alpha=alpha,
        n=first.n + second.n,
        outcome=outcome,
        contrast=contrast,
    )


def paired_equivalence(
    after: np.ndarray,
    before: np.ndarray,
    *,
    delta: float | SmallestEffect,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "after - before",
) -> EquivalenceResult:
    """Test the mean change of the same respondents, as `welch_equivalence` does.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    delta : float or SmallestEffect
        In points; standard deviations are those of `before`.

    Raises
    ------
    OptionError
        When `delta` is not above zero.
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.
    """
    differences = require_pairs(after, before)
    est, se, df = mean_error(differences)
    return equivalence_of(
        est,
        se,
        df,
        delta=delta_in_points(delta, float(np.std(before, ddof=1))),
        expect=expect,
        alpha=alpha,
        n=len(differences),
        outcome=outcome,
        contrast=contrast,
    )


def one_sample_equivalence(
    scores: np.ndarray,
    *,
    value: float,
    delta: float | SmallestEffect,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "",
) -> EquivalenceResult:
    """Test a mean's distance from a value, as `welch_equivalence` does.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        In points, nothing missing.
    value : float
        In points.
    delta : float or SmallestEffect
        In points; standard deviations are those of the scores.

    Raises
    ------
    OptionError
        When `delta` is not above zero.
    ScoresError
        With a missing score, fewer than two respondents, or no spread.
    """
    distances = require_sample(scores) - value
    est, se, df = mean_error(distances)
    return equivalence_of(
        est,
        se,
        df,
        delta=delta_in_points(delta, float(distances.std(ddof=1))),
        expect=expect,
        alpha=alpha,
        n=len(distances),
        outcome=outcome,
        contrast=contrast or f"{value:g}",
    )
