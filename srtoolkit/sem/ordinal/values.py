"""Values of parameters that follow from the others in ordinal models."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.ordinal.implied import without_covariates
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import GroupLayout, build_layout
from srtoolkit.sem.structure.specification import Specification


def fill_derived(
    specification: Specification, vector: np.ndarray, values: np.ndarray
) -> None:
    """Fill residual variances (delta) or scales (theta), in place.

    Parameters
    ----------
    vector : ndarray, shape (..., n_free + n_sample)
    values : ndarray, shape (..., n_parameters)
    """
    layout = build_layout(specification)
    place = specification.places
    implied = implied_moments(layout, vector)
    for index, parameter in enumerate(specification.parameters):
        if not parameter.derived or parameter.free:
            continue
        group = parameter.group - 1
        at = place[parameter.lhs]
        if parameter.op == "~~":
            values[..., index] = implied[group].residuals[..., at, at]
        else:
            variance = conditional_variance(layout.groups[group], implied[group], at)
            values[..., index] = 1 / np.sqrt(variance)


def conditional_variance(
    group: GroupLayout, implied: ImpliedMoments, at: int
) -> np.ndarray:
    """Return a variable's variance given the covariates, shape (...)."""
    if group.ordinal is None:
        return np.asarray(implied.joint[..., at, at])
    inner = without_covariates(implied.residuals, group.ordinal)
    row = implied.total[..., at, None, :]
    return np.asarray(((row @ inner) * row).sum(axis=-1)[..., 0])
