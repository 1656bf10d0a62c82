"""A fitted model with further parameters set free, not refitted.

Score tests and modification indices ask how steep the discrepancy is along
parameters that the model fixes, at the estimates it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.sem.complete.discrepancy import Discrepancy
from srtoolkit.sem.complete.gamma import normal_weight
from srtoolkit.sem.following.standardised import parameter_values
from srtoolkit.sem.search.objective import NormalLikelihood, Objective
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import build_layout
from srtoolkit.sem.structure.moment_structure import group_jacobian, modelled
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted

#: Left side, operator, right side and group of a parameter.
Key = tuple[str, str, str, int]


@dataclass(frozen=True, slots=True, eq=False)
class Enlarged:
    """A fit's discrepancy with more free parameters.

    Attributes
    ----------
    specification : Specification
    vector : ndarray, shape (n_free + n_sample,)
        The estimates; new parameters at their fixed values.
    at : Discrepancy
        There.
    """

    specification: Specification
    vector: np.ndarray
    at: Discrepancy


def objective_of(fitted: Fitted) -> Objective:
    """Return what the fit made small."""
    return fitted.estimated.objective


def with_free(
    fitted: Fitted, *, release: Sequence[Key] = (), add: Sequence[Key] = ()
) -> Enlarged:
    """Free fixed rows of the table and add rows that it does not have.

    Free parameters keep their numbers; the new ones follow, first those of
    `release`, then those of `add`.
    """
    old = fitted.specification
    number = old.n_free
    rows: list[Parameter] = []
    released = set(release)
    for parameter in old.parameters:
        if key_of(parameter) in released and not parameter.free:
            number += 1
            parameter = replace(parameter, free=number, fixed=None, sample=False)
        rows.append(parameter)
    for lhs, op, rhs, group in add:
        number += 1
        rows.append(Parameter(lhs, op, rhs, group, "", number, None, None, False))
    return _enlarged(fitted, tuple(rows), number)


def unlinked(fitted: Fitted) -> tuple[Enlarged, list[tuple[int, int]]]:
    """Give every row of a shared label a parameter of its own.

    Returns
    -------
    Enlarged
    list of (int, int)
        Rows of the table whose equality each label demanded: the first row of
        the label with each of its others.
    """
    seen: dict[int, int] = {}
    pairs: list[tuple[int, int]] = []
    rows: list[Parameter] = []
    for index, parameter in enumerate(fitted.specification.parameters):
        if parameter.free and parameter.free in seen:
            pairs.append((seen[parameter.free], index))
        elif parameter.free:
            seen[parameter.free] = index
        rows.append(parameter)
    number = 0
    for index, parameter in enumerate(rows):
        if parameter.free:
            number += 1
            rows[index] = replace(parameter, free=number, label="")
    return _enlarged(fitted, tuple(rows), number), pairs


def key_of(parameter: Parameter) -> Key:
    """Name a row; a covariance has no direction."""
    first, second = parameter.lhs, parameter.rhs
    if parameter.op == "~~" and second < first:
        first, second = second, first
    return first, parameter.op, second, parameter.group


def _enlarged(
    fitted: Fitted, parameters: tuple[Parameter, ...], n_free: int
) -> Enlarged:
    old = fitted.specification
    values = parameter_values(old, fitted.solution.vector)
    specification = replace(
        old, parameters=parameters, n_free=n_free, definitions=(), constraints=()
    )
    free = np.zeros(n_free)
    kept = []
    for index, parameter in enumerate(parameters):
        value = values[index] if index < len(values) else 0.0
        if parameter.free:
            free[parameter.free - 1] = value
        elif parameter.sample:
            kept.append(value)
    vector = np.concatenate([free, np.array(kept, dtype=float)])
    objective: Any = objective_of(fitted)
    moved: Any = replace(objective, layout=build_layout(specification))
    here: Discrepancy = moved.at(vector)
    conditional = old.options.fixed_x and bool(old.exogenous)
    if conditional and isinstance(moved, NormalLikelihood):
        information = _conditional_information(specification, moved, vector)
        here = replace(here, information=information)
    sizes: tuple[float, ...] | None = getattr(moved, "sizes", None)
    if sizes is not None:
        # least squares: lavaan's slopes count n - 1, its information n
        whole: Any = replace(moved, sizes=tuple(size + 1 for size in sizes))
        here = replace(here, information=whole.at(vector).information)
    return Enlarged(specification, vector, here)


def _conditional_information(
    specification: Specification, objective: NormalLikelihood, vector: np.ndarray
) -> np.ndarray:
    """Return the information without the moments of fixed exogenous variables.

    As in lavaan: a new path onto such a variable is judged by its covariances
    with the others, never by its own variance.
    """
    layout, counted = objective.layout, modelled(specification)
    information = np.zeros((layout.n_free, layout.n_free))
    for number, implied in enumerate(implied_moments(layout, vector)):
        weight = normal_weight(implied.covariance, has_means=layout.has_means)
        weight[~counted] = weight[:, ~counted] = 0.0
        slopes = group_jacobian(layout, number, implied)
        information += objective.moments[number].n * (slopes.T @ weight @ slopes)
    return information
