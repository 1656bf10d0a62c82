"""Errors and scaled tests of a fitted model, by recipe.

MLM, MLMV, MLMVS, WLSM, WLSMV, ULSMV: Satorra & Bentler (1994), in von Eye &
Clogg, Latent Variables Analysis, 399-419. MLR: Yuan & Bentler (2000),
Sociological Methodology 30, 165-200, with the trace as Mplus computes it
(Asparouhov & Muthén, 2005). MLF: the scores' cross-products.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from srtoolkit.sem.complete.gamma import adf_gamma, normal_weight, observed_weight
from srtoolkit.sem.complete.information import (
    observed_information,
    observed_least_squares,
    parameter_scores,
)
from srtoolkit.sem.complete.least_squares import LeastSquares, weighted
from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.complete.recipes import Recipe
from srtoolkit.sem.complete.scaled_tests import mean_scaled, scaled_test
from srtoolkit.sem.estimated import ScaledTest
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.moment_structure import modelled, moment_jacobian
from srtoolkit.sem.structure.specification import Specification


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """What an estimator sees of the answers.

    Attributes
    ----------
    moments : tuple of GroupMoments
        With the divisor of the estimator.
    rows : tuple of ndarray, shape (n, n_observed)
        Complete answers of each group; empty when moments were given.
    weights : tuple of ndarray
        Least-squares weights or their diagonals; empty for likelihoods.
    """

    moments: tuple[GroupMoments, ...]
    rows: tuple[np.ndarray, ...]
    weights: tuple[np.ndarray, ...]

    @property
    def n(self) -> int:
        """Respondents, all groups."""
        return sum(group.n for group in self.moments)

    @property
    def shares(self) -> tuple[float, ...]:
        """Each group's part of all respondents."""
        return tuple(group.n / self.n for group in self.moments)


def covariance_of(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    objective: Objective,
    sample: Sample,
    recipe: Recipe,
) -> np.ndarray:
    """Return n times the sampling covariance of the free parameters.

    Parameters
    ----------
    objective : Objective
        With the information of all respondents.
    """
    bread = unit_covariance(specification, layout, vector, objective, sample, recipe)
    if recipe.errors == "standard" or not np.isfinite(bread).all():
        return bread
    if recipe.errors == "huber_white":
        meat = sum(
            share * part
            for share, part in zip(
                sample.shares, score_products(layout, vector, sample), strict=True
            )
        )
        return np.asarray(bread @ meat @ bread)
    return moment_pieces(
        specification, layout, vector, sample, recipe, bread
    ).sandwich()


def scaled_by(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    objective: Objective,
    sample: Sample,
    recipe: Recipe,
    chisq: float,
    df: int,
) -> tuple[ScaledTest | None, Mapping[str, float]]:
    """Return the scaled test of a recipe, with the factors behind it."""
    if recipe.test is None:
        return None, {}
    bread = unit_covariance(specification, layout, vector, objective, sample, recipe)
    if recipe.test == "yuan_bentler_mplus":
        return _yuan_bentler(specification, layout, vector, sample, bread, chisq, df)
    pieces = moment_pieces(specification, layout, vector, sample, recipe, bread)
    if recipe.information == "observed":
        pieces = _with_own_bread(specification, vector, pieces)
    return scaled_test(recipe.test, chisq, df, pieces), {}


def moment_pieces(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    sample: Sample,
    recipe: Recipe,
    bread: np.ndarray,
) -> MomentPieces:
    """Return derivatives, weights and fourth moments of what the model explains."""
    inside = modelled(specification)
    square = np.ix_(inside, inside)
    weights = sample.weights or _likelihood_weights(layout, vector, sample, recipe)
    return MomentPieces(
        tuple(jacobian[inside] for jacobian in moment_jacobian(layout, vector)),
        tuple(w[square] if w.ndim == 2 else w[inside] for w in weights),
        tuple(gamma[square] for gamma in _gammas(specification, layout, sample)),
        bread,
        sample.shares,
    )


def score_products(
    layout: Layout, vector: np.ndarray, sample: Sample
) -> tuple[np.ndarray, ...]:
    """Return each group's mean cross-product of the respondents' scores.

    Returns
    -------
    tuple of ndarray, shape (n_free, n_free)
    """
    products = []
    implied = implied_moments(layout, vector)
    for number, rows in enumerate(sample.rows):
        scores = parameter_scores(layout, number, implied[number], rows)
        products.append(scores.T @ scores / len(rows))
    return tuple(products)


def unit_covariance(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    objective: Objective,
    sample: Sample,
    recipe: Recipe,
) -> np.ndarray:
    """Return the inverse information of one respondent, under constraints."""
    if recipe.information == "first_order":
        products = score_products(layout, vector, sample)
        parts = zip(sample.shares, products, strict=True)
        information = np.sum([share * part for share, part in parts], axis=0)
    elif recipe.information == "observed" and recipe.discrepancy == "ML":
        information = observed_information(layout, sample.moments, vector) / sample.n
    elif recipe.information == "observed":
        # lavaan differentiates the discrepancy itself, which has n - 1
        sizes = tuple((group.n - 1) / sample.n for group in sample.moments)
        assert isinstance(objective, LeastSquares)
        information = replace(objective, sizes=sizes).at(vector).information
        information = information + observed_least_squares(
            layout, sample.moments, sample.weights, vector, sizes
        )
    else:
        information = objective.at(vector).information / sample.n
    return constrained_inverse(information, specification, vector)


def _with_own_bread(
    specification: Specification, vector: np.ndarray, pieces: MomentPieces
) -> MomentPieces:
    """Invert the information that the pieces themselves give."""
    information = np.zeros_like(pieces.bread)
    for jacobian, weight, share in zip(
        pieces.jacobians, pieces.weights, pieces.shares, strict=True
    ):
        information += share * (jacobian.T @ weighted(weight, jacobian))
    bread = constrained_inverse(information, specification, vector)
    return MomentPieces(
        pieces.jacobians, pieces.weights, pieces.gammas, bread, pieces.shares
    )


def _likelihood_weights(
    layout: Layout, vector: np.ndarray, sample: Sample, recipe: Recipe
) -> tuple[np.ndarray, ...]:
    implied = implied_moments(layout, vector)
    if recipe.information == "observed":
        return tuple(
            observed_weight(
                each.covariance,
                each.means,
                group.covariance,
                group.means,
                has_means=layout.has_means,
            )
            for each, group in zip(implied, sample.moments, strict=True)
        )
    return tuple(
        normal_weight(each.covariance, has_means=layout.has_means) for each in implied
    )


def _gammas(
    specification: Specification, layout: Layout, sample: Sample
) -> tuple[np.ndarray, ...]:
    fixed = specification.exogenous if specification.options.fixed_x else ()
    outside = np.array([name in fixed for name in specification.observed], dtype=bool)
    return tuple(
        adf_gamma(rows, outside, has_means=layout.has_means) for rows in sample.rows
    )


def _yuan_bentler(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    sample: Sample,
    bread: np.ndarray,
    chisq: float,
    df: int,
) -> tuple[ScaledTest, Mapping[str, float]]:
    """Saturated model at the sample's own moments, as Mplus does."""
    inside = modelled(specification)
    saturated = _saturated_trace(specification, layout, sample, inside)
    structured = 0.0
    for share, product in zip(
        sample.shares, score_products(layout, vector, sample), strict=True
    ):
        structured += share * float(np.vdot(bread, product))
    n_moments = int(inside.sum()) * len(sample.moments)
    n_rows = sum(bool(parameter.free) for parameter in specification.parameters)
    factors = {
        "scaling_factor_h1": saturated / n_moments,
        "scaling_factor_h0": structured / max(n_rows, 1),
    }
    return (
        mean_scaled("yuan_bentler_mplus", chisq, df, saturated - structured),
        factors,
    )


def _saturated_trace(
    specification: Specification, layout: Layout, sample: Sample, inside: np.ndarray
) -> float:
    """Return the trace of A Gamma of the saturated model, at the sample's moments.

    Without fixed variables it is a moment of the Mahalanobis distances, as in
    Mardia (1970), Biometrika 57, 519-530.
    """
    if inside.all():
        total = 0.0
        for group, rows in zip(sample.moments, sample.rows, strict=True):
            centred = rows - rows.mean(axis=0)
            inverse = np.linalg.inv(group.covariance)
            distances = ((centred @ inverse) * centred).sum(axis=1)
            inner = inverse @ (centred.T @ centred / len(rows))
            total += float((distances**2).mean() - np.vdot(inner, inner.T)) / 2
            total += float(np.trace(inner)) * layout.has_means
        return total
    total = 0.0
    square = np.ix_(inside, inside)
    for group, gamma in zip(
        sample.moments, _gammas(specification, layout, sample), strict=True
    ):
        weight = normal_weight(group.covariance, has_means=layout.has_means)
        total += float(np.vdot(weight[square], gamma[square]))
    return total
