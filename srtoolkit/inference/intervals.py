"""Intervals from an estimate and its error, or from draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from srtoolkit.inference.evidence import Estimate, Expectation

if TYPE_CHECKING:
    import numpy as np

#: Columns of a table that tell of one estimate, its test and its interval.
ESTIMATE_COLUMNS = (
    "est",
    "se",
    "statistic",
    "df",
    "p",
    "ci_low",
    "ci_high",
    "ci_level",
)


def interval_level(alpha: float, expect: Expectation) -> float:
    """Return the interval's coverage that belongs to a test at `alpha`.

    A directed claim is tested one-sided at alpha, so its interval covers
    1 - 2 alpha. A claim without a direction (``any``) would be wrong twice as
    often on that interval; it gets 1 - alpha.
    """
    return 1 - alpha if expect == "any" else 1 - 2 * alpha


def one_sided_p(
    statistic: float, expect: Expectation, df: float | None = None
) -> float:
    """Return p in the expected direction; two-sided for ``any`` and ``zero``.

    Parameters
    ----------
    statistic : float
        z, or t when `df` is given.
    """
    from scipy.stats import norm, t

    upper = float(norm.sf(statistic) if df is None else t.sf(statistic, df))
    lower = float(norm.cdf(statistic) if df is None else t.cdf(statistic, df))
    if expect == "positive":
        return upper
    if expect == "negative":
        return lower
    return min(1.0, 2 * min(upper, lower))


def wald_estimate(
    est: float,
    se: float,
    *,
    expect: Expectation,
    alpha: float,
    method: str,
    role: Literal["primary", "naive", "robustness"] = "primary",
    df: float | None = None,
    n: int | None = None,
    effect: float | None = None,
    effect_name: str = "",
) -> Estimate:
    """Build an estimate with its normal (or t with `df`) interval and p."""
    from scipy.stats import norm, t

    level = interval_level(alpha, expect)
    tail = (1 - level) / 2
    quantile = float(norm.isf(tail) if df is None else t.isf(tail, df))
    statistic = est / se
    return Estimate(
        method=method,
        role=role,
        est=est,
        se=se,
        ci_low=est - quantile * se,
        ci_high=est + quantile * se,
        ci_level=level,
        p=one_sided_p(statistic, expect, df),
        statistic=statistic,
        df=df,
        effect=effect,
        effect_name=effect_name,
        n=n,
    )


def percentile_interval(draws: np.ndarray, level: float) -> tuple[float, float]:
    """Return the percentile interval of draws, shape (n_draws,); NaN left out.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13.
    """
    import numpy as np

    kept = draws[np.isfinite(draws)]
    if kept.size == 0:
        return float("nan"), float("nan")
    tail = (1 - level) / 2
    low, high = np.quantile(kept, [tail, 1 - tail])
    return float(low), float(high)
