"""Are the groups alike on the covariates, before and after weighting?"""

from __future__ import annotations

from typing import Any

import numpy as np

from srtoolkit.comparison.propensity.weights import Estimand, effective_size
from srtoolkit.comparison.scores.covariates import CodedColumn

#: Steps of the propensity in a picture of the overlap.
_N_STEPS = 20
BALANCE_COLUMNS = (
    "covariate",
    "mean_treated",
    "mean_control",
    "smd_before",
    "variance_ratio_before",
    "weighted_mean_treated",
    "weighted_mean_control",
    "smd_after",
    "variance_ratio_after",
)


def balance_table(
    columns: tuple[CodedColumn, ...],
    is_treated: np.ndarray,
    weights: np.ndarray,
    estimand: Estimand,
) -> tuple[dict[str, Any], ...]:
    """Return one row a covariate or category.

    Differences of means are divided by the unweighted standard deviation of
    the treated (att), or by the root of the mean variance of both groups
    (ate, overlap), before and after weighting alike; both divide by n - 1.
    Variance ratios are treated over control, for covariates with more than
    two values.

    References
    ----------
    Austin (2009), Statistics in Medicine 28, 3083-3107. Stuart (2010),
    Statistical Science 25, 1-21.
    """
    return tuple(_row(column, is_treated, weights, estimand) for column in columns)


def _row(
    column: CodedColumn, is_treated: np.ndarray, weights: np.ndarray, estimand: Estimand
) -> dict[str, Any]:
    values = column.values
    plain = np.ones_like(weights)
    before = [_moments(values[rows], plain[rows]) for rows in (is_treated, ~is_treated)]
    after = [
        _moments(values[rows], weights[rows]) for rows in (is_treated, ~is_treated)
    ]
    variance = before[0][1]
    if estimand != "att":
        variance = (before[0][1] + before[1][1]) / 2
    sd = float(np.sqrt(variance))
    row: dict[str, Any] = {"covariate": column.term}
    for (first, second), prefix, suffix in (
        (before, "", "before"),
        (after, "weighted_", "after"),
    ):
        difference = first[0] - second[0]
        ratio = first[1] / second[1] if second[1] > 0 else None
        row[f"{prefix}mean_treated"] = first[0]
        row[f"{prefix}mean_control"] = second[0]
        row[f"smd_{suffix}"] = difference / sd if sd > 0 else None
        row[f"variance_ratio_{suffix}"] = None if column.is_binary else ratio
    return {name: row[name] for name in BALANCE_COLUMNS}


def _moments(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    total = float(weights.sum())
    mean = float(weights @ values) / total
    freedom = total - float(np.sum(weights**2)) / total
    variance = float(weights @ (values - mean) ** 2) / freedom if freedom > 0 else 0.0
    return mean, variance


def largest_difference(balance: tuple[dict[str, Any], ...], column: str) -> float:
    """Return the largest absolute standardised difference of a table."""
    found = [abs(row[column]) for row in balance if row[column] is not None]
    return max(found, default=0.0)


def group_table(
    scores: np.ndarray, is_treated: np.ndarray, weights: np.ndarray
) -> tuple[dict[str, Any], ...]:
    """Return sizes, effective sizes, scores and weights of both groups."""
    rows = []
    overlap = _common_range(scores, is_treated)
    for name, members in (("treated", is_treated), ("control", ~is_treated)):
        own, weight = scores[members], weights[members]
        outside = (own < overlap[0]) | (own > overlap[1])
        rows.append(
            {
                "group": name,
                "n": int(members.sum()),
                "n_effective": effective_size(weight),
                "n_without_weight": int((weight == 0).sum()),
                "score_lowest": float(own.min()),
                "score_median": float(np.median(own)),
                "score_highest": float(own.max()),
                "n_outside_overlap": int(outside.sum()),
                "largest_weight": float(weight.max() * len(weight) / weight.sum()),
                "largest_weight_share": float(weight.max() / weight.sum()),
            }
        )
    return tuple(rows)


def overlap_rows(
    scores: np.ndarray, is_treated: np.ndarray, weights: np.ndarray
) -> tuple[dict[str, Any], ...]:
    """Count both groups in steps of the propensity, for a picture.

    Returns
    -------
    tuple of mapping
        ``low`` and ``high`` of a step, ``n_treated``, ``n_control``, and the
        sums of weights ``weight_treated``, ``weight_control``.
    """
    edges = np.linspace(0, max(scores.max(), 1e-6), _N_STEPS + 1)
    edges[-1] = np.nextafter(edges[-1], 1)
    counts = {
        f"{name}_{group}": np.histogram(scores[rows], edges, weights=height[rows])[0]
        for group, rows in (("treated", is_treated), ("control", ~is_treated))
        for name, height in (("n", np.ones_like(weights)), ("weight", weights))
    }
    return tuple(
        {"low": float(edges[step]), "high": float(edges[step + 1])}
        | {name: float(values[step]) for name, values in counts.items()}
        for step in range(_N_STEPS)
    )


def _common_range(scores: np.ndarray, is_treated: np.ndarray) -> tuple[float, float]:
    treated, control = scores[is_treated], scores[~is_treated]
    return max(treated.min(), control.min()), min(treated.max(), control.max())
