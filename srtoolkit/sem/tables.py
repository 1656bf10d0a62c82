"""The rows of `SemFit.tidy`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.sem.standardised import (
    defined_values,
    parameter_values,
    standardised_values,
)

if TYPE_CHECKING:
    from srtoolkit.sem.result import SemFit


def tidy_rows(fitted: SemFit, level: float) -> list[dict[str, Any]]:
    """Return one row a parameter, then one a defined parameter.

    With a bootstrap, errors and intervals are those of the draws.
    """
    from scipy.stats import norm

    specification = fitted.specification
    vector = fitted.solution.vector

    def raw(values: np.ndarray) -> np.ndarray:
        rows = parameter_values(specification, values)
        return np.concatenate([rows, defined_values(specification, rows)])

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
                "p": float(2 * norm.sf(abs(z))),
                "ci_low": quantity.ci_low if moving else quantity.est,
                "ci_high": quantity.ci_high if moving else quantity.est,
                "std": float(std),
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
