"""The moments a model implies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from srtoolkit.sem.ordinal.implied import fill_residuals
from srtoolkit.sem.structure.layout import (
    ARROW,
    COVARIANCE,
    INTERCEPT,
    GroupLayout,
    Layout,
)


@dataclass(frozen=True, slots=True, eq=False)
class ImpliedMoments:
    """One group's matrices at given values; observed variables first.

    At a stack of vectors every array has the stack's axes in front.

    Attributes
    ----------
    arrows, residuals : ndarray, shape (n_variables, n_variables)
        A and S of the reticular action model.
    total : ndarray, shape (n_variables, n_variables)
        E = (I - A)^-1: total effects of columns on rows.
    joint : ndarray, shape (n_variables, n_variables)
        Covariance of observed and latent variables.
    joint_means : ndarray, shape (n_variables,)
    n_observed : int
    """

    arrows: np.ndarray
    residuals: np.ndarray
    total: np.ndarray
    joint: np.ndarray
    joint_means: np.ndarray
    n_observed: int

    @property
    def covariance(self) -> np.ndarray:
        """Implied covariance of the observed variables."""
        return self.joint[..., : self.n_observed, : self.n_observed]

    @property
    def means(self) -> np.ndarray:
        """Implied means of the observed variables."""
        return self.joint_means[..., : self.n_observed]


def implied_moments(layout: Layout, vector: np.ndarray) -> tuple[ImpliedMoments, ...]:
    """Return every group's implied moments.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)
        Real, or complex for a derivative by a complex step. A stack of
        vectors, shape (..., n_free + n_sample), gives stacks of matrices.

    Raises
    ------
    numpy.linalg.LinAlgError
        When I - A cannot be inverted.
    """
    return tuple(
        implied_group(group, vector, layout.n_observed) for group in layout.groups
    )


def implied_group(
    group: GroupLayout, vector: np.ndarray, n_observed: int
) -> ImpliedMoments:
    """Return one group's implied moments; see `implied_moments`."""
    stack = vector.shape[:-1]
    arrows = _filled(group.arrows, stack, vector.dtype)
    residuals = _filled(group.covariances, stack, vector.dtype)
    intercepts = _filled(group.intercepts, stack, vector.dtype)
    values = vector[..., group.source]
    for kind, matrix in ((ARROW, arrows), (COVARIANCE, residuals)):
        cells = group.kind == kind
        rows, columns = group.row[cells], group.column[cells]
        matrix[..., rows, columns] = values[..., cells]
        if kind == COVARIANCE:
            matrix[..., columns, rows] = values[..., cells]
    cells = group.kind == INTERCEPT
    intercepts[..., group.row[cells]] = values[..., cells]
    total = _total_effects(group, arrows)
    if group.ordinal is not None and group.ordinal.delta:
        fill_residuals(group, values, total, residuals)
    joint = total @ residuals @ total.swapaxes(-1, -2)
    means = (total @ intercepts[..., None])[..., 0]
    return ImpliedMoments(arrows, residuals, total, joint, means, n_observed)


def _total_effects(group: GroupLayout, arrows: np.ndarray) -> np.ndarray:
    """Return (I - A)^-1.

    Only variables from which arrows leave, D, need an inverse:
    I + A_D (I - A_DD)^-1 R_D, where R_D picks them.
    """
    sends = np.asarray(group.arrows.any(axis=0))
    sends[group.column[group.kind == ARROW]] = True
    senders = np.flatnonzero(sends)
    outward = arrows[..., senders]
    among = np.eye(len(senders)) - outward[..., senders, :]
    total = np.empty_like(arrows)
    total[...] = np.eye(arrows.shape[-1])
    total[..., senders] += outward @ np.linalg.inv(among)
    return total


def _filled(
    fixed: np.ndarray, stack: tuple[int, ...], dtype: np.dtype[Any]
) -> np.ndarray:
    """Copy the fixed values once for every vector of a stack."""
    matrix = np.empty((*stack, *fixed.shape), dtype=dtype)
    matrix[...] = fixed
    return matrix
