"""Proportional-odds regression of an ordered outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import term_scales
from srtoolkit.regression.design import build_design
from srtoolkit.regression.likelihood.fit import (
    LikelihoodFit,
    pseudo_r2,
    require_errors,
)
from srtoolkit.regression.likelihood.newton import (
    Contributions,
    column_units,
    maximise,
)
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import CONVERGED, FitStatus

if TYPE_CHECKING:
    import pandas as pd

_ERRORS: tuple[ErrorKind, ...] = ("classic", "HC0", "HC1")


def fit_ordinal(
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
) -> LikelihoodFit:
    """Fit a proportional-odds (ordered logit) regression.

    Parameters as in `fit_linear`.

    Parameters
    ----------
    outcome : str
        Numbers whose order counts, three values or more.
    errors : {"classic", "HC0", "HC1"}
        ``classic`` from the observed information.

    Returns
    -------
    LikelihoodFit
        Slopes: a positive one moves answers upwards. After them the
        thresholds, ``1|2``: log odds of an answer up to the first at zero
        predictors. ``std`` is in standard deviations of the predictor and of
        the latent outcome.

    Raises
    ------
    ModelError
        As `fit_linear`, and when the outcome has fewer than three values or
        more than fifty.
    OptionError
        For another kind of errors.

    References
    ----------
    McCullagh (1980), Journal of the Royal Statistical Society B 42, 109-142.
    """
    require_errors(errors, "ordinal", _ERRORS)
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    design = build_design(data, roles, centre=centre)
    values, codes = np.unique(design.outcome, return_inverse=True)
    if not 3 <= len(values) <= 50:
        raise ModelError(
            f'the outcome "{outcome}" has {len(values)} different values',
            code="outcome_not_ordered",
            allowed="3 to 50 values",
            advice="Use logistic for two values and linear for many.",
            variable=outcome,
        )
    slopes = design.matrix[:, 1:]
    shares = np.cumsum(np.bincount(codes))[:-1] / len(codes)
    thresholds = np.log(shares / (1 - shares))
    start = np.concatenate([np.zeros(slopes.shape[1]), thresholds])
    units = np.append(column_units(slopes), np.ones(len(thresholds)))
    top = maximise(ordered_logit(slopes, codes), start, units)
    loglik_null = float(
        (np.log(np.bincount(codes) / len(codes)) * np.bincount(codes)).sum()
    )
    linear = slopes @ top.parameters[: slopes.shape[1]]
    latent_sd = np.sqrt(linear.var(ddof=1) + np.pi**2 / 3)
    edges = [f"{low:g}|{high:g}" for low, high in pairwise(values)]
    standardised = top.parameters[: slopes.shape[1]] * term_scales(design)[1:]
    status = CONVERGED if top.converged else FitStatus("not_converged", False)
    return LikelihoodFit(
        outcome=outcome,
        family="ordinal",
        terms=(*design.terms[1:], *edges),
        interactions=roles.interactions,
        estimates=top.parameters,
        covariance=top.covariance(errors),
        standardised=np.append(standardised / latent_sd, np.full(len(edges), np.nan)),
        errors=errors,
        ci_level=ci_level,
        n=len(codes),
        n_excluded=design.n_excluded,
        loglik=top.loglik,
        loglik_null=loglik_null,
        n_parameters=len(top.parameters),
        fitted=linear,
        centres=design.centres,
        spreads=design.spreads,
        design=design,
        indices=pseudo_r2(top.loglik, loglik_null, len(codes)),
        status=status,
    )


def ordered_logit(slopes: np.ndarray, codes: np.ndarray) -> Contributions:
    """Return the contributions of each respondent, P(Y <= k) = F(t_k - x'b).

    Parameters
    ----------
    slopes : ndarray, shape (n, n_slopes)
    codes : ndarray of int, shape (n,)
        Categories from 0.
    """
    from scipy.special import expit

    n, n_slopes = slopes.shape
    last = int(codes.max())
    rows = np.arange(n)

    def contributions(parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        linear = slopes @ parameters[:n_slopes]
        edges = np.concatenate([[-np.inf], parameters[n_slopes:], [np.inf]])
        below, above = expit(edges[codes] - linear), expit(edges[codes + 1] - linear)
        probability = above - below
        of_below = below * (1 - below) / probability
        of_above = above * (1 - above) / probability
        scores = np.zeros((n, len(parameters)))
        scores[:, :n_slopes] = (of_below - of_above)[:, None] * slopes
        upper, lower = codes < last, codes > 0
        scores[rows[upper], n_slopes + codes[upper]] += of_above[upper]
        scores[rows[lower], n_slopes + codes[lower] - 1] -= of_below[lower]
        return np.log(probability), scores

    return contributions
