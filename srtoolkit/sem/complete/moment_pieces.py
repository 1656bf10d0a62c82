"""Derivatives, weights and fourth moments that sandwiches and scaled tests share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.least_squares import weighted


@dataclass(frozen=True, slots=True, eq=False)
class MomentPieces:
    """What sandwich errors and scaled tests of a moment structure need.

    Everything for one respondent: sums over groups are weighted by `shares`.

    Attributes
    ----------
    jacobians : sequence of ndarray, shape (n_moments, n_free)
    weights : sequence of ndarray
        Weight matrices or their diagonals.
    gammas : sequence of ndarray, shape (n_moments, n_moments)
        n times the asymptotic covariance of each group's moments.
    bread : ndarray, shape (n_free, n_free)
        Inverse information of one respondent.
    shares : sequence of float
        Each group's part of all respondents.
    """

    jacobians: Sequence[np.ndarray]
    weights: Sequence[np.ndarray]
    gammas: Sequence[np.ndarray]
    bread: np.ndarray
    shares: Sequence[float]

    def sandwich(self) -> np.ndarray:
        """Return n times the robust covariance of the estimates.

        Browne (1984), equation 2.12.
        """
        meat = np.zeros_like(self.bread)
        for jacobian, weight, gamma, share in zip(
            self.jacobians, self.weights, self.gammas, self.shares, strict=True
        ):
            pulled = weighted(weight, jacobian)
            meat += share * (pulled.T @ gamma @ pulled)
        return np.asarray(self.bread @ meat @ self.bread)

    def traces(self) -> tuple[float, float]:
        """Return the traces of U Gamma and of its square."""
        first, second = 0.0, 0.0
        size = self.bread.shape[0]
        inner, twice = np.zeros((size, size)), np.zeros((size, size))
        for jacobian, weight, gamma, share in zip(
            self.jacobians, self.weights, self.gammas, self.shares, strict=True
        ):
            turned = weighted(weight, gamma)
            pulled = weighted(weight, jacobian)
            right = pulled.T @ gamma
            first += float(np.trace(turned))
            second += float(np.vdot(turned, turned.T))
            inner += share * (right @ pulled)
            twice += share * (right @ turned @ pulled)
        taken = self.bread @ inner
        first -= float(np.trace(taken))
        second += float(np.vdot(taken, taken.T)) - 2 * float(np.vdot(self.bread, twice))
        return first, second
