"""Multinomial logistic regression of an outcome whose categories have no order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.design import Design, build_design
from srtoolkit.regression.likelihood.fit import (
    LikelihoodFit,
    pseudo_r2,
    require_errors,
)
from srtoolkit.regression.likelihood.newton import (
    Contributions,
    Maximum,
    column_units,
    maximise,
)
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

_ERRORS: tuple[ErrorKind, ...] = ("classic", "HC0", "HC1")


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
        One part a category.

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

    require_errors(errors, "multinomial", _ERRORS)
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    coded, names = data, None
    if outcome in data and not pd.api.types.is_numeric_dtype(data[outcome]):
        codes, names = pd.factorize(data[outcome], sort=True)
        column = pd.Series(codes, index=data.index, dtype=float)
        coded = data.assign(**{outcome: column.where(codes >= 0)})
    design = build_design(coded, roles, centre=centre)
    values, codes = np.unique(design.outcome, return_inverse=True)
    if not 3 <= len(values) <= 20:
        raise ModelError(
            f'the outcome "{outcome}" has {len(values)} categories',
            code="outcome_not_multinomial",
            allowed="3 to 20 categories",
            variable=outcome,
        )
    labels = [str(names[int(v)]) if names is not None else f"{v:g}" for v in values]
    start = np.zeros((len(values) - 1) * design.matrix.shape[1])
    units = np.tile(column_units(design.matrix), len(values) - 1)
    top = maximise(multinomial_logit(design.matrix, codes), start, units)
    return _parts(roles, design, codes, labels, top, errors, ci_level)


def _parts(
    roles: Roles,
    design: Design,
    codes: np.ndarray,
    labels: Sequence[str],
    top: Maximum,
    errors: ErrorKind,
    ci_level: float,
) -> PartsFit:
    n, n_terms = design.matrix.shape
    covariance = top.covariance(errors)
    counts = np.bincount(codes)
    loglik_null = float((counts * np.log(counts / n)).sum())
    status = CONVERGED if top.converged else FitStatus("not_converged", False)
    parts = {}
    for index, label in enumerate(labels[1:]):
        here = slice(index * n_terms, (index + 1) * n_terms)
        parts[label] = LikelihoodFit(
            outcome=roles.outcome,
            family="multinomial",
            terms=design.terms,
            interactions=roles.interactions,
            estimates=top.parameters[here],
            covariance=covariance[here, here],
            standardised=np.full(n_terms, np.nan),
            errors=errors,
            ci_level=ci_level,
            n=n,
            n_excluded=design.n_excluded,
            loglik=top.loglik,
            loglik_null=loglik_null,
            n_parameters=len(top.parameters),
            fitted=np.exp(design.matrix @ top.parameters[here]),
            centres=design.centres,
            spreads=design.spreads,
            design=design,
            status=status,
        )
    return PartsFit(
        roles.outcome,
        "multinomial",
        parts,
        _summary(top, loglik_null, n, design, labels, errors),
        status,
    )


def _summary(
    top: Maximum,
    loglik_null: float,
    n: int,
    design: Design,
    labels: Sequence[str],
    errors: ErrorKind,
) -> dict[str, float | str]:
    from scipy.stats import chi2

    n_parameters = len(top.parameters)
    df = n_parameters - (len(labels) - 1)
    chisq = 2 * (top.loglik - loglik_null)
    return {
        "n": n,
        "n_excluded": design.n_excluded,
        "reference": labels[0],
        "loglik": top.loglik,
        "loglik_null": loglik_null,
        "chisq": chisq,
        "df": df,
        "p": float(chi2.sf(chisq, df)),
        "aic": 2 * n_parameters - 2 * top.loglik,
        "bic": float(np.log(n)) * n_parameters - 2 * top.loglik,
        **pseudo_r2(top.loglik, loglik_null, n),
        "se_type": errors,
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
