"""Linear mixed models by roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import term_scales
from srtoolkit.regression.design import INTERCEPT, build_design
from srtoolkit.regression.mixed.deviance import (
    Profile,
    SubjectSums,
    profile,
    relative_factor,
    subject_sums,
)
from srtoolkit.regression.mixed.result import MixedFit
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.standard_columns import standard_columns
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

#: A relative standard deviation below this counts as zero.
_SINGULAR = 1e-4


def fit_mixed(
    data: pd.DataFrame,
    *,
    outcome: str,
    predictors: Sequence[str],
    subject: str,
    random_slopes: Sequence[str] = (),
    interactions: Sequence[Sequence[str]] = (),
    covariates: Sequence[str] = (),
    categories: Sequence[str] = (),
    centre: bool = True,
    reml: bool = True,
    ci_level: float = 0.95,
) -> MixedFit:
    """Fit a linear mixed model of answers in long form, one row an occasion.

    Parameters
    ----------
    subject : str
        Column that names the respondent; each has a random intercept.
    random_slopes : sequence of str
        Predictors whose slopes differ between respondents; at most three,
        freely correlated with the intercept and each other.
    reml : bool
        Restricted maximum likelihood; False to compare models that differ in
        their predictors.

    Other parameters as in `fit_linear`.

    Raises
    ------
    ModelError
        As `fit_linear`; when a random slope is not a predictor, or every
        respondent has one row.

    References
    ----------
    Laird & Ware (1982), Biometrics 38, 963-974.
    Bates, Mächler, Bolker & Walker (2015), Journal of Statistical Software
    67(1).
    """
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    _check_random(data, subject, random_slopes, roles)
    given = data[data[subject].notna()]
    design = build_design(given, roles, centre=centre)
    names = given.loc[design.rows, subject]
    _, codes = np.unique(names.astype(str), return_inverse=True)
    if len(codes) == codes.max() + 1:
        raise ModelError(
            f'no respondent of the column "{subject}" has two rows',
            code="no_repeated_rows",
            advice="A mixed model needs long data, one row an occasion.",
        )
    random_terms = (INTERCEPT, *random_slopes)
    places = [design.terms.index(term) for term in random_terms]
    fixed = standard_columns(design.matrix)
    random = standard_columns(design.matrix[:, places])
    x, z, ones = fixed.matrix, random.matrix, fixed.matrix[:, :1]
    level = float(design.outcome.mean())
    y = design.outcome - level
    sums = subject_sums(x, z, y, codes)
    theta, found, converged = _minimum(sums, reml)
    alone = subject_sums(x, ones, y, codes)
    null = subject_sums(ones, z, y, codes)
    empty = subject_sums(ones, ones, y, codes)
    by_ml = found if not reml else _minimum(sums, False)[1]
    factor = relative_factor(theta, len(random_terms))
    estimates = fixed.back @ found.estimates
    estimates[0] += level
    # the restricted likelihood knows the columns' units
    units = 2 * fixed.log_size if reml else 0.0
    return MixedFit(
        outcome=outcome,
        subject=subject,
        terms=design.terms,
        interactions=roles.interactions,
        estimates=estimates,
        covariance=fixed.covariance(found.covariance),
        standardised=estimates * term_scales(design) / design.spreads[outcome].sd,
        ci_level=ci_level,
        random_terms=random_terms,
        random_covariance=random.covariance(found.variance * factor @ factor.T),
        residual_variance=found.variance,
        reml=reml,
        n=len(codes),
        n_subjects=int(codes.max()) + 1,
        n_excluded=len(data) - len(codes),
        deviance=found.deviance + units,
        deviance_intercept_only=_minimum(alone, reml)[1].deviance + units,
        loglik_ml=-by_ml.deviance / 2,
        loglik_null=-_minimum(null, False)[1].deviance / 2,
        icc=_intraclass(empty, reml),
        centres=design.centres,
        spreads=design.spreads,
        design=design,
        status=_status(factor, converged),
    )


def _minimum(sums: SubjectSums, reml: bool) -> tuple[np.ndarray, Profile, bool]:
    """Find the random effects' shape with the smallest deviance."""
    from scipy.optimize import minimize

    q = sums.zz.shape[1]
    rows, columns = np.tril_indices(q)
    # scaled so that a step means the same for every column
    size = np.sqrt(np.einsum("sqq->q", sums.zz) / sums.n)

    def deviance(scaled: np.ndarray) -> float:
        return profile(sums, scaled / size[rows], reml=reml).deviance

    start: Any = np.where(rows == columns, 1.0, 0.0)
    for _ in range(2):  # a second simplex, in case the first collapsed early
        found = minimize(
            deviance,
            start,
            method="Nelder-Mead",
            options={"xatol": 1e-8, "fatol": 1e-11, "maxiter": 4000, "maxfev": 8000},
        )
        start = found.x
    theta = found.x / size[rows]
    factor = relative_factor(theta, q)
    signs = np.where(np.diag(factor) < 0, -1.0, 1.0)
    theta = (factor * signs)[rows, columns]
    return theta, profile(sums, theta, reml=reml), bool(found.success)


def _intraclass(sums: SubjectSums, reml: bool) -> float:
    ratio = float(_minimum(sums, reml)[0][0] ** 2)
    return ratio / (ratio + 1)


def _status(factor: np.ndarray, converged: bool) -> FitStatus:
    if not converged:
        return FitStatus("not_converged", False)
    rows = np.linalg.norm(factor, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.abs(np.diag(factor)) / rows
    if (rows < _SINGULAR).any() or (own < _SINGULAR).any():
        return FitStatus("singular_random_effects", True)
    return CONVERGED


def _check_random(
    data: pd.DataFrame, subject: str, random_slopes: Sequence[str], roles: Roles
) -> None:
    if subject not in data or subject in roles.columns:
        raise ModelError(
            f'"{subject}" is no column that can name respondents',
            code="subject_column",
            advice="Give the column with one name a respondent; it has no other role.",
        )
    unknown = [name for name in random_slopes if name not in roles.predictors]
    if unknown or len(random_slopes) > 3:
        raise ModelError(
            f"random slopes of {', '.join(random_slopes)}",
            code="random_slopes",
            allowed=f"at most three of {', '.join(roles.predictors)}",
        )
