"""One minimum-residual factor of many correlation matrices at once.

The method of `extraction`, for the hundreds of matrices of a parallel
analysis: bounded Newton steps on the uniquenesses of all matrices together.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.psychometrics.exploratory.extraction import LEAST_UNIQUENESS

#: Eigenvalues of random data vary in the second decimal.
_GRADIENT = 1e-6
_MAX_STEPS = 60
_MAX_HALVINGS = 12


def factor_eigenvalues(stack: np.ndarray) -> np.ndarray:
    """Return eigenvalues with one factor's communalities on the diagonal.

    Parameters
    ----------
    stack : ndarray, shape (n_matrices, n_items, n_items)

    Returns
    -------
    ndarray, shape (n_matrices, n_items)
        Largest first: what ``psych::fa.parallel`` compares.
    """
    uniquenesses = _search(stack)
    values, vectors = np.linalg.eigh(_reduced(stack, uniquenesses))
    communalities = np.maximum(values[:, -1:], 0) * vectors[:, :, -1] ** 2
    reduced = _reduced(stack, 1 - communalities)
    return np.asarray(np.linalg.eigvalsh(reduced)[:, ::-1])


def _reduced(stack: np.ndarray, uniquenesses: np.ndarray) -> np.ndarray:
    reduced = stack.copy()
    diagonal = np.arange(stack.shape[-1])
    reduced[:, diagonal, diagonal] -= uniquenesses
    return reduced


def _search(stack: np.ndarray) -> np.ndarray:
    """Return the uniquenesses, shape (n_matrices, n_items)."""
    inverse = np.linalg.pinv(stack, hermitian=True)
    unique = 1 / np.diagonal(inverse, axis1=1, axis2=2)
    x = np.clip(unique, LEAST_UNIQUENESS, 1.0)
    active = np.arange(len(stack))
    state = _state(stack, x)
    for _ in range(_MAX_STEPS):
        here, (value, gradient, hessian) = x[active], state
        held = (here <= LEAST_UNIQUENESS) & (gradient > 0)
        held |= (here >= 1) & (gradient < 0)
        slope = np.where(held, 0.0, gradient)
        going = np.abs(slope).max(axis=1) > _GRADIENT
        if not going.any():
            break
        active, here, held = active[going], here[going], held[going]
        step = _step(hessian[going], slope[going], held)
        moved, found, better = _along(
            stack[active], here, step, value[going], slope[going]
        )
        x[active] = moved
        active = active[better]
        state = tuple(part[better] for part in found)
    return x


def _along(
    stack: np.ndarray,
    here: np.ndarray,
    step: np.ndarray,
    value: np.ndarray,
    slope: np.ndarray,
) -> tuple[np.ndarray, tuple[np.ndarray, ...], np.ndarray]:
    """Halve the steps that do not lower the residuals; tells which do."""
    share = np.ones((len(here), 1))
    for _ in range(_MAX_HALVINGS):
        moved = np.clip(here + share * step, LEAST_UNIQUENESS, 1.0)
        found = _state(stack, moved)
        gain = (slope * (moved - here)).sum(axis=1)
        worse = found[0] > value + 1e-4 * gain
        if not worse.any():
            break
        share[worse] /= 2
    moved[worse] = here[worse]
    return moved, found, ~worse


def _step(hessian: np.ndarray, slope: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Newton's step of the free uniquenesses, downhill."""
    free = ~held
    among = hessian * (free[:, :, None] & free[:, None, :])
    size = np.abs(np.diagonal(among, axis1=1, axis2=2)).max(axis=1)
    ridge = np.where(held, 1.0, 1e-9 * size[:, None])
    diagonal = np.arange(held.shape[1])
    among[:, diagonal, diagonal] += ridge
    step = -np.linalg.solve(among, slope[:, :, None])[:, :, 0]
    uphill = (step * slope).sum(axis=1) >= 0
    step[uphill] = -slope[uphill]
    return np.asarray(step)


def _state(
    stack: np.ndarray, uniquenesses: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Half the squared residuals, gradient and Hessian: see `minres_state`."""
    values, vectors = np.linalg.eigh(_reduced(stack, uniquenesses))
    gamma, omega = values[:, :-1], vectors[:, :, :-1]
    first, lead = values[:, -1:], vectors[:, :, -1]
    gradient = -np.einsum("mik,mk->mi", omega**2, gamma)
    left_over = omega @ np.swapaxes(omega, 1, 2)
    weighted = (omega * (gamma / (gamma - first))[:, None, :]) @ np.swapaxes(
        omega, 1, 2
    )
    hessian = left_over**2 + 2 * weighted * (lead[:, :, None] * lead[:, None, :])
    return (gamma**2).sum(axis=1) / 2, gradient, hessian
