"""Cells of a model's matrices: their kinds, and what is read and put there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.structure.parameters import Parameter

#: Codes of the kinds of cells.
ARROW, COVARIANCE, INTERCEPT, THRESHOLD, SCALE = 0, 1, 2, 3, 4


def cell_of(parameter: Parameter, place: Mapping[str, int]) -> tuple[int, int, int]:
    """Return matrix, row and column of a parameter."""
    left = place[parameter.lhs]
    if parameter.op == "~1":
        return INTERCEPT, left, 0
    if parameter.op == "|":
        return THRESHOLD, left, int(parameter.rhs[1:]) - 1
    if parameter.op == "~*~":
        return SCALE, left, left
    right = place[parameter.rhs]
    if parameter.op == "=~":
        return ARROW, right, left
    return (ARROW if parameter.op == "~" else COVARIANCE), left, right


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalCells:
    """What a group with ordered variables has besides the three matrices.

    Attributes
    ----------
    variables : ndarray of int, shape (n_ordered,)
        Positions of the ordered variables.
    n_thresholds : ndarray of int, shape (n_ordered,)
    covariates : ndarray of int
        Positions of the fixed exogenous variables that all is conditional on.
    thresholds : ndarray, shape (n_variables, n_thresholds)
        Fixed values; cells of kind `THRESHOLD` take theirs from the vector.
    scales : ndarray, shape (n_variables,)
        Fixed values, one without; see `thresholds`.
    delta : bool
        Scales are given and residual variances follow, or the reverse.
    mediates : bool
        Some variable is explained by an ordered one.
    """

    variables: np.ndarray
    n_thresholds: np.ndarray
    covariates: np.ndarray
    thresholds: np.ndarray
    scales: np.ndarray
    delta: bool
    mediates: bool


@dataclass(frozen=True, slots=True, eq=False)
class Filling:
    """A group's three matrices in one row, and where values of the vector go.

    Attributes
    ----------
    fixed : ndarray, shape (2 n_variables² + n_variables,)
        Arrows, then covariances, row after row, then intercepts.
    cells, source : ndarray of int, shape (n_filled,)
        Positions in that row, and in the vector.
    """

    fixed: np.ndarray
    cells: np.ndarray
    source: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class MovingCells:
    """What the derivatives by a group's moving cells need at any vector.

    That of the covariance by cell k is c (u w' + w u'), with u and w columns of
    total effects beside the joint covariance; that of the means is t u.

    Attributes
    ----------
    first, second : ndarray of int, shape (n_moving,)
        Columns u and w.
    scale, scale_products : ndarray, shape (n_moving,), (n_moving, n_moving)
        c, and c of every pair.
    arrows, senders, intercepts : ndarray of int
        Which cells are arrows, where each of them leaves, and which cells are
        intercepts.
    block : slice or None
        The free parameters that the cells follow, where they are neighbours
        in order.
    """

    first: np.ndarray
    second: np.ndarray
    scale: np.ndarray
    scale_products: np.ndarray
    arrows: np.ndarray
    senders: np.ndarray
    intercepts: np.ndarray
    block: slice | None
