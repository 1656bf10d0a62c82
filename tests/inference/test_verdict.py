"""The verdict rule, cell by cell."""

from __future__ import annotations

import pytest

from srtoolkit.inference import Estimate, decide


def interval(low: float, high: float) -> Estimate:
    return Estimate("welch", "primary", (low + high) / 2, ci_low=low, ci_high=high)


@pytest.mark.parametrize(
    ("low", "high", "verdict", "practical"),
    [
        (0.25, 0.60, "supported", "practically supported"),
        (0.05, 0.60, "supported", "non-inferior"),
        (0.05, 0.15, "supported", "equivalent"),
        (-0.15, 0.15, "inconclusive", "equivalent"),
        (-0.15, 0.60, "inconclusive", "non-inferior"),
        (-0.60, 0.60, "inconclusive", "undetermined"),
        (-0.15, -0.05, "opposite", "equivalent"),
        (-0.60, -0.05, "opposite", "undetermined"),
        (-0.60, -0.25, "opposite", "practically opposite"),
    ],
)
def test_a_positive_claim(low, high, verdict, practical):
    result = decide(interval(low, high), "positive", 0.20)
    mirrored = decide(interval(-high, -low), "negative", 0.20)

    assert (result.verdict, result.practical) == (verdict, practical)
    assert (mirrored.verdict, mirrored.practical) == (verdict, practical)


def test_nothing_is_equivalent_without_a_smallest_effect():
    result = decide(interval(-0.01, 0.01), "positive", None)

    assert result.verdict == "inconclusive"
    assert result.practical == "no smallest effect stated"


@pytest.mark.parametrize(
    ("low", "high", "smallest", "verdict", "why"),
    [
        (-0.1, 0.1, 0.2, "supported", "inside_smallest_effect"),
        (0.01, 0.1, 0.2, "supported", "inside_smallest_effect"),
        (-0.1, 0.3, 0.2, "inconclusive", "interval_beyond_smallest_effect"),
        (0.1, 0.3, 0.2, "opposite", "interval_excludes_zero"),
        (-0.1, 0.1, None, "inconclusive", "zero_needs_smallest_effect"),
        (0.1, 0.3, None, "opposite", "interval_excludes_zero"),
    ],
)
def test_an_expected_zero_needs_equivalence(low, high, smallest, verdict, why):
    result = decide(interval(low, high), "zero", smallest)

    assert (result.verdict, result.why.code) == (verdict, why)


def test_a_claim_without_direction_is_supported_on_either_side():
    assert decide(interval(0.1, 0.3), "any", None).verdict == "supported"
    assert decide(interval(-0.3, -0.1), "any", None).verdict == "supported"
    assert decide(interval(-0.1, 0.3), "any", None).verdict == "inconclusive"


def test_an_estimate_without_interval_is_refused():
    with pytest.raises(ValueError, match='"welch" has no interval'):
        decide(Estimate("welch", "primary", 0.1), "positive", None)
