"""Polychoric correlations of all pairs at once, from their two-way tables.

Olsson (1979), Psychometrika 44, 443-460, in two steps: the thresholds of stage
one are kept. Empty cells are treated as lavaan treats them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.bivariate_normal import (
    FAR,
    bivariate_cdf,
    bivariate_density,
    density_slope,
    normal_density,
)

#: Correlations stay inside these limits.
LIMIT = 0.999
#: A cell is never less likely than this, as in lavaan.
LEAST_CELL = float(np.sqrt(np.finfo(float).eps))
_MAX_ITERATIONS = 60
#: Newton's steps are squared: after this one nothing is left.
_TOLERANCE = 1e-8
#: Added to the empty cell of a two-by-two table, keeping its margins.
_EMPTY_CELL = 0.5
_EDGES = ((0, 0), (1, 1), (1, 1))


@dataclass(frozen=True, slots=True, eq=False)
class PairTables:
    """Two-way tables of pairs of ordered variables.

    Attributes
    ----------
    counts : ndarray, shape (n_pairs, k, k)
        First variable in rows; unused categories have zeros.
    rows, columns : ndarray, shape (n_pairs, k + 1)
        Limits of the categories from -`FAR` to `FAR`.
    """

    counts: np.ndarray
    rows: np.ndarray
    columns: np.ndarray


def pad_limits(thresholds: list[np.ndarray]) -> np.ndarray:
    """Return category limits of all variables, shape (n_variables, k + 1)."""
    width = max(len(values) for values in thresholds) + 2
    limits = np.full((len(thresholds), width), FAR)
    limits[:, 0] = -FAR
    for row, values in zip(limits, thresholds, strict=True):
        row[1 : len(values) + 1] = values
    return limits


def pair_tables(
    codes: np.ndarray, limits: np.ndarray, first: np.ndarray, second: np.ndarray
) -> PairTables:
    """Count the tables of the given pairs.

    Parameters
    ----------
    codes : ndarray of int, shape (n, n_variables)
        Categories from 0; -1 where missing.
    limits : ndarray, shape (n_variables, k + 1)
    first, second : ndarray of int, shape (n_pairs,)
    """
    k = limits.shape[1] - 1
    indicators = (codes[:, :, None] == np.arange(k)).astype(float)
    flat = indicators.reshape(len(codes), -1)
    counts = (flat.T @ flat).reshape(codes.shape[1], k, codes.shape[1], k)
    return PairTables(
        np.ascontiguousarray(counts[first, :, second, :]),
        limits[first],
        limits[second],
    )


def polychoric_correlations(tables: PairTables) -> np.ndarray:
    """Return the correlation of every pair, shape (n_pairs,).

    Newton's method on the log-likelihood; a step that does not raise it is
    halved.
    """
    counts = _filled_tables(tables)
    rho = _first_guess(counts)
    value, slope, bend = _state(tables, counts, rho)
    active = np.ones(len(rho), dtype=bool)
    for _ in range(_MAX_ITERATIONS):
        step = np.where(active, slope / bend, 0.0)
        share = np.ones_like(rho)
        for _ in range(30):
            moved = np.clip(rho + share * step, -LIMIT, LIMIT)
            found = _state(tables, counts, moved)
            worse = found[0] < value - 1e-11 * np.abs(value)
            if not worse.any():
                break
            share[worse] /= 2
        moved[worse] = rho[worse]
        active = np.abs(moved - rho) > _TOLERANCE
        rho = moved
        if not active.any():
            break
        value, slope, bend = found
    return rho


def cell_probabilities(tables: PairTables, rho: np.ndarray) -> np.ndarray:
    """Return the probability of every cell, shape (n_pairs, k, k)."""
    from scipy.special import ndtr

    corners = np.zeros((len(rho), tables.rows.shape[1], tables.columns.shape[1]))
    corners[:, 1:-1, 1:-1] = bivariate_cdf(*_corners(tables, rho))
    corners[:, :, -1] = ndtr(tables.rows)
    corners[:, -1, :] = ndtr(tables.columns)
    return _cells(corners)


def cell_slopes(tables: PairTables, rho: np.ndarray) -> np.ndarray:
    """Return the derivatives of the cells by the correlations."""
    return _cells(np.pad(bivariate_density(*_corners(tables, rho)), _EDGES))


def row_slopes(tables: PairTables, rho: np.ndarray) -> np.ndarray:
    """Return what each cell gains as the limit above its row rises.

    Shape (n_pairs, k, k); the cell below the limit gains as much as the one
    above loses. The last row has no limit above it: zeros.
    """
    from scipy.special import ndtr

    limit = tables.rows[:, 1:, None]
    rest = np.sqrt(1 - rho**2)[:, None, None]
    share = ndtr((tables.columns[:, None, :] - rho[:, None, None] * limit) / rest)
    return np.asarray(normal_density(limit) * np.diff(share, axis=2))


def swapped(tables: PairTables) -> PairTables:
    """Return the same tables with the second variable in rows."""
    return PairTables(tables.counts.transpose(0, 2, 1), tables.columns, tables.rows)


def _corners(
    tables: PairTables, rho: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Inner corners of the cells; densities vanish at the outer ones."""
    inner = slice(1, -1)
    rows, columns = tables.rows[:, inner, None], tables.columns[:, None, inner]
    return rows, columns, rho[:, None, None]


def _cells(corners: np.ndarray) -> np.ndarray:
    rows = corners[:, 1:] - corners[:, :-1]
    return np.asarray(rows[:, :, 1:] - rows[:, :, :-1])


def _state(
    tables: PairTables, counts: np.ndarray, rho: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log-likelihood, slope and a positive curvature of every pair."""
    h, k, correlation = _corners(tables, rho)
    share = np.maximum(cell_probabilities(tables, rho), LEAST_CELL)
    density = bivariate_density(h, k, correlation)
    bent = density * density_slope(h, k, correlation)
    first = _cells(np.pad(density, _EDGES)) / share
    second = _cells(np.pad(bent, _EDGES)) / share
    value = np.einsum("pij,pij->p", counts, np.log(share))
    slope = np.einsum("pij,pij->p", counts, first)
    scoring = np.einsum("pij,pij->p", counts, first**2)
    bend = scoring - np.einsum("pij,pij->p", counts, second)
    return value, slope, np.where(bend > 0.1 * scoring, bend, scoring)


def _first_guess(counts: np.ndarray) -> np.ndarray:
    """Product-moment correlation of the category numbers."""
    numbers = np.arange(counts.shape[1], dtype=float)
    n = counts.sum(axis=(1, 2))
    rows, columns = counts.sum(axis=2) / n[:, None], counts.sum(axis=1) / n[:, None]
    a, b = rows @ numbers, columns @ numbers
    product = np.einsum("pij,i,j->p", counts, numbers, numbers) / n - a * b
    spread = (rows @ numbers**2 - a**2) * (columns @ numbers**2 - b**2)
    guess = product / np.sqrt(np.where(spread > 0, spread, np.inf))
    return np.asarray(np.clip(guess, -0.9, 0.9))


def _filled_tables(tables: PairTables) -> np.ndarray:
    """Fill the empty cell of two-by-two tables, keeping the margins."""
    counts = tables.counts.copy()
    two = (tables.rows[:, 2] == FAR) & (tables.columns[:, 2] == FAR)
    empty = counts[:, :2, :2] == 0
    for pair in np.flatnonzero(two & (empty.sum(axis=(1, 2)) == 1)):
        row, column = np.argwhere(empty[pair])[0]
        sign = 1.0 if row == column else -1.0
        change = _EMPTY_CELL * sign * np.array([[1.0, -1.0], [-1.0, 1.0]])
        counts[pair, :2, :2] += change
    return counts
