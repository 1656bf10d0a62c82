"""The delta method."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

#: Step of the central difference, relative to each estimate's size.
_STEP = 1e-6


def delta_method(
    function: Callable[[np.ndarray], float],
    estimates: np.ndarray,
    covariance: np.ndarray,
) -> tuple[float, float]:
    """Return a function of estimates and its standard error.

    Parameters
    ----------
    function : callable
        Takes estimates, shape (n_parameters,), and gives one number.
    estimates : ndarray, shape (n_parameters,)
    covariance : ndarray, shape (n_parameters, n_parameters)
        Sampling covariance of the estimates.

    References
    ----------
    Sobel (1982), Sociological Methodology 13, 290-312.
    """
    import numpy as np

    gradient = np.empty(len(estimates))
    for index, value in enumerate(estimates):
        step = _STEP * max(1.0, abs(value))
        above, below = estimates.copy(), estimates.copy()
        above[index] += step
        below[index] -= step
        gradient[index] = (function(above) - function(below)) / (2 * step)
    variance = float(gradient @ covariance @ gradient)
    return float(function(estimates)), float(np.sqrt(max(variance, 0.0)))
