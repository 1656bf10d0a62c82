"""Functions of the estimates, with errors and intervals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.standard_errors import delta_errors
from srtoolkit.sem.resamples.draws import BootstrapDraws, draw_interval

#: Takes a stack of vectors and gives several numbers for each.
VectorFunction = Callable[[np.ndarray], np.ndarray]
#: Draws evaluated at once; more need memory and gain nothing.
_STACK = 500


@dataclass(frozen=True, slots=True)
class Quantity:
    """A function of the estimates with its error and interval."""

    est: float
    se: float
    ci_low: float
    ci_high: float


def by_delta_method(
    function: VectorFunction, vector: np.ndarray, covariance: np.ndarray, level: float
) -> tuple[Quantity, ...]:
    """Return values with errors by the delta method and normal intervals."""
    errors = delta_errors(function, vector, covariance)
    return with_errors(function(vector), errors, level)


def with_errors(
    values: np.ndarray, errors: np.ndarray, level: float
) -> tuple[Quantity, ...]:
    """Return values with these standard errors and normal intervals."""
    from scipy.special import ndtri

    width = float(ndtri((1 + level) / 2)) * errors
    columns = (values, errors, values - width, values + width)
    return tuple(map(Quantity, *(column.tolist() for column in columns)))


def by_draws(
    function: VectorFunction, vector: np.ndarray, draws: BootstrapDraws, level: float
) -> tuple[Quantity, ...]:
    """Return values with errors and intervals of the draws."""
    values = values_in_draws(function, draws)
    removed = None if draws.jackknife is None else function(draws.jackknife)
    return tuple(
        Quantity(
            float(value),
            float(np.nanstd(values[:, index])),
            *draw_interval(
                values[:, index],
                float(value),
                level,
                kind=draws.interval,
                jackknife=None if removed is None else removed[:, index],
            ),
        )
        for index, value in enumerate(function(vector))
    )


def values_in_draws(function: VectorFunction, draws: BootstrapDraws) -> np.ndarray:
    """Return a function's values in every draw, shape (n_draws, n_values)."""
    vectors = draws.vectors
    parts = np.array_split(vectors, max(1, len(vectors) // _STACK))
    return np.concatenate([function(part) for part in parts])
