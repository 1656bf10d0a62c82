"""What scales the difference of two nested models' chi-squares."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.estimation import test_of_complete
from srtoolkit.sem.complete.least_squares import weighted
from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.following.enlarged import key_of
from srtoolkit.sem.following.standardised import parameter_values
from srtoolkit.sem.structure.constraints import constraints_of, null_space

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted


def satorra_2000(free: Fitted, held: Fitted) -> tuple[float, float]:
    """Return scaling factor and shift of the difference.

    With B the inverse information of the free model, D its moments'
    derivatives, and A the directions that the restricted model forbids (from
    the derivatives of both): U = V D (B A'(A B A')^- A B) D' V. The traces of
    U Gamma and of its square give scale and shift: sqrt(m/tr2) and what brings
    the mean to m, as lavaan's default.

    Raises
    ------
    ModelError
        When the estimator has no fourth moments of its own.
    """
    first, second = _traces(_pieces(free), _pieces(held), _basis(free), _basis(held))
    df = held.estimated.test.df - free.estimated.test.df
    scale = math.sqrt(df / second)
    return 1 / scale, df - scale * first


def _traces(
    free: MomentPieces, held: MomentPieces, basis: np.ndarray, held_basis: np.ndarray
) -> tuple[float, float]:
    bread = free.bread
    own = np.vstack(list(free.jacobians))
    other = np.vstack(list(held.jacobians)) @ held_basis
    # where the restricted model's directions lie among the free model's
    reached = np.linalg.pinv(own @ basis) @ other
    forbidden = _complement(reached).T @ basis.T
    inner = forbidden @ bread @ forbidden.T
    middle = bread @ forbidden.T @ np.linalg.pinv(inner, hermitian=True)
    middle = middle @ forbidden @ bread
    turned = [
        weighted(weight, jacobian)
        for weight, jacobian in zip(free.weights, free.jacobians, strict=True)
    ]
    meat = sum(
        share * (pulled.T @ gamma @ pulled)
        for share, pulled, gamma in zip(free.shares, turned, free.gammas, strict=True)
    )
    product = middle @ meat
    return float(np.trace(product)), float(np.vdot(product, product.T))


def _complement(matrix: np.ndarray) -> np.ndarray:
    """Return a basis of what is orthogonal to the columns."""
    left, values, _ = np.linalg.svd(matrix, full_matrices=True)
    rank = int((values > 1e-8 * max(values.max(initial=0.0), 1.0)).sum())
    return np.asarray(left[:, rank:])


def _basis(fitted: Fitted) -> np.ndarray:
    """Return the directions that a model's constraints leave."""
    constraints = constraints_of(fitted.specification)
    if constraints is None:
        return np.eye(fitted.specification.n_free)
    return null_space(constraints.binding_jacobian(fitted.estimates))


def _pieces(fitted: Fitted) -> MomentPieces:
    pieces = fitted.estimated.pieces
    if pieces is None:
        raise ModelError(
            "Satorra's (2000) difference test needs complete answers",
            code="no_fourth_moments",
            advice='Ask for method="satorra_bentler_2001".',
        )
    return pieces()


def borrowed_factor(free: Fitted, held: Fitted) -> float:
    """Return the free model's scaling factor at the restricted model's values.

    Satorra & Bentler (2010): the free model is evaluated, not fitted.
    """
    known = {
        key_of(p): value
        for p, value in zip(
            held.specification.parameters,
            parameter_values(held.specification, held.solution.vector),
            strict=True,
        )
    }
    vector = free.solution.vector.copy()
    for parameter in free.specification.parameters:
        if parameter.free:
            vector[parameter.free - 1] = known.get(key_of(parameter), 0.0)
    if free.estimated.pieces is None or free.specification.options.thresholds:
        raise ModelError(
            "the test of Satorra & Bentler (2010) needs complete answers",
            code="no_fourth_moments",
            advice='Ask for method="satorra_bentler_2001".',
        )
    scaled = test_of_complete(
        free.specification, free.layout, free.observed, free.options, vector
    ).scaled
    if scaled is None or free.estimated.test.df == 0:
        return 1.0
    return scaled.scaling_factor
