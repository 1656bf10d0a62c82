"""Shares: of one group, of two, and of the same respondents twice."""

from __future__ import annotations

from typing import Literal

import numpy as np

from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.inference import Expectation, interval_level, one_sided_p

#: The word scipy has for a direction.
ALTERNATIVES: dict[Expectation, Literal["greater", "less", "two-sided"]] = {
    "positive": "greater",
    "negative": "less",
    "zero": "two-sided",
    "any": "two-sided",
}


def wilson_interval(count: int, n: int, *, ci_level: float) -> tuple[float, float]:
    """Return Wilson's score interval of a share, inside [0, 1].

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    from scipy.stats import norm

    z = float(norm.isf((1 - ci_level) / 2))
    share = count / n
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def one_proportion(
    count: int,
    n: int,
    *,
    share: float,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "",
) -> ComparisonResult:
    """Compare a share with a fixed one by the exact binomial test.

    Parameters
    ----------
    count, n : int
        Respondents who did, of all.
    share : float
        What it is compared with, in (0, 1).
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        `est` is the share minus the fixed one; its interval is Wilson's, and
        `effect` is the share itself with the exact (Clopper-Pearson) one.

    Raises
    ------
    OptionError
        When `share` is not between 0 and 1.
    ScoresError
        When `n` is below 1 or `count` is not between 0 and `n`.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26, 404-413.
    """
    from scipy.stats import binomtest

    if not 0 < share < 1:
        raise OptionError(
            f"the share to compare with is {share}",
            code="share_range",
            allowed="a number between 0 and 1",
        )
    _require_counts(count, n)
    level = interval_level(alpha, expect)
    test = binomtest(count, n, share, alternative=ALTERNATIVES[expect])
    exact = binomtest(count, n).proportion_ci(level, method="exact")
    low, high = wilson_interval(count, n, ci_level=level)
    found = count / n
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast or f"{share:g}",
        method="exact_binomial",
        est=found - share,
        se=float(np.sqrt(found * (1 - found) / n)),
        statistic=float(count),
        p=float(test.pvalue),
        ci_low=low - share,
        ci_high=high - share,
        ci_level=level,
        effect=found,
        effect_low=float(exact.low),
        effect_high=float(exact.high),
        effect_name="share",
        n=n,
    )


def two_proportions(
    counts: tuple[int, int],
    sizes: tuple[int, int],
    *,
    exact: bool = False,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare the shares of two groups.

    The interval is Newcombe's (his method 10: Wilson intervals of both shares,
    combined); statistic and p are those of the score test, which pools the
    shares, without continuity correction, or Fisher's exact p.

    Parameters
    ----------
    counts, sizes : pairs of int
        Respondents who did, and all, of the treated and of the control group.
    exact : bool
        Fisher's test in place of the score test.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        `est` and interval are differences of shares, in [-1, 1]. p of the
        score test is None when nobody did, or everybody.

    Raises
    ------
    ScoresError
        When a size is below 1 or a count is not between 0 and its size.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890.
    """
    for count, size in zip(counts, sizes, strict=True):
        _require_counts(count, size)
    level = interval_level(alpha, expect)
    first, second = counts[0] / sizes[0], counts[1] / sizes[1]
    low, high = newcombe_interval(counts, sizes, ci_level=level)
    pooled = sum(counts) / sum(sizes)
    null_se = np.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    statistic = float((first - second) / null_se) if null_se > 0 else None
    p = None if statistic is None else one_sided_p(statistic, expect)
    if exact:
        statistic, p = None, _fisher(counts, sizes, expect)
    variance = first * (1 - first) / sizes[0] + second * (1 - second) / sizes[1]
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="fisher_exact" if exact else "two_proportions",
        est=first - second,
        se=float(np.sqrt(variance)),
        statistic=statistic,
        p=p,
        ci_low=low,
        ci_high=high,
        ci_level=level,
        n=sum(sizes),
    )


def newcombe_interval(
    counts: tuple[int, int],
    sizes: tuple[int, int],
    *,
    ci_level: float,
    correlation: float = 0.0,
) -> tuple[float, float]:
    """Return Newcombe's hybrid score interval of a difference of two shares.

    Parameters
    ----------
    correlation : float
        Of the two answers, for the same respondents; zero between groups.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890 (method 10) and
    2635-2650 (paired).
    """
    first, second = counts[0] / sizes[0], counts[1] / sizes[1]
    low1, high1 = wilson_interval(counts[0], sizes[0], ci_level=ci_level)
    low2, high2 = wilson_interval(counts[1], sizes[1], ci_level=ci_level)
    below, above = (first - low1, high2 - second), (high1 - first, second - low2)
    return (
        first - second - _hypotenuse(*below, correlation),
        first - second + _hypotenuse(*above, correlation),
    )


def _hypotenuse(a: float, b: float, correlation: float) -> float:
    return float(np.sqrt(max(a**2 - 2 * correlation * a * b + b**2, 0.0)))


def _fisher(
    counts: tuple[int, int], sizes: tuple[int, int], expect: Expectation
) -> float:
    from scipy.stats import fisher_exact

    table = np.array([counts, np.subtract(sizes, counts)]).T
    return float(fisher_exact(table, alternative=ALTERNATIVES[expect])[1])


def _require_counts(count: int, n: int) -> None:
    if n < 1 or not 0 <= count <= n:
        raise ScoresError(
            f"{count} of {n} respondents is no share",
            code="share_counts",
            allowed="one respondent or more, and a count from 0 to their number",
        )
