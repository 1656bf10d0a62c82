"""Cliff's delta: how often a treated respondent scores above a control."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.effect_sizes.effect_size import EffectSize
from srtoolkit.comparison.scores.groups import two_summaries


def cliffs_delta(
    treated: np.ndarray, control: np.ndarray, *, ci_level: float = 0.90
) -> EffectSize:
    """Return P(treated > control) - P(treated < control) with its interval.

    The asymmetric interval of Feng & Cliff, which stays inside [-1, 1], with
    the unbiased variance and a t quantile with n - 2 degrees of freedom, as
    R's effsize. When no score of one group reaches the other, delta is moved
    inwards by one pair of respondents for the interval only.

    Parameters
    ----------
    treated, control : ndarray, shape (n,)
        Scores in points, nothing missing.
    ci_level : float
        Coverage of the interval, in (0, 1).

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Cliff (1993), Psychological Bulletin 114, 494-509. Feng & Cliff (2004),
    Journal of Modern Applied Statistical Methods 3, 322-332 (interval).
    """
    from scipy.stats import t

    two_summaries(treated, control)
    rows, columns, squares = _dominance(np.asarray(treated), np.asarray(control))
    delta = float(rows.mean())
    n_pairs = len(rows) * len(columns)
    centre = delta * (n_pairs - 1) / n_pairs if abs(delta) == 1 else delta
    variance = max(_variance(rows, columns, squares, centre), 0.0)
    quantile = float(t.isf((1 - ci_level) / 2, len(rows) + len(columns) - 2))
    rest = 1 - centre**2
    spread = quantile * np.sqrt(variance) * np.sqrt(rest**2 + quantile**2 * variance)
    below = rest + quantile**2 * variance
    low = (centre - centre**3 - spread) / below
    high = (centre - centre**3 + spread) / below
    low, high = (-1.0 if delta == -1 else low), (1.0 if delta == 1 else high)
    return EffectSize("cliffs_delta", delta, float(low), float(high), ci_level)


def _dominance(
    treated: np.ndarray, control: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Return row and column means of the signs, and how many are not zero."""
    rows, below, above = _mean_signs(treated, control)
    columns = -_mean_signs(control, treated)[0]
    return rows, columns, float(below.sum() + above.sum())


def _mean_signs(
    scores: np.ndarray, others: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    ordered = np.sort(others)
    below = np.searchsorted(ordered, scores, side="left").astype(float)
    above = len(ordered) - np.searchsorted(ordered, scores, side="right").astype(float)
    return (below - above) / len(ordered), below, above


def _variance(
    rows: np.ndarray, columns: np.ndarray, squares: float, delta: float
) -> float:
    n1, n2 = len(rows), len(columns)
    n_pairs = n1 * n2
    # the sum over pairs of (sign - delta)^2, from the signs' squares and mean
    pairs = squares - 2 * delta * n2 * float(rows.sum()) + n_pairs * delta**2
    by_row = n2**2 * float(((rows - delta) ** 2).sum())
    by_column = n1**2 * float(((columns - delta) ** 2).sum())
    return (by_row + by_column - pairs) / (n_pairs * (n1 - 1) * (n2 - 1))
