"""Change of one group against change of another, and the rival question beside it."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.means.least_squares import (
    clustered_covariance,
    fit_least_squares,
    require_estimable,
)
from srtoolkit.comparison.means.several import ComparisonTable
from srtoolkit.comparison.means.welch import welch_difference
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.samples import require_pairs
from srtoolkit.errors import ScoresError
from srtoolkit.inference import Estimate, Expectation, Reason, wald_estimate
from srtoolkit.inference.robust import ErrorKind


def difference_in_differences_of(
    after: np.ndarray,
    before: np.ndarray,
    is_treated: np.ndarray,
    *,
    errors: ErrorKind = "HC3",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonTable:
    """Compare two groups' changes from before to after.

    Three answers. ``did_welch``: the difference of mean changes, each group's
    changes with their own variance. ``did_cluster``: the same estimate as the
    product of group and time in a regression of all answers, errors clustered
    by respondent. ``did_ancova``: after on group with before held constant;
    that answers another question, namely how two respondents who started
    alike differ, and need not agree (Lord's paradox). With random assignment
    both are unbiased and the last is the more precise; without it neither is
    right by itself.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    is_treated : ndarray of bool, shape (n,)
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}
        Of the third answer.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonTable
        Rows ``did_welch``, ``did_cluster``, ``did_ancova``, all of the same
        contrast. ``details``: means (group, n, before, after, change),
        baseline_difference.

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, a group has fewer than
        two respondents, or nothing changes within the groups.

    References
    ----------
    Lord (1967), Psychological Bulletin 68, 304-305. Van Breukelen (2006),
    Journal of Clinical Epidemiology 59, 920-925.
    """
    changes = require_pairs(after, before)
    after, before = np.asarray(after, dtype=float), np.asarray(before, dtype=float)
    is_treated = np.asarray(is_treated, dtype=bool)
    if is_treated.shape != changes.shape:
        raise ScoresError(
            f"{len(is_treated)} group labels stand beside {len(changes)} pairs",
            code="pairs_unequal",
            allowed="one label a respondent",
        )
    names = {"outcome": outcome, "contrast": contrast}
    welch = welch_difference(
        changes[is_treated], changes[~is_treated], expect=expect, alpha=alpha, **names
    )
    rows = (
        _renamed(welch, "did_welch"),
        _packed(_clustered(after, before, is_treated, expect, alpha), names),
        _packed(_ancova(after, before, is_treated, errors, expect, alpha), names),
    )
    means = [
        _means(name, after[members], before[members])
        for name, members in (("treated", is_treated), ("control", ~is_treated))
    ]
    gap = float(before[is_treated].mean() - before[~is_treated].mean())
    return ComparisonTable(
        rows=rows,
        method="difference_in_differences",
        n=len(changes),
        details={"means": means, "baseline_difference": gap},
        notes=(Reason("lords_paradox", {"baseline_difference": gap}),),
    )


def _clustered(
    after: np.ndarray,
    before: np.ndarray,
    is_treated: np.ndarray,
    expect: Expectation,
    alpha: float,
) -> Estimate:
    n, group = len(after), is_treated.astype(float)
    time = np.repeat([0.0, 1.0], n)
    both = np.tile(group, 2)
    design = np.column_stack([np.ones(2 * n), both, time, both * time])
    scores = np.concatenate([before, after])
    fit = fit_least_squares(scores, design)
    residuals = scores - design @ fit.coefficients
    covariance = clustered_covariance(design, residuals, np.tile(np.arange(n), 2))
    return wald_estimate(
        float(fit.coefficients[3]),
        float(np.sqrt(covariance[3, 3])),
        df=float(n - 1),
        expect=expect,
        alpha=alpha,
        method="did_cluster",
        n=n,
    )


def _ancova(
    after: np.ndarray,
    before: np.ndarray,
    is_treated: np.ndarray,
    errors: ErrorKind,
    expect: Expectation,
    alpha: float,
) -> Estimate:
    design = np.column_stack([np.ones(len(after)), is_treated.astype(float), before])
    require_estimable(design)
    fit = fit_least_squares(after, design, errors=errors)
    est, se = fit.combination(np.array([0.0, 1.0, 0.0]))
    return wald_estimate(
        est,
        se,
        df=fit.df,
        expect=expect,
        alpha=alpha,
        method="did_ancova",
        n=fit.n,
    )


def _packed(estimate: Estimate, names: dict[str, str]) -> ComparisonResult:
    assert estimate.n is not None
    return ComparisonResult(
        outcome=names["outcome"],
        contrast=names["contrast"],
        method=estimate.method,
        est=estimate.est,
        se=estimate.se,
        statistic=estimate.statistic,
        df=estimate.df,
        p=estimate.p,
        ci_low=estimate.ci_low,
        ci_high=estimate.ci_high,
        ci_level=estimate.ci_level,
        n=estimate.n,
    )


def _renamed(result: ComparisonResult, method: str) -> ComparisonResult:
    from dataclasses import replace

    return replace(result, method=method)


def _means(group: str, after: np.ndarray, before: np.ndarray) -> dict[str, float | str]:
    return {
        "group": group,
        "n": len(after),
        "before": float(before.mean()),
        "after": float(after.mean()),
        "change": float((after - before).mean()),
    }
