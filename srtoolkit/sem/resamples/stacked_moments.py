"""Moments of many resamples by one matrix product.

A resample is how often each respondent was drawn; its moments are weighted
sums of cross-products that are formed once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

#: Cross-products of all pairs are formed once up to this many numbers.
_MAX_PRODUCTS = 8_000_000


@dataclass(frozen=True, slots=True, eq=False)
class StackedMoments:
    """One group's moments in many resamples.

    Attributes
    ----------
    n : int
        Respondents of the group in every resample.
    covariance : ndarray, shape (n_draws, n_observed, n_observed)
        With divisor n.
    means : ndarray, shape (n_draws, n_observed)
    """

    n: int
    covariance: np.ndarray
    means: np.ndarray

    def keep(self, which: np.ndarray) -> StackedMoments:
        """Return the moments of some resamples."""
        return StackedMoments(self.n, self.covariance[which], self.means[which])


class MomentSource:
    """Forms one group's moments from counts.

    Parameters
    ----------
    rows : ndarray, shape (n, n_observed)
    """

    def __init__(self, rows: np.ndarray) -> None:
        n, self._width = rows.shape
        self._centre = rows.mean(axis=0)
        self._rows = rows - self._centre
        self._lower = np.tril_indices(self._width)
        self._products: np.ndarray | None = None
        if len(self._lower[0]) * n <= _MAX_PRODUCTS:
            first, second = self._lower
            self._products = self._rows[:, first] * self._rows[:, second]

    def moments(self, counts: np.ndarray) -> StackedMoments:
        """Return the moments of resamples.

        Parameters
        ----------
        counts : ndarray, shape (n_draws, n)
            How often each respondent was drawn; all rows have one sum.
        """
        n = int(counts[0].sum())
        weights = counts / n
        means = weights @ self._rows
        covariance = self._second_moments(weights)
        covariance -= means[:, :, None] * means[:, None, :]
        return StackedMoments(n, covariance, means + self._centre)

    def _second_moments(self, weights: np.ndarray) -> np.ndarray:
        square = np.empty((len(weights), self._width, self._width))
        if self._products is None:
            for index, weight in enumerate(weights):
                square[index] = (self._rows.T * weight) @ self._rows
            return square
        first, second = self._lower
        lower = weights @ self._products
        square[:, first, second] = lower
        square[:, second, first] = lower
        return square
