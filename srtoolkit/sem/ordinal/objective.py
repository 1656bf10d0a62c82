"""Least squares on thresholds and correlations: DWLS, WLS and ULS.

Muthén (1984), Psychometrika 49, 115-132 (WLS); Muthén, du Toit & Spisic (1997),
Robust inference using weighted least squares (DWLS); Forero, Maydeu-Olivares &
Gallardo-Pujol (2009), Structural Equation Modeling 16, 625-641 (ULS).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy
from srtoolkit.sem.complete.least_squares import weighted
from srtoolkit.sem.ordinal.jacobian import (
    OrdinalFrame,
    ordinal_state,
    state_jacobian,
    state_moments,
)
from srtoolkit.sem.structure.layout import Layout


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalLeastSquares:
    """Squared distance between sample and implied moments.

    Attributes
    ----------
    layout : Layout
    frame : OrdinalFrame
    targets : tuple of ndarray, shape (n_moments,)
        Moments of each group; see `ordinal_moments`.
    weights : tuple of ndarray
        Weight matrix of each group, or its diagonal.
    sizes : tuple of int
        Respondents of each group.
    """

    layout: Layout
    frame: OrdinalFrame
    targets: tuple[np.ndarray, ...]
    weights: tuple[np.ndarray, ...]
    sizes: tuple[int, ...]

    @property
    def n_free(self) -> int:
        """Free parameters of the model."""
        return self.layout.n_free

    def at(self, vector: np.ndarray, *, information: bool = True) -> Discrepancy:
        """Return the distance at a vector, infinite where no moments follow."""
        n_free = self.layout.n_free
        value, slopes = 0.0, np.zeros(n_free)
        curvature = np.zeros((n_free, n_free))
        for number, size in enumerate(self.sizes):
            try:
                state = ordinal_state(self.layout, number, vector)
            except np.linalg.LinAlgError:
                return Discrepancy(float("inf"), slopes, curvature)
            gap = self.targets[number] - state_moments(state, self.frame)
            jacobian = state_jacobian(state, self.frame, n_free)
            pulled = weighted(self.weights[number], gap)
            value += size * float(gap @ pulled)
            slopes -= size * (jacobian.T @ pulled)
            if information:
                turned = weighted(self.weights[number], jacobian)
                curvature += size * (jacobian.T @ turned)
        return Discrepancy(value if np.isfinite(value) else np.inf, slopes, curvature)

    def jacobians(self, vector: np.ndarray) -> tuple[np.ndarray, ...]:
        """Return each group's derivatives, shape (n_moments, n_free)."""
        return tuple(
            state_jacobian(
                ordinal_state(self.layout, number, vector),
                self.frame,
                self.layout.n_free,
            )
            for number in range(len(self.sizes))
        )
