"""The difference of two means with covariates held constant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.means.least_squares import fit_least_squares
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.covariates import nominal_covariates
from srtoolkit.comparison.scores.groups import condition_labels, group_labels
from srtoolkit.errors import PlanError
from srtoolkit.inference import Estimate, Expectation, wald_estimate
from srtoolkit.inference.robust import ErrorKind
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


def ancova_difference(
    scores: np.ndarray,
    is_treated: np.ndarray,
    covariates: pd.DataFrame,
    *,
    categories: Sequence[str] = (),
    errors: ErrorKind = "HC3",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare two means with covariates held constant, with robust errors.

    Least squares of the scores on the group and the covariates, no
    interactions: one common difference is assumed.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        In points.
    is_treated : ndarray of bool, shape (n,)
    covariates : DataFrame, n rows
        Numeric columns as they are, text columns as one dummy a category but
        the first. Respondents with a missing value are left out.
    categories : sequence of str
        Numeric columns whose numbers are labels.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        ``n`` counts the complete respondents.

    Raises
    ------
    ScoresError
        When too few complete respondents remain, or the covariates separate
        the groups or determine each other.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29, 305-325 (HC3).
    """
    design, kept = _design(is_treated, covariates, np.isfinite(scores), categories)
    fit = fit_least_squares(scores[kept], design, errors=errors)
    est, se = fit.combination(np.eye(design.shape[1])[1])
    method = f"ancova_{errors.lower()}"
    wald = wald_estimate(est, se, df=fit.df, expect=expect, alpha=alpha, method=method)
    return ComparisonResult.of_wald(
        wald,
        outcome=outcome,
        contrast=contrast,
        n=len(design),
    )


@plan_step("robustness")
def adjusted_difference(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    covariates: tuple[str, ...] = (),
    categories: tuple[str, ...] = (),
    errors: ErrorKind = "HC3",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> tuple[Estimate, ...]:
    """Compare the two groups with the plan's covariates held constant.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    covariates : tuple of str
        Scales, items or columns, at least one.
    categories : tuple of str
        Covariates whose numbers are labels; items of a nominal scale are
        taken so by themselves.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}

    Raises
    ------
    PlanError
        Without covariates.
    ScoresError
        As `ancova_difference`.
    """
    if not covariates:
        raise PlanError(
            "an adjusted difference needs covariates, and the plan names none",
            code="covariates_missing",
            advice="List them under design.covariates, or leave this check out.",
        )
    difference = adjusted_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
        covariates=covariates,
        categories=categories,
        errors=errors,
        expect=expect,
        alpha=alpha,
    )
    return (difference.as_estimate(),)


def adjusted_groups(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    covariates: tuple[str, ...],
    categories: tuple[str, ...] = (),
    errors: ErrorKind = "HC3",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> ComparisonResult:
    """Take two groups and covariates out of responses; `ancova_difference`."""
    labels = condition_labels(responses, condition, named=(control, treated))
    members = labels.isin([control, treated]).to_numpy()
    table = responses.covariates(covariates)
    return ancova_difference(
        responses.variable(outcome).to_numpy(dtype=float)[members],
        (labels == treated).to_numpy()[members],
        table.loc[members],
        categories=nominal_covariates(covariates, categories),
        errors=errors,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=f"{treated} - {control}",
    )


def _design(
    is_treated: np.ndarray,
    covariates: pd.DataFrame,
    scored: np.ndarray,
    categories: Sequence[str],
) -> tuple[np.ndarray, np.ndarray]:
    import pandas as pd

    kept = scored & covariates.notna().all(axis=1).to_numpy()
    as_text = {name: group_labels(covariates[name]) for name in categories}
    chosen = covariates.assign(**as_text).loc[kept]
    coded = pd.get_dummies(chosen, drop_first=True, dtype=float)
    columns = coded.to_numpy(dtype=float)
    group = is_treated[kept].astype(float)
    return np.column_stack([np.ones(len(group)), group, columns]), kept
