"""Moments, weights and answers in the form an estimator asks for."""

from __future__ import annotations

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.gamma import adf_gamma, normal_weight
from srtoolkit.sem.complete.recipes import Recipe
from srtoolkit.sem.complete.robust import (
    Sample,
)
from srtoolkit.sem.observed import GroupMoments, Observed, moments_of
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.structure.moment_structure import moment_vector
from srtoolkit.sem.structure.specification import Specification


def complete_sample(
    specification: Specification,
    observed: Observed,
    recipe: Recipe,
    options: FitOptions,
) -> Sample:
    """Bring moments, weights and answers together as an estimator sees them.

    Raises
    ------
    ModelError
        When the estimator needs answers but only moments were given, or fourth
        moments need more respondents.
    """
    moments = observed.groups
    if recipe.discrepancy != "ML" or options.likelihood == "wishart":
        moments = tuple(_unbiased(group) for group in moments)
    rows = _rows_of(observed, recipe, options)
    has_means = specification.options.mean_structure
    gammas: tuple[np.ndarray, ...] = ()
    if recipe.discrepancy in {"WLS", "DWLS"}:
        nowhere = np.zeros(len(observed.names), dtype=bool)
        gammas = tuple(adf_gamma(r, nowhere, has_means=has_means) for r in rows)
    return Sample(moments, rows, _weights(recipe, moments, gammas, has_means))


def _weights(
    recipe: Recipe,
    moments: tuple[GroupMoments, ...],
    gammas: tuple[np.ndarray, ...],
    has_means: bool,
) -> tuple[np.ndarray, ...]:
    if recipe.discrepancy == "ML":
        return ()
    if recipe.discrepancy == "GLS":
        return tuple(normal_weight(g.covariance, has_means=has_means) for g in moments)
    if recipe.discrepancy == "ULS":
        return tuple(
            np.ones_like(moment_vector(g.covariance, g.means, has_means))
            for g in moments
        )
    if recipe.discrepancy == "DWLS":
        return tuple(1 / np.diagonal(gamma) for gamma in gammas)
    for gamma, group in zip(gammas, moments, strict=True):
        _require_invertible(gamma, group)
    return tuple(np.linalg.inv(gamma) for gamma in gammas)


def _unbiased(group: GroupMoments) -> GroupMoments:
    """Return the moments with divisor n - 1."""
    factor = group.n / (group.n - 1)
    return moments_of(group.label, group.n, group.covariance * factor, group.means)


def _rows_of(
    observed: Observed, recipe: Recipe, options: FitOptions
) -> tuple[np.ndarray, ...]:
    if observed.rows is None or observed.row_groups is None:
        if recipe.needs_rows:
            raise ModelError(
                f'estimator="{options.estimator}" needs the answers, '
                "not only their covariance matrix",
                code="estimator_needs_rows",
                advice="Give data=, or use ML, GLS or ULS.",
            )
        return ()
    return tuple(
        observed.rows[observed.row_groups == number]
        for number in range(len(observed.groups))
    )


def _require_invertible(gamma: np.ndarray, group: GroupMoments) -> None:
    if group.n > len(gamma) and np.linalg.cond(gamma) < 1 / np.finfo(float).eps:
        return
    place = f' of group "{group.label}"' if group.label else ""
    raise ModelError(
        f"the {group.n} respondents{place} are too few for WLS: "
        f"{len(gamma)} moments need more than {len(gamma)} respondents",
        code="too_few_rows",
        advice="Use DWLS, WLSMV, MLR or MLM.",
        n=group.n,
    )
