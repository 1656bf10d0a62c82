"""Ceiling lines over a scatter, and the empty space above them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Scope:
    """The rectangle in which points can lie.

    Attributes
    ----------
    x_low, x_high, y_low, y_high : float or ndarray of shape (n_sets,)
        In the units of condition and outcome.
    """

    x_low: float
    x_high: float
    y_low: float | np.ndarray
    y_high: float | np.ndarray

    @property
    def area(self) -> float | np.ndarray:
        """Width times height."""
        return (self.x_high - self.x_low) * (self.y_high - self.y_low)


@dataclass(frozen=True, slots=True)
class Steps:
    """The step ceilings of several outcomes over one condition.

    Attributes
    ----------
    x : ndarray, shape (n_values,)
        The condition's different values, ascending.
    height : ndarray, shape (n_sets, n_values)
        Highest outcome at or below each value.
    """

    x: np.ndarray
    height: np.ndarray

    @property
    def is_peer(self) -> np.ndarray:
        """Where the ceiling rises, shape (n_sets, n_values): upper left corners."""
        first = np.ones((len(self.height), 1), dtype=bool)
        return np.hstack([first, np.diff(self.height, axis=1) > 0])


def ceiling_steps(x: np.ndarray, y: np.ndarray) -> Steps:
    """Return the CE-FDH ceiling of outcomes `y`, shape (n_sets, n), over `x`.

    Tulkens (1993), Journal of Productivity Analysis 4, 183-210 (free disposal
    hull).
    """
    order = np.argsort(x, kind="stable")
    values = x[order]
    last = np.append(np.flatnonzero(np.diff(values) > 0), len(x) - 1)
    height = np.maximum.accumulate(y[:, order], axis=1)[:, last]
    return Steps(values[last], height)


def step_zone(steps: Steps, scope: Scope) -> np.ndarray:
    """Return the empty area above the step ceiling, shape (n_sets,)."""
    widths = np.diff(np.append(steps.x, scope.x_high))
    top, bottom = np.atleast_1d(scope.y_high), np.atleast_1d(scope.y_low)
    empty_left = (steps.x[0] - scope.x_low) * (top - bottom)
    return np.asarray(empty_left + (top[:, None] - steps.height) @ widths)


def line_through_peers(steps: Steps) -> tuple[np.ndarray, np.ndarray]:
    """Return intercept and slope of CR-FDH: least squares through the peers.

    A single peer gives a level line.
    """
    peers = steps.is_peer.astype(float)
    n = peers.sum(axis=1)
    mean_x = peers @ steps.x / n
    mean_y = np.sum(peers * steps.height, axis=1) / n
    centred = peers * (steps.x[None, :] - mean_x[:, None])
    spread = np.sum(centred**2, axis=1)
    joint = np.sum(centred * steps.height, axis=1)
    slope = np.divide(joint, spread, out=np.zeros_like(joint), where=spread > 0)
    return mean_y - slope * mean_x, slope


def line_zone(intercept: np.ndarray, slope: np.ndarray, scope: Scope) -> np.ndarray:
    """Return the area of the scope above a rising line, shape (n_sets,)."""
    low, high = np.atleast_1d(scope.y_low), np.atleast_1d(scope.y_high)
    safe = np.where(slope > 0, slope, 1.0)
    enters = np.clip((low - intercept) / safe, scope.x_low, scope.x_high)
    leaves = np.clip((high - intercept) / safe, scope.x_low, scope.x_high)
    below = (enters - scope.x_low) * (high - low)
    middle = (high - intercept) * (leaves - enters)
    middle = middle - slope * (leaves**2 - enters**2) / 2
    level = (high - np.clip(intercept, low, high)) * (scope.x_high - scope.x_low)
    return np.asarray(np.where(slope > 0, below + middle, level))


def necessity_sizes(
    x: np.ndarray, y: np.ndarray, scope: Scope, ceiling: str
) -> np.ndarray:
    """Return d, the empty share of the scope, of each outcome in `y`.

    Parameters
    ----------
    x : ndarray, shape (n,)
    y : ndarray, shape (n_sets, n)
    ceiling : {"ce_fdh", "cr_fdh"}

    References
    ----------
    Dul (2016), Organizational Research Methods 19, 10-52.
    """
    steps = ceiling_steps(x, y)
    if ceiling == "ce_fdh":
        return np.asarray(step_zone(steps, scope) / scope.area)
    return np.asarray(line_zone(*line_through_peers(steps), scope) / scope.area)
