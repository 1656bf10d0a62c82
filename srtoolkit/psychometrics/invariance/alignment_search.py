"""The search of an alignment: what it makes small, and where it starts.

Asparouhov & Muthén (2014), Structural Equation Modeling 21, 495-508.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

#: Epsilon of the component loss.
EPSILON = 0.01
#: Starts of the search, the first at equal means and variances.
_STARTS = 12
_SPREAD = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Configural:
    """One factor's configural estimates.

    Attributes
    ----------
    loadings, intercepts : ndarray, shape (n_groups, n_items)
        With the factor at mean 0 and variance 1 in every group.
    sizes : ndarray, shape (n_groups,)
    """

    loadings: np.ndarray
    intercepts: np.ndarray
    sizes: np.ndarray


def turns(solution: np.ndarray, n: int, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Return means and standard deviations of all groups from what was searched."""
    spreads = np.concatenate([[1.0], np.exp(solution[: n - 1])])
    means = solution[n - 1 :]
    return (means if kind == "free" else np.concatenate([[0.0], means])), spreads


def aligned(
    configural: Configural, means: np.ndarray, spreads: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return loadings and intercepts in the turned groups."""
    loadings = configural.loadings / spreads[:, None]
    return loadings, configural.intercepts - means[:, None] * loadings


def simplicity(
    solution: np.ndarray, configural: Configural, kind: str
) -> tuple[float, np.ndarray]:
    """Return the loss and its gradient.

    Pairs of groups weigh by the root of the product of their sizes; a
    difference x costs (x^2 + EPSILON)^(1/4).
    """
    n = len(configural.sizes)
    means, spreads = turns(solution, n, kind)
    loadings, intercepts = aligned(configural, means, spreads)
    total, by_spread, by_mean = 0.0, np.zeros(n), np.zeros(n)
    slopes = -loadings, means[:, None] * loadings
    for one, two in combinations(range(n), 2):
        weight = math.sqrt(configural.sizes[one] * configural.sizes[two])
        for table, slope in zip((loadings, intercepts), slopes, strict=True):
            gap = table[one] - table[two]
            inner = gap**2 + EPSILON
            total += weight * float(np.sum(inner**0.25))
            pull = weight * 0.5 * gap * inner**-0.75
            by_spread[one] += float(pull @ slope[one])
            by_spread[two] -= float(pull @ slope[two])
            if table is intercepts:
                by_mean[one] -= float(pull @ loadings[one])
                by_mean[two] += float(pull @ loadings[two])
    kept = by_mean if kind == "free" else by_mean[1:]
    return total, np.concatenate([by_spread[1:], kept])


def best_alignment(
    configural: Configural, kind: str, seed: int
) -> tuple[np.ndarray, float]:
    """Search from several starts; the loss has local minima."""
    from scipy.optimize import minimize

    n = len(configural.sizes)
    size = 2 * (n - 1) + (kind == "free")
    generator = np.random.default_rng(seed)
    starts = [np.zeros(size)]
    starts += [_SPREAD * generator.standard_normal(size) for _ in range(_STARTS - 1)]
    found = [
        minimize(simplicity, start, (configural, kind), jac=True, method="BFGS")
        for start in starts
    ]
    best = min(found, key=lambda result: result.fun)
    return np.asarray(best.x), float(best.fun)
