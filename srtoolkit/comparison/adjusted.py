"""The difference of two means with covariates held constant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.groups import group_labels
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.errors import PlanError, ScoresError
from srtoolkit.inference import Estimate, Expectation, wald_estimate
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


def ancova_difference(
    scores: np.ndarray,
    is_treated: np.ndarray,
    covariates: pd.DataFrame,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare two means with covariates held constant, with HC3 errors.

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
    import statsmodels.api as sm

    design, kept = _design(is_treated, covariates, np.isfinite(scores))
    _require_estimable(design)
    fit = sm.OLS(scores[kept], design).fit(cov_type="HC3", use_t=True)
    wald = wald_estimate(
        float(fit.params[1]),
        float(fit.bse[1]),
        df=float(fit.df_resid),
        expect=expect,
        alpha=alpha,
        method="ancova_hc3",
    )
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="ancova_hc3",
        est=wald.est,
        se=wald.se,
        statistic=wald.statistic,
        df=wald.df,
        p=wald.p,
        ci_low=wald.ci_low,
        ci_high=wald.ci_high,
        ci_level=wald.ci_level,
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
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> ComparisonResult:
    """Take two groups and covariates out of responses; `ancova_difference`."""
    import pandas as pd

    labels = group_labels(responses.answers[condition])
    members = labels.isin([control, treated]).to_numpy()
    table = pd.DataFrame({name: _column(responses, name) for name in covariates})
    return ancova_difference(
        responses.variable(outcome).to_numpy(dtype=float)[members],
        (labels == treated).to_numpy()[members],
        table.loc[members],
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=f"{treated} - {control}",
    )


def _column(responses: Responses, name: str) -> pd.Series:
    from pandas.api.types import is_numeric_dtype

    if name in responses.answers and not is_numeric_dtype(responses.answers[name]):
        return responses.answers[name]
    return responses.variable(name)


def _design(
    is_treated: np.ndarray, covariates: pd.DataFrame, scored: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    import pandas as pd

    kept = scored & covariates.notna().all(axis=1).to_numpy()
    coded = pd.get_dummies(covariates.loc[kept], drop_first=True, dtype=float)
    columns = coded.to_numpy(dtype=float)
    group = is_treated[kept].astype(float)
    return np.column_stack([np.ones(len(group)), group, columns]), kept


def _require_estimable(design: np.ndarray) -> None:
    n, n_parameters = design.shape
    if n <= n_parameters:
        raise ScoresError(
            f"{n} complete respondents are too few for {n_parameters} parameters",
            code="too_few_rows",
            advice="Use fewer covariates, or look for the one with missing values.",
        )
    spread = np.linalg.norm(design, axis=0)
    scaled = design / np.where(spread > 0, spread, 1.0)
    if np.linalg.matrix_rank(scaled) < n_parameters:
        raise ScoresError(
            "the covariates are constant, determine each other, or determine the "
            "group, so the adjusted difference is not defined",
            code="covariates_collinear",
            advice="Leave out one of them, or check that both groups vary on each.",
        )
