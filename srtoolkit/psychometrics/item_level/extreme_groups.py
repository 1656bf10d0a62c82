"""Do items tell respondents with high totals from those with low ones?

The critical ratio (决断值) of item analysis: each item's mean among the
respondents with the highest totals against that among the lowest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class ExtremeGroups:
    """Comparison of each item between high and low totals.

    Attributes
    ----------
    difference, ci_low, ci_high : tuple of float
        Mean of the upper group less that of the lower, in points, with
        Welch's interval; NaN where neither group varies.
    critical_ratio, p : tuple of float
        Welch's t and its two-sided p.
    n_low, n_high : int
        All respondents at the cut totals belong to their group.
    cut_low, cut_high : float
        Highest total of the lower group, lowest of the upper.
    ci_level : float
        Coverage of the interval, in (0, 1).
    """

    difference: tuple[float, ...]
    ci_low: tuple[float, ...]
    ci_high: tuple[float, ...]
    critical_ratio: tuple[float, ...]
    p: tuple[float, ...]
    n_low: int
    n_high: int
    cut_low: float
    cut_high: float
    ci_level: float


def compare_extremes(
    points: np.ndarray, share: float, ci_level: float
) -> ExtremeGroups | None:
    """Compare items between the upper and the lower `share` by total.

    Parameters
    ----------
    points : ndarray, shape (n_respondents, n_items)
        Nothing missing.
    share : float, in (0, 0.5]

    Returns
    -------
    ExtremeGroups or None
        None where the totals do not make two groups of two or more.

    References
    ----------
    Kelley (1939), Journal of Educational Psychology 30, 17-24 (27 %).
    Welch (1947), Biometrika 34, 28-35.
    """
    from scipy.stats import t as student

    totals = points.sum(axis=1)
    ordered = np.sort(totals)
    size = max(int(np.ceil(share * len(totals))), 1)
    cut_low, cut_high = ordered[size - 1], ordered[-size]
    low, high = points[totals <= cut_low], points[totals >= cut_high]
    if cut_low >= cut_high or min(len(low), len(high)) < 2:
        return None
    errors = [group.var(axis=0, ddof=1) / len(group) for group in (low, high)]
    difference = high.mean(axis=0) - low.mean(axis=0)
    squared = errors[0] + errors[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = difference / np.sqrt(squared)
        df = squared**2 / (
            errors[0] ** 2 / (len(low) - 1) + errors[1] ** 2 / (len(high) - 1)
        )
    p = 2 * student.sf(np.abs(ratio), df)
    margin = student.isf((1 - ci_level) / 2, df) * np.sqrt(squared)
    return ExtremeGroups(
        tuple(difference.tolist()),
        tuple((difference - margin).tolist()),
        tuple((difference + margin).tolist()),
        tuple(ratio.tolist()),
        tuple(p.tolist()),
        len(low),
        len(high),
        float(cut_low),
        float(cut_high),
        ci_level,
    )
