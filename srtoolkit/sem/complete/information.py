"""Observed and first-order information of the normal likelihood.

Derivatives are those of the reticular action model. With P the precision, W
the sample covariance about the implied means and d their distance, half the
discrepancy has the gradient 1/2 tr(O dS) - d'P dm, where O = P - P W P; its
derivatives are written out below. Savalei (2010), Psychological Methods 15,
352-367, on which information to use.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.complete.discrepancy import CellDerivatives, cell_derivatives
from srtoolkit.sem.complete.least_squares import weighted
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.cells import ARROW, COVARIANCE, INTERCEPT
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import GroupLayout, Layout
from srtoolkit.sem.structure.moment_structure import moment_vector, triangle


def observed_information(
    layout: Layout, moments: tuple[GroupMoments, ...], vector: np.ndarray
) -> np.ndarray:
    """Return minus the second derivative of the log-likelihood.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)

    Returns
    -------
    ndarray, shape (n_free, n_free)
        Of all respondents.
    """
    total = np.zeros((layout.n_free, layout.n_free))
    for group, sample, implied in zip(
        layout.groups, moments, implied_moments(layout, vector), strict=True
    ):
        precision = np.linalg.inv(implied.covariance)
        gap = sample.means - implied.means
        if not layout.has_means:
            gap = np.zeros_like(gap)
        around = sample.covariance + np.outer(gap, gap)
        turned = precision @ around @ precision
        block = _first_order_part(group, implied, layout, precision, turned, gap)
        block += second_order_part(
            group, implied, layout, precision - turned, -(precision @ gap)
        )
        places = group.source[: group.n_moving]
        np.add.at(total, (places[:, None], places[None, :]), sample.n * block)
    return total


def _first_order_part(
    group: GroupLayout,
    implied: ImpliedMoments,
    layout: Layout,
    precision: np.ndarray,
    turned: np.ndarray,
    gap: np.ndarray,
) -> np.ndarray:
    """What the first derivatives of the moments contribute, cell by cell."""
    cells = cell_derivatives(group, implied, layout)
    inner = cells.columns.T @ precision @ cells.columns
    outer = cells.columns.T @ (2 * turned - precision) @ cells.columns
    block = _pairs(cells, inner, outer)
    if layout.has_means:
        first, second = cells.first, cells.second
        pull = gap @ precision @ cells.columns
        mean_part = inner[np.ix_(first, first)] * np.outer(cells.rate, cells.rate)
        cross = np.outer(pull[first] * cells.scale, cells.rate)
        cross = cross * inner[np.ix_(second, first)]
        cross += (
            np.outer(pull[second] * cells.scale, cells.rate)
            * inner[np.ix_(first, first)]
        )
        block += mean_part + cross + cross.T
    return block


def _pairs(cells: CellDerivatives, inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Half the trace of dS_k P dS_l K for all pairs; inner by P, outer by K."""
    u, w = cells.first, cells.second
    traces = inner[np.ix_(w, u)] * outer[np.ix_(u, w)]
    traces += inner[np.ix_(w, w)] * outer[np.ix_(u, u)]
    traces += inner[np.ix_(u, u)] * outer[np.ix_(w, w)]
    traces += inner[np.ix_(u, w)] * outer[np.ix_(w, u)]
    return np.asarray(traces * np.outer(cells.scale, cells.scale) / 2)


def second_order_part(
    group: GroupLayout,
    implied: ImpliedMoments,
    layout: Layout,
    weight: np.ndarray,
    pull: np.ndarray,
) -> np.ndarray:
    """Return 1/2 tr(weight d2S) + pull' d2m for all pairs of cells.

    Parameters
    ----------
    weight : ndarray, shape (n_observed, n_observed)
        Symmetric.
    pull : ndarray, shape (n_observed,)
    """
    n_observed = layout.n_observed
    total, joint = implied.total[:n_observed], implied.joint[:n_observed]
    spread = total.T @ weight @ total
    crossed = total.T @ weight @ joint
    kind = group.kind[: group.n_moving]
    row, column = group.row[: group.n_moving], group.column[: group.n_moving]
    block = np.zeros((len(kind), len(kind)))
    arrows = np.flatnonzero(kind == ARROW)
    i, j = row[arrows], column[arrows]
    back = implied.total[np.ix_(j, i)]
    with_arrows = back * crossed[np.ix_(i, j)]
    with_arrows = with_arrows + with_arrows.T
    with_arrows += implied.joint[np.ix_(j, j)] * spread[np.ix_(i, i)]
    lift = pull @ total
    if layout.has_means:
        means = implied.joint_means
        chain = back * np.outer(lift[i], means[j])
        with_arrows += chain + chain.T
    block[np.ix_(arrows, arrows)] = with_arrows
    residual = np.flatnonzero(kind == COVARIANCE)
    r, s = row[residual], column[residual]
    halves = np.where(r == s, 0.5, 1.0)
    mixed = implied.total[np.ix_(j, r)] * spread[np.ix_(i, s)]
    mixed += implied.total[np.ix_(j, s)] * spread[np.ix_(i, r)]
    mixed *= halves
    block[np.ix_(arrows, residual)] = mixed
    block[np.ix_(residual, arrows)] = mixed.T
    if layout.has_means:
        intercepts = np.flatnonzero(kind == INTERCEPT)
        chain = implied.total[np.ix_(j, row[intercepts])] * lift[i][:, None]
        block[np.ix_(arrows, intercepts)] = chain
        block[np.ix_(intercepts, arrows)] = chain.T
    return block


def parameter_scores(
    layout: Layout, number: int, implied: ImpliedMoments, rows: np.ndarray
) -> np.ndarray:
    """Return each respondent's derivative of the log-likelihood.

    Parameters
    ----------
    number : int
        The group, from 0.
    rows : ndarray, shape (n, n_observed)

    Returns
    -------
    ndarray, shape (n, n_free)
    """
    group = layout.groups[number]
    cells = cell_derivatives(group, implied, layout)
    precision = np.linalg.inv(implied.covariance)
    centre = implied.means if layout.has_means else rows.mean(axis=0)
    pulled = (rows - centre) @ (precision @ cells.columns)
    first, second = pulled[:, cells.first], pulled[:, cells.second]
    inner = cells.columns.T @ precision @ cells.columns
    by_cell = cells.scale * (first * second - inner[cells.first, cells.second])
    if layout.has_means:
        by_cell += cells.rate * first
    scores = np.zeros((len(rows), layout.n_free))
    places = group.source[: group.n_moving]
    if group.shares:
        np.add.at(scores.T, places, by_cell.T)
    else:
        scores[:, places] = by_cell
    return scores


def moment_scores(
    rows: np.ndarray, covariance: np.ndarray, means: np.ndarray, *, has_means: bool
) -> np.ndarray:
    """Return each respondent's derivative of the log-likelihood by the moments.

    Returns
    -------
    ndarray, shape (n, n_moments)
    """
    precision = np.linalg.inv(covariance)
    turned = (rows - means) @ precision
    first, second = triangle(len(covariance))
    scores = turned[:, first] * turned[:, second] - precision[first, second]
    scores[:, first == second] /= 2
    return np.hstack([turned, scores]) if has_means else scores


def observed_least_squares(
    layout: Layout,
    moments: tuple[GroupMoments, ...],
    weights: tuple[np.ndarray, ...],
    vector: np.ndarray,
    shares: tuple[float, ...],
) -> np.ndarray:
    """Return what second derivatives of the moments add to the curvature.

    Parameters
    ----------
    weights : tuple of ndarray
        Weight matrices or their diagonals.
    shares : tuple of float
        Each group's part of all respondents.

    Returns
    -------
    ndarray, shape (n_free, n_free)
        Of one respondent, for half of the least-squares discrepancy.
    """
    total = np.zeros((layout.n_free, layout.n_free))
    implied = implied_moments(layout, vector)
    n = layout.n_observed
    rows, columns = triangle(n)
    for number, group in enumerate(layout.groups):
        sample, here = moments[number], implied[number]
        gap = moment_vector(sample.covariance, sample.means, layout.has_means)
        gap = gap - moment_vector(here.covariance, here.means, layout.has_means)
        pulled = -weighted(weights[number], gap)
        pull = pulled[:n] if layout.has_means else np.zeros(n)
        spread = np.zeros((n, n))
        spread[rows, columns] = pulled[n:] if layout.has_means else pulled
        spread = spread + spread.T
        block = second_order_part(group, here, layout, spread, pull)
        places = group.source[: group.n_moving]
        np.add.at(total, (places[:, None], places[None, :]), shares[number] * block)
    return total
