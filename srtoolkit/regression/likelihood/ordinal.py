"""Proportional-odds regression of an ordered outcome."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.likelihood.brant import brant_test
from srtoolkit.regression.likelihood.fit import LikelihoodFit, pseudo_r2
from srtoolkit.regression.likelihood.newton import Contributions, Maximum, maximise
from srtoolkit.regression.likelihood.opening import SCORE_ERRORS, opened
from srtoolkit.regression.likelihood.separation import (
    FAR,
    fit_status,
    ordered_direction,
)
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.regression.roles import Roles
from srtoolkit.regression.status import FitStatus

if TYPE_CHECKING:
    import pandas as pd


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
        the latent outcome. The status is ``separation`` as in `fit_logistic`.
        `glance` has ``brant_chisq, brant_df, brant_p``, and `tidy` one test a
        slope: whether the odds are proportional (see `BrantTest`); missing
        where some split of the outcome has no finite coefficients of its own.

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
    Brant (1990), Biometrics 46, 1171-1178.
    """
    roles = Roles.of(outcome, predictors, interactions, covariates, categories)
    given = opened(
        data,
        roles,
        family="ordinal",
        errors=errors,
        centre=centre,
        ci_level=ci_level,
        allowed=SCORE_ERRORS,
    )
    values, codes = np.unique(given.design.outcome, return_inverse=True)
    if not 3 <= len(values) <= 50:
        raise ModelError(
            f'the outcome "{outcome}" has {len(values)} different values',
            code="outcome_not_ordered",
            allowed="3 to 50 values",
            advice="Use logistic for two values and linear for many.",
            variable=outcome,
        )
    slopes, counts = given.matrix[:, 1:], np.bincount(codes)
    top = _maximum(slopes, codes)
    linear = slopes @ top.parameters[: slopes.shape[1]]
    terms = given.design.terms[1:]
    status = _status(slopes, codes, top, terms)
    loglik_null = float((np.log(counts / len(codes)) * counts).sum())
    brant = None
    if status.admissible:
        brant = brant_test(given.design.matrix[:, 1:], codes, terms)
    return given.fit(
        edges=tuple(f"{low:g}|{high:g}" for low, high in pairwise(values)),
        estimates=top.parameters,
        covariance=top.covariance(errors),
        latent_sd=float(np.sqrt(linear.var(ddof=1) + np.pi**2 / 3)),
        loglik=top.loglik,
        loglik_null=loglik_null,
        fitted=linear,
        indices=pseudo_r2(top.loglik, loglik_null, len(codes)),
        status=status,
        proportional_odds=brant,
    )


def _maximum(slopes: np.ndarray, codes: np.ndarray) -> Maximum:
    shares = np.cumsum(np.bincount(codes))[:-1] / len(codes)
    thresholds = np.log(shares / (1 - shares))
    start = np.concatenate([np.zeros(slopes.shape[1]), thresholds])
    return maximise(ordered_logit(slopes, codes), start)


def _status(
    slopes: np.ndarray, codes: np.ndarray, top: Maximum, terms: Sequence[str]
) -> FitStatus:
    n_slopes = slopes.shape[1]
    linear = slopes @ top.parameters[:n_slopes]
    edges = np.concatenate([[np.nan], top.parameters[n_slopes:], [np.nan]])
    reach = np.fmax(np.abs(edges[codes] - linear), np.abs(edges[codes + 1] - linear))
    direction = None
    if not top.converged or reach.max() > FAR:
        direction = ordered_direction(slopes, codes)
    return fit_status(top.converged, direction, terms)


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
