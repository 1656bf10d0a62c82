"""The maximum-likelihood discrepancy with its first derivatives.

Each derivative of the implied covariance has rank two, so gradient and
expected information are read off one small matrix. Jöreskog (1967),
Psychometrika 32, 443-482; Bollen (1989), Structural Equations with Latent
Variables, ch. 4 and appendix 4A.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_group
from srtoolkit.sem.structure.layout import GroupLayout, Layout


@dataclass(frozen=True, slots=True, eq=False)
class Discrepancy:
    """The discrepancy on the scale of chi-square, and its derivatives.

    Attributes
    ----------
    value : float
        Sum over groups of n times the ML fit function; infinite where an
        implied covariance is not positive definite.
    gradient : ndarray, shape (n_free,)
        Half the derivative of `value`: the negative score.
    information : ndarray, shape (n_free, n_free)
        Expected information of all respondents.
    """

    value: float
    gradient: np.ndarray
    information: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """One group at given values."""

    value: float
    implied: ImpliedMoments
    precision: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class CellDerivatives:
    """Derivatives of a group's implied moments by its moving cells.

    That of the covariance by cell k is c (u w' + w u'), that of the means t u;
    u and w are columns of one matrix, `columns`; see `MovingCells`.
    """

    columns: np.ndarray
    first: np.ndarray
    second: np.ndarray
    scale: np.ndarray
    scale_products: np.ndarray
    rate: np.ndarray


def discrepancy(
    layout: Layout,
    moments: tuple[GroupMoments, ...],
    vector: np.ndarray,
    *,
    information: bool = True,
) -> Discrepancy:
    """Return the discrepancy with its derivatives.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)
    information : bool
        Without it the information stays zero, which is faster.
    """
    value = 0.0
    slopes = np.zeros(layout.n_free)
    curvature = np.zeros((layout.n_free, layout.n_free))
    for group, sample in zip(layout.groups, moments, strict=True):
        state = _state(group, sample, vector, layout)
        if state is None:
            return Discrepancy(float("inf"), slopes, curvature)
        value += state.value
        cells = cell_derivatives(group, state.implied, layout)
        weighted = state.precision @ cells.columns
        by_cell = _slopes(cells, weighted, state, sample, layout)
        by_pair = None
        if information:
            by_pair = sample.n * _curvature(cells, weighted, layout)
        _add_group(group, by_cell, by_pair, slopes, curvature)
    return Discrepancy(value, slopes, curvature)


def _add_group(
    group: GroupLayout,
    by_cell: np.ndarray,
    by_pair: np.ndarray | None,
    slopes: np.ndarray,
    curvature: np.ndarray,
) -> None:
    """Add a group's derivatives by cell to those by parameter, in place."""
    block, places = group.moving.block, group.source[: group.n_moving]
    if block is not None:
        slopes[block] += by_cell
        if by_pair is not None:
            curvature[block, block] += by_pair
        return
    slopes += np.bincount(places, by_cell, minlength=len(slopes))
    if by_pair is not None:
        square = (places[:, None], places[None, :])
        if group.shares:
            np.add.at(curvature, square, by_pair)
        else:
            curvature[square] += by_pair


def _state(
    group: GroupLayout, sample: GroupMoments, vector: np.ndarray, layout: Layout
) -> _State | None:
    """Evaluate one group; None where not positive definite."""
    try:
        implied = implied_group(group, vector, layout.n_observed)
        root = np.linalg.cholesky(implied.covariance)
    except np.linalg.LinAlgError:
        return None
    inverse_root = np.linalg.inv(root)
    precision = inverse_root.T @ inverse_root
    value = (
        2 * float(np.log(np.diagonal(root)).sum())
        - sample.log_determinant
        + float(np.vdot(precision, sample.covariance))
        - len(root)
    )
    if layout.has_means:
        gap = sample.means - implied.means
        value += float(gap @ precision @ gap)
    return _State(sample.n * value, implied, precision) if np.isfinite(value) else None


def cell_derivatives(
    group: GroupLayout, implied: ImpliedMoments, layout: Layout
) -> CellDerivatives:
    """Return the derivatives of a group's moments by its moving cells."""
    n_observed, moving = layout.n_observed, group.moving
    rate = np.zeros(group.n_moving)
    rate[moving.arrows] = implied.joint_means[moving.senders]
    rate[moving.intercepts] = 1.0
    return CellDerivatives(
        np.hstack([implied.total[:n_observed], implied.joint[:n_observed]]),
        moving.first,
        moving.second,
        moving.scale,
        moving.scale_products,
        rate,
    )


def _slopes(
    cells: CellDerivatives,
    weighted: np.ndarray,
    state: _State,
    sample: GroupMoments,
    layout: Layout,
) -> np.ndarray:
    """Gradient by each moving cell; `weighted` is precision times columns."""
    misfit = sample.covariance - state.implied.covariance
    gap = sample.means - state.implied.means
    if layout.has_means:
        misfit = misfit + np.outer(gap, gap)
    outer = weighted.T @ misfit @ weighted
    slopes: np.ndarray = -cells.scale * outer[cells.first, cells.second]
    if layout.has_means:
        slopes -= cells.rate * (gap @ weighted)[cells.first]
    slopes *= sample.n
    return slopes


def _curvature(
    cells: CellDerivatives, weighted: np.ndarray, layout: Layout
) -> np.ndarray:
    """Expected information of one respondent, cell by cell."""
    inner = cells.columns.T @ weighted
    by_first, by_second = inner.take(cells.first, 0), inner.take(cells.second, 0)
    uu, uw = by_first.take(cells.first, 1), by_first.take(cells.second, 1)
    ww = by_second.take(cells.second, 1)
    curvature: np.ndarray = cells.scale_products * (uw * uw.T + uu * ww)
    if layout.has_means:
        curvature += np.outer(cells.rate, cells.rate) * uu
    return curvature
