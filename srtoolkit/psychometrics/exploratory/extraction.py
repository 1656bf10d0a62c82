"""Unrotated factors of a correlation matrix.

Minimum residuals and maximum likelihood are functions of the uniquenesses
alone, minimised by Newton's method within bounds; principal axis is an
iteration with a rule for stopping. Bounds, starting values and that rule are
those of ``psych::fa``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

Method = Literal["minres", "ml", "pa"]
Status = Literal["converged", "not_converged", "not_defined"]

#: Uniquenesses stay above this, as in psych and in R's factanal.
LEAST_UNIQUENESS = 0.005
#: Rule of psych for principal axis: change of the sum of communalities.
_CHANGE = 1e-3
_MAX_PASSES = 50
_MAX_STEPS = 200
#: Largest gradient inside the bounds of a converged fit.
_GRADIENT = 1e-8
#: psych searches in hundredths of a uniqueness.
_SCALE = 0.01
#: Discrepancies closer than this are of one solution.
_SAME = 1e-6
#: A step smaller than this share of Newton's ends the search.
_LEAST_SHARE = 1e-10

State = tuple[float, np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class Extraction:
    """Unrotated loadings.

    Attributes
    ----------
    loadings : ndarray, shape (n_items, n_factors)
        Column sums positive, the strongest factor first.
    bounded : ndarray of bool, shape (n_items,)
        Whether the uniqueness lies at its lower bound.
    status : {"converged", "not_converged", "not_defined"}
        ``not_defined``: more factors than positive eigenvalues.
    n_iterations : int
    rivalled : bool
        Whether another start leads to a clearly different discrepancy, so
        that the likelihood has several maxima.
    """

    loadings: np.ndarray
    bounded: np.ndarray
    status: Status
    n_iterations: int
    rivalled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Minimum:
    """Where a search ended."""

    point: np.ndarray
    value: float
    bounded: np.ndarray
    status: Status
    n_steps: int


def extract(correlation: np.ndarray, n_factors: int, method: Method) -> Extraction:
    """Extract factors.

    Parameters
    ----------
    correlation : ndarray, shape (n_items, n_items)
    n_factors : int
    method : {"minres", "ml", "pa"}

    References
    ----------
    Harman & Jones (1966), Psychometrika 31, 351-368 (minres).
    Jöreskog (1967), Psychometrika 32, 443-482 (maximum likelihood).
    """
    kernels = {"minres": _minres, "ml": _likelihood, "pa": _principal_axis}
    found = kernels[method](correlation, n_factors)
    loadings = found.loadings * np.where(found.loadings.sum(axis=0) < 0, -1.0, 1.0)
    return replace(found, loadings=loadings)


def squared_multiple_correlations(correlation: np.ndarray) -> np.ndarray:
    """Return each item's R² by all the others, shape (n_items,), in [0, 1]."""
    inverse = np.linalg.pinv(
        correlation, rcond=float(np.sqrt(np.finfo(float).eps)), hermitian=True
    )
    return np.asarray(np.clip(1 - 1 / np.diag(inverse), 0, 1))


def minres_state(
    uniquenesses: np.ndarray, correlation: np.ndarray, n_factors: int
) -> State:
    """Half the squared residuals, their gradient and Hessian.

    The eigenvalues that are not factors are all that is left over; derivatives
    by those of simple eigenvalues.
    """
    values, vectors = np.linalg.eigh(correlation - np.diag(uniquenesses))
    head, tail = _split(values, vectors, n_factors)
    gamma, omega = tail
    squares = omega**2
    gradient = -squares @ gamma
    hessian = (omega @ omega.T) ** 2
    for value, vector in zip(*(head[0], head[1].T), strict=True):
        products = omega * vector[:, None]
        hessian += 2 * (products * (gamma / (gamma - value))) @ products.T
    return float(gamma @ gamma) / 2, gradient, hessian


def likelihood_state(
    uniquenesses: np.ndarray, correlation: np.ndarray, n_factors: int
) -> State:
    """The ML discrepancy, its gradient and Hessian by the uniquenesses' logs."""
    scale = 1 / np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlation * np.outer(scale, scale))
    head, tail = _split(np.maximum(values, np.finfo(float).tiny), vectors, n_factors)
    theta, omega = tail
    gradient = omega**2 @ (1 - theta)
    hessian = (omega @ omega.T) * ((omega * theta) @ omega.T)
    for value, vector in zip(*(head[0], head[1].T), strict=True):
        products = omega * vector[:, None]
        weight = (theta - 1) * (theta + value) / (theta - value)
        hessian += (products * weight) @ products.T
    return float(np.sum(theta - np.log(theta) - 1)), gradient, hessian


def _split(
    values: np.ndarray, vectors: np.ndarray, n_factors: int
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Part ascending eigenvalues into those of the factors and the others."""
    cut = len(values) - n_factors
    return (values[cut:], vectors[:, cut:]), (values[:cut], vectors[:, :cut])


def _minres(correlation: np.ndarray, n_factors: int) -> Extraction:
    found = _minimise(
        lambda x: minres_state(x, correlation, n_factors),
        _start(correlation),
        LEAST_UNIQUENESS,
        1.0,
    )
    loadings = _leading(correlation - np.diag(found.point), n_factors)
    return Extraction(loadings, found.bounded, found.status, found.n_steps)


def _likelihood(correlation: np.ndarray, n_factors: int) -> Extraction:
    """Go the way of R's optimiser, so that among several maxima its is found."""

    def state(logs: np.ndarray) -> State:
        return likelihood_state(np.exp(logs), correlation, n_factors)

    start = _start(correlation)
    low = float(np.log(LEAST_UNIQUENESS))
    near = _quasi_newton(correlation, n_factors, start)
    found = _minimise(state, np.log(near), low, 0.0)
    other = _minimise(state, np.log(start), low, 0.0)
    loadings = likelihood_loadings(np.exp(found.point), correlation, n_factors)
    return Extraction(
        loadings,
        found.bounded,
        found.status,
        found.n_steps,
        rivalled=abs(found.value - other.value) > _SAME,
    )


def _start(correlation: np.ndarray) -> np.ndarray:
    unique = 1 - squared_multiple_correlations(correlation)
    return np.asarray(np.clip(unique, LEAST_UNIQUENESS, 1.0))


def _quasi_newton(
    correlation: np.ndarray, n_factors: int, start: np.ndarray
) -> np.ndarray:
    """Minimise by L-BFGS-B with the scale and tolerance of ``psych::fa``."""
    from scipy.optimize import minimize

    def scaled(hundredths: np.ndarray) -> tuple[float, np.ndarray]:
        uniquenesses = hundredths * _SCALE
        value, gradient, _ = likelihood_state(uniquenesses, correlation, n_factors)
        return value, gradient / uniquenesses * _SCALE

    found = minimize(
        scaled,
        start / _SCALE,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST_UNIQUENESS / _SCALE, 1 / _SCALE)] * len(start),
        options={"ftol": 1e7 * np.finfo(float).eps, "gtol": 0.0, "maxcor": 5},
    )
    return np.asarray(found.x) * _SCALE


def likelihood_loadings(
    uniquenesses: np.ndarray, correlation: np.ndarray, n_factors: int
) -> np.ndarray:
    """Return the ML loadings given the uniquenesses."""
    scale = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlation / np.outer(scale, scale))
    roots = np.sqrt(np.maximum(values[::-1][:n_factors] - 1, 0))
    return np.asarray(scale[:, None] * vectors[:, ::-1][:, :n_factors] * roots)


def _leading(matrix: np.ndarray, n_factors: int) -> np.ndarray:
    """Return the leading eigenvectors, each as long as its eigenvalue's root."""
    values, vectors = np.linalg.eigh(matrix)
    roots = np.sqrt(np.maximum(values[::-1][:n_factors], 0))
    return np.asarray(vectors[:, ::-1][:, :n_factors] * roots)


def _minimise(
    state: Callable[[np.ndarray], State], start: np.ndarray, low: float, high: float
) -> _Minimum:
    """Newton's method, projected on the bounds.

    Bertsekas (1982), SIAM Journal on Control and Optimization 20, 221-246.
    """
    x = start
    value, gradient, hessian = state(x)
    for n_steps in range(_MAX_STEPS):
        free = ~(((x <= low) & (gradient > 0)) | ((x >= high) & (gradient < 0)))
        if not free.any() or np.abs(gradient[free]).max() < _GRADIENT:
            return _Minimum(x, value, (x <= low) & ~free, "converged", n_steps)
        step = np.zeros_like(x)
        step[free] = _newton_step(hessian[np.ix_(free, free)], gradient[free])
        share = 1.0
        while share > _LEAST_SHARE:
            moved = np.clip(x + share * step, low, high)
            found = state(moved)
            if found[0] <= value + 1e-4 * gradient @ (moved - x):
                break
            share /= 2
        else:  # rounding hides any further descent
            flat = np.abs(gradient[free]).max() < np.sqrt(_GRADIENT)
            status: Status = "converged" if flat else "not_converged"
            return _Minimum(x, value, x <= low, status, n_steps)
        x, (value, gradient, hessian) = moved, found
    return _Minimum(x, value, x <= low, "not_converged", _MAX_STEPS)


def _newton_step(hessian: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return a descent step; directions that bend the wrong way are turned."""
    values, vectors = np.linalg.eigh(hessian)
    bend = np.maximum(np.abs(values), 1e-6 * np.abs(values).max())
    return np.asarray(-vectors @ ((vectors.T @ gradient) / bend))


def _principal_axis(correlation: np.ndarray, n_factors: int) -> Extraction:
    """Put the communalities on the diagonal until their sum stays."""
    reduced = correlation.copy()
    np.fill_diagonal(reduced, squared_multiple_correlations(correlation))
    total = np.trace(reduced)
    status: Status = "not_converged"
    passes = 0
    while passes < _MAX_PASSES and status == "not_converged":
        passes += 1
        if np.linalg.eigvalsh(reduced)[-n_factors] < 0:
            status = "not_defined"
            break
        loadings = _leading(reduced, n_factors)
        communalities = (loadings**2).sum(axis=1)
        np.fill_diagonal(reduced, communalities)
        if abs(total - communalities.sum()) <= _CHANGE:
            status = "converged"
        total = communalities.sum()
    loadings = _leading(reduced, n_factors) if status == "not_defined" else loadings
    above = (loadings**2).sum(axis=1) > 1
    return Extraction(loadings, above, status, passes)
