"""Estimates of every row, raw and completely standardised."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from srtoolkit.sem.ordinal.values import fill_derived
from srtoolkit.sem.structure.cells import (
    ARROW,
    COVARIANCE,
    INTERCEPT,
    THRESHOLD,
)
from srtoolkit.sem.structure.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification

#: ``all``: latent and observed variables have unit variance; ``lv``: the
#: latent ones; ``nox``: all but exogenous observed variables.
StandardKind = Literal["all", "lv", "nox"]


def parameter_values(specification: Specification, vector: np.ndarray) -> np.ndarray:
    """Return the value of every parameter row, shape (..., n_parameters)."""
    parameters = specification.parameters
    values = np.empty((*vector.shape[:-1], len(parameters)), dtype=vector.dtype)
    values[...] = [parameter.fixed or 0.0 for parameter in parameters]
    kept = itertools.count(specification.n_free)
    moving = [
        (index, parameter.free - 1 if parameter.free else next(kept))
        for index, parameter in enumerate(parameters)
        if parameter.free or parameter.sample
    ]
    places = np.array(moving, dtype=np.intp).reshape(-1, 2)
    values[..., places[:, 0]] = vector[..., places[:, 1]]
    if specification.options.thresholds:
        fill_derived(specification, vector, values)
    return values


def standardised_values(
    specification: Specification,
    layout: Layout,
    vector: np.ndarray,
    *,
    kind: StandardKind = "all",
) -> np.ndarray:
    """Return every row on the scale of unit variances, shape (..., n_parameters).

    Residual covariances are divided by the residual standard deviations, as
    lavaan's ``std.all``, ``std.lv`` and ``std.nox``. NaN where a variance is
    not positive.

    Parameters
    ----------
    vector : ndarray, shape (..., n_free + n_sample)
    """
    factors = row_factors(specification, implied_moments(layout, vector), kind)
    return standardised_by(specification, vector, factors)


def standardised_by(
    specification: Specification, vector: np.ndarray, factors: np.ndarray
) -> np.ndarray:
    """Return every row times its factor; see `row_factors`."""
    standardised = np.asarray(parameter_values(specification, vector) * factors)
    # the scale of a standardised response
    standardised[..., [p.op == "~*~" for p in specification.parameters]] = 1.0
    return standardised


def row_factors(
    specification: Specification,
    implied: tuple[ImpliedMoments, ...],
    kind: StandardKind = "all",
) -> np.ndarray:
    """What each row is multiplied by to be standardised, shape (..., n_parameters)."""
    return factors_of(specification, [variances(group) for group in implied], kind)


def variances(implied: ImpliedMoments) -> tuple[np.ndarray, np.ndarray]:
    """Return total and residual variances of all variables, shape (..., n)."""
    return (
        np.diagonal(implied.joint, axis1=-2, axis2=-1),
        np.diagonal(implied.residuals, axis1=-2, axis2=-1),
    )


def factors_of(
    specification: Specification,
    of_groups: Sequence[tuple[np.ndarray, np.ndarray]],
    kind: StandardKind,
) -> np.ndarray:
    """Return what `row_factors` does, from each group's `variances`."""
    place = specification.places
    kept = [place[name] for name in _unscaled(specification, kind)]
    factors = np.ones(1)
    for number, (whole, own) in enumerate(of_groups, start=1):
        deviations, residuals = _root(whole), _root(own)
        outcomes = deviations.copy()  # a path onto a fixed x is divided all the same
        deviations[..., kept] = residuals[..., kept] = 1.0
        if kind == "lv":
            outcomes = deviations
        scales = (outcomes, deviations, residuals)
        factors = factors * _factors(specification, number, *scales)
    return factors


def _unscaled(specification: Specification, kind: StandardKind) -> tuple[str, ...]:
    """Name the variables that keep their own scale."""
    if kind == "lv":
        return specification.observed
    return specification.exogenous if kind == "nox" else ()


def _factors(
    specification: Specification,
    group: int,
    outcomes: np.ndarray,
    deviations: np.ndarray,
    residuals: np.ndarray,
) -> np.ndarray:
    """What multiplies each row of a group; one for the rows of others."""
    groups = np.array([parameter.group for parameter in specification.parameters])
    at = np.flatnonzero(groups == group)
    cells = np.array(specification.cells, dtype=np.intp).reshape(-1, 3)
    kind, row, column = cells[at].T
    shape = (*deviations.shape[:-1], len(specification.parameters))
    factors = np.ones(shape, dtype=deviations.dtype)
    arrow, variance = kind == ARROW, (kind == COVARIANCE) & (row == column)
    link, centre = (kind == COVARIANCE) & (row != column), kind == INTERCEPT
    factors[..., at[arrow]] = deviations[..., column[arrow]] / outcomes[..., row[arrow]]
    factors[..., at[variance]] = 1 / deviations[..., row[variance]] ** 2
    factors[..., at[link]] = 1 / (
        residuals[..., row[link]] * residuals[..., column[link]]
    )
    factors[..., at[centre]] = 1 / deviations[..., row[centre]]
    cut = kind == THRESHOLD
    factors[..., at[cut]] = 1 / deviations[..., row[cut]]
    return factors


def _root(variances: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.where(variances.real > 0, variances, np.nan)))


def defined_values(specification: Specification, values: np.ndarray) -> np.ndarray:
    """Compute every ``:=`` from the values of all rows (raw or standardised).

    Rows with one label have one raw value; standardised they may differ, and
    the first of them counts, as in lavaan.

    Parameters
    ----------
    values : ndarray, shape (..., n_parameters)

    Returns
    -------
    ndarray, shape (..., n_definitions)
    """
    stack = values.shape[:-1]
    if not specification.definitions:
        return np.empty((*stack, 0), dtype=values.dtype)
    by_label: dict[str, Any] = {}
    for index, parameter in enumerate(specification.parameters):
        if parameter.label:
            by_label.setdefault(parameter.label, values[..., index])
    defined = specification.defined_values(by_label).values()
    return np.stack([np.broadcast_to(value, stack) for value in defined], axis=-1)


def explained_share(
    specification: Specification, implied: ImpliedMoments
) -> dict[str, float]:
    """Return R² of every explained variable; NaN with a negative variance."""
    place = specification.places
    explained = {p.rhs for p in specification.parameters if p.op == "=~"}
    explained |= {p.lhs for p in specification.parameters if p.op == "~"}
    shares = {}
    for name in specification.variables:
        if name in explained:
            own = implied.residuals[place[name], place[name]]
            total = implied.joint[place[name], place[name]]
            valid = own >= 0 and total > 0
            shares[name] = float(1 - own / total) if valid else float("nan")
    return shares
