"""How often, what it is worth, and the region that proves nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import binomtest
from score_tables import score_table
from statsmodels.stats.proportion import proportion_confint

from srtoolkit.errors import ModelError, OptionError, ScoresError
from srtoolkit.recovery import (
    economic_balance,
    paradox_frequency,
    paradox_region,
    paradox_share,
)

PAIR = {"outcome": "after", "before": "before"}


@pytest.fixture(scope="module")
def customers():
    generator = np.random.default_rng(6)
    before = generator.normal(4, 1, 400)
    after = before + generator.normal(0.2, 1, 400)
    rsat = np.rint(np.clip(after + generator.normal(0, 1, 400), 1, 7))
    return score_table(
        before=before,
        after=after,
        rsat=rsat,
        complained=(generator.random(400) < 0.3).astype(float),
        group=np.repeat(["none", "failed"], 200),
    )


def test_shares_are_wilsons_of_customers_with_a_failure(customers):
    found = paradox_frequency(
        customers,
        **PAIR,
        reliability=0.8,
        excellent={"column": "rsat", "at_least": 6},
        complaint={"column": "complained", "equals": 1},
        condition="group",
        control="none",
    )
    rows = found.tidy().set_index("event")
    failed = customers.answers.iloc[200:]
    change = failed["after"] - failed["before"]
    threshold = 1.645 * np.sqrt(2) * failed["before"].std() * np.sqrt(0.2)
    counts = {
        "excellent_recovery": (failed["rsat"] >= 6).sum(),
        "complaint": failed["complained"].sum(),
        "reliably_higher": (change > threshold).sum(),
        "reliably_lower": (change < -threshold).sum(),
        "excellent_and_higher": ((failed["rsat"] >= 6) & (change > threshold)).sum(),
    }

    assert set(rows.index) == set(counts)
    for event, count in counts.items():
        low, high = proportion_confint(count, 200, method="wilson")
        assert rows.loc[event, "n_cases"] == count
        assert rows.loc[event, "n"] == 200
        assert_allclose(rows.loc[event, ["ci_low", "ci_high"]], [low, high], atol=1e-12)
    assert_allclose(rows.loc["reliably_higher", "expected_by_error"], 0.05, atol=1e-4)
    assert_allclose(found.glance()["threshold"].iloc[0], threshold)


def test_more_gains_than_error_makes(customers):
    evidence = paradox_share(customers, **PAIR, reliability=0.8)
    change = evidence.details["reliable_change"]
    exact = binomtest(
        change["n_improved"],
        change["n"],
        change["expected_by_error"],
        alternative="greater",
    )

    assert_allclose(evidence.primary.p, exact.pvalue)


def test_a_single_item_needs_a_stated_reliability(customers):
    with pytest.raises(OptionError, match="no items that would tell its reliability"):
        paradox_frequency(customers, **PAIR)


def balance(customers, **given):
    amounts = {"gain": 100.0, "loss": 300.0, "cost": 20.0}
    return economic_balance(customers, **amounts | given)


def test_the_balance_is_the_formula(customers):
    found = balance(customers, p_excellent=0.9)
    known_poor = balance(customers, p_excellent=0.5, p_poor=0.1)

    assert_allclose(found.expected_value, 0.9 * 100 - 0.1 * 300 - 20)
    assert_allclose(found.break_even, 320 / 400)
    assert_allclose(known_poor.expected_value, 0.5 * 100 - 0.1 * 300 - 20)
    assert_allclose(known_poor.break_even, 0.5)
    grid = found.tidy()
    crossing = np.interp(0, grid["expected_value"], grid["p_excellent"])
    assert_allclose(crossing, found.break_even)
    assert found.notes[0].code == "balance_positive"


def test_a_counted_chance_has_an_interval(customers):
    found = balance(customers, excellent={"column": "rsat", "at_least": 6})
    count = int((customers.answers["rsat"] >= 6).sum())
    low, high = proportion_confint(count, 400, method="wilson")

    assert_allclose([found.p_low, found.p_high], [low, high], atol=1e-12)
    assert found.value_low < found.expected_value < found.value_high
    assert found.notes[0].code == "balance_negative"


def test_a_balance_that_nothing_turns(customers):
    found = balance(customers, p_excellent=0.5, gain=0.0, loss=0.0)

    assert found.break_even == np.inf
    assert found.notes[0].code == "balance_negative_at_any_chance"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "given twice or not at all"),
        ({"p_excellent": 0.5, "excellent": {"column": "rsat", "at_least": 6}}, "twice"),
        ({"p_excellent": 1.2, "gain": -1.0}, r"gain is -1; the chances are 1\.2"),
        ({"p_excellent": 0.5, "p_poor": 0.6}, r"the chances are 0\.5 and 0\.6"),
    ],
)
def test_a_balance_out_of_range(customers, given, message):
    with pytest.raises(OptionError, match=message):
        balance(customers, **given)


def test_an_unclear_chance(customers):
    with pytest.raises(ModelError, match="does not say who is meant"):
        balance(customers, excellent={"column": "rsat"})


def test_a_region_of_rise_appears_when_nobody_changes():
    # the notes: in 98 % of samples of 100; here it must be nearly always
    generator = np.random.default_rng(12)
    moments = np.array([[1, 0.5, 0.3], [0.5, 1, 0.7], [0.3, 0.7, 1]])
    found = []
    for _ in range(200):
        before, after, rsat = generator.multivariate_normal(np.zeros(3), moments, 100).T
        table = score_table(before=before, after=after, rsat=rsat)
        found.append(paradox_region(table, **PAIR, evaluation="rsat"))

    assert np.mean([one.starts_at is not None for one in found]) > 0.95
    assert abs(np.mean([one.mean_change for one in found])) < 0.05
    assert {note.code for note in found[0].notes} == {"region_is_description"}


def test_the_region_is_where_the_line_is_surely_above_zero(customers):
    found = paradox_region(customers, **PAIR, evaluation="rsat")
    judged = customers.answers["rsat"]
    rows = found.tidy()
    above = rows[rows["ci_low"] > 0]["evaluation"]

    assert found.starts_at in set(judged)
    assert_allclose(found.share_in_region, np.mean(judged >= found.starts_at))
    assert above.min() > found.starts_at - 1
    with pytest.raises(ScoresError, match="the same for all"):
        paradox_region(
            score_table(after=[1, 2, 3, 4, 5], before=[1] * 5, rsat=[2] * 5),
            **PAIR,
            evaluation="rsat",
        )
