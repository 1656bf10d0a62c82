"""Hypotheses on means and shares as a plan calls them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit import comparison
from srtoolkit.comparison import (
    adjusted_means,
    contrast,
    difference_in_differences,
    dunnett,
    mean_difference,
    one_sample,
    paired_difference,
    proportion,
    quantile_difference,
    reliable_change,
    top_box,
)
from srtoolkit.errors import OptionError, PlanError, ResponsesError, ScoresError
from srtoolkit.inference import SmallestEffect, decide
from srtoolkit.results import is_plan_step

RTOL = 1e-9

R = stored_reference("comparison/comparisons")
SCORE, GROUP = np.array(R["score"], dtype=float), np.array(R["group"])
ORDER = ("none", "poor", "middling", "excellent")
HALF = SmallestEffect(0.5, "points")


@pytest.fixture(scope="module")
def responses():
    """Scores of the stored four groups; `before` is another wave of answers."""
    rows = np.concatenate([np.flatnonzero(name == GROUP) for name in ORDER])
    generator = np.random.default_rng(3)
    before = np.clip(
        np.round(SCORE[rows] * 0.6 + generator.normal(2, 1, len(rows))), 1, 7
    )
    return grouped_responses(
        {name: list(SCORE[name == GROUP]) for name in ORDER},
        before=list(before),
        age=list(np.array(R["age"])[rows]),
        region=list(np.array(R["region"])[rows]),
    )


def test_mean_difference_compares_any_two_groups(responses):
    found = mean_difference(
        responses,
        outcome="OSAT",
        group="condition",
        first="excellent",
        second="none",
        expect="any",
        smallest_effect=HALF,
    )
    stored = R["contrast_welch"]["excellent_none"]

    assert found.contrast == "excellent - none"
    assert_allclose(found.primary.est, stored["est"], rtol=RTOL)
    assert_allclose(found.primary.p, stored["p"], rtol=RTOL)
    assert [e.role for e in found.estimates] == ["primary", "naive", "robustness"]
    assert [g["role"] for g in found.details["groups"]] == ["control", "treated"]
    assert found.details["equivalence"]["delta"] == found.smallest_effect == 0.5
    assert 0 < found.details["equivalence_p"] < 1


def test_contrast_weighs_groups(responses):
    weights = {"poor": 1 / 3, "middling": 1 / 3, "excellent": 1 / 3, "none": -1}
    own, pooled = (
        contrast(
            responses,
            outcome="OSAT",
            group="condition",
            weights=weights,
            equal_variances=equal,
            expect="any",
        )
        for equal in (False, True)
    )
    stored = R["contrast_welch"]["treated_none"]

    assert_allclose(own.primary.p, stored["p"], rtol=RTOL)
    assert own.primary.method == "contrast_welch"
    assert_allclose(pooled.primary.p, R["contrast_pooled"][1]["p.value"], rtol=RTOL)
    assert own.estimates[1].est == pytest.approx(own.primary.est)
    assert decide(own.primary, "any", None).verdict == "supported"


def test_dunnett_gives_one_comparison_its_simultaneous_interval(responses):
    found = dunnett(
        responses,
        outcome="OSAT",
        group="condition",
        reference="none",
        compare="poor",
        expect="negative",
        smallest_effect=HALF,
    )
    stored = R["dunnett"]["less"]

    assert_allclose(found.primary.p, stored["p"][0], atol=1e-6)
    assert_allclose(found.primary.ci_high, stored["high"][0], atol=1e-4)
    assert len(found.details["comparisons"]) == 3
    assert found.estimates[1].p < found.primary.p


def test_paired_difference_shows_all_effect_sizes(responses):
    found = paired_difference(responses, outcome="OSAT", before="before")

    assert found.contrast == "OSAT - before"
    assert [e.method for e in found.estimates] == [
        "paired_t",
        "wilcoxon_signed_rank",
        "paired_permutation",
        "bayes_factor",
        "bayes_factor_directional",
    ]
    names = [size["name"] for size in found.details["effect_sizes"]]
    assert names == ["d_z", "g_z", "d_av", "g_av"]
    assert found.primary.effect_name == "g_av"
    assert found.primary.effect == found.details["effect_sizes"][3]["est"]


def test_one_sample_is_held_against_a_value(responses):
    found = one_sample(
        responses, outcome="OSAT", value=4, expect="any", smallest_effect=HALF
    )

    assert_allclose(found.primary.p, R["single"]["p"], rtol=RTOL)
    assert_allclose(found.details["mean"], R["single"]["est"], rtol=RTOL)


def test_proportions_of_one_and_of_two_groups(responses):
    two = proportion(
        responses,
        outcome="OSAT",
        at_least=6,
        group="condition",
        first="excellent",
        second="none",
        expect="any",
    )
    one = proportion(responses, outcome="OSAT", at_least=6, share=0.3)

    assert_allclose(two.primary.p, R["shares"]["pearson"], rtol=RTOL)
    assert_allclose(two.estimates[1].p, R["shares"]["fisher"], rtol=1e-6)
    assert one.primary.method == "exact_binomial"
    assert_allclose(one.details["share"], (SCORE >= 6).mean())
    with pytest.raises(PlanError, match="either with a share or between two groups"):
        proportion(responses, outcome="OSAT", at_least=6)


@pytest.mark.parametrize(
    ("manipulated", "primary"), [(True, "did_ancova"), (False, "did_welch")]
)
def test_assignment_decides_how_change_is_compared(responses, manipulated, primary):
    found = difference_in_differences(
        responses,
        outcome="OSAT",
        before="before",
        condition="condition",
        control="none",
        treated="excellent",
        manipulated=manipulated,
        smallest_effect=HALF,
    )

    assert found.primary.method == primary
    assert len(found.estimates) == 3
    assert [m["group"] for m in found.details["change_means"]] == ["excellent", "none"]
    assert found.details["diagnostics"][0]["code"] == "lords_paradox"


def test_steps_return_results(responses):
    change = reliable_change(
        responses, outcome="OSAT", before="before", reliability=0.8
    )
    means = adjusted_means(
        responses,
        outcome="OSAT",
        condition="condition",
        control="none",
        covariates=("age", "region"),
    )

    assert change.n == len(SCORE)
    stored = R["ancova"]["HC3"]["against"]
    assert_allclose(means["poor - none"].est, stored[0]["estimate"], rtol=RTOL)


def test_robustness_checks_bring_details(responses):
    roles = {"condition": "condition", "control": "none", "treated": "excellent"}
    quantiles = quantile_difference(responses, outcome="OSAT", **roles, bootstrap=100)
    shares = top_box(responses, outcome="OSAT", top=6, **roles)
    factors = comparison.bayes_factor(
        responses, outcome="OSAT", **roles, r=(0.5, 1), unequal_variances=True
    )

    assert [row["quantile"] for row in quantiles.details["quantiles"]] == [
        0.25,
        0.5,
        0.75,
    ]
    assert_allclose(shares.details["top_box"][0]["ci_low"], R["shares"]["wilson"][1][0])
    assert len(factors.estimates) == 8
    readings = [row["reading"] for row in factors.details["bayes_factors"]]
    assert set(readings) <= {"uninformative", "favours_none"}


def test_small_groups_are_guarded():
    responses = grouped_responses({"a": [3], "b": [4, 5], "c": [2, 2], "d": [2, 2]})
    small = mean_difference(
        responses, outcome="OSAT", group="condition", first="a", second="b"
    )
    constant = mean_difference(
        responses, outcome="OSAT", group="condition", first="c", second="d"
    )

    assert small.guard.code == "group_too_small"
    assert constant.guard.code == "group_without_spread"
    assert small.primary is constant.primary is None


def test_names_that_are_not_there_are_refused(responses):
    with pytest.raises(ScoresError, match='no group "nobody"'):
        mean_difference(
            responses, outcome="OSAT", group="condition", first="nobody", second="none"
        )
    with pytest.raises(ResponsesError, match='"wave"'):
        paired_difference(responses, outcome="OSAT", before="wave")
    with pytest.raises(OptionError, match="no such group"):
        contrast(
            responses, outcome="OSAT", group="condition", weights={"x": 1, "none": -1}
        )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mean_difference", "hypothesis"),
        ("contrast", "hypothesis"),
        ("dunnett", "hypothesis"),
        ("paired_difference", "hypothesis"),
        ("one_sample", "hypothesis"),
        ("proportion", "hypothesis"),
        ("difference_in_differences", "hypothesis"),
        ("correlation", "hypothesis"),
        ("correlations", "step"),
        ("reliable_change", "step"),
        ("adjusted_means", "step"),
        ("quantile_difference", "robustness"),
    ],
)
def test_a_plan_may_name_it(name, kind):
    assert name in comparison.__all__
    assert is_plan_step(getattr(comparison, name), kind)
