"""May the solution be read at all?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from srtoolkit.sem.estimated import Estimated
from srtoolkit.sem.following.standardised import (
    parameter_values,
    row_factors,
    standardised_by,
)
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.structure.constraints import constraints_of, null_space
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification

StatusCode = Literal[
    "converged",
    "not_converged",
    "not_identified",
    "negative_variance",
    "variance_near_zero",
    "latent_covariance_not_pd",
    "residual_covariance_not_pd",
    "standardised_above_one",
]

#: A variance below this share of its variable's variance counts as none.
VARIANCE_SHARE = 0.001
#: Smallest eigenvalue, relative to a unit diagonal, that counts as positive.
SINGULAR = 1e-10
#: Rounding allowed before a standardised value counts as beyond one.
BEYOND_ONE = 1e-6


@dataclass(frozen=True, slots=True)
class FitStatus:
    """What a solution is worth.

    Attributes
    ----------
    code : str
        ``converged``, or the gravest fault found.
    admissible : bool
        True only for ``converged``.
    details : mapping
        ``parameters``: the rows concerned, with their ``values``; ``also``:
        further faults; ``iterations``; ``step``: length of the next step in
        standard errors; ``message`` of the solver.
    """

    code: StatusCode
    admissible: bool
    details: Mapping[str, Any] = field(default_factory=dict)


_Fault = tuple[StatusCode, list[str], list[float]]


def judge(specification: Specification, estimated: Estimated) -> FitStatus:
    """Judge a solution; the gravest fault gives the code."""
    objective, solution = estimated.objective, estimated.solution
    faults: list[_Fault] = []
    if estimated.test.df < 0 or not _identified(
        specification, objective, solution.vector
    ):
        faults.append(("not_identified", [], []))
    if not solution.converged:
        faults.append(("not_converged", [], []))
    faults += solution_faults(specification, objective.layout, solution.vector)
    details: dict[str, Any] = {
        "iterations": solution.iterations,
        "step": solution.step,
        "message": solution.message,
    }
    # a search stopped by a bound has no zero gradient: the bound is the reason
    if [code for code, *_ in faults[:2]] == ["not_converged", "variance_near_zero"]:
        faults = [*faults[1:], faults[0]]
    if not faults:
        return FitStatus("converged", True, details)
    code, parameters, values = faults[0]
    also = [further for further, *_ in faults[1:]]
    details |= {"parameters": parameters, "values": values, "also": also}
    return FitStatus(code, False, details)


def is_admissible(
    specification: Specification, layout: Layout, vector: np.ndarray
) -> bool:
    """Tell whether a converged solution has no fault."""
    return not solution_faults(specification, layout, vector)


def solution_faults(
    specification: Specification, layout: Layout, vector: np.ndarray
) -> list[_Fault]:
    """Return what is inadmissible at a solution, gravest first."""
    implied = implied_moments(layout, vector)
    values = parameter_values(specification, vector)
    place = specification.places
    negative: list[tuple[str, float]] = []
    vanishing: list[tuple[str, float]] = []
    for parameter, value in zip(specification.parameters, values, strict=True):
        moves = bool(parameter.free) or parameter.derived
        if parameter.op == "~~" and parameter.lhs == parameter.rhs and moves:
            at = place[parameter.lhs]
            total = float(implied[parameter.group - 1].joint[at, at])
            if value < 0:
                negative.append((parameter.name, float(value)))
            elif value < VARIANCE_SHARE * total:
                vanishing.append((parameter.name, float(value)))
    beyond = _beyond_one(specification, vector, implied)
    faults = [
        _fault("negative_variance", negative),
        _fault("latent_covariance_not_pd", _latent_not_pd(specification, implied)),
        _fault("residual_covariance_not_pd", _residual_not_pd(specification, implied)),
        _fault("standardised_above_one", beyond),
        _fault("variance_near_zero", vanishing),
    ]
    return [fault for fault in faults if fault[1]]


def _fault(code: StatusCode, found: list[tuple[str, float]]) -> _Fault:
    return code, [name for name, _ in found], [value for _, value in found]


def _identified(
    specification: Specification,
    objective: Objective,
    vector: np.ndarray,
) -> bool:
    """An information of full rank within the constraints.

    Rothenberg (1971), Econometrica 39, 577-591.
    """
    information = objective.at(vector).information
    constraints = constraints_of(specification)
    if constraints is not None:
        basis = null_space(constraints.binding_jacobian(vector[: objective.n_free]))
        information = basis.T @ information @ basis
    diagonal = np.diagonal(information)
    if not (diagonal > 0).all():
        return False
    scale = 1 / np.sqrt(diagonal)
    scaled = information * scale[:, None] * scale
    return bool(np.linalg.eigvalsh(scaled)[0] > SINGULAR)


def _latent_not_pd(
    specification: Specification, implied: tuple[ImpliedMoments, ...]
) -> list[tuple[str, float]]:
    first = len(specification.observed)
    found = []
    for group in implied:
        smallest = _smallest_eigenvalue(group.joint[first:, first:])
        if smallest < SINGULAR:
            found.append((", ".join(specification.latent), smallest))
    return found


def _residual_not_pd(
    specification: Specification, implied: tuple[ImpliedMoments, ...]
) -> list[tuple[str, float]]:
    """Zero residual variances are allowed here, negative directions are not."""
    found = []
    for group in implied:
        residuals = group.residuals
        linked = np.flatnonzero((residuals - np.diag(np.diagonal(residuals))).any(0))
        smallest = _smallest_eigenvalue(residuals[np.ix_(linked, linked)])
        if smallest < -SINGULAR:
            names = [specification.variables[place] for place in linked]
            found.append((", ".join(names), smallest))
    return found


def _smallest_eigenvalue(covariance: np.ndarray) -> float:
    """Of the correlation matrix where there is one."""
    if len(covariance) == 0:
        return 1.0
    diagonal = np.diagonal(covariance)
    scale = 1 / np.sqrt(np.where(diagonal > 0, diagonal, 1.0))
    return float(np.linalg.eigvalsh(covariance * scale[:, None] * scale)[0])


def _beyond_one(
    specification: Specification,
    vector: np.ndarray,
    implied: tuple[ImpliedMoments, ...],
) -> list[tuple[str, float]]:
    factors = row_factors(specification, implied)
    standardised = standardised_by(specification, vector, factors)
    return [
        (parameter.name, float(value))
        for parameter, value in zip(specification.parameters, standardised, strict=True)
        if parameter.op in {"=~", "~"} and abs(value) > 1 + BEYOND_ONE
    ]
