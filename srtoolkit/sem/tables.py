"""The rows of `SemFit.tidy`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.sem.following.standardised import (
    StandardKind,
    defined_values,
    parameter_values,
    standardised_values,
)

if TYPE_CHECKING:
    from srtoolkit.sem.result import SemFit

#: A standardised value whose error is below this is a constant.
_NO_ERROR = 1e-10


def tidy_rows(fitted: SemFit, level: float) -> list[dict[str, Any]]:
    """Return one row a parameter, then one a defined parameter.

    With a bootstrap, errors and intervals are those of the draws.
    """
    from scipy.special import ndtr

    specification = fitted.specification
    vector = fitted.solution.vector

    def raw(values: np.ndarray) -> np.ndarray:
        rows = parameter_values(specification, values)
        defined = defined_values(specification, rows)
        return np.concatenate([rows, defined], axis=-1)

    quantities = fitted.quantities(raw, level=level)
    standardised = standardised_values(specification, fitted.layout, vector)
    standardised = np.concatenate(
        [standardised, defined_values(specification, standardised)]
    )
    heads = _heads(fitted)
    moves = [bool(p.free) for p in specification.parameters]
    moves += [True] * len(specification.definitions)
    rows = []
    for head, quantity, std, moving in zip(
        heads, quantities, standardised, moves, strict=True
    ):
        se = quantity.se if moving else 0.0
        z = quantity.est / se if se > 0 else math.nan
        rows.append(
            head
            | {
                "est": quantity.est,
                "se": se,
                "z": z,
                "p": float(2 * ndtr(-abs(z))),
                "ci_low": quantity.ci_low if moving else quantity.est,
                "ci_high": quantity.ci_high if moving else quantity.est,
                "std": float(std),
                "ci_level": level,
            }
        )
    return rows


def standardised_rows(
    fitted: SemFit, kind: StandardKind, level: float
) -> list[dict[str, Any]]:
    """Return standardised estimates with errors, in the rows of `tidy_rows`."""
    from scipy.special import ndtr

    specification = fitted.specification

    def standardised(values: np.ndarray) -> np.ndarray:
        rows = standardised_values(specification, fitted.layout, values, kind=kind)
        defined = defined_values(specification, rows)
        return np.concatenate([rows, defined], axis=-1)

    rows = []
    for head, quantity in zip(
        _heads(fitted), fitted.quantities(standardised, level=level), strict=True
    ):
        z = quantity.est / quantity.se if quantity.se > _NO_ERROR else math.nan
        rows.append(
            head
            | {
                "std": quantity.est,
                "se": quantity.se if quantity.se > _NO_ERROR else 0.0,
                "z": z,
                "p": float(2 * ndtr(-abs(z))),
                "ci_low": quantity.ci_low,
                "ci_high": quantity.ci_high,
                "ci_level": level,
            }
        )
    return rows


def _heads(fitted: SemFit) -> list[dict[str, Any]]:
    """What each row is, without its numbers."""
    specification = fitted.specification
    heads: list[dict[str, Any]] = [
        {
            "lhs": parameter.lhs,
            "op": parameter.op,
            "rhs": parameter.rhs,
            "group": parameter.group,
            "group_label": fitted.group_labels[parameter.group - 1],
            "label": parameter.label,
            "free": bool(parameter.free),
        }
        for parameter in specification.parameters
    ]
    heads += [
        {
            "lhs": definition.name,
            "op": ":=",
            "rhs": definition.text,
            "group": 1,
            "group_label": "",
            "label": definition.name,
            "free": False,
        }
        for definition in specification.definitions
    ]
    return heads
