"""Differences of means against R and against each other."""

import numpy as np
import pytest
from acsi_survey import acsi_groups
from numpy.testing import assert_allclose
from scipy.stats import ttest_ind
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    GroupSummary,
    hedges_g,
    student_difference,
    summarise,
    welch_difference,
    welch_equivalence,
)
from srtoolkit.comparison.effect_sizes.effect_size import small_sample_correction
from srtoolkit.errors import OptionError, ScoresError

#: R and we compute the same closed forms; R prints 15 digits.
RTOL = 1e-9
#: effectsize ends its search for the noncentrality at about 1e-5 of an error.
NONCENTRALITY_ATOL = 2e-5

R = stored_reference("comparison/two_groups")
#: Fixed for every comparison.
COLUMNS = (
    "outcome",
    "contrast",
    "method",
    "est",
    "se",
    "statistic",
    "df",
    "p",
    "ci_low",
    "ci_high",
    "ci_level",
    "effect",
    "effect_low",
    "effect_high",
    "n",
)
TREATED = np.array(R["treated"], dtype=float)
CONTROL = np.array(R["control"], dtype=float)


@pytest.mark.parametrize(
    ("alpha", "expect", "level"),
    [(0.05, "any", "95"), (0.05, "zero", "90"), (0.05, "positive", "90")],
)
def test_welch_agrees_with_r(alpha, expect, level):
    result = welch_difference(TREATED, CONTROL, expect=expect, alpha=alpha)
    stored = R[f"welch_two_sided_{level}"]

    assert_allclose(result.statistic, stored["statistic"], rtol=RTOL)
    assert_allclose(result.df, stored["df"], rtol=RTOL)
    assert_allclose(result.se, stored["se"], rtol=RTOL)
    assert_allclose([result.ci_low, result.ci_high], stored["ci"], rtol=RTOL)
    assert result.ci_level == pytest.approx(int(level) / 100)


def test_p_is_one_sided_in_the_expected_direction():
    p = {
        expect: welch_difference(TREATED, CONTROL, expect=expect).p
        for expect in ("positive", "negative", "any")
    }

    assert_allclose(p["positive"], R["p_greater"], rtol=RTOL)
    assert_allclose(p["negative"], R["p_less"], rtol=RTOL)
    assert_allclose(p["any"], R["welch_two_sided_95"]["p"], rtol=RTOL)


def test_student_agrees_with_r():
    result = student_difference(TREATED, CONTROL)

    assert_allclose(result.statistic, R["student"]["statistic"], rtol=RTOL)
    assert_allclose(result.p, R["student"]["p"], rtol=RTOL)
    assert_allclose([result.ci_low, result.ci_high], R["student"]["ci"], rtol=RTOL)
    assert result.df == R["student"]["df"]


@pytest.mark.parametrize("level", [90, 95])
def test_hedges_g_agrees_with_effectsize(level):
    g = hedges_g(TREATED, CONTROL, ci_level=level / 100)
    stored = R[f"hedges_g_{level}"]

    assert_allclose(g.est, stored["Hedges_g"], rtol=RTOL)
    assert_allclose(
        [g.low, g.high],
        [stored["CI_low"], stored["CI_high"]],
        atol=NONCENTRALITY_ATOL,
    )


def test_hedges_g_turns_its_sign_with_the_groups():
    forwards, backwards = hedges_g(TREATED, CONTROL), hedges_g(CONTROL, TREATED)

    assert_allclose(backwards.est, -forwards.est, rtol=1e-12)
    assert_allclose([backwards.low, backwards.high], [-forwards.high, -forwards.low])


@pytest.mark.parametrize("n", [2, 700, 40_000])
def test_hedges_g_has_an_interval_at_any_size(n):
    g = hedges_g(GroupSummary(n, 5.0, 1.0), GroupSummary(n, 4.0, 1.0), ci_level=0.95)

    assert g.low < g.est < g.high


def test_arrays_and_their_summaries_give_the_same():
    summaries = summarise(TREATED), summarise(CONTROL)

    assert welch_difference(*summaries) == welch_difference(TREATED, CONTROL)
    tests = [
        welch_equivalence(*pair, delta=0.4) for pair in (summaries, (TREATED, CONTROL))
    ]
    assert tests[0] == tests[1]


def test_tost_agrees_with_r():
    result = welch_equivalence(TREATED, CONTROL, delta=R["delta"])
    stored = R["tost"]

    assert_allclose(result.t_lower, stored["t_lower"], rtol=RTOL)
    assert_allclose(result.p_lower, stored["p_lower"], rtol=RTOL)
    assert_allclose(result.t_upper, stored["t_upper"], rtol=RTOL)
    assert_allclose(result.p_upper, stored["p_upper"], rtol=RTOL)
    assert_allclose(result.minimal_effect_p, stored["p_minimal"], rtol=RTOL)
    assert_allclose(result.superiority_p, R["p_greater"], rtol=RTOL)
    assert result.p == max(result.p_lower, result.p_upper)
    assert result.non_inferiority_p == result.p_lower


def test_a_negative_expectation_turns_non_inferiority():
    result = welch_equivalence(CONTROL, TREATED, delta=0.4, expect="negative")
    mirrored = welch_equivalence(TREATED, CONTROL, delta=0.4)

    assert_allclose(result.non_inferiority_p, mirrored.non_inferiority_p)
    assert_allclose(result.superiority_p, mirrored.superiority_p)
    assert_allclose(result.minimal_effect_p, mirrored.minimal_effect_p)


@pytest.mark.parametrize("delta", [0.05, 0.2, 0.5, 0.9, 1.2])
@pytest.mark.parametrize("shift", [-1.0, -0.3, 0.0, 0.4])
def test_equivalence_is_the_interval_inside_the_bounds(delta, shift):
    result = welch_equivalence(TREATED + shift, CONTROL, delta=delta, alpha=0.05)

    inside = -delta < result.ci_low and result.ci_high < delta
    assert (result.p < 0.05) == inside
    assert (result.non_inferiority_p < 0.05) == (result.ci_low > -delta)
    assert (result.minimal_effect_p < 0.05) == (result.ci_low > delta)


def test_tables_have_the_columns_of_every_comparison():
    welch = welch_difference(TREATED, CONTROL, outcome="OSAT")
    tost = welch_equivalence(TREATED, CONTROL, delta=0.4)

    assert tuple(welch.tidy()) == COLUMNS
    assert tuple(tost.tidy()) == COLUMNS
    assert list(tost.tidy()["method"]) == [
        "equivalence",
        "non_inferiority",
        "superiority",
        "minimal_effect",
    ]
    assert len(welch.glance()) == len(tost.glance()) == 1
    assert welch.to_dict()["outcome"] == "OSAT"
    assert tost.to_dict()["delta"] == 0.4


def test_welch_agrees_with_scipy():
    test = ttest_ind(TREATED, CONTROL, equal_var=False)

    assert_allclose(welch_difference(TREATED, CONTROL).statistic, test.statistic)


@pytest.mark.parametrize(
    ("treated", "message"),
    [
        ([5.0], 'the group "treated" has 1 respondent'),
        ([5.0, np.nan], 'the group "treated" has 1 missing score'),
        ([4.0, 4.0], "all scores within each group are the same"),
    ],
)
def test_scores_that_carry_no_test_are_refused(treated, message):
    with pytest.raises(ScoresError, match=message):
        welch_difference(np.array(treated), np.array([3.0, 3.0]))


def test_delta_must_be_above_zero():
    with pytest.raises(OptionError, match="the smallest effect of interest is 0"):
        welch_equivalence(TREATED, CONTROL, delta=0)


@pytest.mark.shared
@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
def test_acsi_comparison_agrees_with_r(outcome):
    stored, treated, control = acsi_groups(outcome)
    both = welch_difference(treated, control, expect="any")
    student = student_difference(treated, control)
    g = hedges_g(treated, control, ci_level=0.95)
    tost = welch_equivalence(treated, control, delta=0.5)

    assert [len(treated), len(control)] == stored["n"]
    assert_allclose([treated.mean(), control.mean()], stored["mean"], rtol=RTOL)
    assert_allclose(both.est, stored["diff"], rtol=RTOL)
    assert_allclose(both.statistic, stored["welch"]["t"], rtol=RTOL)
    assert_allclose(both.df, stored["welch"]["df"], rtol=RTOL)
    assert_allclose(both.p, stored["welch"]["p"], rtol=RTOL)
    assert_allclose([both.ci_low, both.ci_high], stored["welch"]["ci"], rtol=RTOL)
    assert_allclose(
        welch_difference(treated, control).p, stored["welch"]["p_greater"], rtol=RTOL
    )
    assert_allclose(student.statistic, stored["student"]["t"], rtol=RTOL)
    assert_allclose(student.p, stored["student"]["p"], rtol=1e-7)
    hedges = stored["hedges_g"]
    assert_allclose(g.est, hedges["Hedges_g"], rtol=1e-8)
    assert_allclose(
        [g.low, g.high], [hedges["CI_low"], hedges["CI_high"]], atol=NONCENTRALITY_ATOL
    )
    d = stored["cohens_d"]
    correction = small_sample_correction(sum(stored["n"]) - 2)
    assert_allclose(g.est / correction, d["Cohens_d"], rtol=1e-8)
    assert_allclose(
        [g.low / correction, g.high / correction],
        [d["CI_low"], d["CI_high"]],
        atol=NONCENTRALITY_ATOL,
    )
    bounds = stored["tost_raw_bound_0.5"]
    for name in ("t_lower", "p_lower", "t_upper", "p_upper"):
        assert_allclose(getattr(tost, name), bounds[name], rtol=1e-7)
    assert_allclose(tost.p, bounds["p_tost"], rtol=1e-7)
    assert_allclose([tost.ci_low, tost.ci_high], bounds["ci90"], rtol=RTOL)
