"""Logistic regression by roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.classification import (
    discrimination,
    hosmer_lemeshow,
)
from srtoolkit.regression.likelihood.fit import LikelihoodFit, pseudo_r2
from srtoolkit.regression.likelihood.opening import Opened, opened
from srtoolkit.regression.likelihood.separation import (
    FAR,
    binary_direction,
    fit_status,
)
from srtoolkit.regression.robust import ErrorKind, coefficient_covariance
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import FitStatus

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
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data, roles, family="logistic", errors=errors, centre=centre, ci_level=ci_level
    )
    events = two_values(given.design.outcome, outcome)
    estimates, probabilities, converged = logit_estimates(given.matrix, events)
    direction = None
    if not converged or np.abs(given.matrix @ estimates).max() > FAR:
        direction = binary_direction(given.matrix, events)
    status = fit_status(converged, direction, given.design.terms)
    return _assemble(given, events, estimates, probabilities, status)


def _assemble(
    given: Opened,
    events: np.ndarray,
    estimates: np.ndarray,
    probabilities: np.ndarray,
    status: FitStatus,
) -> LikelihoodFit:
    matrix, n = given.matrix, len(events)
    loglik = bernoulli_loglik(events, probabilities)
    loglik_null = bernoulli_loglik(events, np.full(n, events.mean()))
    latent_sd = float(np.sqrt((matrix @ estimates).var(ddof=1) + np.pi**2 / 3))
    return given.fit(
        estimates=estimates,
        covariance=_covariance(given, events, probabilities, status),
        latent_sd=latent_sd,
        loglik=loglik,
        loglik_null=loglik_null,
        fitted=probabilities,
        indices=pseudo_r2(loglik, loglik_null, n)
        | discrimination(events, probabilities, given.ci_level)
        | hosmer_lemeshow(events, probabilities),
        status=status,
    )


def _covariance(
    given: Opened, events: np.ndarray, probabilities: np.ndarray, status: FitStatus
) -> np.ndarray:
    if not status.admissible:
        return np.empty((0, 0))
    spread = np.sqrt(probabilities * (1 - probabilities))
    weighted = spread[:, None] * given.matrix
    if given.errors == "classic":
        return np.asarray(np.linalg.inv(weighted.T @ weighted))
    with np.errstate(divide="ignore", invalid="ignore"):
        residuals = np.where(spread > 0, (events - probabilities) / spread, 0.0)
    return coefficient_covariance(weighted, residuals, given.errors)


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

    units = _column_units(matrix)
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


def _column_units(matrix: np.ndarray) -> np.ndarray:
    """Return one over the root mean square of columns, shape (n_columns,)."""
    size = np.sqrt((matrix**2).mean(axis=0))
    return np.asarray(1 / np.where(size > 0, size, 1.0))


def bernoulli_loglik(events: np.ndarray, probabilities: np.ndarray) -> float:
    """Return the log-likelihood of 0/1 outcomes."""
    from scipy.special import xlog1py, xlogy

    return float(
        (xlogy(events, probabilities) + xlog1py(1 - events, -probabilities)).sum()
    )
