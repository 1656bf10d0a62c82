"""Tobit regression of an outcome that is cut off at a limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.newton import (
    Contributions,
    Maximum,
    maximise,
)
from srtoolkit.regression.likelihood.opening import SCORE_ERRORS, Opened, opened
from srtoolkit.regression.likelihood.separation import bounded_direction, fit_status
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import FitStatus

if TYPE_CHECKING:
    import pandas as pd

#: A search without an end carries some answer at a limit farther beyond it, in
#: residual standard deviations, before it stops; see `separation.FAR`.
_FAR = 4.5


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
        ``censored_below, censored_above``. The status is ``separation`` when
        predictors tell some answers at a limit from all others without error.

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
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data,
        roles,
        family="tobit",
        errors=errors,
        centre=centre,
        ci_level=ci_level,
        allowed=SCORE_ERRORS,
    )
    matrix, answers = given.matrix, given.design.outcome
    _check_limits(answers, outcome, lower, upper)
    top, scale = _maximum(matrix, answers, lower, upper)
    n_terms = matrix.shape[1]
    estimates = top.parameters[:n_terms] * scale
    sigma = float(np.exp(top.parameters[-1])) * scale
    covariance = top.covariance(errors)
    empty, _ = _maximum(matrix[:, :1], answers, lower, upper)
    shift = int(_inside(answers, lower, upper).sum()) * float(np.log(scale))
    linear = matrix @ estimates
    latent_sd = float(np.sqrt(linear.var(ddof=1) + sigma**2))
    return given.fit(
        estimates=estimates,
        covariance=covariance[:n_terms, :n_terms] * scale**2,
        latent_sd=latent_sd,
        loglik=top.loglik - shift,
        loglik_null=empty.loglik - shift,
        n_parameters=n_terms + 1,
        fitted=linear,
        ancillary={"sigma": sigma, "log_sigma_se": float(np.sqrt(covariance[-1, -1]))},
        indices={
            "censored_below": _share(answers, lower),
            "censored_above": _share(answers, upper),
        },
        status=_status(given, top, (answers - linear) / sigma, lower, upper),
    )


def _status(
    given: Opened,
    top: Maximum,
    residuals: np.ndarray,
    lower: float | None,
    upper: float | None,
) -> FitStatus:
    below, above = (_at(given.design.outcome, limit) for limit in (lower, upper))
    direction = None
    if not top.converged or np.abs(residuals[below | above]).max() > _FAR:
        direction = bounded_direction(given.matrix, below, above)
    return fit_status(top.converged, direction, given.design.terms)


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
    limits = _at(outcome, lower), _at(outcome, upper)
    contributions = censored_normal(matrix, scaled, *limits)
    return maximise(contributions, np.append(start, log_sigma)), scale


def _at(outcome: np.ndarray, limit: float | None) -> np.ndarray:
    """Mark who stands at a limit, shape (n,)."""
    if limit is None:
        return np.zeros(len(outcome), bool)
    return np.asarray(outcome == limit)


def _inside(
    outcome: np.ndarray, lower: float | None, upper: float | None
) -> np.ndarray:
    return np.asarray(~(_at(outcome, lower) | _at(outcome, upper)))


def _share(outcome: np.ndarray, limit: float | None) -> float:
    return float(_at(outcome, limit).mean())


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
