"""Tobit regression of an outcome that is cut off at a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import term_scales
from srtoolkit.regression.design import build_design
from srtoolkit.regression.likelihood.fit import LikelihoodFit, require_errors
from srtoolkit.regression.likelihood.newton import (
    Contributions,
    Maximum,
    column_units,
    maximise,
)
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

_ERRORS: tuple[ErrorKind, ...] = ("classic", "HC0", "HC1")


def fit_tobit(
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
    lower: float | None = 0.0,
    upper: float | None = None,
) -> LikelihoodFit:
    """Fit a Tobit regression; parameters as in `fit_linear`.

    Coefficients belong to the latent outcome, for example the compensation a
    customer would ask for if demands could be below nothing.

    Parameters
    ----------
    errors : {"classic", "HC0", "HC1"}
    lower, upper : float or None
        Where the outcome is cut off; None for no limit on that side.

    Returns
    -------
    LikelihoodFit
        With ``sigma`` and ``log_sigma_se``, and the shares
        ``censored_below, censored_above``.

    Raises
    ------
    ModelError
        As `fit_linear`; when answers lie beyond a limit, or none is at one.
    OptionError
        For another kind of errors.

    References
    ----------
    Tobin (1958), Econometrica 26, 24-36.
    """
    require_errors(errors, "tobit", _ERRORS)
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    design = build_design(data, roles, centre=centre)
    _check_limits(design.outcome, outcome, lower, upper)
    top, scale = _maximum(design.matrix, design.outcome, lower, upper)
    n_terms = len(design.terms)
    estimates = top.parameters[:n_terms] * scale
    sigma = float(np.exp(top.parameters[-1])) * scale
    covariance = top.covariance(errors)
    empty, _ = _maximum(design.matrix[:, :1], design.outcome, lower, upper)
    jacobian = len(design.outcome[_inside(design.outcome, lower, upper)])
    shift = jacobian * float(np.log(scale))
    linear = design.matrix @ estimates
    latent_sd = np.sqrt(linear.var(ddof=1) + sigma**2)
    return LikelihoodFit(
        outcome=outcome,
        family="tobit",
        terms=design.terms,
        interactions=roles.interactions,
        estimates=estimates,
        covariance=covariance[:n_terms, :n_terms] * scale**2,
        standardised=estimates * term_scales(design) / latent_sd,
        errors=errors,
        ci_level=ci_level,
        n=len(linear),
        n_excluded=design.n_excluded,
        loglik=top.loglik - shift,
        loglik_null=empty.loglik - shift,
        n_parameters=n_terms + 1,
        fitted=linear,
        centres=design.centres,
        spreads=design.spreads,
        design=design,
        ancillary={"sigma": sigma, "log_sigma_se": float(np.sqrt(covariance[-1, -1]))},
        indices={
            "censored_below": _share(design.outcome, lower),
            "censored_above": _share(design.outcome, upper),
        },
        status=CONVERGED if top.converged else FitStatus("not_converged", False),
    )


def censored_normal(
    matrix: np.ndarray, outcome: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> Contributions:
    """Return the contributions of each respondent to (coefficients, log sigma).

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
    outcome : ndarray, shape (n,)
    lower, upper : ndarray of bool, shape (n,)
        Who stands at a limit.
    """
    from scipy.stats import norm

    inside = ~(lower | upper)

    def contributions(parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        log_sigma = parameters[-1]
        z = (outcome - matrix @ parameters[:-1]) / np.exp(log_sigma)
        loglik = np.where(lower, norm.logcdf(z), norm.logsf(z))
        loglik[inside] = norm.logpdf(z[inside]) - log_sigma
        by_z = np.exp(norm.logpdf(z) - loglik)
        by_z[upper] *= -1
        by_z[inside] = -z[inside]
        by_log_sigma = -by_z * z - inside
        by_mean = -by_z / np.exp(log_sigma)
        return loglik, np.column_stack([by_mean[:, None] * matrix, by_log_sigma])

    return contributions


def _maximum(
    matrix: np.ndarray, outcome: np.ndarray, lower: float | None, upper: float | None
) -> tuple[Maximum, float]:
    """Maximise in units of the outcome's SD, which is returned too."""
    scale = float(outcome.std())
    scaled = outcome / scale
    start = np.linalg.lstsq(matrix, scaled)[0]
    log_sigma = np.log(max(float((scaled - matrix @ start).std()), 1e-3))
    at_lower = np.zeros(len(outcome), bool) if lower is None else outcome == lower
    at_upper = np.zeros(len(outcome), bool) if upper is None else outcome == upper
    contributions = censored_normal(matrix, scaled, at_lower, at_upper)
    units = np.append(column_units(matrix), 1.0)
    return maximise(contributions, np.append(start, log_sigma), units), scale


def _inside(
    outcome: np.ndarray, lower: float | None, upper: float | None
) -> np.ndarray:
    inside = np.ones(len(outcome), bool)
    for limit in (lower, upper):
        if limit is not None:
            inside &= outcome != limit
    return inside


def _share(outcome: np.ndarray, limit: float | None) -> float:
    return 0.0 if limit is None else float((outcome == limit).mean())


def _check_limits(
    outcome: np.ndarray, name: str, lower: float | None, upper: float | None
) -> None:
    beyond = (lower is not None and outcome.min() < lower) or (
        upper is not None and outcome.max() > upper
    )
    inside = int(_inside(outcome, lower, upper).sum())
    if beyond or inside in (0, len(outcome)):
        raise ModelError(
            f'the outcome "{name}" runs from {outcome.min():g} to {outcome.max():g}, '
            f"{inside} of {len(outcome)} between the limits {lower} and {upper}",
            code="limits_do_not_fit",
            allowed="no answer beyond a limit, some at one and some between",
            advice="Give the limits as lower: and upper:, or use the family linear.",
            variable=name,
        )
