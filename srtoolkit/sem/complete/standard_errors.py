"""Sampling covariance of estimates and of what is computed from them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from srtoolkit.sem.search.fitting import inverse_information
from srtoolkit.sem.search.objective import Objective

#: A complex step this small loses no digit: nothing is subtracted.
_COMPLEX_STEP = 1e-30


def expected_covariance(objective: Objective, vector: np.ndarray) -> np.ndarray:
    """Return the inverse expected information, shape (n_free, n_free).

    NaN throughout where the information is singular. Bollen (1989), p. 110.
    """
    inverse = inverse_information(objective, vector)
    if inverse is None:
        return np.full((objective.n_free, objective.n_free), np.nan)
    return inverse


def jacobian(
    function: Callable[[np.ndarray], np.ndarray], vector: np.ndarray, n_free: int
) -> np.ndarray:
    """Differentiate a function by the first `n_free` values of its vector.

    By complex steps: exact to rounding. Squire & Trapp (1998), SIAM Review 40,
    110-112. The function takes a stack of vectors and must not take absolute values or
    conjugates.

    Returns
    -------
    ndarray, shape (n_values, n_free)
    """
    return slopes_of(function(moved_by(vector, np.eye(len(vector), n_free))))


def moved_by(values: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """Move values by complex steps along their slopes; see `slopes_of`.

    Parameters
    ----------
    values : ndarray, shape (n_values,)
    slopes : ndarray, shape (n_values, n_free)

    Returns
    -------
    ndarray of complex, shape (n_free, n_values)
    """
    moved = np.tile(values.astype(complex), (slopes.shape[1], 1))
    moved.imag = _COMPLEX_STEP * slopes.T
    return moved


def slopes_of(moved: np.ndarray) -> np.ndarray:
    """Read slopes, shape (n_values, n_free), off a function of moved values.

    What was computed of values moved along their slopes has its own slopes in
    its imaginary parts: the chain rule.
    """
    return np.asarray(np.imag(moved).T / _COMPLEX_STEP)


def delta_errors(
    function: Callable[[np.ndarray], np.ndarray],
    vector: np.ndarray,
    covariance: np.ndarray,
) -> np.ndarray:
    """Return delta-method standard errors of a function's values.

    Sobel (1982), Sociological Methodology 13, 290-312.
    """
    return errors_along(jacobian(function, vector, len(covariance)), covariance)


def errors_along(slopes: np.ndarray, covariance: np.ndarray) -> np.ndarray:
    """Return delta-method standard errors of values with these slopes."""
    variances = np.einsum("ij,jk,ik->i", slopes, covariance, slopes)
    return np.sqrt(np.where(variances < 0, 0.0, variances))
