"""The one-factor model by maximum likelihood, from a covariance matrix.

Small on purpose: omega asks for it once a scale, and must not depend on how a
general engine starts. Residual variances are not bounded, so an improper
solution shows itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

#: Largest gradient of a converged fit, in the metric of correlations.
_GRADIENT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class OneFactorFit:
    """Loadings and residual variances of one factor of variance 1.

    Attributes
    ----------
    loadings, residual_variances : ndarray, shape (n_items,)
        In points and squared points.
    covariance : ndarray, shape (2 n_items, 2 n_items)
        Sampling covariance, loadings first, from the expected information.
    status : {"converged", "not_converged", "negative_variance"}
    """

    loadings: np.ndarray
    residual_variances: np.ndarray
    covariance: np.ndarray
    status: Literal["converged", "not_converged", "negative_variance"]


def fit_one_factor(covariance: np.ndarray, n_respondents: int) -> OneFactorFit:
    """Minimise the ML discrepancy.

    Parameters
    ----------
    covariance : ndarray, shape (n_items, n_items)
        Sample covariance with denominator n - 1, three items or more.
    n_respondents : int

    References
    ----------
    Jöreskog (1969), Psychometrika 34, 183-202.
    """
    from scipy.optimize import minimize

    sd = np.sqrt(np.diag(covariance))
    correlation = covariance / np.outer(sd, sd)
    found = minimize(
        discrepancy,
        _start(correlation),
        args=(correlation,),
        jac=True,
        method="BFGS",
        options={"gtol": 1e-9, "maxiter": 1000},
    )
    loadings, residuals = np.split(found.x, 2)
    loadings = loadings * (1 if loadings.sum() >= 0 else -1)
    scale = np.concatenate([sd, sd**2])
    spread = _sampling_covariance(loadings, residuals, n_respondents)
    return OneFactorFit(
        loadings * sd,
        residuals * sd**2,
        spread * np.outer(scale, scale),
        _status(found.jac, residuals),
    )


def discrepancy(parameters: np.ndarray, sample: np.ndarray) -> tuple[float, np.ndarray]:
    """Return F_ML and its gradient; infinite where the model has no density.

    Parameters
    ----------
    parameters : ndarray, shape (2 n_items,)
        Loadings, then residual variances.
    sample : ndarray, shape (n_items, n_items)
    """
    loadings, residuals = np.split(parameters, 2)
    implied = np.outer(loadings, loadings) + np.diag(residuals)
    try:
        np.linalg.cholesky(implied)
    except np.linalg.LinAlgError:
        return np.inf, np.zeros_like(parameters)
    inverse = np.linalg.inv(implied)
    ratio = inverse @ sample
    value = np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(sample)
    slope = inverse - ratio @ inverse
    gradient = np.concatenate([2 * slope @ loadings, np.diag(slope)])
    return float(value), gradient


def _start(correlation: np.ndarray) -> np.ndarray:
    """Start from the first principal axis, shrunk to leave room for residuals."""
    values, vectors = np.linalg.eigh(correlation)
    loadings = np.clip(0.9 * np.sqrt(values[-1]) * vectors[:, -1], -0.95, 0.95)
    return np.concatenate([loadings, 1 - loadings**2])


def _sampling_covariance(
    loadings: np.ndarray, residuals: np.ndarray, n_respondents: int
) -> np.ndarray:
    """Invert the expected information, n/2 tr(P dS/da P dS/db), P = implied^-1."""
    implied = np.outer(loadings, loadings) + np.diag(residuals)
    inverse = np.linalg.pinv(implied)
    weighted = inverse @ loadings
    common = inverse * (loadings @ weighted) + np.outer(weighted, weighted)
    mixed = inverse * weighted[:, None]
    information = np.block([[common, mixed.T], [mixed, inverse**2 / 2]])
    return np.asarray(np.linalg.pinv(n_respondents * information))


def _status(
    gradient: np.ndarray, residuals: np.ndarray
) -> Literal["converged", "not_converged", "negative_variance"]:
    if not np.isfinite(gradient).all() or np.abs(gradient).max() > _GRADIENT:
        return "not_converged"
    return "negative_variance" if residuals.min() < 0 else "converged"
