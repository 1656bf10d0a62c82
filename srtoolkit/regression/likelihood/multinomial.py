"""Multinomial logistic regression of an outcome whose categories have no order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.fit import pseudo_r2
from srtoolkit.regression.likelihood.newton import (
    Contributions,
    Maximum,
    maximise,
)
from srtoolkit.regression.likelihood.opening import SCORE_ERRORS, Opened, opened
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.regression.likelihood.separation import (
    FAR,
    fit_status,
    multinomial_direction,
)
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import FitStatus
from srtoolkit.responses import category_order

if TYPE_CHECKING:
    import pandas as pd


def fit_multinomial(
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
) -> PartsFit:
    """Fit a multinomial logistic regression; parameters as in `fit_linear`.

    Parameters
    ----------
    outcome : str
        A column of words or numbers, three categories or more; each is set
        against the first in order.
    errors : {"classic", "HC0", "HC1"}

    Returns
    -------
    PartsFit
        One part a category. The status is ``separation`` as in `fit_logistic`.

    Raises
    ------
    ModelError
        As `fit_linear`, and with fewer than three or more than twenty
        categories.
    OptionError
        For another kind of errors.

    References
    ----------
    Agresti (2013), Categorical Data Analysis, 3rd ed., 8.1.
    """
    import pandas as pd

    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    coded, names = data, list[str]()
    if outcome in data and not pd.api.types.is_numeric_dtype(data[outcome]):
        words = data[outcome].map(str, na_action="ignore")
        names = category_order(words.dropna())
        places = {name: float(place) for place, name in enumerate(names)}
        coded = data.assign(**{outcome: words.map(places)})
    given = opened(
        coded,
        roles,
        family="multinomial",
        errors=errors,
        centre=centre,
        ci_level=ci_level,
        allowed=SCORE_ERRORS,
    )
    values, codes = np.unique(given.design.outcome, return_inverse=True)
    if not 3 <= len(values) <= 20:
        raise ModelError(
            f'the outcome "{outcome}" has {len(values)} categories',
            code="outcome_not_multinomial",
            allowed="3 to 20 categories",
            variable=outcome,
        )
    labels = [names[int(v)] if names else f"{v:.15g}" for v in values]
    return _parts(given, codes, labels)


def _parts(given: Opened, codes: np.ndarray, labels: Sequence[str]) -> PartsFit:
    matrix, n_others = given.matrix, len(labels) - 1
    start = np.zeros(n_others * matrix.shape[1])
    top = maximise(multinomial_logit(matrix, codes), start)
    status, covariance = _status(given, codes, top), top.covariance(given.errors)
    counts = np.bincount(codes)
    loglik_null = float((counts * np.log(counts / len(codes))).sum())
    n_terms = matrix.shape[1]
    parts = {}
    for index, label in enumerate(labels[1:]):
        here = slice(index * n_terms, (index + 1) * n_terms)
        parts[label] = given.fit(
            estimates=top.parameters[here],
            covariance=covariance[here, here],
            loglik=top.loglik,
            loglik_null=loglik_null,
            n_parameters=len(top.parameters),
            fitted=np.exp(matrix @ top.parameters[here]),
            status=status,
        )
    summary = _summary(top, loglik_null, given, labels)
    return PartsFit(given.roles.outcome, "multinomial", parts, summary, status)


def _status(given: Opened, codes: np.ndarray, top: Maximum) -> FitStatus:
    matrix = given.matrix
    coefficients = top.parameters.reshape(-1, matrix.shape[1])
    direction = None
    if not top.converged or np.abs(matrix @ coefficients.T).max() > FAR:
        direction = multinomial_direction(matrix, codes)
    return fit_status(top.converged, direction, given.design.terms * len(coefficients))


def _summary(
    top: Maximum, loglik_null: float, given: Opened, labels: Sequence[str]
) -> dict[str, float | str]:
    from scipy.stats import chi2

    n, n_parameters = len(given.design.outcome), len(top.parameters)
    df = n_parameters - (len(labels) - 1)
    chisq = 2 * (top.loglik - loglik_null)
    return {
        "n": n,
        "n_excluded": given.design.n_excluded,
        "reference": labels[0],
        "loglik": top.loglik,
        "loglik_null": loglik_null,
        "chisq": chisq,
        "df": df,
        "p": float(chi2.sf(chisq, df)),
        "aic": 2 * n_parameters - 2 * top.loglik,
        "bic": float(np.log(n)) * n_parameters - 2 * top.loglik,
        **pseudo_r2(top.loglik, loglik_null, n),
        "se_type": given.errors,
    }


def multinomial_logit(matrix: np.ndarray, codes: np.ndarray) -> Contributions:
    """Return the contributions of each respondent.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
    codes : ndarray of int, shape (n,)
        Categories from 0, the one all others are set against.
    """
    from scipy.special import logsumexp

    n, n_terms = matrix.shape
    chosen = (codes[:, None] == np.arange(1, codes.max() + 1)).astype(float)

    def contributions(parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        linear = matrix @ parameters.reshape(-1, n_terms).T
        total = logsumexp(np.column_stack([np.zeros(n), linear]), axis=1)
        missed = chosen - np.exp(linear - total[:, None])
        scores = (missed[:, :, None] * matrix[:, None, :]).reshape(n, -1)
        return (chosen * linear).sum(axis=1) - total, scores

    return contributions
