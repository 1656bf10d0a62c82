"""Intervals, p values, Holm and the delta method."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm, t

from srtoolkit.inference import (
    delta_method,
    holm,
    interval_level,
    one_sided_p,
    percentile_interval,
    wald_estimate,
)

#: Closed forms on both sides; only rounding separates them.
RTOL = 1e-12
#: The gradient is a central difference with a step of 1e-6.
DELTA_RTOL = 1e-6


def test_the_level_follows_the_direction():
    assert interval_level(0.05, "positive") == pytest.approx(0.90)
    assert interval_level(0.05, "zero") == pytest.approx(0.90)
    assert interval_level(0.05, "any") == pytest.approx(0.95)


def test_interval_and_p_agree():
    estimate = wald_estimate(0.3, 0.1, expect="positive", alpha=0.05, method="ml")
    edge = wald_estimate(
        norm.isf(0.05) * 0.1, 0.1, expect="positive", alpha=0.05, method="ml"
    )

    assert estimate.ci_low == pytest.approx(0.3 - norm.isf(0.05) * 0.1, rel=RTOL)
    assert estimate.p == pytest.approx(norm.sf(3), rel=1e-9)
    assert edge.ci_low == pytest.approx(0.0, abs=1e-15)
    assert edge.p == pytest.approx(0.05, rel=RTOL)


def test_p_uses_t_with_degrees_of_freedom():
    assert one_sided_p(2.0, "positive", 10) == pytest.approx(t.sf(2, 10), rel=RTOL)
    assert one_sided_p(2.0, "negative", 10) == pytest.approx(t.cdf(2, 10), rel=RTOL)
    assert one_sided_p(-2.0, "any", 10) == pytest.approx(2 * t.sf(2, 10), rel=RTOL)


def test_holm_agrees_with_the_hand_calculation():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
    assert holm([0.9, 0.8]) == [1.0, 1.0]


def test_the_delta_method_of_a_product():
    """Sobel (1982): var(ab) = a² var(b) + b² var(a)."""
    est, se = delta_method(
        lambda x: x[0] * x[1], np.array([0.5, 0.4]), np.diag([0.01, 0.02])
    )

    assert est == pytest.approx(0.2)
    assert se == pytest.approx(np.sqrt(0.25 * 0.02 + 0.16 * 0.01), rel=DELTA_RTOL)


def test_percentiles_leave_out_failed_draws():
    draws = np.append(np.linspace(0, 1, 101), [np.nan, np.nan])

    assert percentile_interval(draws, 0.90) == pytest.approx((0.05, 0.95))
    assert np.isnan(percentile_interval(np.array([np.nan]), 0.9)).all()
