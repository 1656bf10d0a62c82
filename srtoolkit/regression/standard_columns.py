"""A design in columns of mean 0 and size 1, in which searches lose no digits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class StandardColumns:
    """A design matrix in standard columns, and the way back.

    Attributes
    ----------
    matrix : ndarray, shape (n, n_terms)
        The first column is the intercept; all others have mean 0 and root
        mean square 1.
    back : ndarray, shape (n_terms, n_terms)
        Turns coefficients of these columns into those of the original ones.
    log_size : float
        Logarithm of the determinant that leads from these columns to the
        original ones.
    """

    matrix: np.ndarray
    back: np.ndarray
    log_size: float

    def covariance(self, covariance: np.ndarray) -> np.ndarray:
        """Return the covariance of the original columns' coefficients."""
        return np.asarray(self.back @ covariance @ self.back.T)


def standard_columns(matrix: np.ndarray) -> StandardColumns:
    """Centre and scale all columns but the first.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
        The first column is the intercept, all ones.
    """
    centre = matrix.mean(axis=0)
    centre[0] = 0.0
    moved = matrix - centre
    size = np.sqrt((moved**2).mean(axis=0))
    size = np.where(size > 0, size, 1.0)
    back = np.diag(1 / size)
    back[0, 1:] = -centre[1:] / size[1:]
    return StandardColumns(moved / size, back, float(np.log(size).sum()))
