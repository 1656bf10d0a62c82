"""How often each design of the paradox is wrong, and how often it finds."""

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
    dunnett_comparisons,
    paired_difference_of,
    welch_difference,
)
from srtoolkit.inference import decide
from srtoolkit.plans import RunOptions, check_plan, simulate_demo
from srtoolkit.plans.answering import form_groups
from srtoolkit.plans.factors import tell_factors
from srtoolkit.recovery import (
    double_deviation,
    paradox_moderated,
)

#: The paired t test is quick enough for more.
N_T_TESTS = 10_000
N_DEMOS = 200
POWER = 0.90


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


@pytest.mark.slow
@pytest.mark.parametrize(("manipulated", "start"), [(True, 0.0), (False, -0.6)])
def test_no_extra_change_beside_a_control(manipulated, start):
    # a survey whose groups start apart and change alike: changes are compared
    generator = np.random.default_rng(5)
    hits = sum(
        supported(
            change_of(change_study(generator, start=start), manipulated=manipulated)
        )
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
