"""The bivariate normal distribution, many cells at once.

The distribution function is the integral of Drezner & Wesolowsky (1990),
Journal of Statistical Computation and Simulation 35, 101-107, with the nodes
of Genz (2004), Statistics and Computing 14, 251-260.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

#: Stands for infinity: nothing lies beyond it in double precision, and its
#: square can still be computed with.
FAR = 38.0
#: Up to these correlations so many nodes give all digits.
_NODES = ((0.3, 6), (0.75, 12), (0.925, 20))
_NEAR_ONE, _NODES_NEAR_ONE = 0.925, 32


def normal_density(z: np.ndarray) -> np.ndarray:
    """Return the standard normal density."""
    return np.asarray(np.exp(-0.5 * z * z) / np.sqrt(2 * np.pi))


def bivariate_density(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return the density at (h, k); its arguments broadcast.

    It is also the derivative of `bivariate_cdf` by `rho` (Plackett, 1954,
    Biometrika 41, 351-360).
    """
    rest = 1 - rho * rho
    distance = (h * h - 2 * rho * h * k + k * k) / rest
    return np.asarray(np.exp(-0.5 * distance) / (2 * np.pi * np.sqrt(rest)))


def density_slope(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return the derivative of `bivariate_density` by `rho`, over the density."""
    rest = 1 - rho * rho
    turned = h * k * (1 + rho * rho) - rho * (h * h + k * k)
    return np.asarray(rho / rest + turned / (rest * rest))


def bivariate_cdf(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return P(X < h, Y < k) at correlation `rho`; the arguments broadcast.

    Parameters
    ----------
    h, k : ndarray
        Between -`FAR` and `FAR`, which stand for infinity.
    rho : ndarray
        Inside (-1, 1).
    """
    from scipy.special import ndtr

    both = ndtr(h) * ndtr(k)
    if np.ndim(rho) == 0 and both.ndim:
        # where one limit is infinite nothing is left to integrate
        inner = (np.abs(h) < FAR) & (np.abs(k) < FAR)
        both[inner] += _dependence(h[inner], k[inner], rho)
        return np.asarray(both)
    return np.asarray(both + _dependence(h, k, rho))


def _dependence(h: np.ndarray, k: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """What the correlation adds to the product of the margins."""
    largest = float(np.max(np.abs(rho), initial=0.0))
    product, squares = h * k, (h * h + k * k) / 2
    angle = np.arcsin(rho)
    if largest <= _NEAR_ONE:
        n_nodes = next(nodes for limit, nodes in _NODES if largest <= limit)
        integral = _integral(product, squares, 0 * angle, angle, n_nodes)
    else:
        middle = np.clip(angle, -np.arcsin(_NEAR_ONE), np.arcsin(_NEAR_ONE))
        integral = _integral(product, squares, 0 * angle, middle, _NODES[-1][1])
        integral += _integral(product, squares, middle, angle, _NODES_NEAR_ONE)
    return np.asarray(integral / (2 * np.pi))


def _integral(
    product: np.ndarray,
    squares: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    n_nodes: int,
) -> np.ndarray:
    """Integrate the density over the angle whose sine is the correlation."""
    nodes, weights = _gauss_legendre(n_nodes)
    half = (high - low) / 2
    centre = (high + low) / 2
    total = np.zeros(np.broadcast(product, half).shape)
    for node, weight in zip(nodes, weights, strict=True):
        sine = np.sin(centre + half * node)
        total += weight * np.exp((sine * product - squares) / (1 - sine * sine))
    return np.asarray(total * half)


@lru_cache(maxsize=8)
def _gauss_legendre(n_nodes: int) -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(n_nodes)
    return nodes, weights
