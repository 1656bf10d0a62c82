"""The search under constraints.

Linear equalities are a reparametrisation theta = K a + c. Others start from
sequential quadratic programming (Kraft, 1988, DFVLR-FB 88-28) and are finished
by Newton steps on the Lagrangian with the active inequalities held (Nocedal &
Wright, 2006, Numerical Optimization, ch. 16 and 18).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.discrepancy import Discrepancy
from srtoolkit.sem.search.fitting import STEP_TOLERANCE, Solution, search_optimum
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.structure.constraints import Constraints, null_space, rank
from srtoolkit.sem.structure.layout import Layout

_MAX_NEWTON = 500
#: What a rounding error leaves of a constraint, relative to its terms.
_HELD = 1e-8
#: Value where the discrepancy is not defined; a line search turns back there.
_FORBIDDEN = 1e12


@dataclass(frozen=True, slots=True, eq=False)
class Reparametrised:
    """An objective as a function of the coordinates a in theta = K a + c."""

    inner: Objective
    basis: np.ndarray
    origin: np.ndarray

    @property
    def layout(self) -> Layout:
        """Layout of the model itself."""
        return self.inner.layout

    @property
    def n_free(self) -> int:
        """Number of coordinates."""
        return int(self.basis.shape[1])

    def full(self, vector: np.ndarray) -> np.ndarray:
        """Return the vector of the model from coordinates and sample moments."""
        free = self.origin + self.basis @ vector[: self.n_free]
        return np.concatenate([free, vector[self.n_free :]])

    def at(self, vector: np.ndarray, *, information: bool = True) -> Discrepancy:
        """Return the discrepancy with derivatives by the coordinates."""
        inner = self.inner.at(self.full(vector), information=information)
        return Discrepancy(
            inner.value,
            self.basis.T @ inner.gradient,
            self.basis.T @ inner.information @ self.basis,
        )


def search_constrained(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> Solution:
    """Search the optimum within the constraints.

    Inequalities are tried last: an optimum that meets them without their help
    is the answer.

    Raises
    ------
    ModelError
        When the equalities contradict one another.
    """
    if constraints.are_linear:
        solution = _search_linear(objective, constraints, start)
        free = solution.vector[: objective.n_free]
        if solution.converged and (constraints.margins(free) >= 0).all():
            return solution
        start = solution.vector if np.isfinite(solution.value) else start
    return _search_general(objective, constraints, start)


def linear_coordinates(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> Reparametrised:
    """Return the objective in coordinates that keep linear equalities.

    Raises
    ------
    ModelError
        When the equalities contradict one another.
    """
    free = start[: objective.n_free]
    rows = constraints.gap_jacobian(free)
    scale = np.maximum(np.abs(free), 1e-3)
    moved = np.linalg.lstsq(rows * scale, -constraints.gaps(free), rcond=None)[0]
    origin = free + scale * moved
    left = np.abs(constraints.gaps(origin))
    size = np.abs(rows) @ np.abs(origin) + 1.0
    if (left > _HELD * size).any():
        raise ModelError(
            "the equality constraints contradict one another",
            code="constraints_contradict",
            advice="Take the last one out and fit again.",
        )
    return Reparametrised(objective, null_space(rows), origin)


def _search_linear(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> Solution:
    if not constraints.equalities:
        return search_optimum(objective, start)
    coordinates = linear_coordinates(objective, constraints, start)
    sample = start[objective.n_free :]
    first = np.concatenate([np.zeros(coordinates.n_free), sample])
    solution = search_optimum(coordinates, first)
    return replace(solution, vector=coordinates.full(solution.vector))


def _search_general(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> Solution:
    near, message = _sequential_quadratic(objective, constraints, start)
    return replace(_finish(objective, constraints, near), message=message)


def _sequential_quadratic(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> tuple[np.ndarray, str]:
    from scipy.optimize import minimize

    n_free = objective.n_free
    sample = start[n_free:]
    here = objective.at(start)
    scale = 1 / np.sqrt(np.maximum(np.diagonal(here.information), 1e-12))

    def whole(scaled: np.ndarray) -> np.ndarray:
        return np.concatenate([scaled * scale, sample])

    def value(scaled: np.ndarray) -> tuple[float, np.ndarray]:
        there = objective.at(whole(scaled), information=False)
        if not np.isfinite(there.value):
            return _FORBIDDEN, np.zeros(n_free)
        return there.value / 2, there.gradient * scale

    bounds: list[Any] = []
    if constraints.equalities:
        bounds.append(
            {
                "type": "eq",
                "fun": lambda x: constraints.gaps(x * scale),
                "jac": lambda x: constraints.gap_jacobian(x * scale) * scale,
            }
        )
    if constraints.inequalities:
        bounds.append(
            {
                "type": "ineq",
                "fun": lambda x: constraints.margins(x * scale),
                "jac": lambda x: constraints.margin_jacobian(x * scale) * scale,
            }
        )
    result: Any = minimize(
        value,
        start[:n_free] / scale,
        jac=True,
        constraints=bounds,
        method="SLSQP",
        options={"ftol": 1e-12, "maxiter": 1000},
    )
    return whole(np.asarray(result.x)), str(result.message)


def _finish(
    objective: Objective, constraints: Constraints, start: np.ndarray
) -> Solution:
    """Take Newton steps on the Lagrangian; the active set may change."""
    vector, n_free = start.copy(), objective.n_free
    length, held, iteration = float("inf"), False, 0
    here = objective.at(vector)
    dropped: set[int] = set()
    while iteration < _MAX_NEWTON and np.isfinite(here.value):
        iteration += 1
        free = vector[:n_free]
        active = constraints.active(free)
        active[list(dropped)] = False
        rows = np.vstack(
            [constraints.gap_jacobian(free), constraints.margin_jacobian(free)[active]]
        )
        gaps = np.concatenate(
            [constraints.gaps(free), constraints.margins(free)[active]]
        )
        step, multipliers = _newton(here, rows, gaps)
        pushed = multipliers[len(constraints.equalities) :] < 0
        if pushed.any() and rank(rows) == len(rows):
            dropped.add(int(np.flatnonzero(active)[int(np.argmax(pushed))]))
            continue
        length = float(np.sqrt(max(step @ here.information @ step, 0.0)))
        size = np.abs(rows) @ np.abs(free) + 1e-8
        held = bool((np.abs(gaps) <= _HELD * size).all())
        if length < STEP_TOLERANCE and held:
            break
        vector[:n_free] += step
        here = objective.at(vector)
    margins = constraints.margins(vector[:n_free])
    reached = held and length < 1e2 * STEP_TOLERANCE and bool((margins > -1e-6).all())
    return Solution(vector, reached, iteration, length, here.value)


def _newton(
    here: Discrepancy, rows: np.ndarray, gaps: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Solve the Lagrangian's equations; least squares where they are singular."""
    n_free, n_rows = len(here.gradient), len(rows)
    diagonal = np.diagonal(here.information)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    scaled = rows * scale
    system = np.zeros((n_free + n_rows, n_free + n_rows))
    system[:n_free, :n_free] = here.information * scale[:, None] * scale
    system[:n_free, n_free:] = -scaled.T
    system[n_free:, :n_free] = scaled
    right = np.concatenate([-here.gradient * scale, -gaps])
    answer = np.linalg.lstsq(system, right, rcond=1e-13)[0]
    return answer[:n_free] * scale, answer[n_free:]
