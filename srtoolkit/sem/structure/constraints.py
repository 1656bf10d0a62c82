"""Constraints between parameters: ``==``, ``<`` and ``>``.

Equal labels share one parameter and never come here. Derivatives are taken by
complex steps, so every expression of the language has exact ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.standard_errors import jacobian
from srtoolkit.sem.language.expressions import names_in
from srtoolkit.sem.language.parsed import Constraint
from srtoolkit.sem.structure.specification import Specification

#: Singular values below this share of the greatest count as zero.
_RANK = 1e-9
#: An inequality this near its bound, on the scale of its terms, is active.
ACTIVE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """All constraints of a model, as functions of its free parameters."""

    specification: Specification
    equalities: tuple[Constraint, ...]
    inequalities: tuple[Constraint, ...]

    @property
    def n_free(self) -> int:
        """Free parameters of the model."""
        return self.specification.n_free

    def gaps(self, free: np.ndarray) -> np.ndarray:
        """Return left less right of every equality, shape (n_equalities,)."""
        values = self._values(free)
        return _array([_gap(each, values) for each in self.equalities], free)

    def margins(self, free: np.ndarray) -> np.ndarray:
        """Return by how much every inequality holds, shape (n_inequalities,)."""
        values = self._values(free)
        signs = [-1.0 if each.op == "<" else 1.0 for each in self.inequalities]
        return _array(
            [
                sign * _gap(each, values)
                for sign, each in zip(signs, self.inequalities, strict=True)
            ],
            free,
        )

    def gap_jacobian(self, free: np.ndarray) -> np.ndarray:
        """Return derivatives of `gaps`, shape (n_equalities, n_free)."""
        return _rows(jacobian(self.gaps, free, self.n_free), self.n_free)

    def margin_jacobian(self, free: np.ndarray) -> np.ndarray:
        """Return derivatives of `margins`, shape (n_inequalities, n_free)."""
        return _rows(jacobian(self.margins, free, self.n_free), self.n_free)

    def active(self, free: np.ndarray) -> np.ndarray:
        """Tell which inequalities stand at their bound."""
        margins = self.margins(free)
        size = np.abs(self.margin_jacobian(free)) @ np.abs(free)
        return np.asarray(margins <= ACTIVE * np.maximum(size, ACTIVE))

    def binding_jacobian(self, free: np.ndarray) -> np.ndarray:
        """Return the rows of equalities and of active inequalities."""
        active = self.margin_jacobian(free)[self.active(free)]
        return np.vstack([self.gap_jacobian(free), active])

    @property
    def are_linear(self) -> bool:
        """True when the equalities are linear in the parameters."""
        points = np.random.default_rng(1).uniform(0.5, 1.5, (2, self.n_free))
        first, second = (self.gap_jacobian(point) for point in points)
        return bool(np.allclose(first, second, rtol=1e-10, atol=1e-12))

    def _values(self, free: np.ndarray) -> Mapping[str, Any]:
        by_label: dict[str, Any] = {}
        for parameter in self.specification.parameters:
            if parameter.label and not parameter.sample:
                value: Any = parameter.fixed
                if parameter.free:
                    value = free[..., parameter.free - 1]
                by_label.setdefault(parameter.label, value)
        return by_label | self.specification.defined_values(by_label)


def constraints_of(specification: Specification) -> Constraints | None:
    """Return the constraints of a model, None without any.

    Raises
    ------
    ModelError
        When an equality names no free parameter and does not hold.
    """
    if not specification.constraints:
        return None
    equalities = tuple(c for c in specification.constraints if c.op == "==")
    inequalities = tuple(c for c in specification.constraints if c.op != "==")
    constraints = Constraints(specification, equalities, inequalities)
    _require_possible(constraints)
    return constraints


def n_restrictions(specification: Specification) -> int:
    """Return how many free parameters the equalities take away."""
    constraints = constraints_of(specification)
    if constraints is None or not constraints.equalities:
        return 0
    point = np.random.default_rng(2).uniform(0.5, 1.5, specification.n_free)
    return rank(constraints.gap_jacobian(point))


def constrained_inverse(
    information: np.ndarray, specification: Specification, vector: np.ndarray
) -> np.ndarray:
    """Invert an information within what the constraints leave free.

    K (K' I K)^-1 K' with K a basis of the directions in which no equality and
    no active inequality changes: Aitchison & Silvey (1958), Annals of
    Mathematical Statistics 29, 813-828. NaN throughout where it is singular.

    Parameters
    ----------
    information : ndarray, shape (n_free, n_free)
    vector : ndarray, shape (n_free + n_sample,)
        Where the search ended.
    """
    constraints = constraints_of(specification)
    if constraints is None:
        return symmetric_inverse(information)
    free = vector[: specification.n_free]
    basis = null_space(constraints.binding_jacobian(free))
    return np.asarray(
        basis @ symmetric_inverse(basis.T @ information @ basis) @ basis.T
    )


def symmetric_inverse(information: np.ndarray) -> np.ndarray:
    """Invert a symmetric matrix, NaN where singular; scaled to a unit diagonal."""
    unusable = np.full_like(information, np.nan)
    diagonal = np.diagonal(information)
    if not (np.isfinite(information).all() and (diagonal > 0).all()):
        return unusable
    scale = 1 / np.sqrt(diagonal)
    scaled = information * scale[:, None] * scale
    try:
        inverse = np.linalg.inv(scaled)
    except np.linalg.LinAlgError:
        return unusable
    return np.asarray((inverse + inverse.T) / 2 * scale[:, None] * scale)


def rank(matrix: np.ndarray) -> int:
    """Return the rank of the rows, each brought to length one first."""
    lengths = np.linalg.norm(matrix, axis=1)
    rows = matrix[lengths > 0] / lengths[lengths > 0, None]
    if not rows.size:
        return 0
    values = np.linalg.svd(rows, compute_uv=False)
    return int((values > _RANK * values[0]).sum())


def null_space(matrix: np.ndarray) -> np.ndarray:
    """Return a basis of the directions that `matrix` maps to zero.

    By Gauss-Jordan elimination: most parameters stay their own coordinate, so
    that parameters of very different size are not mixed.

    Returns
    -------
    ndarray, shape (n_free, n_free - rank)
    """
    reduced, pivots = _eliminated(matrix)
    n_free = matrix.shape[1]
    others = [column for column in range(n_free) if column not in pivots]
    basis = np.zeros((n_free, len(others)))
    basis[others, np.arange(len(others))] = 1.0
    for row, pivot in enumerate(pivots):
        basis[pivot] = -reduced[row, others]
    return basis


def _eliminated(matrix: np.ndarray) -> tuple[np.ndarray, list[int]]:
    reduced = matrix.astype(float).copy()
    size = np.abs(reduced).max(axis=1, initial=0.0)
    reduced = reduced[size > 0] / size[size > 0, None]
    pivots: list[int] = []
    for _ in range(len(reduced)):
        row = len(pivots)
        below = np.abs(reduced[row:])
        if not below.size or below.max() < _RANK:
            break
        at, column = np.unravel_index(int(below.argmax()), below.shape)
        reduced[[row, row + at]] = reduced[[row + at, row]]
        reduced[row] /= reduced[row, column]
        rest = np.arange(len(reduced)) != row
        reduced[rest] -= np.outer(reduced[rest, column], reduced[row])
        pivots.append(int(column))
    return reduced, pivots


def _gap(constraint: Constraint, values: Mapping[str, Any]) -> Any:
    return constraint.left.evaluate(values) - constraint.right.evaluate(values)


def _array(values: list[Any], free: np.ndarray) -> np.ndarray:
    """Bring values together for one vector or a stack of them."""
    stack = free.shape[:-1]
    joined = np.empty((*stack, len(values)), dtype=free.dtype)
    for index, value in enumerate(values):
        joined[..., index] = value
    return joined


def _rows(derivatives: np.ndarray, n_free: int) -> np.ndarray:
    return derivatives.reshape(-1, n_free)


def _require_possible(constraints: Constraints) -> None:
    """No constraint speaks of fixed values only and fails."""
    free_labels = {
        p.label for p in constraints.specification.parameters if p.free and p.label
    }
    free_labels |= {d.name for d in constraints.specification.definitions}
    point = np.ones(constraints.n_free)
    checked = (
        *zip(constraints.equalities, constraints.gaps(point) == 0, strict=True),
        *zip(constraints.inequalities, constraints.margins(point) >= 0, strict=True),
    )
    for each, holds in checked:
        used = {t.text for side in (each.left, each.right) for t in names_in(side)}
        if not (used & free_labels or holds):
            raise ModelError(
                f'"{each.left_text} {each.op} {each.right_text}" can never hold: '
                "it names fixed values only",
                code="constraint_impossible",
                line=each.line,
                column=each.column,
            )
