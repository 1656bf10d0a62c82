"""Implied thresholds and correlations with their derivatives.

The moments stand in the order of `ordinal_moments`. Each derivative of the
implied covariance has rank two, as in `discrepancy`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.implied import (
    group_scales,
    group_thresholds,
    without_covariates,
)
from srtoolkit.sem.ordinal.moments import MomentPlaces, moment_places
from srtoolkit.sem.structure.cells import (
    ARROW,
    COVARIANCE,
    INTERCEPT,
    SCALE,
    THRESHOLD,
    OrdinalCells,
)
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_group
from srtoolkit.sem.structure.layout import GroupLayout, Layout


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalFrame:
    """Which variables the moments of a model belong to.

    Attributes
    ----------
    variables : ndarray of int
        Positions of all observed variables but the covariates.
    covariates : ndarray of int
    ordered : ndarray of bool, shape (n_variables,)
    places : MomentPlaces
    owner, number : ndarray of int, shape (n_locations,)
        Variable (among `variables`) and number of each threshold; number -1
        for an intercept.
    """

    variables: np.ndarray
    covariates: np.ndarray
    ordered: np.ndarray
    places: MomentPlaces
    owner: np.ndarray
    number: np.ndarray


def ordinal_frame(layout: Layout) -> OrdinalFrame:
    """Order the moments of a layout with ordered variables."""
    ordinal = _ordinal(layout.groups[0])
    variables = np.setdiff1d(np.arange(layout.n_observed), ordinal.covariates)
    counts = dict(zip(ordinal.variables, ordinal.n_thresholds, strict=True))
    n_thresholds = [int(counts.get(index, 0)) for index in variables]
    places = moment_places(n_thresholds, len(ordinal.covariates))
    owner = np.repeat(np.arange(len(variables)), [max(k, 1) for k in n_thresholds])
    number = np.concatenate(
        [np.arange(k) if k else np.array([-1]) for k in n_thresholds]
    )
    return OrdinalFrame(
        variables,
        ordinal.covariates,
        np.array(n_thresholds) > 0,
        places,
        owner,
        number,
    )


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalState:
    """One group at given values; all given the covariates.

    Attributes
    ----------
    group : GroupLayout
    implied : ImpliedMoments
    joint : ndarray, shape (n_variables, n_variables)
    means : ndarray, shape (n_variables,)
        Where the covariates are zero.
    scales : ndarray, shape (n_variables,)
    thresholds : ndarray, shape (n_variables, n_thresholds)
    """

    group: GroupLayout
    implied: ImpliedMoments
    joint: np.ndarray
    means: np.ndarray
    scales: np.ndarray
    thresholds: np.ndarray

    @property
    def ordinal(self) -> OrdinalCells:
        """Cells of the ordered variables."""
        return _ordinal(self.group)


def ordinal_state(layout: Layout, number: int, vector: np.ndarray) -> OrdinalState:
    """Evaluate one group.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where the model implies no moments.
    """
    group = layout.groups[number]
    ordinal = _ordinal(group)
    implied = implied_group(group, vector, layout.n_observed)
    values = vector[group.source]
    inner = without_covariates(implied.residuals, ordinal)
    joint = implied.total @ inner @ implied.total.T
    outside = ordinal.covariates
    means = (
        implied.joint_means - implied.total[:, outside] @ (implied.joint_means[outside])
    )
    scales = group_scales(group, ordinal, values)
    if not ordinal.delta:
        variances = np.diagonal(joint)[ordinal.variables]
        if not (variances > 0).all():
            raise np.linalg.LinAlgError
        scales[ordinal.variables] = 1 / np.sqrt(variances)
    thresholds = group_thresholds(group, ordinal, values)
    return OrdinalState(group, implied, joint, means, scales, thresholds)


def state_moments(state: OrdinalState, frame: OrdinalFrame) -> np.ndarray:
    """Return the implied moments, shape (n_moments,)."""
    places, moments = frame.places, np.empty(frame.places.size)
    rows, scales = frame.variables, state.scales[frame.variables]
    means, joint = state.means[rows], state.joint[np.ix_(rows, rows)]
    owner, cut = frame.owner, frame.number >= 0
    cuts = state.thresholds[rows[owner], frame.number]
    moments[: len(owner)] = np.where(
        cut, scales[owner] * (cuts - means[owner]), means[owner]
    )
    slopes = state.implied.total[np.ix_(rows, frame.covariates)]
    moments[places.slopes] = scales[:, None] * slopes
    continuous = ~frame.ordered
    moments[places.variance[continuous]] = np.diagonal(joint)[continuous]
    first, second = places.first, places.second
    moments[places.pairs] = scales[first] * scales[second] * joint[first, second]
    return moments


def state_jacobian(state: OrdinalState, frame: OrdinalFrame, n_free: int) -> np.ndarray:
    """Return the derivatives of the moments, shape (n_moments, n_free)."""
    cells = _cell_slopes(state, frame)
    places, rows = frame.places, frame.variables
    scales, means = state.scales[rows], state.means[rows]
    by_cell = np.zeros((places.size, state.group.n_moving))
    owner, cut = frame.owner, frame.number >= 0
    cuts = state.thresholds[rows[owner], frame.number]
    gap = np.where(cut, cuts - means[owner], 0.0)
    by_cell[: len(owner)] = _threshold_cells(state, frame)
    by_cell[: len(owner)] += np.where(cut, -1.0, 1.0)[:, None] * cells.means[owner]
    by_cell[: len(owner)] *= np.where(cut, scales[owner], 1.0)[:, None]
    by_cell[: len(owner)] += gap[:, None] * cells.scales[owner]
    for column, covariate in enumerate(frame.covariates):
        slope = state.implied.total[rows, covariate]
        by_cell[places.slopes[:, column]] = (
            scales[:, None] * cells.slopes[column] + slope[:, None] * cells.scales
        )
    continuous = np.flatnonzero(~frame.ordered)
    by_cell[places.variance[continuous]] = cells.pairs(continuous, continuous)
    first, second = places.first, places.second
    pairs = cells.pairs(first, second) * (scales[first] * scales[second])[:, None]
    if cells.scales.any():
        joint = state.joint[rows[first], rows[second]]
        change = scales[second, None] * cells.scales[first]
        change += scales[first, None] * cells.scales[second]
        pairs += joint[:, None] * change
    by_cell[places.pairs] = pairs
    return _gathered(by_cell, state.group, n_free)


@dataclass(frozen=True, slots=True, eq=False)
class _CellSlopes:
    """Derivatives by each moving cell, rows as in the frame.

    That of the joint covariance is u w' + w u', and where ordered variables
    mediate, plus what their residual variances add.
    """

    u: np.ndarray
    w: np.ndarray
    means: np.ndarray
    scales: np.ndarray
    slopes: tuple[np.ndarray, ...]
    spread: np.ndarray
    residuals: np.ndarray

    def pairs(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Derivatives of the joint covariance's elements, (n_pairs, n_cells)."""
        slopes = self.u[first] * self.w[second] + self.w[first] * self.u[second]
        if self.spread.size:
            slopes += (self.spread[first] * self.spread[second]) @ self.residuals
        return np.asarray(slopes)


def _cell_slopes(state: OrdinalState, frame: OrdinalFrame) -> _CellSlopes:
    group, total, joint = state.group, state.implied.total, state.joint
    kind = group.kind[: group.n_moving]
    row, column = group.row[: group.n_moving], group.column[: group.n_moving]
    arrow = kind == ARROW
    size = np.where(arrow | (kind == COVARIANCE), 1.0, 0.0)
    size[(kind == COVARIANCE) & (row == column)] = 0.5
    column = np.where(kind == THRESHOLD, 0, column)
    w = np.where(arrow, joint[:, column], total[:, column]) * size
    u = total[:, row]
    rate = np.where(arrow, state.means[column], np.where(kind == INTERCEPT, 1.0, 0.0))
    slopes = tuple(
        (u * np.where(arrow, total[column, covariate], 0.0))[frame.variables]
        for covariate in frame.covariates
    )
    scales, spread, residuals = _scale_slopes(state, u, w)
    rows = frame.variables
    return _CellSlopes(
        u[rows],
        w[rows],
        (u * rate)[rows],
        scales[rows],
        slopes,
        spread[rows] if spread.size else spread,
        residuals,
    )


def _scale_slopes(
    state: OrdinalState, u: np.ndarray, w: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Derivatives of the scales, and what residual variances do to covariances."""
    group, ordinal = state.group, state.ordinal
    ordered = ordinal.variables
    scales = np.zeros(u.shape)
    variances = 2 * u[ordered] * w[ordered]
    nothing = np.empty((0, 0))
    if not ordinal.delta:
        scales[ordered] = -0.5 * state.scales[ordered, None] ** 3 * variances
        return scales, nothing, nothing
    moving = np.flatnonzero(group.kind[: group.n_moving] == SCALE)
    scales[group.row[moving], moving] = 1.0
    if not ordinal.mediates:
        return scales, nothing, nothing
    spread = state.implied.total[:, ordered]
    target = -2 * scales[ordered] / state.scales[ordered, None] ** 3
    residuals = np.linalg.solve(spread[ordered] ** 2, target - variances)
    return scales, spread, residuals


def _threshold_cells(state: OrdinalState, frame: OrdinalFrame) -> np.ndarray:
    """One where a cell is the threshold, shape (n_locations, n_cells)."""
    group = state.group
    kind = group.kind[: group.n_moving]
    owner = frame.variables[frame.owner]
    same = owner[:, None] == group.row[: group.n_moving]
    same &= frame.number[:, None] == group.column[: group.n_moving]
    return np.asarray(same & (kind == THRESHOLD), dtype=float)


def _gathered(by_cell: np.ndarray, group: GroupLayout, n_free: int) -> np.ndarray:
    """Add up the cells that follow one free parameter."""
    places = group.source[: group.n_moving]
    if not group.shares:
        jacobian = np.zeros((len(by_cell), n_free))
        jacobian[:, places] = by_cell
        return jacobian
    spread = np.zeros((len(places), n_free))
    spread[np.arange(len(places)), places] = 1.0
    return np.asarray(by_cell @ spread)


def _ordinal(group: GroupLayout) -> OrdinalCells:
    if group.ordinal is None:
        raise TypeError("this layout has no ordered variables")
    return group.ordinal
