"""Kernels: weighted and doubly robust differences with their influences."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.propensity.logistic import fit_logistic, propensity
from srtoolkit.comparison.propensity.weights import Weighting, weigh


def hajek_difference(
    outcome: np.ndarray, is_treated: np.ndarray, weights: np.ndarray
) -> float:
    """Return the difference of the weighted means, weights summing to 1."""
    treated, control = weights * is_treated, weights * ~is_treated
    return float(treated @ outcome / treated.sum() - control @ outcome / control.sum())


def hajek_influence(
    outcome: np.ndarray,
    is_treated: np.ndarray,
    design: np.ndarray,
    scores: np.ndarray,
    weighting: Weighting,
) -> np.ndarray:
    """Return each respondent's part of the error of the weighted difference.

    M-estimation of the propensity model and both means together: that the
    model was estimated is part of the error. The sum of squares is the
    sandwich variance.

    Returns
    -------
    ndarray, shape (n,)

    References
    ----------
    Lunceford & Davidian (2004), Statistics in Medicine 23, 2937-2960.
    Stefanski & Boos (2002), The American Statistician 56, 29-38.
    """
    weights, slopes = weigh(scores, is_treated, weighting)
    own = np.zeros_like(outcome)
    gradient = np.zeros(design.shape[1])
    for members, sign in ((is_treated, 1.0), (~is_treated, -1.0)):
        weight = weights * members
        residual = sign * (outcome - weight @ outcome / weight.sum()) / weight.sum()
        own += weight * residual
        gradient += design.T @ (slopes * members * residual)
    information = design.T @ ((scores * (1 - scores))[:, None] * design)
    treatment_score = design * (is_treated - scores)[:, None]
    return np.asarray(own + treatment_score @ np.linalg.solve(information, gradient))


def doubly_robust(
    outcome: np.ndarray,
    is_treated: np.ndarray,
    design: np.ndarray,
    scores: np.ndarray,
    estimand: str,
    counts: np.ndarray | None = None,
) -> tuple[float, np.ndarray]:
    """Return the augmented weighted difference and its influence values.

    Linear outcome models are fitted in each group (on the treated: in the
    control group only); the weighted residuals correct them. The estimate is
    right when either the propensity or the outcome model is.

    Parameters
    ----------
    estimand : {"att", "ate"}
    counts : ndarray, shape (n,), optional
        How often each row counts.

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), JASA 89, 846-866. Mercatanti & Li
    (2014), Annals of Applied Statistics 8, 2485-2508 (on the treated).
    """
    times = np.ones_like(outcome) if counts is None else counts
    total = float(times.sum())
    control = outcome - design @ _least_squares(design, outcome, times * ~is_treated)
    if estimand == "att":
        share = float(times @ is_treated) / total
        odds = scores / (1 - scores)
        parts = np.where(is_treated, control, -odds * control) / share
        est = float(times @ parts) / total
        return est, (parts - is_treated * est / share) / total
    treated = outcome - design @ _least_squares(design, outcome, times * is_treated)
    parts = control - treated
    parts = parts + np.where(is_treated, treated / scores, -control / (1 - scores))
    est = float(times @ parts) / total
    return est, (parts - est) / total


def _least_squares(
    design: np.ndarray, outcome: np.ndarray, weights: np.ndarray
) -> np.ndarray:
    weighted = weights[:, None] * design
    return np.asarray(
        np.linalg.lstsq(weighted.T @ design, weighted.T @ outcome, rcond=None)[0]
    )


def redrawn(
    counts: np.ndarray,
    outcome: np.ndarray,
    is_treated: np.ndarray,
    design: np.ndarray,
    start: np.ndarray,
    weighting: Weighting,
    *,
    is_doubly_robust: bool,
) -> float:
    """Refit the propensity model to one bootstrap draw and estimate again.

    Returns NaN where the draw has no estimate.
    """
    kept = counts > 0
    times, treated = counts[kept], is_treated[kept]
    rows, values = design[kept], outcome[kept]
    beta = fit_logistic(rows, treated.astype(float), times, start)
    if not np.isfinite(beta).all() or treated.all() or not treated.any():
        return float("nan")
    scores = propensity(rows, beta)
    if is_doubly_robust:
        return doubly_robust(values, treated, rows, scores, weighting.estimand, times)[
            0
        ]
    weights, _ = weigh(scores, treated, weighting)
    return hajek_difference(values, treated, weights * times)
