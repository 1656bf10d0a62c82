"""What the artefacts do to naive tests, and not to the proper design."""

from __future__ import annotations

import numpy as np
import pytest
from paradox_studies import (
    ALPHA,
    DESIGN,
    N_STUDIES,
    REFUTED,
    change_of,
    keeps_alpha,
    supported,
    two_waves,
)
from scipy.stats import binomtest
from score_tables import answered, score_table

from srtoolkit.comparison import (
    paired_difference_of,
    student_difference,
)
from srtoolkit.inference import decide
from srtoolkit.recovery import (
    paradox_between,
    paradox_within,
)

#: Of customers in the selection example of the notes: before, after, RSAT.
CORRELATIONS = np.array([[1, 0.5, 0.3], [0.5, 1, 0.7], [0.3, 0.7, 1]])


@pytest.mark.slow
def test_picking_the_satisfied_is_seen_through():
    generator = np.random.default_rng(13)
    naive, honest, gaps = 0, 0, []
    for _ in range(N_STUDIES // 10):
        before, after, rsat = (
            4 + generator.multivariate_normal(np.zeros(3), CORRELATIONS, 500).T
        )
        table = score_table(before=before, after=after, rsat=rsat)
        named = {"outcome": "after", "before": "before"}
        picked = {"column": "rsat", "at_least": float(np.quantile(rsat, 0.8))}
        everybody, best = (
            paradox_within(
                table, **named, before_measured="before_failure", selected_by=selected
            )
            for selected in (None, picked)
        )
        honest += supported(everybody)
        assert best.guard.code == "treatment_selected"
        assert decide(best.estimates[0], "positive", None).verdict == "supported"
        naive += 1
        gaps.append(best.details["selection"]["gap"] - best.estimates[0].est)

    assert naive == N_STUDIES // 10
    keeps_alpha(honest, N_STUDIES // 10)
    # what selection is expected to do is all that was observed
    error = np.std(gaps, ddof=1) / np.sqrt(len(gaps))
    assert abs(np.mean(gaps)) < 4 * error


@pytest.mark.slow
def test_failures_of_the_dissatisfied_regress_to_the_mean():
    # who was less satisfied meets a failure; the recovery changes nothing
    generator = np.random.default_rng(17)
    naive, honest, left = 0, 0, []
    for _ in range(N_STUDIES):
        before, after = two_waves(400, generator)
        before, after = answered(before, generator), answered(after, generator)
        chance = 1 / (1 + np.exp(1.5 * (before - 4)))
        group = np.where(generator.random(400) < chance, "t", "c")
        table = score_table(group=group, after=after, before=before)
        raw = paired_difference_of(after[group == "t"], before[group == "t"])
        naive += decide(raw.as_estimate("primary"), "positive", None).verdict == (
            "supported"
        )
        adjusted = paradox_between(
            table,
            outcome="after",
            manipulated=False,
            covariates=("before",),
            **DESIGN,
        )
        honest += supported(adjusted)
        evidence = change_of(table, manipulated=False)
        told = {d["code"]: d["values"] for d in evidence.details["diagnostics"]}
        expected = told["regression_to_the_mean_groups"]["expected"]
        left.append(evidence.primary.est - expected)

    assert naive > 0.9 * N_STUDIES
    keeps_alpha(honest)
    error = np.std(left, ddof=1) / np.sqrt(len(left))
    assert abs(np.mean(left)) < 4 * error


def confounded(generator, n=400):
    """A survey in which loyal and demanding customers recover well more often."""
    loyal, demanding = generator.normal(size=(2, n))
    chance = 1 / (1 + np.exp(-(0.8 * loyal - 0.8 * demanding)))
    group = np.where(generator.random(n) < chance, "t", "c")
    latent = 4 + 0.5 * loyal - 0.5 * demanding + generator.normal(0, 0.8, n)
    return score_table(
        group=group, after=answered(latent, generator), loyal=loyal, demanding=demanding
    )


@pytest.mark.slow
def test_a_survey_with_all_confounders_and_one_that_hides_one():
    generator = np.random.default_rng(19)
    hits = {"naive": 0, "all": 0, "hidden": 0}
    for _ in range(N_STUDIES):
        table = confounded(generator)
        for name, covariates in (
            ("all", ("loyal", "demanding")),
            ("hidden", ("loyal",)),
        ):
            evidence = paradox_between(
                table,
                outcome="after",
                manipulated=False,
                covariates=covariates,
                **DESIGN,
            )
            hits[name] += supported(evidence)
        naive = next(e for e in evidence.estimates if e.method == "student")
        hits["naive"] += naive.est > 0 and naive.p < 2 * ALPHA

    keeps_alpha(hits["all"])
    assert hits["naive"] > 0.9 * N_STUDIES
    # no adjustment helps against what was not asked
    assert hits["hidden"] > 0.5 * N_STUDIES


@pytest.mark.slow
def test_when_the_dissatisfied_leave():
    # the treated who had been dissatisfied before do not answer afterwards
    generator = np.random.default_rng(23)
    naive, honest, shares = 0, 0, []
    for _ in range(N_STUDIES):
        before, after = two_waves(400, generator)
        before, after = answered(before, generator), answered(after, generator)
        group = np.repeat(["t", "c"], 200)
        leaves = (group == "t") & (
            generator.random(400) < 1 / (1 + np.exp(1.5 * (before - 3.5)))
        )
        table = score_table(
            group=group, before=before, after=np.where(leaves, np.nan, after)
        )
        evidence = change_of(table, manipulated=True)
        honest += supported(evidence)
        welch = next(e for e in evidence.estimates if e.method == "welch")
        naive += decide(welch, "positive", None).verdict == "supported"
        told = {d["code"]: d["values"] for d in evidence.details["diagnostics"]}
        shares.append(told["attrition_by_group"]["share_treated"])

    keeps_alpha(honest)
    assert naive > 0.4 * N_STUDIES
    assert np.mean(shares) > 0.2


@pytest.mark.slow
def test_unequal_spreads_deceive_the_pooled_test_only():
    generator = np.random.default_rng(29)
    naive, honest = 0, 0
    for _ in range(N_STUDIES):
        treated = answered(generator.normal(4, 1.4, 40), generator)
        control = answered(generator.normal(4, 0.9, 300), generator)
        table = score_table(
            group=np.repeat(["t", "c"], [40, 300]),
            after=np.concatenate([treated, control]),
        )
        evidence = paradox_between(table, outcome="after", manipulated=True, **DESIGN)
        honest += supported(evidence)
        naive += student_difference(treated, control, expect="positive").p < ALPHA

    keeps_alpha(honest)
    refuted = binomtest(naive, N_STUDIES, ALPHA, alternative="greater").pvalue
    assert refuted < REFUTED


@pytest.mark.slow
def test_a_recalled_earlier_score_is_flagged():
    # customers recall having been half a point less satisfied than they were
    generator = np.random.default_rng(31)
    hits = {"before_failure": 0, "after_failure": 0}
    for _ in range(N_STUDIES // 10):
        before, after = two_waves(200, generator)
        table = score_table(
            after=answered(after, generator),
            asked=answered(before, generator),
            recalled=answered(before - 0.5, generator),
        )
        for measured, column in (
            ("before_failure", "asked"),
            ("after_failure", "recalled"),
        ):
            evidence = paradox_within(
                table, outcome="after", before=column, before_measured=measured
            )
            codes = [d["code"] for d in evidence.details["diagnostics"]]
            assert ("contaminated_before" in codes) is (measured == "after_failure")
            hits[measured] += supported(evidence)

    keeps_alpha(hits["before_failure"], N_STUDIES // 10)
    assert hits["after_failure"] > 0.9 * N_STUDIES // 10
