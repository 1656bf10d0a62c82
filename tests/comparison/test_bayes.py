"""Bayes factors against R, pingouin and 40-digit integration."""

import numpy as np
import pingouin
import pytest
from acsi_survey import acsi_groups
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import (
    bayes_factor,
    jzs_bayes_factor,
    student_difference,
)
from srtoolkit.errors import OptionError

#: 40-digit integrals rounded to doubles; ours sums 15,600 terms.
EXACT_RTOL = 1e-10
#: BayesFactor and pingouin stop their quadrature at a relative 1e-8 or so.
QUADRATURE_RTOL = 1e-6
#: BayesFactor's one-sided factors come from an approximation for small factors.
R_DIRECTIONAL_RTOL = 1e-4

R = stored_reference("comparison/two_groups")
EXACT = stored_reference("comparison/directional_bayes_factor")["cases"]


@pytest.mark.parametrize("case", EXACT, ids=lambda case: f"t={case['t']:.2f}")
def test_directional_factors_agree_with_forty_digits(case):
    factor = jzs_bayes_factor(case["t"], *case["n"], r=case["r"])

    assert_allclose(factor.greater, case["greater"], rtol=EXACT_RTOL)
    assert_allclose(factor.less, case["less"], rtol=EXACT_RTOL)
    assert_allclose(
        factor.two_sided, (case["greater"] + case["less"]) / 2, rtol=EXACT_RTOL
    )


@pytest.mark.parametrize("case", R["bayes"], ids=lambda case: f"r={case['r']:.3f}")
def test_factors_agree_with_r(case):
    t_test = student_difference(np.array(R["treated"]), np.array(R["control"]))
    factor = jzs_bayes_factor(t_test.statistic, 34, 57, r=case["r"])

    assert_allclose(factor.two_sided, case["two_sided"], rtol=QUADRATURE_RTOL)
    assert_allclose(factor.greater, case["greater"], rtol=R_DIRECTIONAL_RTOL)
    assert_allclose(factor.less, case["less"], rtol=R_DIRECTIONAL_RTOL)


@pytest.mark.parametrize("t", [-3.0, 0.0, 1.2, 4.5, 9.0])
def test_two_sided_factor_agrees_with_pingouin(t):
    expected = pingouin.bayesfactor_ttest(t, 40, 25, r=0.6)

    factor = jzs_bayes_factor(t, 40, 25, r=0.6)

    assert_allclose(factor.two_sided, expected, rtol=QUADRATURE_RTOL)


def test_turning_the_groups_swaps_the_directions():
    forwards, backwards = (jzs_bayes_factor(t, 30, 50) for t in (1.7, -1.7))

    assert_allclose(forwards.greater, backwards.less)
    assert_allclose(forwards.two_sided, backwards.two_sided)


def test_a_huge_t_gives_no_nan():
    factor = jzs_bayes_factor(60.0, 4000, 4000)

    assert factor.greater == np.inf
    assert 0 <= factor.less < 1e-100


def test_the_prior_needs_a_scale():
    with pytest.raises(OptionError, match="the scale of the prior is 0"):
        jzs_bayes_factor(1.0, 10, 10, r=0)


def test_robustness_rows_follow_the_expected_direction():
    responses = grouped_responses({"a": R["treated"], "b": R["control"]})
    roles = {"outcome": "OSAT", "condition": "condition"}
    groups = {"treated": "a", "control": "b"}

    both, directed = bayes_factor(
        responses, **roles, **groups, expect="negative"
    ).estimates
    (only,) = bayes_factor(responses, **roles, **groups, expect="any").estimates

    assert (both.method, directed.method) == (
        "bayes_factor",
        "bayes_factor_directional",
    )
    assert_allclose(both.bf10, R["bayes"][1]["two_sided"], rtol=QUADRATURE_RTOL)
    assert_allclose(directed.bf10, R["bayes"][1]["less"], rtol=R_DIRECTIONAL_RTOL)
    assert only == both.__class__(**_fields(both) | {"ci_level": only.ci_level})
    assert {both.role, directed.role} == {"robustness"}


def _fields(estimate):
    return {name: getattr(estimate, name) for name in estimate.__slots__}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("outcome", "less_rtol"),
    # R approximates the second, small factor (0.00667, exactly 0.00785)
    [("SATIS", R_DIRECTIONAL_RTOL), ("REPUR", None)],
)
def test_acsi_factors_agree_with_r(outcome, less_rtol):
    stored, treated, control = acsi_groups(outcome)
    t_test = student_difference(treated, control)
    factor = jzs_bayes_factor(t_test.statistic, len(treated), len(control))

    assert_allclose(factor.two_sided, stored["bf10_jzs_r0.707"], rtol=QUADRATURE_RTOL)
    assert_allclose(
        factor.greater, stored["bf_directional_greater_vs_null"], rtol=QUADRATURE_RTOL
    )
    if less_rtol is not None:
        less = stored["bf_directional_less_vs_null"]
        assert_allclose(factor.less, less, rtol=less_rtol)
