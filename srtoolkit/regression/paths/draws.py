"""Coefficients of all equations in every resample, without a loop over draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from srtoolkit.regression.moments import moment_blocks

#: Newton steps of a logistic equation; started at the sample's estimates.
_STEPS = 25


@dataclass(frozen=True, slots=True)
class EquationColumns:
    """One equation as columns of the common matrix.

    Attributes
    ----------
    predictors : tuple of int
        Columns, the intercept first.
    outcome : int
    family : {"linear", "logistic"}
    """

    predictors: tuple[int, ...]
    outcome: int
    family: Literal["linear", "logistic"]


@dataclass(frozen=True, slots=True)
class SystemDraws:
    """What resampling gave.

    Attributes
    ----------
    coefficients : tuple of ndarray, shape (n_draws, n_terms)
        One an equation.
    sds : ndarray, shape (n_draws, n_columns)
        Standard deviations of the columns, for standardised effects.
    """

    coefficients: tuple[np.ndarray, ...]
    sds: np.ndarray


def bootstrap_system(
    matrix: np.ndarray,
    equations: Sequence[EquationColumns],
    *,
    n_draws: int,
    seed: int | None,
) -> SystemDraws:
    """Refit every equation in resamples of the rows.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_columns)
        All columns that the equations use; the first holds ones.
    equations : sequence of EquationColumns
    n_draws : int
    """
    pieces: list[tuple[list[np.ndarray], np.ndarray]] = []
    for counts, moments in moment_blocks(matrix, n_draws=n_draws, seed=seed):
        fitted = [_refit(matrix, counts, moments, equation) for equation in equations]
        pieces.append((fitted, _spreads(moments, len(matrix))))
    coefficients = tuple(
        np.concatenate([fitted[k] for fitted, _ in pieces])
        for k in range(len(equations))
    )
    return SystemDraws(coefficients, np.concatenate([sds for _, sds in pieces]))


def monte_carlo_system(
    estimates: Sequence[np.ndarray],
    covariances: Sequence[np.ndarray],
    sds: np.ndarray,
    *,
    n_draws: int,
    seed: int | None,
) -> SystemDraws:
    """Draw coefficients from their normal sampling distributions.

    The equations are taken to be independent, as their residuals are.

    Preacher & Selig (2012), Communication Methods and Measures 6, 77-98.
    """
    generator = np.random.default_rng(seed)
    coefficients = tuple(
        generator.multivariate_normal(mean, covariance, size=n_draws, method="eigh")
        for mean, covariance in zip(estimates, covariances, strict=True)
    )
    return SystemDraws(coefficients, np.tile(sds, (n_draws, 1)))


def _refit(
    matrix: np.ndarray,
    counts: np.ndarray,
    moments: np.ndarray,
    equation: EquationColumns,
) -> np.ndarray:
    columns = list(equation.predictors)
    squares = moments[:, columns][:, :, columns]
    if equation.family == "linear":
        return _solve(squares, moments[:, columns, equation.outcome])
    return _logistic(matrix[:, columns], matrix[:, equation.outcome], counts)


def _solve(squares: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Solve many systems; those without a unique solution give NaN."""
    scale = np.sqrt(np.einsum("dii->di", squares))
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = squares / (scale[:, :, None] * scale[:, None, :])
    good = np.isfinite(scaled).all(axis=(1, 2))
    good[good] = np.linalg.cond(scaled[good]) < 1e10
    found = np.full(right.shape, np.nan)
    answer = np.linalg.solve(scaled[good], (right[good] / scale[good])[..., None])
    found[good] = answer[..., 0] / scale[good]
    return found


def _logistic(
    columns: np.ndarray, events: np.ndarray, counts: np.ndarray
) -> np.ndarray:
    """Newton's steps for all resamples side by side; no convergence gives NaN."""
    from scipy.special import expit

    from srtoolkit.regression.likelihood.logistic import logit_estimates

    n_columns = columns.shape[1]
    left, right = np.triu_indices(n_columns)
    pairs = columns[:, left] * columns[:, right]
    start, _, _ = logit_estimates(columns, events)
    estimates = np.tile(start, (len(counts), 1))
    information = np.empty((len(counts), n_columns, n_columns))
    gain = np.full(len(counts), np.inf)
    for _ in range(_STEPS):
        probabilities = expit(estimates @ columns.T)
        gradient = (counts * (events - probabilities)) @ columns
        upper = (counts * probabilities * (1 - probabilities)) @ pairs
        information[:, left, right] = upper
        information[:, right, left] = upper
        step = _solve(information, gradient)
        estimates = estimates + step
        gain = np.abs((gradient * step).sum(axis=1))
        if not (gain > 1e-10).any():
            break
    estimates[~(gain <= 1e-6)] = np.nan
    return np.asarray(estimates)


def _spreads(moments: np.ndarray, n: int) -> np.ndarray:
    """Standard deviations of the columns from their cross-products."""
    mean = moments[:, 0] / n
    squares = np.einsum("dii->di", moments)
    return np.asarray(np.sqrt(np.maximum(squares - n * mean**2, 0.0) / (n - 1)))
