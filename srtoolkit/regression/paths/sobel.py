"""The normal-theory test of a product of two paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.paths.specification import PathSystem


def sobel_rows(
    system: PathSystem, fits: Sequence[CoefficientFit]
) -> list[dict[str, Any]]:
    """Return one row a simple indirect effect without moderators.

    Parameters
    ----------
    fits : sequence of fits
        One an equation, mediators first.
    """
    from scipy.stats import norm

    rows = []
    for mediators in system.chains:
        steps = system.paths_of(mediators)
        if len(steps) != 2 or any(step in system.moderators for step in steps):
            continue
        (a, var_a), (b, var_b) = (_path(fits, *step) for step in steps)
        first = a**2 * var_b + b**2 * var_a
        se = float(np.sqrt(first + var_a * var_b))
        z = a * b / se
        rows.append(
            {
                "term": system.label(mediators),
                "est": a * b,
                "se": se,
                "se_first_order": float(np.sqrt(first)),
                "statistic": z,
                "p": float(2 * norm.sf(abs(z))),
            }
        )
    return rows


def _path(
    fits: Sequence[CoefficientFit], source: str, target: str
) -> tuple[float, float]:
    fit = next(fit for fit in fits if fit.outcome == target)
    place = fit.position(source)
    return float(fit.estimates[place]), float(fit.covariance[place, place])
