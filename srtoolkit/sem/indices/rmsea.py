"""RMSEA with its interval and close-fit test, CFI and TLI.

Each takes a correction c, the mean of the statistic's reference distribution:
Brosseau-Liard & Savalei (2014), Multivariate Behavioral Research 49, 460-470.
"""

from __future__ import annotations

import math

#: Hypothesis of close fit: Browne & Cudeck (1992).
CLOSE_FIT = 0.05


def cfi(
    chisq: float,
    df: float,
    baseline: float,
    baseline_df: float,
    c: float = 1.0,
    baseline_c: float = 1.0,
) -> float:
    """Bentler (1990), Psychological Bulletin 107, 238-246."""
    if any(map(math.isnan, (chisq, baseline, c, baseline_c))):
        return math.nan
    misfit = max(chisq - c * df, 0.0)
    worst = max(chisq - c * df, baseline - baseline_c * baseline_df, 0.0)
    return 1 - misfit / worst if worst > 0 else 1.0


def tli(
    chisq: float,
    df: float,
    baseline: float,
    baseline_df: float,
    c: float = 1.0,
    baseline_c: float = 1.0,
) -> float:
    """Tucker & Lewis (1973), Psychometrika 38, 1-10; one at df = 0."""
    if df <= 0:
        return 1.0
    reference = (baseline - baseline_c * baseline_df) * df
    if math.isnan(reference) or baseline_df == 0 or reference == 0:
        return math.nan
    return 1 - (chisq - c * df) * baseline_df / reference


def rmsea(chisq: float, df: float, n: float, n_groups: int, c: float = 1.0) -> float:
    """Steiger (1990), Multivariate Behavioral Research 25, 173-180.

    Times the root of the number of groups: Steiger (1998), Structural
    Equation Modeling 5, 411-419.
    """
    if math.isnan(chisq) or math.isnan(c):
        return math.nan
    if df <= 0:
        return 0.0
    return math.sqrt(max((chisq - c * df) / (n * df), 0.0) * n_groups)


def rmsea_interval(
    chisq: float,
    df: float,
    n: float,
    n_groups: int = 1,
    level: float = 0.90,
    c: float = 1.0,
) -> tuple[float, float]:
    """Return the interval of RMSEA. Browne & Cudeck (1992), SMR 21, 230-258."""
    if math.isnan(chisq) or math.isnan(c):
        return math.nan, math.nan
    if df < 1:  # a scaled df may lie between: no interval, as in lavaan
        return 0.0, 0.0
    tail = (1 - level) / 2
    limits = (_noncentrality(chisq, df, share) for share in (1 - tail, tail))
    low, high = (math.sqrt(c * limit / (n * df) * n_groups) for limit in limits)
    return low, high


def rmsea_p_close(
    chisq: float, df: float, n: float, n_groups: int, c: float = 1.0
) -> float:
    """Return p of RMSEA <= .05. Browne & Cudeck (1992), SMR 21, 230-258."""
    from scipy.stats import ncx2

    if df <= 0 or math.isnan(chisq) or math.isnan(c):
        return math.nan
    return float(ncx2.sf(chisq, df, n * df / c * CLOSE_FIT**2 / n_groups))


def _noncentrality(chisq: float, df: float, share: float) -> float:
    """Noncentrality at which chi-square is the quantile of `share`."""
    from scipy.optimize import brentq
    from scipy.special import chdtr, chndtr

    if chdtr(df, chisq) < share:
        return 0.0

    def excess(noncentrality: float) -> float:
        return float(chndtr(chisq, df, noncentrality)) - share

    top = max(chisq, 1.0)
    while excess(top) > 0:
        top *= 2
    return float(brentq(excess, 1e-12, top, xtol=1e-10))
