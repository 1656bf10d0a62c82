"""Stage one of ordinal models: each variable alone.

Thresholds of ordered variables (probit regression where covariates are fixed),
intercept and variance of the others, with the score of every respondent.
Muthén (1984), Psychometrika 49, 115-132; lavaan estimates alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.bivariate_normal import FAR, normal_density

_MAX_ITERATIONS = 100
_TOLERANCE = 1e-12
#: A category is never less likely than this.
_LEAST = 1e-300


@dataclass(frozen=True, slots=True, eq=False)
class Margin:
    """One variable given the covariates.

    Attributes
    ----------
    ordered : bool
    location : ndarray
        Thresholds; for a continuous variable its intercept.
    slopes : ndarray, shape (n_covariates,)
    variance : float
        Given the covariates; one for an ordered variable.
    codes : ndarray of int, shape (n,)
        Category from 0, -1 where missing; empty for a continuous variable.
    lower, upper : ndarray, shape (n,)
        Limits of the latent response given the covariates; NaN where missing.
        Both are the standardised residual of a continuous variable.
    scores : ndarray, shape (n, n_locations + n_covariates [+ 1])
        Derivatives of each respondent's log-likelihood by location, slopes
        and, for a continuous variable, variance; zero where missing.
    """

    ordered: bool
    location: np.ndarray
    slopes: np.ndarray
    variance: float
    codes: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    scores: np.ndarray

    @property
    def present(self) -> np.ndarray:
        """Who answered, shape (n,)."""
        return np.asarray(~np.isnan(self.upper))

    @property
    def sd(self) -> float:
        """Standard deviation given the covariates."""
        return float(np.sqrt(self.variance))


def ordered_margin(codes: np.ndarray, n_categories: int, x: np.ndarray) -> Margin:
    """Estimate thresholds and probit slopes.

    Parameters
    ----------
    codes : ndarray of int, shape (n,)
        Categories from 0, none of them empty; -1 where missing.
    x : ndarray, shape (n, n_covariates)
    """
    from scipy.special import ndtri

    present = codes >= 0
    counts = np.bincount(codes[present], minlength=n_categories)
    thresholds = ndtri(np.cumsum(counts)[:-1] / counts.sum())
    slopes = np.zeros(x.shape[1])
    if x.shape[1]:
        thresholds, slopes = _probit(codes[present], x[present], thresholds)
    padded = np.concatenate([[-np.inf], thresholds, [np.inf]])
    shift = x @ slopes
    lower = np.clip(padded[codes] - shift, -FAR, FAR)
    upper = np.clip(padded[codes + 1] - shift, -FAR, FAR)
    lower[~present] = upper[~present] = np.nan
    scores = np.zeros((len(codes), len(thresholds) + x.shape[1]))
    scores[present] = _probit_scores(
        codes[present], x[present], lower[present], upper[present], len(thresholds)
    )
    return Margin(True, thresholds, slopes, 1.0, codes, lower, upper, scores)


def continuous_margin(values: np.ndarray, x: np.ndarray) -> Margin:
    """Estimate intercept, slopes and residual variance by maximum likelihood.

    Parameters
    ----------
    values : ndarray, shape (n,)
        NaN where missing.
    x : ndarray, shape (n, n_covariates)
    """
    present = ~np.isnan(values)
    design = np.column_stack([np.ones(len(values)), x])
    coefficients, *_ = np.linalg.lstsq(design[present], values[present], rcond=None)
    residuals = values - design @ coefficients
    variance = float(np.mean(residuals[present] ** 2))
    standardised = residuals / np.sqrt(variance)
    scores = np.column_stack(
        [
            design * (residuals / variance)[:, None],
            (standardised**2 - 1) / (2 * variance),
        ]
    )
    scores[~present] = 0.0
    return Margin(
        False,
        coefficients[:1],
        coefficients[1:],
        variance,
        np.empty(0, dtype=np.intp),
        standardised,
        standardised,
        scores,
    )


def _probit(
    codes: np.ndarray, x: np.ndarray, thresholds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Newton's method for an ordered probit regression.

    McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142.
    The covariates are standardised inside, so their size does not matter.
    """
    n_thresholds = len(thresholds)
    centre, spread = x.mean(axis=0), x.std(axis=0)
    z = (x - centre) / spread
    theta = np.concatenate([thresholds, np.zeros(x.shape[1])])
    value = -np.inf
    for _ in range(_MAX_ITERATIONS):
        here, gradient, hessian = _probit_state(theta, codes, z, n_thresholds)
        step = np.linalg.solve(hessian, gradient)
        share = 1.0
        while share > 1e-6:
            moved = theta + share * step
            if (np.diff(moved[:n_thresholds]) > 0).all():
                value = _probit_state(moved, codes, z, n_thresholds)[0]
                if value >= here - 1e-12 * abs(here):
                    break
            share /= 2
        theta = moved
        if float(gradient @ step) < _TOLERANCE:
            break
    slopes = theta[n_thresholds:] / spread
    return theta[:n_thresholds] + float(slopes @ centre), slopes


def _probit_state(
    theta: np.ndarray, codes: np.ndarray, x: np.ndarray, n_thresholds: int
) -> tuple[float, np.ndarray, np.ndarray]:
    """Log-likelihood, gradient and negative Hessian."""
    from scipy.special import ndtr

    padded = np.concatenate([[-np.inf], theta[:n_thresholds], [np.inf]])
    shift = x @ theta[n_thresholds:]
    lower = np.clip(padded[codes] - shift, -FAR, FAR)
    upper = np.clip(padded[codes + 1] - shift, -FAR, FAR)
    share = np.maximum(ndtr(upper) - ndtr(lower), _LEAST)
    rises, falls = _limit_designs(codes, x, n_thresholds)
    up, down = normal_density(upper), normal_density(lower)
    scores = (rises * up[:, None] - falls * down[:, None]) / share[:, None]
    bend = (rises * (upper * up / share)[:, None]).T @ rises
    bend -= (falls * (lower * down / share)[:, None]).T @ falls
    return float(np.log(share).sum()), scores.sum(axis=0), bend + scores.T @ scores


def _limit_designs(
    codes: np.ndarray, x: np.ndarray, n_thresholds: int
) -> tuple[np.ndarray, np.ndarray]:
    """Derivatives of upper and lower limits by thresholds and slopes."""
    places = np.arange(n_thresholds)
    return (
        np.hstack([codes[:, None] == places, -x]).astype(float),
        np.hstack([codes[:, None] == places + 1, -x]).astype(float),
    )


def _probit_scores(
    codes: np.ndarray,
    x: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    n_thresholds: int,
) -> np.ndarray:
    from scipy.special import ndtr

    share = np.maximum(ndtr(upper) - ndtr(lower), _LEAST)
    rises, falls = _limit_designs(codes, x, n_thresholds)
    up, down = normal_density(upper) / share, normal_density(lower) / share
    return np.asarray(rises * up[:, None] - falls * down[:, None])
