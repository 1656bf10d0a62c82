"""How often each design of the paradox is wrong, and what naive tests would say."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import binomtest
from score_tables import answered, score_table

from srtoolkit.comparison import (
    dunnett_comparisons,
    paired_difference_of,
    student_difference,
    welch_difference,
)
from srtoolkit.inference import decide
from srtoolkit.plans import RunOptions, check_plan, simulate_demo
from srtoolkit.plans.answering import form_groups
from srtoolkit.plans.factors import tell_factors
from srtoolkit.recovery import (
    double_deviation,
    paradox_between,
    paradox_change,
    paradox_moderated,
    paradox_within,
)

N_STUDIES = 2_000
#: The paired t test is quick enough for more.
N_T_TESTS = 10_000
N_DEMOS = 200
ALPHA = 0.05
#: A rate is refuted only when it is this unlikely under a true rate of alpha.
REFUTED = 0.001
POWER = 0.90
DESIGN = {"condition": "group", "control": "c", "treated": "t"}


def keeps_alpha(hits, n=N_STUDIES):
    test = binomtest(int(hits), n, ALPHA, alternative="greater")
    assert test.pvalue > REFUTED, f"{hits} of {n}"


def supported(evidence, expect="positive"):
    assert evidence.guard is None, evidence.guard
    return decide(evidence.primary, expect, None).verdict == "supported"


def two_waves(n, generator, *, start=4.0, r=0.5):
    """Latent scores before and after, no change on average."""
    both = generator.multivariate_normal([start, start], [[1, r], [r, 1]], n)
    return both.T


@pytest.mark.slow
@pytest.mark.parametrize("n", [30, 170])
def test_no_change_within_customers(n):
    generator = np.random.default_rng(3)
    hits = 0
    for _ in range(N_T_TESTS):
        before, after = two_waves(n, generator)
        found = paired_difference_of(
            answered(after, generator), answered(before, generator), alpha=ALPHA
        )
        hits += decide(found.as_estimate("primary"), "positive", None).verdict == (
            "supported"
        )

    keeps_alpha(hits, N_T_TESTS)


def change_study(generator, *, n=(200, 200), start=0.0, gain=0.0):
    """Pre and post of two groups; the treated start `start` higher."""
    parts = [
        two_waves(size, generator, start=4 + shift)
        for size, shift in zip(n, (start, 0.0), strict=True)
    ]
    before, after = np.hstack(parts)
    group = np.repeat(["t", "c"], n)
    after = after + gain * (group == "t")
    return score_table(
        group=group,
        after=answered(after, generator),
        before=answered(before, generator),
    )


def change(table, *, manipulated):
    return paradox_change(
        table,
        outcome="after",
        before="before",
        before_measured="before_failure",
        manipulated=manipulated,
        **DESIGN,
    )


@pytest.mark.slow
@pytest.mark.parametrize(("manipulated", "start"), [(True, 0.0), (False, -0.6)])
def test_no_extra_change_beside_a_control(manipulated, start):
    # a survey whose groups start apart and change alike: changes are compared
    generator = np.random.default_rng(5)
    hits = sum(
        supported(change(change_study(generator, start=start), manipulated=manipulated))
        for _ in range(N_STUDIES)
    )

    keeps_alpha(hits)


@pytest.mark.slow
def test_none_of_three_levels_differs_from_the_control():
    generator = np.random.default_rng(7)
    sizes, sds = {"c": 200, "a": 60, "b": 100, "t": 80}, {"c": 1, "a": 1.4, "b": 1}
    hits = 0
    for _ in range(N_STUDIES):
        scores = {
            name: answered(generator.normal(4, sds.get(name, 1.2), size), generator)
            for name, size in sizes.items()
        }
        alone = [
            welch_difference(scores[name], scores["c"], alpha=ALPHA)
            for name in ("a", "b", "t")
        ]
        if all(one.p > ALPHA for one in alone):
            continue  # an adjusted p is never smaller
        family = dunnett_comparisons(
            scores, "c", equal_variances=False, expect="positive", alpha=ALPHA
        )
        hits += any(row.ci_low > 0 for row in family.rows)

    keeps_alpha(hits)


@pytest.mark.slow
@pytest.mark.parametrize("in_control", [True, False])
def test_a_gap_that_does_not_hang_on_the_moderator(in_control):
    generator = np.random.default_rng(9)
    hits = 0
    for _ in range(N_STUDIES):
        group = np.repeat(["t", "c"], [120, 100])
        severe = generator.integers(0, 2, 220).astype(float)
        if not in_control:
            severe = np.where(group == "c", np.nan, severe)
        spread = np.where((group == "t") & (severe == 1), 1.4, 1.0)
        # the treated stand at the middle, where clipping moves no mean
        latent = 4 - 0.3 * (group == "c") + spread * generator.normal(size=220)
        table = score_table(
            group=group, after=answered(latent, generator), severe=severe
        )
        evidence = paradox_moderated(
            table,
            outcome="after",
            moderator="severe",
            moderator_manipulated=True,
            manipulated=True,
            **DESIGN,
        )
        hits += supported(evidence, "negative")

    keeps_alpha(hits)


@pytest.mark.slow
def test_a_second_deviation_that_costs_nothing_more():
    generator = np.random.default_rng(11)
    names = ["c", "SS", "SU", "US", "UU"]
    sizes, sds = [150, 150, 60, 90, 40], [1, 1, 1.2, 0.8, 1.5]
    hits = 0
    for _ in range(N_STUDIES):
        latent = [
            generator.normal(4.0 if name == "c" else 3.8, sd, size)
            for name, size, sd in zip(names, sizes, sds, strict=True)
        ]
        table = score_table(
            group=np.repeat(names, sizes),
            after=answered(np.concatenate(latent), generator),
        )
        evidence = double_deviation(
            table,
            outcome="after",
            condition="group",
            control="c",
            treated="SS",
            manipulated=True,
        )
        hits += supported(evidence, "negative")

    keeps_alpha(hits)


DEMOS = [
    ("recovery-paradox", "H1"),
    ("paradox-within", "H1"),
    ("paradox-change", "H1"),
    ("paradox-moderators", "H1"),
    ("paradox-moderators", "H2"),
    ("paradox-moderators", "H3"),
    ("double-deviation", "H1"),
    ("double-deviation", "H2"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("plan", "hypothesis"), DEMOS)
def test_a_demo_finds_what_was_planted(plan, hypothesis):
    checked = check_plan(plan)
    claim = checked.plan.hypotheses[hypothesis]
    condition = checked.plan.design.condition
    hits = 0
    for seed in range(N_DEMOS):
        answers = simulate_demo(checked, "effect", RunOptions(seed=1000 + seed))
        context = {
            "responses": tell_factors(checked, form_groups(checked, answers)),
            "condition": condition.column,
            "control": condition.control,
            "treated": condition.treated,
            "manipulated": True,
            "expect": claim.expect,
            "alpha": ALPHA,
        }
        evidence = checked.tests[hypothesis].run(context, claim.arguments)
        hits += supported(evidence, claim.expect)

    test = binomtest(hits, N_DEMOS, POWER, alternative="less")
    assert test.pvalue > REFUTED, f"{hits} of {N_DEMOS}"


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
        evidence = change(table, manipulated=False)
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
        evidence = change(table, manipulated=True)
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
