"""What one unit of a predictor changes in the outcome's own unit, on average."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import delta_method
from srtoolkit.regression.design import INTERCEPT
from srtoolkit.regression.likelihood.fit import LikelihoodFit

if TYPE_CHECKING:
    import pandas as pd

_LOG_FAMILIES = ("poisson", "negative_binomial", "gamma")


def marginal_effects(fit: LikelihoodFit) -> pd.DataFrame:
    """Average the effect of each predictor over the respondents.

    Parameters
    ----------
    fit : LikelihoodFit
        Logistic (effects on the probability) or a count (on the mean).

    Returns
    -------
    DataFrame
        ``outcome, term, kind, est, se, statistic, p, ci_low, ci_high,
        ci_level``. ``kind`` is ``slope``, or ``difference`` for a dummy, which
        is moved from 0 to 1. Products have no row: they are part of the
        effects of their factors. Errors by the delta method.

    Raises
    ------
    ModelError
        For a family whose effects are not of this kind.

    References
    ----------
    Long (1997), Regression Models for Categorical and Limited Dependent
    Variables, ch. 3.
    """
    import pandas as pd
    from scipy.stats import norm

    if fit.family != "logistic" and fit.family not in _LOG_FAMILIES:
        raise ModelError(
            f"average marginal effects are not given for the family {fit.family}",
            code="no_marginal_effects",
            allowed=", ".join(("logistic", *_LOG_FAMILIES)),
        )
    reach = norm.isf((1 - fit.ci_level) / 2)
    rows = []
    for term in fit.terms:
        if term == INTERCEPT or ":" in term:
            continue
        est, se = _average(fit, term)
        rows.append(
            {
                "outcome": fit.outcome,
                "term": term,
                "kind": "difference" if "[" in term else "slope",
                "est": est,
                "se": se,
                "statistic": est / se,
                "p": 2 * norm.sf(abs(est / se)),
                "ci_low": est - reach * se,
                "ci_high": est + reach * se,
                "ci_level": fit.ci_level,
            }
        )
    return pd.DataFrame(rows)


def _average(fit: LikelihoodFit, term: str) -> tuple[float, float]:
    matrix, place = fit.design.matrix, fit.position(term)
    if "[" in term:
        on, off = matrix.copy(), matrix.copy()
        on[:, place], off[:, place] = 1.0, 0.0
        return delta_method(
            lambda b: float((_mean(fit, on @ b) - _mean(fit, off @ b)).mean()),
            fit.estimates,
            fit.covariance,
        )
    slopes = _slopes(fit, term)
    return delta_method(
        lambda b: float((_derivative(fit, matrix @ b) * (slopes @ b)).mean()),
        fit.estimates,
        fit.covariance,
    )


def _slopes(fit: LikelihoodFit, name: str) -> np.ndarray:
    """Return the derivative of every term by one column, shape (n, n_terms)."""
    matrix = fit.design.matrix
    slopes = np.zeros_like(matrix)
    for place, term in enumerate(fit.terms):
        factors = term.split(":")
        if name in factors:
            others = [matrix[:, fit.terms.index(f)] for f in factors if f != name]
            slopes[:, place] = np.prod([np.ones(len(matrix)), *others], axis=0)
    return slopes


def _mean(fit: LikelihoodFit, predictor: np.ndarray) -> np.ndarray:
    from scipy.special import expit

    return np.asarray(
        expit(predictor) if fit.family == "logistic" else np.exp(predictor)
    )


def _derivative(fit: LikelihoodFit, predictor: np.ndarray) -> np.ndarray:
    mean = _mean(fit, predictor)
    return mean * (1 - mean) if fit.family == "logistic" else mean
