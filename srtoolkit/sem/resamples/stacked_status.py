"""Which of many solutions are admissible: `status.is_admissible` on a stack."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.following.standardised import parameter_values, standardised_values
from srtoolkit.sem.status import BEYOND_ONE, SINGULAR, VARIANCE_SHARE
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification


def admissible_draws(
    specification: Specification, layout: Layout, vectors: np.ndarray
) -> np.ndarray:
    """Tell which solutions have no fault.

    Parameters
    ----------
    vectors : ndarray, shape (n_draws, n_free + n_sample)

    Returns
    -------
    ndarray of bool, shape (n_draws,)
    """
    if len(vectors) == 0:
        return np.ones(0, dtype=bool)
    implied = implied_moments(layout, vectors)
    with np.errstate(all="ignore"):
        fine = _variances_positive(specification, implied, vectors)
        fine &= _none_beyond_one(specification, layout, vectors)
        first = len(specification.observed)
        for group in implied:
            latent = group.joint[..., first:, first:]
            fine &= _smallest_eigenvalues(latent) >= SINGULAR
            fine &= _residuals_fine(group.residuals)
    return np.asarray(fine)


def _variances_positive(
    specification: Specification,
    implied: tuple[ImpliedMoments, ...],
    vectors: np.ndarray,
) -> np.ndarray:
    values = parameter_values(specification, vectors)
    place = specification.places
    fine = np.ones(len(vectors), dtype=bool)
    for index, parameter in enumerate(specification.parameters):
        if parameter.op == "~~" and parameter.lhs == parameter.rhs and parameter.free:
            at = place[parameter.lhs]
            total = implied[parameter.group - 1].joint[:, at, at]
            value = values[:, index]
            fine &= (value >= 0) & ~(value < VARIANCE_SHARE * total)
    return fine


def _none_beyond_one(
    specification: Specification, layout: Layout, vectors: np.ndarray
) -> np.ndarray:
    rows = [
        index
        for index, parameter in enumerate(specification.parameters)
        if parameter.op in {"=~", "~"}
    ]
    values = standardised_values(specification, layout, vectors)[:, rows]
    return np.asarray(~(np.abs(values) > 1 + BEYOND_ONE).any(axis=1))


def _residuals_fine(residuals: np.ndarray) -> np.ndarray:
    """Zero residual variances are allowed, negative directions are not."""
    off = residuals.copy()
    size = residuals.shape[-1]
    off[..., np.arange(size), np.arange(size)] = 0.0
    linked = np.flatnonzero(off.any(axis=(0, 1)))
    block = residuals[..., linked[:, None], linked]
    return np.asarray(_smallest_eigenvalues(block) >= -SINGULAR)


def _smallest_eigenvalues(covariance: np.ndarray) -> np.ndarray:
    """Of the correlation matrices where there are any."""
    if covariance.shape[-1] == 0:
        return np.ones(len(covariance))
    diagonal = np.diagonal(covariance, axis1=-2, axis2=-1)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = covariance * scale[:, :, None] * scale[:, None, :]
    return np.asarray(np.linalg.eigvalsh(scaled)[:, 0])
