"""Poisson and negative binomial regression of a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.design import Design, build_design
from srtoolkit.regression.likelihood.fit import LikelihoodFit, require_errors
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
        1 under Poisson), ``zeros`` and ``zeros_expected`` (shares).

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
    roles, design = _count_design(
        data, outcome, predictors, interactions, covariates, categories, centre
    )
    require_errors(errors, "poisson", ERROR_KINDS)
    return _assemble(design, roles, 0.0, errors, ci_level)


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

    roles, design = _count_design(
        data, outcome, predictors, interactions, covariates, categories, centre
    )
    require_errors(errors, "negative_binomial", ERROR_KINDS)

    def misfit(log_alpha: float) -> float:
        alpha = float(np.exp(log_alpha))
        _, mean, _ = _estimates(design.matrix, design.outcome, alpha)
        return -count_loglik(design.outcome, mean, alpha)

    found = minimize_scalar(
        misfit, bounds=_LOG_ALPHA, method="bounded", options={"xatol": 1e-9}
    )
    return _assemble(design, roles, float(np.exp(found.x)), errors, ci_level)


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
    units = column_units(matrix)
    matrix = matrix * units
    estimates = np.linalg.lstsq(matrix, np.log(counts + 0.5))[0]
    for _ in range(100):
        mean = np.exp(np.clip(matrix @ estimates, -30, 30))
        weights = mean / (1 + alpha * mean)
        gradient = matrix.T @ ((counts - mean) / (1 + alpha * mean))
        step = np.linalg.lstsq(matrix.T @ (weights[:, None] * matrix), gradient)[0]
        estimates = estimates + step
        if float(gradient @ step) < 1e-16:
            return estimates * units, np.exp(matrix @ estimates), True
    return estimates * units, np.exp(np.clip(matrix @ estimates, -30, 30)), False


def _assemble(
    design: Design,
    roles: Roles,
    alpha: float,
    errors: ErrorKind,
    ci_level: float,
) -> LikelihoodFit:
    counts, matrix = design.outcome, design.matrix
    estimates, mean, converged = _estimates(matrix, counts, alpha)
    spread = np.sqrt(mean / (1 + alpha * mean))
    weighted = spread[:, None] * matrix
    covariance = np.linalg.inv(weighted.T @ weighted)
    if errors != "classic":
        residuals = (counts - mean) / mean * spread
        covariance = coefficient_covariance(weighted, residuals, errors)
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
    return LikelihoodFit(
        outcome=roles.outcome,
        family="negative_binomial" if alpha > 0 else "poisson",
        terms=design.terms,
        interactions=roles.interactions,
        estimates=estimates,
        covariance=covariance,
        standardised=np.full(len(estimates), np.nan),
        errors=errors,
        ci_level=ci_level,
        n=len(counts),
        n_excluded=design.n_excluded,
        loglik=loglik,
        loglik_null=_null_loglik(counts, empty, alpha),
        n_parameters=len(estimates) + (alpha > 0),
        fitted=mean,
        centres=design.centres,
        spreads=design.spreads,
        design=design,
        ancillary=ancillary,
        indices=indices,
        status=CONVERGED if converged else FitStatus("not_converged", False),
    )


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


def _count_design(
    data: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]],
    covariates: Sequence[str],
    categories: Sequence[str],
    centre: bool,
) -> tuple[Roles, Design]:
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    design = build_design(data, roles, centre=centre)
    found: Any = design.outcome
    if (found < 0).any() or (found != np.round(found)).any():
        raise ModelError(
            f'the outcome "{outcome}" is not a count: it holds {found.min():g} to '
            f"{found.max():g}, or parts of one",
            code="outcome_not_count",
            allowed="whole numbers from 0",
            variable=outcome,
        )
    return roles, design
