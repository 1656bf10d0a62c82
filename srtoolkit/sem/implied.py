"""The moments a model implies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.layout import ARROW, COVARIANCE, GroupLayout, Layout


@dataclass(frozen=True, slots=True, eq=False)
class ImpliedMoments:
    """One group's matrices at given values; observed variables first.

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
        return self.joint[: self.n_observed, : self.n_observed]

    @property
    def means(self) -> np.ndarray:
        """Implied means of the observed variables."""
        return self.joint_means[: self.n_observed]


def implied_moments(layout: Layout, vector: np.ndarray) -> tuple[ImpliedMoments, ...]:
    """Return every group's implied moments.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)
        Real, or complex for a derivative by a complex step.

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
    arrows = group.arrows.astype(vector.dtype)
    residuals = group.covariances.astype(vector.dtype)
    intercepts = group.intercepts.astype(vector.dtype)
    values = vector[group.source]
    for kind, matrix in ((ARROW, arrows), (COVARIANCE, residuals)):
        cells = group.kind == kind
        rows, columns = group.row[cells], group.column[cells]
        matrix[rows, columns] = values[cells]
        if kind == COVARIANCE:
            matrix[columns, rows] = values[cells]
    cells = group.kind > COVARIANCE
    intercepts[group.row[cells]] = values[cells]
    total = np.linalg.inv(np.eye(len(arrows)) - arrows)
    joint = total @ residuals @ total.T
    return ImpliedMoments(
        arrows, residuals, total, joint, total @ intercepts, n_observed
    )
