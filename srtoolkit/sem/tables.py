"""The columns of `SemFit.tidy` and `SemFit.standardised`."""

from __future__ import annotations

from typing import Any

import numpy as np

from srtoolkit.sem.complete.standard_errors import errors_along
from srtoolkit.sem.fitted import Fitted
from srtoolkit.sem.following.quantities import Quantity, with_errors
from srtoolkit.sem.following.standardised import (
    StandardKind,
    defined_values,
    parameter_values,
    standardised_values,
)
from srtoolkit.sem.following.standardised_slopes import standardised_slopes

#: A standardised value whose error is below this is a constant.
_NO_ERROR = 1e-10


def tidy_columns(fitted: Fitted, level: float) -> dict[str, Any]:
    """Return one row a parameter, then one a defined parameter, by column.

    With a bootstrap, errors and intervals are those of the draws.
    """
    specification = fitted.specification
    moves = np.array(
        [bool(parameter.free) for parameter in specification.parameters]
        + [True] * len(specification.definitions)
    )
    est, errors, low, high = _columns(_raw(fitted, level))
    se = np.where(moves, errors, 0.0)
    return _heads(fitted) | {
        "est": est,
        "se": se,
        **_tested(est, se),
        "ci_low": np.where(moves, low, est),
        "ci_high": np.where(moves, high, est),
        "std": fitted.standardised_estimates,
        "ci_level": level,
    }


def standardised_columns(
    fitted: Fitted, kind: StandardKind, level: float
) -> dict[str, Any]:
    """Return standardised estimates with errors, in the rows of `tidy_columns`."""
    std, errors, low, high = _columns(_standardised(fitted, kind, level))
    se = np.where(errors > _NO_ERROR, errors, 0.0)
    return _heads(fitted) | {
        "std": std,
        "se": se,
        **_tested(std, se),
        "ci_low": low,
        "ci_high": high,
        "ci_level": level,
    }


def _raw(fitted: Fitted, level: float) -> tuple[Quantity, ...]:
    """Return the estimates of all rows with errors and intervals."""
    specification = fitted.specification

    def raw(values: np.ndarray) -> np.ndarray:
        rows = parameter_values(specification, values)
        defined = defined_values(specification, rows)
        return np.concatenate([rows, defined], axis=-1)

    follow = bool(specification.definitions or specification.options.thresholds)
    if follow or fitted.bootstrap is not None:
        return fitted.quantities(raw, level=level)
    # every row is a parameter: its error stands on the diagonal
    variances = np.concatenate([np.zeros(1), np.diagonal(fitted.covariance)])
    errors = np.sqrt(np.where(variances < 0, 0.0, variances))
    places = [parameter.free for parameter in specification.parameters]
    return with_errors(raw(fitted.solution.vector), errors[places], level)


def _standardised(
    fitted: Fitted, kind: StandardKind, level: float
) -> tuple[Quantity, ...]:
    specification, layout = fitted.specification, fitted.layout
    vector = fitted.solution.vector

    def standardised(values: np.ndarray) -> np.ndarray:
        rows = standardised_values(specification, layout, values, kind=kind)
        defined = defined_values(specification, rows)
        return np.concatenate([rows, defined], axis=-1)

    if fitted.bootstrap is not None:
        return fitted.quantities(standardised, level=level)
    slopes = standardised_slopes(specification, layout, vector, kind)
    errors = errors_along(slopes, fitted.covariance)
    values = fitted.standardised_estimates if kind == "all" else standardised(vector)
    return with_errors(values, errors, level)


def _columns(quantities: tuple[Quantity, ...]) -> np.ndarray:
    """Return values, errors and interval bounds, one row each."""
    rows = [(each.est, each.se, each.ci_low, each.ci_high) for each in quantities]
    return np.array(rows, dtype=float).reshape(-1, 4).T


def _tested(values: np.ndarray, errors: np.ndarray) -> dict[str, np.ndarray]:
    """Return z and two-sided p; NaN without an error."""
    from scipy.special import ndtr

    z = np.full_like(values, np.nan)
    np.divide(values, errors, out=z, where=errors > 0)
    return {"z": z, "p": 2 * ndtr(-np.abs(z))}


def _heads(fitted: Fitted) -> dict[str, Any]:
    """What each row is, without its numbers."""
    specification, labels = fitted.specification, fitted.group_labels
    rows = specification.parameters
    defined = specification.definitions
    return {
        "lhs": [row.lhs for row in rows] + [each.name for each in defined],
        "op": [row.op for row in rows] + [":="] * len(defined),
        "rhs": [row.rhs for row in rows] + [each.text for each in defined],
        "group": [row.group for row in rows] + [1] * len(defined),
        "group_label": [labels[row.group - 1] for row in rows] + [""] * len(defined),
        "label": [row.label for row in rows] + [each.name for each in defined],
        "free": [bool(row.free) for row in rows] + [False] * len(defined),
    }
