"""Gamma regression of positive amounts, with a logarithmic link."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.opening import opened
from srtoolkit.regression.robust import ErrorKind, coefficient_covariance
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd


def fit_gamma(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    errors: ErrorKind = "HC3",
    ci_level: float = 0.95,
) -> LikelihoodFit:
    """Fit a gamma regression of the mean; parameters as in `fit_linear`.

    Classic errors take the dispersion from Pearson's chi-square, as R's glm.

    Raises
    ------
    ModelError
        As `fit_linear`, and when an amount is not above zero.
    OptionError
        For another kind of errors.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., ch. 8.
    """
    import statsmodels.api as sm

    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data, roles, family="gamma", errors=errors, centre=centre, ci_level=ci_level
    )
    design = given.design
    if (design.outcome <= 0).any():
        raise ModelError(
            f'the outcome "{outcome}" holds amounts that are not above zero',
            code="amounts_do_not_fit",
            allowed="amounts above 0",
            advice="Use two_part or tobit when some are 0.",
            variable=outcome,
        )
    family = sm.families.Gamma(sm.families.links.Log())
    fit = sm.GLM(design.outcome, given.matrix, family=family).fit(tol=1e-12)
    empty = np.full(len(design.outcome), design.outcome.mean())
    residuals = design.outcome / fit.fittedvalues - 1
    n, n_terms = given.matrix.shape
    dispersion = float(residuals @ residuals) / (n - n_terms)
    covariance = dispersion * np.linalg.inv(given.matrix.T @ given.matrix)
    if errors != "classic":
        covariance = coefficient_covariance(given.matrix, residuals, errors)
    return given.fit(
        estimates=np.asarray(fit.params),
        covariance=covariance,
        loglik=_gamma_loglik(design.outcome, np.asarray(fit.fittedvalues)),
        loglik_null=_gamma_loglik(design.outcome, empty),
        n_parameters=n_terms + 1,
        fitted=np.asarray(fit.fittedvalues),
        ancillary={"dispersion": dispersion},
        status=CONVERGED if fit.converged else FitStatus("not_converged", False),
    )


def _gamma_loglik(amounts: np.ndarray, mean: np.ndarray) -> float:
    """Return the log-likelihood at its own best shape."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import gamma

    def misfit(log_shape: float) -> float:
        shape = float(np.exp(log_shape))
        return -float(np.sum(gamma.logpdf(amounts, shape, scale=mean / shape)))

    return -float(minimize_scalar(misfit, bounds=(-7, 14), method="bounded").fun)
