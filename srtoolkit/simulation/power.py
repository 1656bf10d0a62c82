"""Power, sample size and the smallest effect a study can detect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.simulation.power_kernels import (
    t_above,
    t_power,
    tost_power,
    tost_power_normal,
)
from srtoolkit.simulation.power_result import (
    Claim,
    Design,
    Distribution,
    PowerResult,
    check_target,
    check_test,
)

#: No study is larger.
_LARGEST_N = 1e9


def power_of_test(
    *,
    n: float,
    effect: float = 0.0,
    n_control: float | None = None,
    claim: Claim = "difference",
    delta: float | None = None,
    design: Design = "two_sample",
    alpha: float = 0.05,
    sides: int = 1,
    distribution: Distribution = "exact",
) -> PowerResult:
    """Return the power of a test of means.

    Parameters
    ----------
    n : float
        Respondents; of the treated group when there are two.
    effect : float
        True difference in standard deviations: d, or d_z for pairs.
    n_control : float or None
        Respondents of the control group; None: as many as `n`.
    claim : {"difference", "equivalence", "non_inferiority", "minimal_effect"}
        What is to be shown: a difference from zero; one inside (-delta,
        delta) by two one-sided tests; one above -delta; one above delta.
    delta : float or None
        Smallest effect of interest in standard deviations; needed by all
        claims but the first.
    design : {"two_sample", "paired", "one_sample"}
    alpha : float
        Level of the test, of each one-sided test for equivalence.
    sides : {1, 2}
        Only a difference can be two-sided; its wrong side is not counted, as
        in R's ``power.t.test``.
    distribution : {"exact", "normal"}
        Noncentral t and Owen's Q, or normal with a known standard deviation.

    Raises
    ------
    OptionError
        When a number is out of its range or `delta` is missing.

    References
    ----------
    Cohen (1988), Statistical Power Analysis, ch. 2. Phillips (1990), Journal
    of Pharmacokinetics and Biopharmaceutics 18, 137-144 (equivalence).
    Chow, Shao & Wang (2008), Sample Size Calculations in Clinical Research,
    ch. 3 (normal approximation).
    """
    check_test(claim, delta, alpha, sides, effect)
    two = design == "two_sample"
    if n < 2 or (two and n_control is not None and n_control < 2):
        raise OptionError(
            f"a group of {min(n, n_control or n):g} respondents",
            code="power_n",
            allowed="two or more",
        )
    others = (n if n_control is None else n_control) if two else None
    power = _power(effect, delta, n, others, claim, alpha, sides, distribution)
    return PowerResult(
        claim=claim,
        design=design,
        effect=effect,
        delta=delta,
        n=ceil(n),
        n_control=None if others is None else ceil(others),
        n_exact=float(n),
        power=power,
        alpha=alpha,
        sides=sides,
        distribution=distribution,
    )


def sample_size(
    *,
    effect: float = 0.0,
    power: float = 0.80,
    ratio: float = 1.0,
    claim: Claim = "difference",
    delta: float | None = None,
    design: Design = "two_sample",
    alpha: float = 0.05,
    sides: int = 1,
    distribution: Distribution = "exact",
) -> PowerResult:
    """Return the smallest sample that reaches a power.

    Parameters
    ----------
    effect, claim, delta, design, alpha, sides, distribution
        As `power_of_test`.
    power : float
        To be reached, in (0, 1).
    ratio : float
        Controls a treated respondent, above zero.

    Returns
    -------
    PowerResult
        `n` and `n_control` are rounded up; `power` is that of the rounded
        sizes; `n_exact` is the solution itself, as ``power.t.test`` prints it.

    Raises
    ------
    OptionError
        When a number is out of its range, `delta` is missing, or no sample
        of less than a billion reaches the power.
    """
    check_test(claim, delta, alpha, sides, effect)
    check_target(power, ratio)
    two = design == "two_sample"

    def reached(n: float) -> float:
        others = n * ratio if two else None
        return _power(effect, delta, n, others, claim, alpha, sides, distribution)

    n = _smallest(reached, power)
    found = power_of_test(
        n=ceil(n),
        effect=effect,
        n_control=ceil(n * ratio) if two else None,
        claim=claim,
        delta=delta,
        design=design,
        alpha=alpha,
        sides=sides,
        distribution=distribution,
    )
    return replace(found, n_exact=n)


def detectable_effect(
    *,
    n: float,
    n_control: float | None = None,
    power: float = 0.80,
    design: Design = "two_sample",
    alpha: float = 0.05,
    sides: int = 1,
) -> PowerResult:
    """Return the smallest difference, in standard deviations, a study detects.

    Parameters
    ----------
    n, n_control, design, alpha, sides
        As `power_of_test`.
    power : float
        With which it is to be detected, in (0, 1).

    Raises
    ------
    OptionError
        When a number is out of its range.
    """
    from scipy.optimize import brentq

    check_target(power, 1.0)
    if power <= alpha / sides:
        raise OptionError(
            f"a power of {power} is not above the level of the test",
            code="power_range",
            allowed=f"above {alpha / sides}, below 1",
        )

    def found(effect: float) -> PowerResult:
        return power_of_test(
            n=n,
            n_control=n_control,
            effect=effect,
            design=design,
            alpha=alpha,
            sides=sides,
        )

    high = 1.0
    while found(high).power < power:
        high *= 2
    return found(float(brentq(lambda d: found(d).power - power, 0.0, high, xtol=1e-12)))


def _power(
    effect: float,
    delta: float | None,
    n: float,
    n_control: float | None,
    claim: Claim,
    alpha: float,
    sides: int,
    distribution: Distribution,
) -> float:
    from scipy.special import ndtr
    from scipy.stats import norm, t

    se = float(np.sqrt(1 / n if n_control is None else 1 / n + 1 / n_control))
    df = n - 1 if n_control is None else n + n_control - 2
    bound = delta or 0.0
    if claim == "equivalence":
        if distribution == "normal":
            return tost_power_normal(bound, effect, se, alpha)
        return tost_power(bound, effect, se, df, alpha)
    shift = {"non_inferiority": bound, "minimal_effect": -bound}.get(claim, 0.0)
    noncentrality = (effect + shift) / se
    if claim == "difference":
        noncentrality = abs(noncentrality)
        if distribution == "exact":
            return t_power(noncentrality, df, alpha, sides)
    if distribution == "normal":
        return float(ndtr(noncentrality - norm.isf(alpha / sides)))
    return t_above(float(t.isf(alpha, df)), df, noncentrality)


def _smallest(reached: Callable[[float], float], power: float) -> float:
    from scipy.optimize import brentq

    low, high = 2.0, 4.0
    if reached(low) >= power:
        return low
    while reached(high) < power:
        high *= 2
        if high > _LARGEST_N:
            raise OptionError(
                "no sample reaches this power: the true difference is not on the "
                "side that the test is to show",
                code="power_unreachable",
                advice="Check the signs and sizes of the effect and of delta.",
            )
    return float(brentq(lambda n: reached(n) - power, high / 2, high, xtol=1e-9))
