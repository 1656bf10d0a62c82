"""Logistic regression of the treatment on the covariates, refitted fast."""

from __future__ import annotations

import numpy as np

#: Newton's method is done when no score exceeds this, per respondent.
_TOLERANCE = 1e-10
_MOST_STEPS = 60
#: Log odds beyond this are a probability of 0 or 1 for every purpose.
_LARGEST_LOGIT = 30.0


def fit_logistic(
    design: np.ndarray,
    is_treated: np.ndarray,
    counts: np.ndarray | None = None,
    start: np.ndarray | None = None,
) -> np.ndarray:
    """Return the maximum likelihood coefficients, NaN where there are none.

    Parameters
    ----------
    design : ndarray, shape (n, p)
        With an intercept.
    is_treated : ndarray of float, shape (n,)
        0 or 1.
    counts : ndarray, shape (n,), optional
        How often each row counts: a bootstrap draw.
    start : ndarray, shape (p,), optional
        Coefficients of the undrawn data save half of the steps.

    Returns
    -------
    ndarray, shape (p,)
        Where the groups are separated the last step is returned: its scores
        are 0 or 1 for those respondents.
    """
    weights = np.ones(len(design)) if counts is None else counts
    beta = np.zeros(design.shape[1]) if start is None else start.copy()
    enough = _TOLERANCE * float(weights.sum())
    for _ in range(_MOST_STEPS):
        scores = propensity(design, beta)
        gradient = design.T @ (weights * (is_treated - scores))
        if float(np.abs(gradient).max()) <= enough:
            return beta
        spread = weights * scores * (1 - scores)
        information = design.T @ (spread[:, None] * design)
        try:
            beta = beta + np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            return np.full(design.shape[1], np.nan)
        if not np.isfinite(beta).all():
            return np.full(design.shape[1], np.nan)
    return beta


def propensity(design: np.ndarray, beta: np.ndarray) -> np.ndarray:
    """Return the probability of being treated, shape (n,)."""
    logits = np.clip(design @ beta, -_LARGEST_LOGIT, _LARGEST_LOGIT)
    return np.asarray(1 / (1 + np.exp(-logits)))
