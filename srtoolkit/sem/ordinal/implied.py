"""What a model with ordered variables implies beyond means and covariances.

Muthén (1984), Psychometrika 49, 115-132. All is conditional on the fixed
covariates.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.structure.cells import SCALE, THRESHOLD, OrdinalCells
from srtoolkit.sem.structure.layout import GroupLayout


def fill_residuals(
    group: GroupLayout, values: np.ndarray, total: np.ndarray, residuals: np.ndarray
) -> None:
    """Set the residual variances of ordered variables, in place.

    They bring each total variance, given the covariates, to one over the
    square of its scale. Where an ordered variable explains another, its own
    residual is part of the other's variance, so all are solved for together
    (lavaan 0.6-14 takes them one by one there).

    Parameters
    ----------
    values : ndarray, shape (..., n_cells)
        Of the group's cells.
    total, residuals : ndarray, shape (..., n_variables, n_variables)
        E and S of the reticular action model.
    """
    ordinal = group.ordinal
    if ordinal is None:
        return
    ordered = ordinal.variables
    scales = group_scales(group, ordinal, values)[..., ordered]
    residuals[..., ordered, ordered] = 0.0
    rows = total[..., ordered, :]
    inner = without_covariates(residuals, ordinal)
    missing = 1 / scales**2 - ((rows @ inner) * rows).sum(axis=-1)
    if ordinal.mediates:
        shares = rows[..., :, ordered] ** 2
        missing = np.linalg.solve(shares, missing[..., None])[..., 0]
    residuals[..., ordered, ordered] = missing


def without_covariates(residuals: np.ndarray, ordinal: OrdinalCells) -> np.ndarray:
    """Return S with nothing of the covariates in it."""
    if len(ordinal.covariates) == 0:
        return residuals
    inner = residuals.copy()
    inner[..., ordinal.covariates, :] = 0.0
    inner[..., :, ordinal.covariates] = 0.0
    return inner


def group_scales(
    group: GroupLayout, ordinal: OrdinalCells, values: np.ndarray
) -> np.ndarray:
    """Return the given scales of all variables, shape (..., n_variables)."""
    scales = np.empty((*values.shape[:-1], len(ordinal.scales)), dtype=values.dtype)
    scales[...] = ordinal.scales
    cells = group.kind == SCALE
    scales[..., group.row[cells]] = values[..., cells]
    return scales


def group_thresholds(
    group: GroupLayout, ordinal: OrdinalCells, values: np.ndarray
) -> np.ndarray:
    """Return all thresholds, shape (..., n_variables, n_thresholds)."""
    shape = (*values.shape[:-1], *ordinal.thresholds.shape)
    thresholds = np.empty(shape, dtype=values.dtype)
    thresholds[...] = ordinal.thresholds
    cells = group.kind == THRESHOLD
    thresholds[..., group.row[cells], group.column[cells]] = values[..., cells]
    return thresholds
