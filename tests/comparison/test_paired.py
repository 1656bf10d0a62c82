"""Pairs and one sample against R, and permutations against mathematics."""

from itertools import product

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import nct
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    average_sd_g,
    cliffs_delta,
    glass_delta,
    jzs_bayes_factor,
    jzs_one_sample,
    jzs_unequal_variances,
    one_sample_difference,
    one_sample_equivalence,
    paired_difference_of,
    paired_effect_size,
    paired_equivalence,
    permutation_p,
    signed_rank,
    student_difference,
    welch_equivalence,
)
from srtoolkit.comparison.means.welch import welch_error
from srtoolkit.comparison.scores.groups import GroupSummary
from srtoolkit.errors import ScoresError
from srtoolkit.inference import SmallestEffect

RTOL = 1e-9
#: effectsize ends its search for the noncentrality at about 1e-5 of an error.
NONCENTRALITY_ATOL = 2e-5
#: BayesFactor stops its quadrature at a relative 1e-8 or so, and at 1e-4 for
#: the smaller one-sided factor.
QUADRATURE_RTOL, SMALL_FACTOR_RTOL = 1e-6, 1e-4

R = stored_reference("comparison/comparisons")
AFTER, BEFORE = (np.array(R[name], dtype=float) for name in ("after", "before"))
SCORE, GROUP = np.array(R["score"], dtype=float), np.array(R["group"])
TREATED, CONTROL = SCORE[GROUP == "excellent"], SCORE[GROUP == "none"]


def test_the_paired_t_test_agrees_with_r():
    found = paired_difference_of(AFTER, BEFORE, expect="zero")
    stored = R["paired"]

    assert_allclose(found.statistic, stored["t"], rtol=RTOL)
    assert_allclose(found.p, stored["p"], rtol=RTOL)
    assert_allclose([found.ci_low, found.ci_high], stored["ci"], rtol=RTOL)
    assert found.df == stored["df"]


def test_one_sample_agrees_with_r():
    found = one_sample_difference(SCORE, value=4, expect="zero")
    stored = R["single"]

    assert_allclose(found.statistic, stored["t"], rtol=RTOL)
    assert_allclose(found.p, stored["p"], rtol=RTOL)
    assert_allclose(found.est + 4, stored["est"], rtol=RTOL)
    assert_allclose([found.ci_low + 4, found.ci_high + 4], stored["ci"], rtol=RTOL)


@pytest.mark.parametrize(
    ("size", "stored", "name"),
    [
        (paired_effect_size(AFTER, BEFORE, ci_level=0.95), R["dz"], "Cohens_d"),
        (
            paired_effect_size(AFTER, BEFORE, name="g_z", ci_level=0.95),
            R["gz"],
            "Hedges_g",
        ),
        (average_sd_g(TREATED, CONTROL, ci_level=0.95), R["g_average"], "Hedges_g"),
        (
            average_sd_g(TREATED, CONTROL, ci_level=0.95, corrected=False),
            R["d_average"],
            "Cohens_d",
        ),
        (glass_delta(TREATED, CONTROL, ci_level=0.95), R["glass"], "Glass_delta"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_effect_sizes_agree_with_effectsize(size, stored, name):
    assert_allclose(size.est, stored[name], rtol=RTOL)
    assert_allclose(
        [size.low, size.high],
        [stored["CI_low"], stored["CI_high"]],
        atol=NONCENTRALITY_ATOL,
    )


def test_the_interval_of_welchs_g_inverts_the_noncentral_t():
    # the sizes, means and deviations of a survey where effectsize ends early
    groups = GroupSummary(399, 8.805, 1.694), GroupSummary(6376, 8.197, 2.061)
    est, se, df = welch_error(*groups)
    found = average_sd_g(*groups, ci_level=0.95, corrected=False)
    unit = est / found.est

    tails = [nct.cdf(est / se, df, end * unit / se) for end in (found.low, found.high)]
    assert_allclose(tails, [0.975, 0.025], rtol=1e-6)


def test_d_av_divides_by_the_average_deviation():
    gap = AFTER.mean() - BEFORE.mean()
    sds = AFTER.std(ddof=1), BEFORE.std(ddof=1)
    cumming = paired_effect_size(AFTER, BEFORE, name="d_av")
    lakens = paired_effect_size(AFTER, BEFORE, name="d_av", average="sd")

    assert_allclose(cumming.est, gap / np.sqrt((sds[0] ** 2 + sds[1] ** 2) / 2))
    assert_allclose(lakens.est, gap / (sum(sds) / 2))


def test_cliffs_delta_agrees_with_the_published_formula_in_r():
    found, stored = cliffs_delta(TREATED, CONTROL), R["cliff"]

    assert_allclose(found.est, stored["est"], rtol=RTOL)
    assert_allclose([found.low, found.high], [stored["low"], stored["high"]], rtol=RTOL)


def test_cliffs_delta_of_separate_groups_ends_at_one():
    found = cliffs_delta(np.array([5.0, 6, 7]), np.array([1.0, 2, 3, 4]))

    assert found.est == found.high == 1
    assert 0 < found.low < 1


@pytest.mark.parametrize(
    ("expect", "side"), [("any", "two.sided"), ("positive", "greater")]
)
def test_signed_ranks_agree_with_r(expect, side):
    found, stored = signed_rank(AFTER, BEFORE, expect=expect), R["signed_rank"][side]

    assert_allclose(found.statistic, stored["V"])
    assert_allclose(found.p, stored["p"], rtol=RTOL)
    biserial = R["rank_biserial_paired"]["r_rank_biserial"]
    assert_allclose(found.effect, biserial, rtol=RTOL)


def test_the_rank_biserial_interval_counts_differences_that_are_not_zero():
    # effectsize 0.8.3 counts scores that are not zero, all 38, and is narrower
    found = signed_rank(AFTER, BEFORE, expect="any")
    n = int((AFTER != BEFORE).sum())
    error = np.sqrt((2 * n**3 + 3 * n**2 + n) / 6) / ((n**2 + n) / 2)

    assert n < len(AFTER)
    assert_allclose(
        [found.effect_low, found.effect_high],
        np.tanh(np.arctanh(found.effect) + np.array([-1, 1]) * 1.959963985 * error),
        rtol=1e-7,
    )


def test_tost_of_pairs_and_of_one_sample_agrees_with_r():
    cases = (
        (paired_equivalence(AFTER, BEFORE, delta=0.4), R["tost_paired"]),
        (one_sample_equivalence(SCORE, value=4, delta=0.4), R["tost_single"]),
    )
    for found, stored in cases:
        for name in ("t_lower", "p_lower", "t_upper", "p_upper"):
            assert_allclose(getattr(found, name), stored[name], rtol=1e-8)
        assert_allclose(found.minimal_effect_p, stored["minimal"], rtol=RTOL)


def test_students_tost_agrees_with_r():
    found = welch_equivalence(TREATED, CONTROL, delta=0.5, equal_variances=True)

    assert_allclose(found.p_lower, R["tost_student"]["p_lower"], rtol=RTOL)
    assert_allclose(found.p_upper, R["tost_student"]["p_upper"], rtol=RTOL)


def test_a_smallest_effect_may_be_in_standard_deviations():
    half = SmallestEffect(0.5, "sd_control")
    groups = welch_equivalence(TREATED, CONTROL, delta=half)
    pairs = paired_equivalence(AFTER, BEFORE, delta=half)

    assert_allclose(groups.delta, CONTROL.std(ddof=1) / 2)
    assert_allclose(pairs.delta, BEFORE.std(ddof=1) / 2)


def test_two_sided_questions_count_both_sides():
    found = welch_equivalence(TREATED, CONTROL, delta=0.1)

    assert_allclose(found.superiority_two_sided_p, 2 * found.superiority_p)
    assert_allclose(found.minimal_effect_two_sided_p, 2 * found.minimal_effect_p)


@pytest.mark.parametrize("expect", ["positive", "negative", "any"])
def test_few_pairs_count_every_pattern_of_signs(expect):
    after, before = AFTER[:9], BEFORE[:9]
    differences = after - before
    sums = np.array(
        [np.dot(signs, np.abs(differences)) for signs in product((-1, 1), repeat=9)]
    )
    observed = differences.sum()
    beyond = {
        "positive": sums >= observed - 1e-9,
        "negative": sums <= observed + 1e-9,
        "any": np.abs(sums) >= abs(observed) - 1e-9,
    }[expect]

    assert_allclose(permutation_p(after, before, expect=expect), beyond.mean())


def test_many_pairs_draw_patterns_reproducibly():
    p = permutation_p(AFTER, BEFORE, expect="any", seed=3)

    assert p == permutation_p(AFTER, BEFORE, expect="any", seed=3)
    # ties of whole points make the permutation test the more cautious
    assert abs(p - R["paired"]["p"]) < 0.07


@pytest.mark.parametrize(
    "case", R["bayes_paired"], ids=lambda case: f"r={case['r']:.2f}"
)
def test_paired_bayes_factors_agree_with_r(case):
    t_test = paired_difference_of(AFTER, BEFORE)
    found = jzs_one_sample(t_test.statistic, len(AFTER), r=case["r"])

    assert_allclose(found.two_sided, case["two_sided"], rtol=QUADRATURE_RTOL)
    assert_allclose(found.greater, case["greater"], rtol=QUADRATURE_RTOL)
    assert_allclose(found.less, case["less"], rtol=SMALL_FACTOR_RTOL)


@pytest.mark.parametrize(("n", "sds"), [((12, 30), (2.0, 1.0)), ((25, 9), (1.1, 0.7))])
def test_unequal_variances_agree_with_drawn_standard_deviations(n, sds):
    groups = [GroupSummary(n[0], 0.7, sds[0]), GroupSummary(n[1], 0.0, sds[1])]
    found = jzs_unequal_variances(*groups, r=0.7)
    generator = np.random.default_rng(8)
    draws = 150_000
    v1, v2 = ((g.n - 1) * g.sd**2 / generator.chisquare(g.n - 1, draws) for g in groups)
    noise, unit = v1 / n[0] + v2 / n[1], np.sqrt((v1 + v2) / 2)
    effect = 0.7 * generator.standard_cauchy(draws)

    def likelihood(centre):
        return np.exp(-((0.7 - centre) ** 2) / (2 * noise)) / np.sqrt(noise)

    drawn = likelihood(effect * unit) / likelihood(0.0).mean()
    assert_allclose(found.two_sided, drawn.mean(), rtol=0.02)
    assert_allclose(found.greater, 2 * drawn[effect > 0].sum() / draws, rtol=0.03)


def test_large_equal_groups_need_no_equal_variances():
    groups = GroupSummary(2000, 0.1, 1.0), GroupSummary(2000, 0.0, 1.0)
    t = student_difference(*groups).statistic

    equal, unequal = jzs_bayes_factor(t, 2000, 2000), jzs_unequal_variances(*groups)
    assert_allclose(unequal.two_sided, equal.two_sided, rtol=5e-3)


@pytest.mark.parametrize(
    ("after", "before", "message"),
    [
        ([1.0, 2], [1.0], "have the shapes"),
        ([1.0, 2, 3], [0.0, 1, 2], "all differences are the same"),
        ([1.0, np.nan], [1.0, 2], "1 of the differences are missing"),
        ([1.0], [2.0], "there are 1 differences"),
    ],
)
def test_pairs_that_carry_no_test_are_refused(after, before, message):
    with pytest.raises(ScoresError, match=message):
        paired_difference_of(np.array(after), np.array(before))
