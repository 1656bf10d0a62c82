"""Poisson and negative binomial regression of a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.opening import Opened, opened
from srtoolkit.regression.likelihood.separation import (
    FAR,
    bounded_direction,
    fit_status,
)
from srtoolkit.regression.robust import ErrorKind, coefficient_covariance
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import FitStatus

if TYPE_CHECKING:
    import pandas as pd

#: Search range of the dispersion's logarithm; below it the count is Poisson.
_LOG_ALPHA = (-14.0, 6.0)


def fit_poisson(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "HC0",
    ci_level: float = 0.95,
) -> LikelihoodFit:
    """Fit a Poisson regression (log rates); parameters as in `fit_linear`.

    Parameters
    ----------
    outcome : str
        Whole numbers from 0.
    errors : {"HC0", "HC1", "HC2", "HC3", "HC4", "classic"}
        Counts of people are nearly always more spread than Poisson's
        distribution allows, which the classic errors ignore.

    Returns
    -------
    LikelihoodFit
        `glance` has ``dispersion`` (Pearson's chi-square a degree of freedom,
        1 under Poisson), ``zeros`` and ``zeros_expected`` (shares). The status
        is ``separation`` when predictors tell some zeros from all other counts
        without error.

    Raises
    ------
    ModelError
        As `fit_linear`, and when the outcome is not a count.
    OptionError
        For another kind of errors.

    References
    ----------
    Cameron & Trivedi (2013), Regression Analysis of Count Data, ch. 3.
    """
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data, roles, family="poisson", errors=errors, centre=centre, ci_level=ci_level
    )
    _require_counts(given.design.outcome, outcome)
    return _assemble(given, 0.0)


def fit_negative_binomial(
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
    """Fit a negative binomial regression, whose variance is mu + alpha mu^2.

    Parameters as `fit_poisson`. The errors take the dispersion as known, as
    MASS::glm.nb does; it is asymptotically independent of the coefficients.

    Returns
    -------
    LikelihoodFit
        With ``alpha``, ``theta`` = 1 / alpha and ``theta_se``, and
        ``overdispersion_chisq, overdispersion_p``: the likelihood-ratio test
        against Poisson, half of whose chi-square lies at zero.

    Raises
    ------
    ModelError, OptionError
        As `fit_poisson`.

    References
    ----------
    Lawless (1987), Canadian Journal of Statistics 15, 209-225.
    Venables & Ripley (2002), Modern Applied Statistics with S, 7.4.
    """
    from scipy.optimize import minimize_scalar

    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data,
        roles,
        family="negative_binomial",
        errors=errors,
        centre=centre,
        ci_level=ci_level,
    )
    counts = given.design.outcome
    _require_counts(counts, outcome)

    def misfit(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        _, mean, _ = _estimates(given.matrix, counts, alpha)
        return -count_loglik(counts, mean, alpha)

    found = minimize_scalar(
        misfit, bounds=_LOG_ALPHA, method="bounded", options={"xatol": 1e-9}
    )
    return _assemble(given, float(np.exp(found.x)))


def count_loglik(counts: np.ndarray, mean: np.ndarray, alpha: float) -> float:
    """Return the log-likelihood; `alpha` 0 is Poisson."""
    from scipy.special import gammaln, xlogy

    if alpha == 0.0:
        return float((xlogy(counts, mean) - mean - gammaln(counts + 1)).sum())
    theta = 1 / alpha
    return float(
        (
            gammaln(counts + theta)
            - gammaln(theta)
            - gammaln(counts + 1)
            - theta * np.log1p(alpha * mean)
            + xlogy(counts, alpha * mean / (1 + alpha * mean))
        ).sum()
    )


def _estimates(
    matrix: np.ndarray, counts: np.ndarray, alpha: float
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Fisher scoring for a log mean."""
    estimates = np.linalg.lstsq(matrix, np.log(counts + 0.5))[0]
    for _ in range(100):
        mean = np.exp(np.clip(matrix @ estimates, -30, 30))
        weights = mean / (1 + alpha * mean)
        gradient = matrix.T @ ((counts - mean) / (1 + alpha * mean))
        step = np.linalg.lstsq(matrix.T @ (weights[:, None] * matrix), gradient)[0]
        estimates = estimates + step
        if float(gradient @ step) < 1e-16:
            return estimates, np.exp(matrix @ estimates), True
    return estimates, np.exp(np.clip(matrix @ estimates, -30, 30)), False


def _assemble(given: Opened, alpha: float) -> LikelihoodFit:
    counts, matrix = given.design.outcome, given.matrix
    estimates, mean, converged = _estimates(matrix, counts, alpha)
    status = _status(given, estimates, converged)
    loglik = count_loglik(counts, mean, alpha)
    pearson = float(((counts - mean) ** 2 / (mean * (1 + alpha * mean))).sum())
    indices = {
        "dispersion": pearson / (len(counts) - len(estimates)),
        "zeros": float((counts == 0).mean()),
        "zeros_expected": float(_zero_share(mean, alpha)),
    }
    ancillary: dict[str, float] = {}
    if alpha > 0:
        ancillary = _dispersion(counts, mean, alpha)
        indices |= _overdispersion(matrix, counts, loglik)
    empty = np.full(len(counts), counts.mean())
    return given.fit(
        estimates=estimates,
        covariance=_covariance(given, mean, alpha, status),
        loglik=loglik,
        loglik_null=_null_loglik(counts, empty, alpha),
        n_parameters=len(estimates) + (alpha > 0),
        fitted=mean,
        ancillary=ancillary,
        indices=indices,
        status=status,
    )


def _status(given: Opened, estimates: np.ndarray, converged: bool) -> FitStatus:
    direction = None
    if not converged or (given.matrix @ estimates).min() < -FAR:
        direction = bounded_direction(given.matrix, given.design.outcome == 0)
    return fit_status(converged, direction, given.design.terms)


def _covariance(
    given: Opened, mean: np.ndarray, alpha: float, status: FitStatus
) -> np.ndarray:
    if not status.admissible:
        return np.empty((0, 0))
    spread = np.sqrt(mean / (1 + alpha * mean))
    weighted = spread[:, None] * given.matrix
    if given.errors == "classic":
        return np.asarray(np.linalg.inv(weighted.T @ weighted))
    residuals = (given.design.outcome - mean) / mean * spread
    return coefficient_covariance(weighted, residuals, given.errors)


def _null_loglik(counts: np.ndarray, mean: np.ndarray, alpha: float) -> float:
    from scipy.optimize import minimize_scalar

    if alpha == 0.0:
        return count_loglik(counts, mean, 0.0)
    found = minimize_scalar(
        lambda log: -count_loglik(counts, mean, float(np.exp(log))),
        bounds=_LOG_ALPHA,
        method="bounded",
        options={"xatol": 1e-9},
    )
    return -float(found.fun)


def _zero_share(mean: np.ndarray, alpha: float) -> float:
    if alpha == 0.0:
        return float(np.exp(-mean).mean())
    return float(((1 + alpha * mean) ** (-1 / alpha)).mean())


def _dispersion(counts: np.ndarray, mean: np.ndarray, alpha: float) -> dict[str, float]:
    """Return theta with the error that its observed information gives."""
    from scipy.special import polygamma

    theta = 1 / alpha
    information = float(
        (
            polygamma(1, theta)
            - polygamma(1, counts + theta)
            - 1 / theta
            + 2 / (mean + theta)
            - (counts + theta) / (mean + theta) ** 2
        ).sum()
    )
    se = 1 / np.sqrt(information) if information > 0 else float("nan")
    return {"alpha": alpha, "theta": theta, "theta_se": float(se)}


def _overdispersion(
    matrix: np.ndarray, counts: np.ndarray, loglik: float
) -> dict[str, float]:
    from scipy.stats import chi2

    _, mean, _ = _estimates(matrix, counts, 0.0)
    chisq = max(0.0, 2 * (loglik - count_loglik(counts, mean, 0.0)))
    p = float(chi2.sf(chisq, 1)) / 2 if chisq > 0 else 1.0
    return {"overdispersion_chisq": chisq, "overdispersion_p": p}


def _require_counts(found: np.ndarray, outcome: str) -> None:
    if (found < 0).any() or (found != np.round(found)).any():
        raise ModelError(
            f'the outcome "{outcome}" is not a count: it holds {found.min():g} to '
            f"{found.max():g}, or parts of one",
            code="outcome_not_count",
            allowed="whole numbers from 0",
            variable=outcome,
        )
