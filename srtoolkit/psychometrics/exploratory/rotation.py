"""Rotations to simple structure, as ``psych::fa`` calls them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Rotation = Literal["none", "varimax", "promax", "oblimin", "quartimin"]

#: Rotations that leave factors uncorrelated.
ORTHOGONAL = ("none", "varimax")
#: Rotations that psych carries out on rows of unit length (Kaiser).
KAISER = ("varimax", "promax")
#: Exponent of promax: Hendrickson & White (1964), as psych.
_PROMAX_POWER = 4
#: R's varimax stops when its criterion grows by less than this share.
_VARIMAX_GROWTH = 1e-5
_MAX_TURNS = 1000
#: Length of the projected gradient at which oblimin has converged; GPArotation
#: stops at 1e-5, on the way to the same point.
_SLOPE = 1e-9
_MAX_MOVES = 5000


@dataclass(frozen=True, slots=True, eq=False)
class Rotated:
    """Rotated loadings.

    Attributes
    ----------
    loadings : ndarray, shape (n_items, n_factors)
        Pattern coefficients.
    correlation : ndarray, shape (n_factors, n_factors)
        Of the factors; the identity of an orthogonal rotation.
    converged : bool
    """

    loadings: np.ndarray
    correlation: np.ndarray
    converged: bool = True


def rotate(
    loadings: np.ndarray,
    rotation: Rotation,
    *,
    kaiser: bool | None = None,
    gamma: float = 0.0,
) -> Rotated:
    """Rotate factors, then turn and order them as psych does.

    Column sums become positive; the factor that accounts for most variance
    stands first.

    Parameters
    ----------
    loadings : ndarray, shape (n_items, n_factors)
        Unrotated.
    rotation : {"none", "varimax", "promax", "oblimin", "quartimin"}
    kaiser : bool, optional
        Rotate rows of unit length; by default varimax and promax do.
    gamma : float
        Of direct oblimin; 0 is quartimin, the default of psych and SPSS.

    References
    ----------
    Kaiser (1958), Psychometrika 23, 187-200 (varimax).
    Hendrickson & White (1964), British Journal of Statistical Psychology 17,
    65-70 (promax).
    Jennrich (2002), Psychometrika 67, 7-19 (gradient projection);
    Bernaards & Jennrich (2005), Educational and Psychological Measurement 65,
    676-696 (the algorithm of GPArotation).
    """
    if loadings.shape[1] == 1 or rotation == "none":
        return _arranged(Rotated(loadings, np.eye(loadings.shape[1])))
    normal = rotation in KAISER if kaiser is None else kaiser
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if normal else 1.0
    rows = loadings / np.where(np.asarray(lengths) > 0, lengths, 1.0)
    if rotation == "varimax":
        found = Rotated(_varimax(rows), np.eye(rows.shape[1]))
    elif rotation == "promax":
        found = _promax(rows)
    else:
        found = _oblimin(rows, gamma if rotation == "oblimin" else 0.0)
    return _arranged(
        Rotated(found.loadings * lengths, found.correlation, found.converged)
    )


def _arranged(rotated: Rotated) -> Rotated:
    """Turn columns to a positive sum and put the strongest factor first."""
    signs = np.where(rotated.loadings.sum(axis=0) < 0, -1.0, 1.0)
    loadings = rotated.loadings * signs
    correlation = rotated.correlation * np.outer(signs, signs)
    strength = np.diag(correlation @ loadings.T @ loadings)
    order = np.argsort(-strength, kind="stable")
    return Rotated(
        loadings[:, order], correlation[np.ix_(order, order)], rotated.converged
    )


def _varimax(loadings: np.ndarray) -> np.ndarray:
    """Turn the axes by singular value decompositions, as R's ``varimax``."""
    turn = np.eye(loadings.shape[1])
    criterion = 0.0
    for _ in range(_MAX_TURNS):
        turned = loadings @ turn
        target = turned**3 - turned * (turned**2).mean(axis=0)
        left, sizes, right = np.linalg.svd(loadings.T @ target)
        turn = left @ right
        before, criterion = criterion, sizes.sum()
        if criterion < before * (1 + _VARIMAX_GROWTH):
            break
    return np.asarray(loadings @ turn)


def _promax(loadings: np.ndarray) -> Rotated:
    """Regress varimax loadings' powers on them.

    A factor without loadings cannot be regressed: the varimax solution stands.
    """
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    lengths = np.where(lengths > 0, lengths, 1.0)
    turned = _varimax(loadings / lengths) * lengths
    target = turned * np.abs(turned) ** (_PROMAX_POWER - 1)
    transform, *_ = np.linalg.lstsq(turned, target, rcond=None)
    if np.linalg.matrix_rank(transform) < len(transform):
        return Rotated(turned, np.eye(len(transform)), converged=False)
    inverse = np.linalg.inv(transform.T @ transform)
    transform = transform * np.sqrt(np.diag(inverse))
    back = np.linalg.inv(transform)
    return Rotated(turned @ transform, back @ back.T)


def _oblimin(loadings: np.ndarray, gamma: float) -> Rotated:
    """Project the gradient on matrices with columns of unit length."""
    axes = np.eye(loadings.shape[1])
    pattern = loadings.copy()
    value, slope = _oblimin_state(pattern, gamma)
    step = 1.0
    converged = False
    for _ in range(_MAX_MOVES):
        gradient = -(pattern.T @ slope @ np.linalg.inv(axes)).T
        projected = gradient - axes * (axes * gradient).sum(axis=0)
        length = float(np.sqrt((projected**2).sum()))
        if length < _SLOPE:
            converged = True
            break
        step *= 2
        for _ in range(11):
            moved = axes - step * projected
            moved /= np.sqrt((moved**2).sum(axis=0))
            candidate = loadings @ np.linalg.inv(moved).T
            found, found_slope = _oblimin_state(candidate, gamma)
            if value - found > 0.5 * length**2 * step:
                break
            step /= 2
        if found >= value:
            converged = length < np.sqrt(_SLOPE)
            break
        axes, pattern, value, slope = moved, candidate, found, found_slope
    return Rotated(pattern, axes.T @ axes, converged)


def _oblimin_state(pattern: np.ndarray, gamma: float) -> tuple[float, np.ndarray]:
    """Criterion and its gradient by the pattern."""
    squares = pattern**2
    others = squares.sum(axis=1, keepdims=True) - squares
    if gamma:
        others = others - gamma * others.mean(axis=0)
    return float((squares * others).sum()) / 4, pattern * others
