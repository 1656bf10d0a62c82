"""Estimates of every row, raw and completely standardised."""

from __future__ import annotations

from typing import Any

import numpy as np

from srtoolkit.sem.implied import ImpliedMoments, implied_moments
from srtoolkit.sem.layout import ARROW, INTERCEPT, Layout, cell_of
from srtoolkit.sem.specification import Specification


def parameter_values(specification: Specification, vector: np.ndarray) -> np.ndarray:
    """Return the value of every parameter row, shape (n_parameters,)."""
    values = np.empty(len(specification.parameters), dtype=vector.dtype)
    next_sample = specification.n_free
    for index, parameter in enumerate(specification.parameters):
        if parameter.free:
            values[index] = vector[parameter.free - 1]
        elif parameter.sample:
            values[index] = vector[next_sample]
            next_sample += 1
        else:
            values[index] = parameter.fixed
    return values


def standardised_values(
    specification: Specification, layout: Layout, vector: np.ndarray
) -> np.ndarray:
    """Return every row on the scale of unit variances, shape (n_parameters,).

    Residual covariances are divided by the residual standard deviations, as
    lavaan's ``std.all``. NaN where a variance is not positive.
    """
    place = {name: index for index, name in enumerate(specification.variables)}
    implied = implied_moments(layout, vector)
    deviations = [_root(np.diagonal(group.joint)) for group in implied]
    residuals = [_root(np.diagonal(group.residuals)) for group in implied]
    values = parameter_values(specification, vector)
    for index, parameter in enumerate(specification.parameters):
        kind, row, column = cell_of(parameter, place)
        sd = deviations[parameter.group - 1]
        if kind == ARROW:
            values[index] *= sd[column] / sd[row]
        elif kind == INTERCEPT:
            values[index] /= sd[row]
        elif row == column:
            values[index] /= sd[row] ** 2
        else:
            own = residuals[parameter.group - 1]
            values[index] /= own[row] * own[column]
    return values


def _root(variances: np.ndarray) -> np.ndarray:
    return np.asarray(np.sqrt(np.where(variances.real > 0, variances, np.nan)))


def defined_values(specification: Specification, values: np.ndarray) -> np.ndarray:
    """Compute every ``:=`` from the values of all rows (raw or standardised).

    Rows with one label have one raw value; standardised they may differ, and
    the first of them counts, as in lavaan.
    """
    if not specification.definitions:
        return np.empty(0, dtype=values.dtype)
    by_label: dict[str, Any] = {}
    for parameter, value in zip(specification.parameters, values, strict=True):
        if parameter.label:
            by_label.setdefault(parameter.label, value)
    return np.array(list(specification.defined_values(by_label).values()))


def explained_share(
    specification: Specification, implied: ImpliedMoments
) -> dict[str, float]:
    """Return R² of every explained variable; NaN with a negative variance."""
    place = {name: index for index, name in enumerate(specification.variables)}
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
