"""From one primary estimate and its interval to a verdict.

Two readings stand side by side. The statistical one asks whether the interval
excludes zero; the practical one asks where it lies against the smallest
effect of interest. Lakens, Scheel & Isager (2018), Advances in Methods and
Practices in Psychological Science 1, 259-269.
"""

from __future__ import annotations

from dataclasses import dataclass

from srtoolkit.inference.evidence import Estimate, Evidence, Expectation, Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be said of one hypothesis.

    Attributes
    ----------
    verdict : str
        supported, opposite, inconclusive, not testable, not tested.
    practical : str
        practically supported, practically opposite, equivalent,
        non-inferior, undetermined, no smallest effect stated.
    why : Reason
        Reason code with its values.
    """

    verdict: str
    practical: str
    why: Reason


def decide(
    estimate: Estimate, expect: Expectation, smallest_effect: float | None
) -> Verdict:
    """Give the verdict of a primary estimate with an interval.

    Parameters
    ----------
    estimate : Estimate
        With `ci_low` and `ci_high`.
    expect : {"positive", "negative", "zero", "any"}
        What the plan claims.
    smallest_effect : float or None
        In the estimate's unit, above zero; without it nothing is called
        equivalent.

    Raises
    ------
    ValueError
        When the estimate has no interval.
    """
    if estimate.ci_low is None or estimate.ci_high is None:
        raise ValueError(f'the estimate "{estimate.method}" has no interval')
    low, high = estimate.ci_low, estimate.ci_high
    if expect == "negative":
        low, high = -high, -low
    practical = _practical(low, high, smallest_effect)
    verdict = _statistical(low, high, expect, practical)
    values = {
        "ci_low": estimate.ci_low,
        "ci_high": estimate.ci_high,
        "ci_level": estimate.ci_level,
        "smallest_effect": smallest_effect,
    }
    return Verdict(verdict, practical, Reason(_why(verdict, expect, values), values))


def not_testable(evidence: Evidence) -> Verdict:
    """Answer a hypothesis that a guard forbids to test."""
    if evidence.guard is None:
        raise ValueError("no guard stands against this hypothesis")
    return Verdict("not testable", "undetermined", evidence.guard)


def not_tested(stopped_by: str) -> Verdict:
    """Answer a hypothesis behind one of its sequence that was not supported."""
    reason = Reason("earlier_not_supported", {"stopped_by": stopped_by})
    return Verdict("not tested", "undetermined", reason)


def _practical(low: float, high: float, smallest_effect: float | None) -> str:
    if smallest_effect is None:
        return "no smallest effect stated"
    if low > smallest_effect:
        return "practically supported"
    if high < -smallest_effect:
        return "practically opposite"
    if -smallest_effect < low and high < smallest_effect:
        return "equivalent"
    if low > -smallest_effect:
        return "non-inferior"
    return "undetermined"


def _statistical(low: float, high: float, expect: Expectation, practical: str) -> str:
    if expect == "zero":
        # an expected zero is shown only by equivalence, refuted by any difference
        if practical == "equivalent":
            return "supported"
        excluded = practical in {"practically supported", "practically opposite"}
        return "opposite" if excluded or low > 0 or high < 0 else "inconclusive"
    if low > 0 or (expect == "any" and high < 0):
        return "supported"
    return "opposite" if high < 0 else "inconclusive"


def _why(verdict: str, expect: Expectation, values: dict[str, float | None]) -> str:
    if expect == "zero":
        if values["smallest_effect"] is None and verdict == "inconclusive":
            return "zero_needs_smallest_effect"
        return {
            "supported": "inside_smallest_effect",
            "opposite": "interval_excludes_zero",
            "inconclusive": "interval_beyond_smallest_effect",
        }[verdict]
    return {
        "supported": "interval_excludes_zero",
        "opposite": "interval_on_other_side",
        "inconclusive": "interval_contains_zero",
    }[verdict]
