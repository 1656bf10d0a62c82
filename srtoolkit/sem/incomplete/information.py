"""Information that incomplete answers carry about means and covariances.

Savalei (2010), Psychological Methods 15, 352-367, gives the matrices; Yuan &
Bentler (2000), Sociological Methodology 30, 165-200, the casewise scores. In
all of them the moments stand as in `moment_structure`: the means, then the
lower triangle of the covariance, column after column. With W a pattern's
precision matrix (zero where answers are missing) every entry is a product of
two entries of W, or of W and another matrix of the pattern, summed over
patterns: one matrix product gives all sums at once.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from srtoolkit.sem.incomplete.expectation import Expectation, pattern_precisions
from srtoolkit.sem.incomplete.patterns import Patterns
from srtoolkit.sem.structure.moment_structure import triangle


def expected_information(patterns: Patterns, expectation: Expectation) -> np.ndarray:
    """Return the expected information of all respondents, given the patterns.

    Returns
    -------
    ndarray, shape (n_moments, n_moments)
    """
    flat, counts = _flat_precisions(patterns, expectation), patterns.counts
    size = patterns.n_observed
    sums = (flat * counts[:, None]).T @ flat
    information = np.zeros((size + len(sums),) * 2)
    information[:size, :size] = _square(counts @ flat, size)
    information[size:, size:] = _symmetrised(sums, size)
    return information


def observed_information(patterns: Patterns, expectation: Expectation) -> np.ndarray:
    """Return the observed information: minus the second derivatives.

    Returns
    -------
    ndarray, shape (n_moments, n_moments)
    """
    flat, counts = _flat_precisions(patterns, expectation), patterns.counts
    size = patterns.n_observed
    rows, columns = triangle(size)
    pulls = expectation.deviations @ expectation.precision
    outer = _by_pattern(pulls[:, rows] * pulls[:, columns], patterns)
    sums = flat.T @ (2 * outer - flat * counts[:, None])
    weighted = _by_pattern(pulls * patterns.unit[:, None], patterns)
    cross = _mixed(weighted.T @ flat, size)
    information = np.empty((size + len(sums),) * 2)
    information[:size, :size] = _square(counts @ flat, size)
    information[:size, size:] = cross
    information[size:, :size] = cross.T
    information[size:, size:] = _symmetrised((sums + sums.T) / 2, size)
    return information


def casewise_scores(patterns: Patterns, expectation: Expectation) -> np.ndarray:
    """Return each respondent's derivatives of the log-likelihood.

    Parameters
    ----------
    patterns : Patterns
        Not compressed.

    Returns
    -------
    ndarray, shape (n_respondents, n_moments)
        In the order of the patterns' rows.
    """
    rows, columns = triangle(patterns.n_observed)
    pulls = expectation.deviations @ expectation.precision
    flat = _flat_precisions(patterns, expectation)[patterns.row_pattern]
    spread = pulls[:, rows] * pulls[:, columns] - flat
    spread[:, rows == columns] /= 2
    return np.hstack([pulls, spread])


def _flat_precisions(patterns: Patterns, expectation: Expectation) -> np.ndarray:
    """Each pattern's precision matrix as its lower triangle."""
    rows, columns = triangle(patterns.n_observed)
    return pattern_precisions(expectation, patterns)[:, rows, columns]


def _by_pattern(rows: np.ndarray, patterns: Patterns) -> np.ndarray:
    """Add up rows of the same pattern; every pattern has at least one."""
    firsts = np.searchsorted(patterns.row_pattern, np.arange(len(patterns.counts)))
    return np.asarray(np.add.reduceat(rows, firsts, axis=0))


def _square(flat: np.ndarray, size: int) -> np.ndarray:
    """Unfold a lower triangle."""
    return np.asarray(flat[_places(size)])


def _symmetrised(sums: np.ndarray, size: int) -> np.ndarray:
    """Turn sums of W_ij V_kl into (W_ac V_bd + W_ad V_bc), by (ab), (cd).

    Halved for each of the two cells that lies on the diagonal.
    """
    straight, crossed, halves = _pairings(size)
    flat = sums.ravel()
    return np.asarray((flat[straight] + flat[crossed]) * halves)


def _mixed(sums: np.ndarray, size: int) -> np.ndarray:
    """Turn sums of u_i W_jk into (u_a W_bc + u_b W_ac), by c and (ab)."""
    rows, columns = triangle(size)
    places = _places(size)
    mixed = sums[rows[:, None], places[columns]] + sums[columns[:, None], places[rows]]
    mixed[rows == columns] /= 2
    return np.asarray(mixed.T)


@lru_cache(maxsize=8)
def _places(size: int) -> np.ndarray:
    """Where each cell of a symmetric matrix stands in its lower triangle."""
    rows, columns = triangle(size)
    places = np.empty((size, size), dtype=np.intp)
    places[rows, columns] = places[columns, rows] = np.arange(len(rows))
    return places


@lru_cache(maxsize=8)
def _pairings(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return flat places of (ac, bd) and of (ad, bc), and the halves."""
    rows, columns = triangle(size)
    places = _places(size)
    a, b, c, d = rows[:, None], columns[:, None], rows[None, :], columns[None, :]
    diagonal = np.where(rows == columns, 0.5, 1.0)
    width = len(rows)
    return (
        places[a, c] * width + places[b, d],
        places[a, d] * width + places[b, c],
        np.outer(diagonal, diagonal),
    )
