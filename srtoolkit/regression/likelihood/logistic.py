"""Logistic regression by roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import term_scales
from srtoolkit.regression.design import Design, build_design
from srtoolkit.regression.likelihood.classification import (
    discrimination,
    hosmer_lemeshow,
)
from srtoolkit.regression.likelihood.fit import (
    LikelihoodFit,
    pseudo_r2,
    require_errors,
)
from srtoolkit.regression.likelihood.newton import column_units
from srtoolkit.regression.robust import (
    ERROR_KINDS,
    ErrorKind,
    coefficient_covariance,
)
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd


def fit_logistic(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "classic",
    ci_level: float = 0.95,
) -> LikelihoodFit:
    """Fit a logistic regression; parameters as in `fit_linear`.

    Parameters
    ----------
    outcome : str
        A column with two values; the larger is what is explained.
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}

    Returns
    -------
    LikelihoodFit
        ``std`` is in standard deviations of the predictor and of the latent
        outcome. `glance` has ``mcfadden, cox_snell, nagelkerke, auc, auc_low,
        auc_high, brier, hosmer_lemeshow, hosmer_lemeshow_df,
        hosmer_lemeshow_p``. The status is ``separation`` when predictors tell
        the two values apart without error: no finite estimate exists.

    Raises
    ------
    ModelError
        As `fit_linear`, and when the outcome has not two values.
    OptionError
        For another kind of errors.

    References
    ----------
    Hosmer & Lemeshow (2000), Applied Logistic Regression, ch. 1-5.
    """
    require_errors(errors, "logistic", ERROR_KINDS)
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    design = build_design(data, roles, centre=centre)
    events = two_values(design.outcome, outcome)
    status = CONVERGED
    if is_separated(design.matrix, events):
        status = FitStatus("separation", False)
    return assemble_logistic(design, events, roles, errors, ci_level, status)


def assemble_logistic(
    design: Design,
    events: np.ndarray,
    roles: Roles,
    errors: ErrorKind,
    ci_level: float,
    status: FitStatus,
) -> LikelihoodFit:
    """Estimate by iteratively reweighted least squares, then judge the fit."""
    estimates, probabilities, converged = logit_estimates(design.matrix, events)
    spread = np.sqrt(probabilities * (1 - probabilities))
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.where(spread > 0, (events - probabilities) / spread, 0.0)
    weighted = spread[:, None] * design.matrix
    if status.admissible and not converged:
        status = FitStatus("not_converged", False)
    covariance = np.full((len(estimates), len(estimates)), np.nan)
    if status.admissible:
        kind: Any = "HC0" if errors == "classic" else errors
        covariance = coefficient_covariance(weighted, residuals, kind)
        if errors == "classic":
            covariance = np.linalg.inv(weighted.T @ weighted)
    n, share = len(events), events.mean()
    loglik = bernoulli_loglik(events, probabilities)
    loglik_null = bernoulli_loglik(events, np.full(n, share))
    latent_sd = np.sqrt((design.matrix @ estimates).var(ddof=1) + np.pi**2 / 3)
    return LikelihoodFit(
        outcome=roles.outcome,
        family="logistic",
        terms=design.terms,
        interactions=roles.interactions,
        estimates=estimates,
        covariance=covariance,
        standardised=estimates * term_scales(design) / latent_sd,
        errors=errors,
        ci_level=ci_level,
        n=n,
        n_excluded=design.n_excluded,
        loglik=loglik,
        loglik_null=loglik_null,
        n_parameters=len(estimates),
        fitted=probabilities,
        centres=design.centres,
        spreads=design.spreads,
        design=design,
        indices=pseudo_r2(loglik, loglik_null, n)
        | discrimination(events, probabilities, ci_level)
        | hosmer_lemeshow(events, probabilities),
        status=status,
    )


def two_values(values: np.ndarray, outcome: str) -> np.ndarray:
    """Turn a column with two values into 0 and 1.

    Raises
    ------
    ModelError
        When it has more.
    """
    found = np.unique(values)
    if len(found) != 2:
        raise ModelError(
            f'the outcome "{outcome}" has {len(found)} different values',
            code="outcome_not_binary",
            allowed="a column with two values, such as 0 and 1",
            advice="Use the family linear, ordinal or a count family for it.",
            variable=outcome,
        )
    return np.asarray((values == found[1]).astype(float))


def logit_estimates(
    matrix: np.ndarray, events: np.ndarray
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return coefficients, fitted probabilities, and whether it converged."""
    from scipy.special import expit

    units = column_units(matrix)
    matrix = matrix * units
    estimates = np.zeros(matrix.shape[1])
    for _ in range(50):
        probabilities = expit(matrix @ estimates)
        weights = probabilities * (1 - probabilities)
        gradient = matrix.T @ (events - probabilities)
        information = matrix.T @ (weights[:, None] * matrix)
        step = np.linalg.lstsq(information, gradient)[0]
        estimates = estimates + step
        if float(gradient @ step) < 1e-16:
            return estimates * units, expit(matrix @ estimates), True
    return estimates * units, expit(matrix @ estimates), False


def bernoulli_loglik(events: np.ndarray, probabilities: np.ndarray) -> float:
    """Return the log-likelihood of 0/1 outcomes."""
    from scipy.special import xlog1py, xlogy

    return float(
        (xlogy(events, probabilities) + xlog1py(1 - events, -probabilities)).sum()
    )


def is_separated(matrix: np.ndarray, events: np.ndarray) -> bool:
    """Tell whether some combination of the columns separates the outcome.

    By linear programming: Konis (2007), Linear programming algorithms for
    detecting separated data in binary logistic regression models, Oxford.
    """
    from scipy.optimize import linprog

    scaled = matrix / np.abs(matrix).max(axis=0)
    signed = (2 * events - 1)[:, None] * scaled
    answer = linprog(
        -signed.sum(axis=0),
        A_ub=-signed,
        b_ub=np.zeros(len(events)),
        bounds=(-1, 1),
        method="highs",
    )
    return bool(answer.status == 0 and float(answer.fun or 0.0) < -1e-6)
