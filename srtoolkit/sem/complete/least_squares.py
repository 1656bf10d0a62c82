"""Weighted least squares on means and covariances.

GLS: Jöreskog & Goldberger (1972), Psychometrika 37, 243-260. WLS (ADF), DWLS
and ULS: Browne (1984), British Journal of Mathematical and Statistical
Psychology 37, 62-83. As in lavaan, the covariances have divisor n - 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy
from srtoolkit.sem.structure.implied import implied_group
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.moment_structure import group_jacobian, moment_vector


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """Squared distance between sample and implied moments.

    Attributes
    ----------
    layout : Layout
    targets : tuple of ndarray, shape (n_moments,)
        Sample moments of each group, see `moment_structure`.
    weights : tuple of ndarray
        Weight matrix of each group, or its diagonal.
    sizes : tuple of float
        Factor of each group, usually n - 1.
    """

    layout: Layout
    targets: tuple[np.ndarray, ...]
    weights: tuple[np.ndarray, ...]
    sizes: tuple[float, ...]

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
            target, weight = self.targets[number], self.weights[number]
            try:
                implied = implied_group(
                    self.layout.groups[number], vector, self.layout.n_observed
                )
            except np.linalg.LinAlgError:
                return Discrepancy(float("inf"), slopes, curvature)
            gap = target - moment_vector(
                implied.covariance, implied.means, self.layout.has_means
            )
            jacobian = group_jacobian(self.layout, number, implied)
            pulled = weighted(weight, gap)
            value += size * float(gap @ pulled)
            slopes -= size * (jacobian.T @ pulled)
            if information:
                curvature += size * (jacobian.T @ weighted(weight, jacobian))
        return Discrepancy(value if np.isfinite(value) else np.inf, slopes, curvature)


def weighted(weight: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Multiply by a weight matrix or by its diagonal."""
    if weight.ndim == 2:
        return np.asarray(weight @ columns)
    scale = weight if columns.ndim == 1 else weight[:, None]
    return np.asarray(scale * columns)
