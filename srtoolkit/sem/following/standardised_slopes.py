"""Derivatives of standardised estimates by the free parameters.

A standardised value depends on the model through its own parameter and the
variances of the variables alone. Their derivatives are written out as in
`discrepancy`; the rest, from variances to values, follows by complex steps.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.complete.standard_errors import jacobian, moved_by, slopes_of
from srtoolkit.sem.following.standardised import (
    StandardKind,
    defined_values,
    factors_of,
    standardised_by,
    standardised_values,
    variances,
)
from srtoolkit.sem.structure.cells import COVARIANCE
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import GroupLayout, Layout
from srtoolkit.sem.structure.specification import Specification


def standardised_slopes(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    kind: StandardKind = "all",
) -> np.ndarray:
    """Return the derivatives of all rows, then of all defined parameters.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)

    Returns
    -------
    ndarray, shape (n_parameters + n_definitions, n_free)
    """
    if any(group.ordinal is not None for group in layout.groups):

        def rows(values: np.ndarray) -> np.ndarray:
            return standardised_values(specification, layout, values, kind=kind)

        slopes = jacobian(rows, vector, layout.n_free)
        moved = moved_by(rows(vector), slopes)
    else:
        moved = _moved_rows(specification, layout, vector, kind)
        slopes = slopes_of(moved)
    defined = slopes_of(defined_values(specification, moved))
    return np.concatenate([slopes, defined])


def _moved_rows(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    kind: StandardKind,
) -> np.ndarray:
    """Return the rows at vectors that are moved one parameter at a time."""
    of_groups = []
    for group, implied in zip(
        layout.groups, implied_moments(layout, vector), strict=True
    ):
        slopes = _variance_slopes(group, implied, layout.n_free)
        whole, own = map(moved_by, variances(implied), slopes)
        of_groups.append((whole, own))
    factors = factors_of(specification, of_groups, kind)
    moved = moved_by(vector, np.eye(len(vector), layout.n_free))
    return standardised_by(specification, moved, factors)


def _variance_slopes(
    group: GroupLayout, implied: ImpliedMoments, n_free: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the derivatives of total and residual variances, (n, n_free) each."""
    moving, n_moving = group.moving, group.n_moving
    columns = np.hstack([implied.total, implied.joint])
    by_cell = 2 * moving.scale * columns[:, moving.first] * columns[:, moving.second]
    row = group.row[:n_moving]
    kind = group.kind[:n_moving]
    own = (kind == COVARIANCE) & (row == group.column[:n_moving])
    residual = np.zeros_like(by_cell)
    residual[row[own], np.flatnonzero(own)] = 1.0
    return (
        _by_parameter(group, by_cell, n_free),
        _by_parameter(group, residual, n_free),
    )


def _by_parameter(group: GroupLayout, by_cell: np.ndarray, n_free: int) -> np.ndarray:
    """Add up the derivatives by cells that follow one parameter."""
    slopes, block = np.zeros((len(by_cell), n_free)), group.moving.block
    if block is not None:
        slopes[:, block] = by_cell
    else:
        np.add.at(slopes.T, group.source[: group.n_moving], by_cell.T)
    return slopes
