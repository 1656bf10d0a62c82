"""How much of each condition a level of the outcome needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from srtoolkit.comparison.necessity.result import NecessityResult

#: Outcome levels of the table, in percent of the outcome's range.
LEVELS = tuple(range(0, 101, 10))


def bottleneck_rows(
    results: Sequence[NecessityResult],
    values: Mapping[str, np.ndarray],
    bounds: Mapping[str, tuple[float, float]],
    ceiling: str,
) -> list[dict[str, Any]]:
    """Return one row an outcome level.

    Parameters
    ----------
    values : mapping of str to ndarray, shape (n,)
        The conditions.
    bounds : mapping of str to (low, high)
        Scope of outcome and conditions.

    References
    ----------
    Dul (2016), Organizational Research Methods 19, 10-52 (bottleneck table).
    """
    chosen = [result for result in results if result.ceiling == ceiling]
    y_low, y_high = bounds[chosen[0].outcome]
    rows = []
    for level in LEVELS:
        target = y_low + level / 100 * (y_high - y_low)
        row: dict[str, Any] = {
            "method": f"necessity_{ceiling}",
            "outcome_percent": float(level),
            "outcome_value": target,
        }
        for result in chosen:
            name = result.condition
            needed = _needed(result, target, bounds[name])
            low, high = bounds[name]
            below = None if needed is None else float(np.mean(values[name] < needed))
            row[f"{name}_percent"] = (
                None if needed is None else 100 * (needed - low) / (high - low)
            )
            row[f"{name}_value"] = needed
            row[f"{name}_below"] = None if below is None else 100 * below
        rows.append(row)
    return rows


def _needed(
    result: NecessityResult, target: float, ends: tuple[float, float]
) -> float | None:
    """Return the least level of the condition; None where none is needed."""
    low, high = ends
    tolerance = 1e-9 * max(1.0, abs(target))
    if result.ceiling == "ce_fdh":
        reaching = [x for x, y in result.peers if y >= target - tolerance]
        needed = min(reaching, default=high)
    elif not result.slope or result.intercept is None:
        needed = low
    else:
        needed = min((target - result.intercept) / result.slope, high)
    return None if needed <= low else float(needed)
