"""Moments of a population whose parameters are all known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ModelError, Problem
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.language.syntax import parse_model
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import build_layout
from srtoolkit.sem.structure.parameters import ModelOptions, Parameter
from srtoolkit.sem.structure.specification import Specification, build_specification


@dataclass(frozen=True, slots=True, eq=False)
class PopulationMoments:
    """One group's population.

    Attributes
    ----------
    observed, latent : tuple of str
    covariance : ndarray, shape (n_observed, n_observed)
    means : ndarray, shape (n_observed,)
    joint_covariance : ndarray, shape (n_variables, n_variables)
        Of observed, then latent variables.
    joint_means : ndarray, shape (n_variables,)
    """

    observed: tuple[str, ...]
    latent: tuple[str, ...]
    covariance: np.ndarray
    means: np.ndarray
    joint_covariance: np.ndarray
    joint_means: np.ndarray


def population_moments(
    model: str | ParsedModel, *, n_groups: int = 1, where: str = "population"
) -> tuple[PopulationMoments, ...]:
    """Return the moments that a model with values implies, group by group.

    Every loading and regression needs a value (``RSAT ~ 0.4*DJ``; one a group
    with ``c(…)``). Variances that are not written are one, covariances and
    intercepts zero; nothing else is guessed.

    Raises
    ------
    ModelError
        When a value is missing, or the values imply no covariance matrix.
    """
    parsed = (
        model if isinstance(model, ParsedModel) else parse_model(model, where=where)
    )
    specification = build_specification(
        parsed,
        ModelOptions(std_lv=True, fixed_x=False, mean_structure=True),
        n_groups=n_groups,
    )
    _require_values(specification, where)
    vector = np.zeros(specification.n_free)
    for parameter in specification.parameters:
        if parameter.free:
            vector[parameter.free - 1] = _default(parameter)
    moments = []
    for number, implied in enumerate(
        implied_moments(build_layout(specification), vector), start=1
    ):
        _require_covariance(implied.covariance, implied.joint, number, where)
        moments.append(
            PopulationMoments(
                specification.observed,
                specification.latent,
                implied.covariance,
                implied.means,
                implied.joint,
                implied.joint_means,
            )
        )
    return tuple(moments)


def _default(parameter: Parameter) -> float:
    is_variance = parameter.op == "~~" and parameter.lhs == parameter.rhs
    return 1.0 if is_variance else 0.0


def _require_values(specification: Specification, where: str) -> None:
    problems = [
        Problem(
            "value_missing",
            f'"{parameter.name}" has no value',
            where,
            advice=f"Write a number before the star: {parameter.lhs} "
            f"{parameter.op} 0.5*{parameter.rhs}.",
            pieces={"parameter": parameter.name, "group": parameter.group},
        )
        for parameter in specification.parameters
        if parameter.op in {"=~", "~"} and parameter.free
    ]
    if problems:
        raise ModelError(problems)


def _require_covariance(
    covariance: np.ndarray, joint: np.ndarray, group: int, where: str
) -> None:
    smallest = float(np.linalg.eigvalsh(covariance)[0])
    negative = np.diagonal(joint).min() <= 0
    if smallest > 0 and not negative:
        return
    raise ModelError(
        f"these values imply no covariance matrix in group {group}: "
        f"its smallest eigenvalue is {smallest:.3g}",
        code="population_not_pd",
        where=where,
        advice="Make covariances or loadings smaller, or residual variances larger.",
        group=group,
    )
