"""Errors of residuals when answers are missing.

Ogasawara (2001), Psychometrika 66, 421-436, with the information that
incomplete answers carry, as in lavaan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.sem.incomplete.estimation import incomplete_recipe
from srtoolkit.sem.incomplete.information import (
    expected_information,
    observed_information,
)
from srtoolkit.sem.incomplete.objective import IncompleteLikelihood
from srtoolkit.sem.incomplete.saturated_information import saturated_information
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.moment_structure import modelled, moment_jacobian

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted


def residual_errors(fitted: Fitted, number: int, *, projected: bool) -> np.ndarray:
    """Return the errors of one group's residual moments.

    NaN where the information is singular or the moment is not modelled.

    Parameters
    ----------
    number : int
        The group, from 0.
    projected : bool
        Less what the model's own estimation takes away (``standardized``);
        else the errors of the saturated estimates (``normalized``).

    Returns
    -------
    ndarray, shape (n_moments,)
    """
    objective = fitted.estimated.objective
    assert isinstance(objective, IncompleteLikelihood)
    assert fitted.observed.incomplete is not None
    recipe = incomplete_recipe(fitted.options)
    explained = modelled(fitted.specification)
    errors = np.full(len(explained), np.nan)
    saturated = saturated_information(fitted.observed.incomplete, explained, recipe)
    if saturated is None:
        return errors
    known = saturated[number].moments
    covariance = saturated[number].sandwich()
    if projected:
        left = _left_over(fitted, objective, number)[np.ix_(known, known)]
        covariance = left @ covariance @ left.T
    variances = np.diagonal(covariance)
    errors[known] = np.sqrt(np.where(variances >= 0, variances, np.nan))
    return errors


def _left_over(
    fitted: Fitted, objective: IncompleteLikelihood, number: int
) -> np.ndarray:
    """Return I - D inv(sum D'AD) D'A of one group, A at the model's estimates."""
    vector = fitted.solution.vector
    slopes = moment_jacobian(fitted.layout, vector)
    expected = incomplete_recipe(fitted.options).information == "expected"
    kind = expected_information if expected else observed_information
    weights = [
        kind(patterns, expectation)
        for patterns, expectation in zip(
            objective.patterns, objective.expectations(vector) or (), strict=True
        )
    ]
    inner = np.zeros((objective.n_free, objective.n_free))
    for part, weight in zip(slopes, weights, strict=True):
        inner += part.T @ weight @ part
    bread = constrained_inverse(inner, fitted.specification, vector)
    own = slopes[number]
    return np.asarray(np.eye(len(own)) - own @ bread @ own.T @ weights[number])
