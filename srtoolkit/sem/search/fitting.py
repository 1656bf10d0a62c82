"""The search for the least discrepancy.

Fisher scoring (Jennrich & Sampson, 1976, Technometrics 18, 11-17) comes near
the optimum from afar; quasi-Newton steps that begin with the information as
their metric (Broyden, Fletcher, Goldfarb & Shanno) finish faster. Neither
changes with the scale of the variables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy
from srtoolkit.sem.search.objective import Objective

#: The optimum is reached when the next step, all parameters together, is
#: shorter than this share of a standard error.
STEP_TOLERANCE = 1e-7
#: Where rounding stops a search, this is still called an optimum.
_ROUNDING_TOLERANCE = 1e-5
#: Scoring hands over to the quasi-Newton steps below this length.
_NEAR = 0.5
_MAX_SCORING = 300
_MAX_QUASI_NEWTON = 200


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Where a search ended.

    Attributes
    ----------
    vector : ndarray, shape (n_free + n_sample,)
    converged : bool
    iterations : int
    step : float
        Length of the next scoring step in standard errors.
    value : float
        Chi-square there.
    message : str
        What the solver said, if it said something.
    """

    vector: np.ndarray
    converged: bool
    iterations: int
    step: float
    value: float
    message: str = ""


def search_optimum(
    objective: Objective, start: np.ndarray, *, max_scoring: int = _MAX_SCORING
) -> Solution:
    """Search from `start`, shape (n_free + n_sample,): from afar, then finely."""
    near = fisher_scoring(objective, start, tolerance=_NEAR, max_iterations=max_scoring)
    if near.converged:
        metric = inverse_information(objective, near.vector)
        if metric is not None:
            finished = quasi_newton(objective, near.vector, metric)
            if finished.converged:
                return finished
    return fisher_scoring(objective, near.vector, max_iterations=max_scoring)


def fisher_scoring(
    objective: Objective,
    start: np.ndarray,
    *,
    tolerance: float = STEP_TOLERANCE,
    max_iterations: int = _MAX_SCORING,
) -> Solution:
    """Search the optimum by scoring steps.

    A step that does not lower the discrepancy is halved, then damped towards
    the gradient (Marquardt, 1963, SIAM Journal 11, 431-441), as it is when the
    information is singular.
    """
    vector = start.copy()
    here = objective.at(vector)
    damping, length, iteration = 0.0, float("inf"), 0
    while iteration < max_iterations and np.isfinite(here.value) and damping < 1e8:
        iteration += 1
        step = scoring_step(here.gradient, here.information, damping)
        moved = None
        if step is not None:
            length = float(np.sqrt(max(-here.gradient @ step, 0.0)))
            if length < tolerance and damping == 0.0:
                break
            moved = _move(objective, vector, step, here, information=True)
        if moved is None:
            damping = max(10 * damping, 1e-4)
            continue
        damping = 0.0 if damping < 1e-6 else damping / 10
        vector, here = moved
    reached = length < max(tolerance, _ROUNDING_TOLERANCE) and damping == 0.0
    return Solution(vector, reached, iteration, length, here.value)


def quasi_newton(
    objective: Objective,
    start: np.ndarray,
    metric: np.ndarray,
    *,
    tolerance: float = STEP_TOLERANCE,
    max_iterations: int = _MAX_QUASI_NEWTON,
) -> Solution:
    """Search the optimum by BFGS steps.

    Parameters
    ----------
    metric : ndarray, shape (n_free, n_free)
        Inverse information near the optimum; for a resample that of the whole
        sample serves.
    """
    vector, n_free = start.copy(), objective.n_free
    here = objective.at(vector, information=False)
    length, iteration = float("inf"), 0
    while iteration < max_iterations and np.isfinite(here.value):
        iteration += 1
        step = -metric @ here.gradient
        length = float(np.sqrt(max(-here.gradient @ step, 0.0)))
        if length < tolerance:
            break
        moved = _move(objective, vector, step, here)
        if moved is None:
            break
        taken = moved[0][:n_free] - vector[:n_free]
        metric = _updated(metric, taken, moved[1].gradient - here.gradient)
        vector, here = moved
    reached = length < max(tolerance, _ROUNDING_TOLERANCE)
    return Solution(vector, reached, iteration, length, here.value)


def inverse_information(objective: Objective, vector: np.ndarray) -> np.ndarray | None:
    """Return the inverse expected information, None when it is singular."""
    information = objective.at(vector).information
    diagonal = np.diagonal(information)
    if not (diagonal > 0).all():
        return None
    scale = 1 / np.sqrt(diagonal)
    try:
        root = np.linalg.cholesky(information * scale[:, None] * scale)
    except np.linalg.LinAlgError:
        return None
    inverse_root = np.linalg.inv(root) * scale
    return np.asarray(inverse_root.T @ inverse_root)


def scoring_step(
    gradient: np.ndarray, information: np.ndarray, damping: float = 0.0
) -> np.ndarray | None:
    """Return the scoring step, or None when the information is singular.

    The information is brought to a unit diagonal first, so that parameters of
    very different size are solved for alike.
    """
    diagonal = np.diagonal(information)
    if not (diagonal > 0).all():
        if damping == 0.0:
            return None
        diagonal = np.where(diagonal > 0, diagonal, 1.0)
    scale = 1 / np.sqrt(diagonal)
    scaled = information * scale[:, None] * scale
    if damping:
        scaled[np.diag_indices_from(scaled)] += damping
    try:
        root = np.linalg.cholesky(scaled)
    except np.linalg.LinAlgError:
        return None
    inner = np.linalg.solve(root, -gradient * scale)
    return np.asarray(np.linalg.solve(root.T, inner) * scale)


def _move(
    objective: Objective,
    vector: np.ndarray,
    step: np.ndarray,
    here: Discrepancy,
    *,
    information: bool = False,
) -> tuple[np.ndarray, Discrepancy] | None:
    """Take the longest halved step that lowers the discrepancy."""
    share = 1.0
    slack = 1e-12 * (1 + abs(here.value))
    for _ in range(12):
        moved = vector.copy()
        moved[: len(step)] += share * step
        there = objective.at(moved, information=information)
        if there.value <= here.value + slack:
            return moved, there
        share /= 2
    return None


def _updated(metric: np.ndarray, taken: np.ndarray, change: np.ndarray) -> np.ndarray:
    """Update the inverse curvature by a step and the gradient's change."""
    curvature = float(taken @ change)
    if curvature <= 1e-12 * float(np.linalg.norm(taken) * np.linalg.norm(change)):
        return metric
    turned = metric @ change
    weight = (1 + float(change @ turned) / curvature) / curvature
    return np.asarray(
        metric
        + weight * np.outer(taken, taken)
        - (np.outer(turned, taken) + np.outer(taken, turned)) / curvature
    )
