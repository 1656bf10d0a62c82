"""Moments in one column, and their derivatives by the free parameters.

The moments of a group stand as its means (where the model has means), then
the lower triangle of the covariance, column after column.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.complete.discrepancy import cell_derivatives
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification


def triangle(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return rows and columns of the lower triangle, column after column."""
    columns, rows = np.triu_indices(n)
    return rows, columns


def moment_vector(
    covariance: np.ndarray, means: np.ndarray, has_means: bool
) -> np.ndarray:
    """Return the moments in one column."""
    lower = covariance[triangle(len(covariance))]
    return np.concatenate([means, lower]) if has_means else lower


def moment_jacobian(layout: Layout, vector: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return each group's derivatives, shape (n_moments, n_free)."""
    return tuple(
        group_jacobian(layout, number, implied)
        for number, implied in enumerate(implied_moments(layout, vector))
    )


def group_jacobian(layout: Layout, number: int, implied: ImpliedMoments) -> np.ndarray:
    """Return one group's derivatives, shape (n_moments, n_free).

    Each derivative of the covariance has rank two: c (u w' + w u').
    """
    group = layout.groups[number]
    cells = cell_derivatives(group, implied, layout)
    rows, columns = triangle(layout.n_observed)
    first, second = cells.columns[:, cells.first], cells.columns[:, cells.second]
    by_cell = first[rows] * second[columns] + second[rows] * first[columns]
    by_cell = by_cell * cells.scale
    if layout.has_means:
        by_cell = np.vstack([first * cells.rate, by_cell])
    places = group.source[: group.n_moving]
    if not group.shares:
        jacobian = np.zeros((len(by_cell), layout.n_free))
        jacobian[:, places] = by_cell
        return jacobian
    spread = np.zeros((len(places), layout.n_free))
    spread[np.arange(len(places)), places] = 1.0
    return np.asarray(by_cell @ spread)


def modelled(specification: Specification) -> np.ndarray:
    """Tell which moments the model explains, shape (n_moments,) of bool.

    Those of fixed exogenous variables among themselves are kept as they are.
    """
    fixed = specification.exogenous if specification.options.fixed_x else ()
    outside = np.array([name in fixed for name in specification.observed], dtype=bool)
    rows, columns = triangle(len(outside))
    inside = ~(outside[rows] & outside[columns])
    if specification.options.mean_structure:
        inside = np.concatenate([~outside, inside])
    return np.asarray(inside)
