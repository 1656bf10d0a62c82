"""Power of comparing two shares, and of comparing several means at once."""

from __future__ import annotations

from math import ceil

import numpy as np

from srtoolkit.errors import OptionError


def shares_power(
    first: float, second: float, *, n: float, alpha: float = 0.05, sides: int = 1
) -> float:
    """Return the power of the score test of two shares.

    Parameters
    ----------
    first, second : float
        True shares, in (0, 1).
    n : float
        Respondents a group.
    alpha : float
    sides : {1, 2}
        The wrong side is not counted, as in R's ``power.prop.test``.

    Raises
    ------
    OptionError
        When a share is not in (0, 1).

    References
    ----------
    Fleiss, Levin & Paik (2003), Statistical Methods for Rates and
    Proportions, ch. 4.
    """
    from scipy.special import ndtr
    from scipy.stats import norm

    if not (0 < first < 1 and 0 < second < 1):
        raise OptionError(
            f"the shares are {first} and {second}",
            code="share_range",
            allowed="numbers between 0 and 1",
        )
    mean = (first + second) / 2
    null = float(norm.isf(alpha / sides)) * np.sqrt(2 * mean * (1 - mean))
    spread = np.sqrt(first * (1 - first) + second * (1 - second))
    return float(ndtr((np.sqrt(n) * abs(first - second) - null) / spread))


def shares_sample_size(
    first: float,
    second: float,
    *,
    power: float = 0.80,
    alpha: float = 0.05,
    sides: int = 1,
) -> tuple[int, float]:
    """Return respondents a group, rounded up and unrounded; see `shares_power`.

    Raises
    ------
    OptionError
        When a share is not in (0, 1), both are the same, or the power is not
        in (0, 1).
    """
    from scipy.stats import norm

    shares_power(first, second, n=1, alpha=alpha, sides=sides)
    if first == second or not 0 < power < 1:
        raise OptionError(
            f"shares of {first} and {second} with a power of {power} have no "
            "sample size",
            code="power_range",
            allowed="two different shares and a power in (0, 1)",
        )
    mean = (first + second) / 2
    null = float(norm.isf(alpha / sides)) * np.sqrt(2 * mean * (1 - mean))
    spread = np.sqrt(first * (1 - first) + second * (1 - second))
    n = ((null + float(norm.ppf(power)) * spread) / (first - second)) ** 2
    return ceil(n), float(n)


def anova_power(effect: float, *, groups: int, n: int, alpha: float = 0.05) -> float:
    """Return the power of the F test of several means.

    Parameters
    ----------
    effect : float
        Cohen's f: standard deviation of the group means (dividing by the
        number of groups) over that within groups.
    groups : int
        Two or more.
    n : int
        Respondents a group.

    Raises
    ------
    OptionError
        With fewer than two groups or respondents, or a negative effect.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, ch. 8.
    """
    from scipy.stats import f, ncf

    if groups < 2 or n < 2 or effect < 0:
        raise OptionError(
            f"{groups} groups of {n} and an effect of {effect}",
            code="power_n",
            allowed="two or more groups of two or more, and f not below zero",
        )
    df1, df2 = groups - 1, groups * (n - 1)
    critical = f.isf(alpha, df1, df2)
    return float(ncf.sf(critical, df1, df2, groups * n * effect**2))
