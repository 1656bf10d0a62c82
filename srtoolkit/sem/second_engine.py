"""semopy, the independent second engine.

It gets a description generated from our parameter table under neutral names,
never a user's text, and the covariance matrix as floats. Only its estimates
are taken: its degrees of freedom, errors, standardised values, log-likelihood
and indices are wrong for some models, so those are computed here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.search.fitting import (
    Solution,
    inverse_information,
    quasi_newton,
    scoring_step,
)
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.status import VARIANCE_SHARE
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.structure.starting_values import sample_vector, starting_vector

#: semopy's own default stops with estimates a hundredth of an error away.
_SOLVER = {"ftol": 1e-14, "maxiter": 2000}


def fit_semopy(
    specification: Specification,
    objective: Objective,
    moments: tuple[GroupMoments, ...],
) -> Solution:
    """Fit one group by maximum likelihood with semopy.

    Its solver stops a little early, so the estimates are carried on along our
    analytic gradient; not where it stopped at its bound of zero for a
    variance, which stays as it is and is reported by the status.

    Raises
    ------
    ModelError
        When semopy cannot express the model.
    """
    sample = sample_vector(objective.layout, moments)
    start = starting_vector(specification, moments)
    with _quiet():
        model, message = _run(specification, moments[0], start, sample)
    estimates = _in_our_order(model, [*model.param_vals], len(start))
    vector = np.concatenate([estimates, sample])
    if not _at_bound(specification, moments[0], vector):
        metric = inverse_information(objective, vector)
        if metric is not None:
            polished = quasi_newton(objective, vector, metric)
            if polished.converged:
                return polished
    here = objective.at(vector)
    step = scoring_step(here.gradient, here.information)
    length = float("inf")
    if step is not None:
        length = float(np.sqrt(max(-here.gradient @ step, 0.0)))
    return Solution(vector, False, 0, length, here.value, message)


@dataclass(frozen=True, slots=True, eq=False)
class Opinion:
    """What semopy says by itself, where its own solver stopped.

    Attributes
    ----------
    estimates, errors : ndarray, shape (n_free,)
        Its errors are by expected information.
    chisq : float
    """

    estimates: np.ndarray
    errors: np.ndarray
    chisq: float


def semopy_opinion(
    specification: Specification, layout: Layout, moments: tuple[GroupMoments, ...]
) -> Opinion:
    """Fit one group with semopy and take nothing of ours but the start values.

    Raises
    ------
    ModelError
        When semopy cannot express the model.
    """
    from semopy.stats import calc_se

    start = starting_vector(specification, moments)
    kept = sample_vector(layout, moments)
    with _quiet():
        model, _ = _run(specification, moments[0], start, kept)
        errors = calc_se(model)
    chisq = float(moments[0].n * model.last_result.fun)
    return Opinion(
        _in_our_order(model, [*model.param_vals], len(start)),
        _in_our_order(model, errors, len(start)),
        chisq,
    )


def _in_our_order(model: Any, values: Sequence[float], n_free: int) -> np.ndarray:
    free = [name for name, p in model.parameters.items() if p.active]
    by_name = dict(zip(free, values, strict=True))
    return np.array([by_name[f"p{index + 1}"] for index in range(n_free)])


def _run(
    specification: Specification,
    sample: GroupMoments,
    start: np.ndarray,
    kept: np.ndarray,
) -> tuple[Any, str]:
    import pandas as pd
    import semopy

    names = _neutral_names(specification)
    text = describe(specification, names, kept)
    columns = [names[name] for name in specification.observed]
    covariance = pd.DataFrame(sample.covariance, columns=columns, index=columns)
    try:
        model = semopy.Model(text, mimic_lavaan=True, cov_diag=True)
        for index, value in enumerate(start):
            model.parameters[f"p{index + 1}"].start = float(value)
        result: Any = model.fit(
            cov=covariance, n_samples=sample.n, obj="MLW", options=dict(_SOLVER)
        )
    except (KeyError, ValueError, np.linalg.LinAlgError) as error:
        raise ModelError(
            f"semopy cannot fit this model: {error}",
            code="engine_cannot",
            advice='Use engine="native".',
        ) from error
    return model, str(result.message)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep semopy from logging advice about names its user never wrote."""
    logger = logging.getLogger()
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def describe(
    specification: Specification, names: dict[str, str], kept: np.ndarray
) -> str:
    """Write every parameter of the table in semopy's language.

    Parameters
    ----------
    names : dict
        Our variable names to neutral ones.
    kept : ndarray, shape (n_sample,)
        Moments of fixed exogenous variables, written as fixed values.
    """
    lines = []
    next_kept = iter(kept)
    for parameter in specification.parameters:
        value = next(next_kept) if parameter.sample else parameter.fixed
        multiplier = f"p{parameter.free}" if parameter.free else repr(float(value or 0))
        left, right = names[parameter.lhs], names[parameter.rhs]
        lines.append(f"{left} {parameter.op} {multiplier}*{right}")
    return "\n".join(lines)


def _neutral_names(specification: Specification) -> dict[str, str]:
    observed = {name: f"v{i}" for i, name in enumerate(specification.observed)}
    return observed | {name: f"f{i}" for i, name in enumerate(specification.latent)}


def _at_bound(
    specification: Specification, sample: GroupMoments, vector: np.ndarray
) -> bool:
    """Tell whether a variance stands at semopy's bound of zero."""
    return any(
        vector[parameter.free - 1]
        < VARIANCE_SHARE * _size(specification, sample, parameter)
        for parameter in specification.parameters
        if parameter.free and parameter.op == "~~" and parameter.lhs == parameter.rhs
    )


def _size(
    specification: Specification, sample: GroupMoments, parameter: Parameter
) -> float:
    if parameter.lhs not in specification.observed:
        return 1e-6
    place = specification.observed.index(parameter.lhs)
    return float(sample.covariance[place, place])
