"""Fit indices that models with ordered variables compute their own way."""

from __future__ import annotations

import math

import numpy as np

from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.estimated import RobustFit
from srtoolkit.sem.indices.fit_indices import degrees_of_freedom
from srtoolkit.sem.ordinal.jacobian import ordinal_state, state_moments
from srtoolkit.sem.ordinal.objective import OrdinalLeastSquares
from srtoolkit.sem.ordinal.sample import OrdinalSample
from srtoolkit.sem.structure.specification import Specification

#: Smallest eigenvalue of correlations that have a likelihood, as in lavaan.
_SINGULAR = float(np.sqrt(np.finfo(float).eps))


def implied_pairs(
    objective: OrdinalLeastSquares, vector: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Return each group's implied covariance, unit variances where ordered."""
    frame = objective.frame
    places = frame.places
    found = []
    for number in range(len(objective.sizes)):
        moments = state_moments(ordinal_state(objective.layout, number, vector), frame)
        matrix = np.diag(np.where(frame.ordered, 1.0, moments[places.variance]))
        matrix[places.first, places.second] = moments[places.pairs]
        matrix[places.second, places.first] = moments[places.pairs]
        found.append(matrix)
    return tuple(found)


def ordinal_srmr(
    sample: OrdinalSample, objective: OrdinalLeastSquares, vector: np.ndarray
) -> float:
    """Return SRMR of the covariances given the covariates.

    Neither thresholds nor variances count; as in lavaan the mean is taken over
    as many elements as there are pairs and observed variables.
    """
    total = 0.0
    pairs = objective.frame.places.pairs
    n_elements = len(pairs) + objective.layout.n_observed
    for group, implied in zip(
        sample.groups, implied_pairs(objective, vector), strict=True
    ):
        covariance = group.staged.covariance
        sd = np.sqrt(np.diagonal(covariance))
        gaps = ((covariance - implied) / np.outer(sd, sd))[np.tril_indices(len(sd), -1)]
        total += group.n * math.sqrt(float(gaps @ gaps) / n_elements)
    return total / sum(group.n for group in sample.groups)


def robust_fit(
    specification: Specification,
    sample: OrdinalSample,
    objective: OrdinalLeastSquares,
    vector: np.ndarray,
    pieces: MomentPieces,
) -> RobustFit:
    """Return what robust CFI and RMSEA follow from.

    Savalei (2021), Psychological Methods 26, 1-20: the normal likelihood of
    the polychoric correlations at the least-squares estimates, corrected. As in
    lavaan, NaN with covariates, continuous variables, thresholds that are not
    all free, or correlations that are not positive definite.
    """
    unknown = RobustFit(*[math.nan] * 6)
    frame = objective.frame
    if not frame.ordered.all() or len(frame.covariates):
        return unknown
    if not _thresholds_free(specification):
        return unknown
    df = degrees_of_freedom(specification)
    pairs = frame.places.pairs
    chisq = baseline = trace = baseline_trace = 0.0
    projected, outer = [], []
    for group, implied in zip(
        sample.groups, implied_pairs(objective, vector), strict=True
    ):
        correlations = group.staged.covariance
        if min(_smallest(correlations), _smallest(implied)) < _SINGULAR:
            return unknown
        value, independent = _likelihood_ratios(correlations, implied)
        chisq += group.n * value
        baseline += group.n * independent
        outer.append(_correlation_information(implied, frame.places))
    for jacobian, weight, gamma, share, information in zip(
        pieces.jacobians,
        pieces.weights,
        pieces.gammas,
        pieces.shares,
        outer,
        strict=True,
    ):
        inner = gamma[np.ix_(pairs, pairs)]
        baseline_trace += float(np.trace(inner)) / share
        projected.append((jacobian[pairs], weight[pairs], inner, share, information))
    trace = _projected_trace(projected, pieces.bread)
    n_pairs = len(pairs) * len(sample.groups)
    correction = trace / df if df > 0 else math.nan
    return RobustFit(
        chisq=chisq,
        df=df,
        correction=correction,
        chisq_scaled=chisq / correction if correction else math.nan,
        baseline_chisq=baseline,
        baseline_correction=baseline_trace / n_pairs,
    )


def _projected_trace(
    parts: list[tuple[np.ndarray, np.ndarray, np.ndarray, float, np.ndarray]],
    bread: np.ndarray,
) -> float:
    """Trace of (I - D E D'W)' V (I - D E D'W) Gamma over stacked groups.

    D: derivatives of the correlations, E: `bread`, W: weights, V: normal
    information of the correlations. Weights and V carry a group's share,
    Gamma its inverse.
    """
    total = 0.0
    size = len(bread)
    curvature = np.zeros((size, size))
    meat = np.zeros((size, size))
    cross = np.zeros((size, size))
    for jacobian, weight, gamma, share, information in parts:
        pulled = bread @ (jacobian * weight[:, None]).T
        normal = information @ jacobian
        spread = pulled @ gamma
        total += float(np.vdot(information, gamma))
        curvature += share * (jacobian.T @ normal)
        meat += share * (spread @ pulled.T)
        cross += share * (spread @ normal)
    return total - 2 * float(np.trace(cross)) + float(np.vdot(curvature, meat))


def _likelihood_ratios(
    correlations: np.ndarray, implied: np.ndarray
) -> tuple[float, float]:
    """Normal discrepancies of the model and of independence, one respondent."""
    own = float(np.linalg.slogdet(correlations)[1])
    model = float(np.linalg.slogdet(implied)[1])
    fit = float(np.trace(np.linalg.solve(implied, correlations)))
    return model - own + fit - len(correlations), -own


def _correlation_information(implied: np.ndarray, places: object) -> np.ndarray:
    """Information of the off-diagonal correlations, one normal respondent."""
    precision = np.linalg.inv(implied)
    i, j = np.triu_indices(len(implied), 1)
    return np.asarray(
        precision[np.ix_(i, i)] * precision[np.ix_(j, j)]
        + precision[np.ix_(i, j)] * precision[np.ix_(j, i)]
    )


def _thresholds_free(specification: Specification) -> bool:
    """Every threshold is a free parameter of its own."""
    numbers = [p.free for p in specification.parameters if p.op == "|"]
    constrained = {
        p.free for p in specification.parameters if p.op == "|" and p.label
    } and specification.constraints
    return 0 not in numbers and len(set(numbers)) == len(numbers) and not constrained


def _smallest(correlations: np.ndarray) -> float:
    return float(np.linalg.eigvalsh(correlations)[0])
