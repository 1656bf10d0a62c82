"""Compares groups after weighting them to be alike on covariates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.propensity.balance import (
    balance_table,
    group_table,
    largest_difference,
)
from srtoolkit.comparison.propensity.bootstrap import redrawn_differences
from srtoolkit.comparison.propensity.comparable import (
    ComparableGroups,
    comparable_groups,
)
from srtoolkit.comparison.propensity.estimators import (
    doubly_robust,
    hajek_difference,
    hajek_influence,
)
from srtoolkit.comparison.propensity.logistic import fit_logistic, propensity
from srtoolkit.comparison.propensity.overlap import (
    overlap_notes,
    require_no_separation,
    require_weight,
)
from srtoolkit.comparison.propensity.result import PropensityResult
from srtoolkit.comparison.propensity.weights import (
    Estimand,
    Weighting,
    require_weighting,
    weigh,
)
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.errors import OptionError
from srtoolkit.inference import (
    Expectation,
    percentile_interval,
    wald_estimate,
)

if TYPE_CHECKING:
    import pandas as pd


def weighted_difference(
    scores: np.ndarray,
    is_treated: np.ndarray,
    covariates: pd.DataFrame,
    *,
    estimand: Estimand = "att",
    is_doubly_robust: bool = False,
    categories: Sequence[str] = (),
    interactions: Sequence[Sequence[str]] = (),
    squares: Sequence[str] = (),
    trim: float = 0.0,
    truncate: float = 1.0,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    bootstrap: int = 1000,
    seed: int | None = None,
    jobs: int = 1,
    outcome: str = "",
    contrast: str = "treated - control",
) -> PropensityResult:
    """Compare two means after weighting by the propensity to be treated.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        In points.
    is_treated : ndarray of bool, shape (n,)
    covariates : DataFrame, n rows
        Numbers as they are, text as one dummy a category; respondents with
        a missing value are left out.
    estimand : {"att", "ate", "overlap"}
        Effect on the treated (control weighted by the odds), on everybody
        (inverse probability), or where the groups overlap.
    is_doubly_robust : bool
        Correct linear outcome models by the weighted residuals (att, ate).
    categories : sequence of str
        Covariates whose numbers are labels.
    interactions : sequence of pairs of str
    squares : sequence of str
        Products and squares added to the propensity model.
    trim, truncate : float
        See `Weighting`; only without `is_doubly_robust`.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.
    bootstrap : int
        Draws that refit the propensity model; 0 gives the sandwich error.
    seed : int or None
    jobs : int

    Returns
    -------
    PropensityResult

    Raises
    ------
    ModelError
        When a covariate is constant, the covariates determine each other or
        separate the groups, or too few complete respondents remain.
    OptionError
        When `estimand`, `trim` or `truncate` is outside its range.

    References
    ----------
    Rosenbaum & Rubin (1983), Biometrika 70, 41-55. Hirano, Imbens & Ridder
    (2003), Econometrica 71, 1161-1189. Errors: `hajek_influence`,
    `doubly_robust`; percentile bootstrap.
    """
    weighting = Weighting(estimand, trim, truncate)
    require_weighting(weighting)
    _require_doubly_robust(weighting, is_doubly_robust)
    data = comparable_groups(
        scores, is_treated, covariates, estimand, categories, interactions, squares
    )
    treated = data.is_treated
    beta = fit_logistic(data.design, treated.astype(float))
    fitted = propensity(data.design, beta)
    require_no_separation(fitted, treated, estimand)
    weights, _ = weigh(fitted, treated, weighting)
    require_weight(weights, treated)
    est, sandwich_se = _estimate(data, fitted, weighting, is_doubly_robust)
    draws = redrawn_differences(
        data, beta, weighting, is_doubly_robust, bootstrap, seed=seed, jobs=jobs
    )
    kept = draws[np.isfinite(draws)]
    bootstrap_se = float(kept.std(ddof=1)) if len(kept) > 1 else None
    difference = _difference(
        est,
        bootstrap_se or sandwich_se,
        kept,
        method="doubly_robust" if is_doubly_robust else "propensity_weighted",
        estimand=estimand,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=contrast,
        n=len(treated),
    )
    balance = balance_table(data.coded.balance, treated, weights, estimand)
    groups = group_table(fitted, treated, weights)
    return PropensityResult(
        difference=difference,
        estimand=estimand,
        sandwich_se=sandwich_se,
        bootstrap_se=bootstrap_se,
        n_draws=len(draws),
        n_failed=len(draws) - len(kept),
        sd_pooled=_pooled_sd(data.outcome, treated),
        covariates=data.coded.terms,
        coefficients=tuple(beta.tolist()),
        balance=balance,
        groups=groups,
        n_excluded=data.n_excluded,
        scores=tuple(fitted.tolist()),
        weights=tuple(_per_group(weights, treated).tolist()),
        is_treated=tuple(treated.tolist()),
        notes=overlap_notes(
            groups, largest_difference(balance, "smd_after"), data.n_incomparable
        ),
    )


def _estimate(
    data: ComparableGroups,
    fitted: np.ndarray,
    weighting: Weighting,
    is_doubly_robust: bool,
) -> tuple[float, float]:
    if is_doubly_robust:
        est, influence = doubly_robust(
            data.outcome, data.is_treated, data.design, fitted, weighting.estimand
        )
        return est, float(np.sqrt(np.sum(influence**2)))
    weights, _ = weigh(fitted, data.is_treated, weighting)
    est = hajek_difference(data.outcome, data.is_treated, weights)
    influence = hajek_influence(
        data.outcome, data.is_treated, data.design, fitted, weighting
    )
    return est, float(np.sqrt(np.sum(influence**2)))


def _difference(
    est: float,
    se: float,
    draws: np.ndarray,
    *,
    method: str,
    estimand: str,
    expect: Expectation,
    alpha: float,
    outcome: str,
    contrast: str,
    n: int,
) -> ComparisonResult:
    name = f"{method}_{estimand}"
    wald = wald_estimate(est, se, expect=expect, alpha=alpha, method=name)
    if len(draws) > 1:
        low, high = percentile_interval(draws, wald.ci_level)
        wald = replace(wald, ci_low=low, ci_high=high)
    return ComparisonResult.of_wald(wald, outcome=outcome, contrast=contrast, n=n)


def _per_group(weights: np.ndarray, is_treated: np.ndarray) -> np.ndarray:
    scaled = weights.copy()
    for members in (is_treated, ~is_treated):
        scaled[members] *= members.sum() / weights[members].sum()
    return scaled


def _pooled_sd(outcome: np.ndarray, is_treated: np.ndarray) -> float:
    groups = outcome[is_treated], outcome[~is_treated]
    squares = sum(float(np.sum((group - group.mean()) ** 2)) for group in groups)
    return float(np.sqrt(squares / (len(outcome) - 2)))


def _require_doubly_robust(weighting: Weighting, is_doubly_robust: bool) -> None:
    if is_doubly_robust and weighting != Weighting(weighting.estimand):
        raise OptionError(
            "the doubly robust estimate takes no trimming",
            code="doubly_robust_trimmed",
            advice="Leave out trim and truncate, or use propensity weights alone.",
        )
    if is_doubly_robust and weighting.estimand == "overlap":
        raise OptionError(
            'the doubly robust estimate knows no estimand "overlap"',
            code="estimand_unknown",
            allowed="att, ate",
        )
