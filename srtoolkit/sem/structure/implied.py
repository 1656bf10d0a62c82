"""The moments a model implies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.implied import fill_residuals
from srtoolkit.sem.structure.layout import GroupLayout, Layout


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
    arrows, residuals, intercepts = _filled(group, vector)
    total = _total_effects(group, arrows)
    if group.ordinal is not None and group.ordinal.delta:
        fill_residuals(group, vector[..., group.source], total, residuals)
    joint = total @ residuals @ total.swapaxes(-1, -2)
    means = (total @ intercepts[..., None])[..., 0]
    return ImpliedMoments(arrows, residuals, total, joint, means, n_observed)


def _total_effects(group: GroupLayout, arrows: np.ndarray) -> np.ndarray:
    """Return (I - A)^-1.

    Only variables from which arrows leave, D, need an inverse:
    I + A_D (I - A_DD)^-1 R_D, where R_D picks them.
    """
    senders = group.senders
    outward = arrows[..., senders]
    among = np.eye(len(senders)) - outward[..., senders, :]
    total = np.empty_like(arrows)
    total[...] = np.eye(arrows.shape[-1])
    total[..., senders] += outward @ np.linalg.inv(among)
    return total


def _filled(
    group: GroupLayout, vector: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return arrows, covariances and intercepts of every vector of a stack."""
    filling, n = group.filling, len(group.intercepts)
    stack = vector.shape[:-1]
    row = np.empty((*stack, len(filling.fixed)), dtype=vector.dtype)
    row[...] = filling.fixed
    row[..., filling.cells] = vector[..., filling.source]
    square = (*stack, n, n)
    return (
        row[..., : n * n].reshape(square),
        row[..., n * n : -n].reshape(square),
        row[..., -n:],
    )
