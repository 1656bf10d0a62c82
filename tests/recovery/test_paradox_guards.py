"""What each design refuses, and what it says instead."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from score_tables import score_table
from shared_files import shared_path
from studies import PLAN, write_study

from srtoolkit.errors import ModelError, OptionError, ResponsesError
from srtoolkit.inference import SmallestEffect
from srtoolkit.plans import check_plan, run_plan, simulate_demo
from srtoolkit.recovery import (
    double_deviation,
    latent_change,
    paradox_between,
    paradox_change,
    paradox_latent,
    paradox_levels,
    paradox_moderated,
    paradox_within,
)
from srtoolkit.responses import responses_from_frame

#: The domain notes print two digits.
PRINTED_ATOL = 0.005
N = 2_000
DESIGN = {"condition": "group", "control": "c", "treated": "t"}
PAIR = {"outcome": "after", "before": "before", "before_measured": "before_failure"}


def codes(evidence):
    return [found["code"] for found in evidence.details["diagnostics"]]


def groups(**more):
    generator = np.random.default_rng(8)
    labels = np.repeat(["c", "t", "x"], 40)
    columns = {
        "after": generator.normal(4, 1, 120),
        "before": generator.normal(4, 1, 120),
    }
    return score_table(group=labels, **columns | more)


@pytest.mark.parametrize("test", [paradox_levels, paradox_change, paradox_moderated])
def test_without_a_control_nothing_between_customers_is_tested(test):
    table = groups(m=np.tile([0.0, 1.0], 60))
    extra = {
        paradox_levels: {"outcome": "after"},
        paradox_change: PAIR,
        paradox_moderated: {"outcome": "after", "moderator": "m"},
    }[test]
    evidence = test(table, condition="group", treated="t", manipulated=True, **extra)

    assert evidence.guard.code == "no_control"
    assert not evidence.estimates


@pytest.mark.parametrize("test", [paradox_levels, paradox_change])
def test_a_treatment_picked_by_a_judgement_describes(test):
    table = groups(judged=np.random.default_rng(1).normal(size=120))
    extra = PAIR if test is paradox_change else {"outcome": "after"}
    evidence = test(
        table, **DESIGN, manipulated=False, treatment_basis="judged", **extra
    )

    assert evidence.guard.code == "treatment_selected"
    assert evidence.primary is None
    assert evidence.estimates


def test_levels_ask_about_any_level():
    table = groups()
    given = {"outcome": "after", **DESIGN, "manipulated": True}
    treated, other = (
        paradox_levels(table, **given),
        paradox_levels(table, **given | {"treated": "x"}, levels=("x", "t")),
    )

    assert treated.contrast == "t - c"
    assert other.contrast == "x - c"
    assert [row["contrast"] for row in other.details["comparisons"]] == [
        "x - c",
        "t - c",
    ]
    with pytest.raises(OptionError, match='"y" is not among the levels'):
        paradox_levels(table, **given, levels=("t", "y"))
    alone = paradox_levels(table, **given, levels=("t",))
    assert_allclose(
        alone.primary.ci_low, alone.estimates[2].ci_low, rtol=1e-6
    )  # one comparison is Welch's test


def test_a_measured_moderator_only_describes():
    table = groups(m=np.random.default_rng(4).normal(size=120))
    evidence = paradox_moderated(
        table, outcome="after", moderator="m", manipulated=True, **DESIGN
    )

    assert evidence.guard.code == "moderator_measured"
    assert evidence.estimates[0].role == "naive"
    assert len(evidence.details["simple_slopes"]) == 3
    assert evidence.details["johnson_neyman"]["moderator"] == "m"


def test_a_moderator_in_words_needs_its_two_labels():
    table = groups(m=np.tile(["minor", "severe"], 60))
    given = {"outcome": "after", "moderator": "m", "manipulated": True, **DESIGN}

    with pytest.raises(ModelError, match="which of them is low"):
        paradox_moderated(table, **given)
    evidence = paradox_moderated(
        table,
        **given,
        moderator_manipulated=True,
        low="minor",
        high="severe",
        smallest_effect=SmallestEffect(0.2, "sd_control"),
    )
    levels = [row["level"] for row in evidence.details["simple_slopes"]]
    assert levels == ["lower_value", "upper_value"]
    gaps = [row["slope"] for row in evidence.details["simple_slopes"]]
    assert_allclose(evidence.primary.est, gaps[1] - gaps[0])
    assert_allclose(evidence.smallest_effect, 0.2 * evidence.details["sd_control"])


def test_several_cells_count_as_one_recovered_group():
    table = groups(m=np.repeat([np.nan, 0.0, 1.0], 40))
    given = {
        "outcome": "after",
        "moderator": "m",
        "moderator_manipulated": True,
        "manipulated": True,
        **DESIGN,
    }
    evidence = paradox_moderated(table, **given, cells={"recovered": ["t", "x"]})
    means = [
        table.answers["after"][part].mean() for part in (slice(40, 80), slice(80, 120))
    ]

    assert_allclose(evidence.primary.est, means[1] - means[0])
    names = [group["group"] for group in evidence.details["groups"]]
    assert names == ["c", "recovered"]
    with pytest.raises(OptionError, match='"y" cannot be part of the treated group'):
        paradox_moderated(table, **given, cells={"recovered": ["t", "y"]})


def test_a_moderator_that_does_not_vary_is_said():
    table = groups(m=np.ones(120))
    evidence = paradox_moderated(
        table,
        outcome="after",
        moderator="m",
        moderator_manipulated=True,
        manipulated=True,
        **DESIGN,
    )

    assert evidence.guard.code == "moderator_constant"


def test_the_conjunction_cell_is_counted():
    m, prior = np.tile([0.0, 1.0], 60), np.repeat([0.0, 1.0, 0.0, 1.0], 30)
    table = groups(m=m, prior=prior)
    evidence = paradox_moderated(
        table,
        outcome="after",
        moderator="m",
        moderator_manipulated=True,
        manipulated=True,
        conjunction={"m": {"equals": 0}, "prior": {"at_most": 0}},
        **DESIGN,
    )
    cell = evidence.details["conjunction"]
    inside = (m == 0) & (prior == 0) & (np.repeat([0, 1, 2], 40) == 1)

    assert cell["n"] == inside.sum()
    assert cell["n_treated"] == 40
    assert "conjunction_cell" in codes(evidence)
    beside = next(e for e in evidence.estimates if e.method == "conjunction_welch")
    scores = table.answers["after"].to_numpy()
    assert_allclose(beside.est, scores[inside].mean() - scores[:40].mean())


def test_an_unclear_criterion_says_what_to_write():
    with pytest.raises(ModelError, match=r"does not say who is meant.*at_least"):
        paradox_within(groups(), **PAIR, selected_by={"column": "after"})
    with pytest.raises(ResponsesError, match="nobody"):
        paradox_within(
            groups(), **PAIR, selected_by={"column": "nobody", "at_least": 1}
        )


def test_sequences_that_were_not_assigned_describe():
    labels = np.repeat(["c", "SS", "SU", "US", "UU"], 30)
    table = score_table(group=labels, after=np.random.default_rng(3).normal(size=150))
    given = {"outcome": "after", "condition": "group", "control": "c", "treated": "SS"}

    survey = double_deviation(table, **given, manipulated=False)
    assert survey.guard.code == "sequence_not_assigned"
    assert survey.primary is None
    no_control = double_deviation(
        table,
        **given | {"control": None},
        manipulated=True,
        question="paradox_after_second",
    )
    assert no_control.guard.code == "no_control"
    within_failures = double_deviation(
        table, **given | {"control": None}, manipulated=True
    )
    assert within_failures.guard is None
    with pytest.raises(OptionError, match='no question "third"'):
        double_deviation(table, **given, manipulated=True, question="third")
    with pytest.raises(OptionError, match='no group "bad"'):
        double_deviation(table, **given, manipulated=True, sequences={"UU": "bad"})


def test_latent_checks_need_items():
    with pytest.raises(ModelError, match="no reflective scale of 3 items"):
        paradox_latent(
            groups(), outcome="after", condition="group", control="c", treated="t"
        )
    with pytest.raises(ModelError, match="no reflective scale of 3 items"):
        latent_change(groups(), outcome="after", before="before")


def test_attrition_is_counted_by_group():
    table = groups()
    after = table.answers["after"].to_numpy(copy=True)
    after[40:50] = np.nan
    lost = score_table(
        group=table.answers["group"], after=after, before=table.answers["before"]
    )
    evidence = paradox_between(lost, outcome="after", manipulated=True, **DESIGN)
    told = {d["code"]: d["values"] for d in evidence.details["diagnostics"]}

    assert_allclose(told["attrition_by_group"]["share_treated"], 0.25)
    assert told["attrition_by_group"]["share_control"] == 0
    within = paradox_within(lost, **PAIR)
    assert "attrition_after_before" in codes(within)


def test_a_users_own_study_joins_earlier_ones(tmp_path):
    earlier = """\
robustness:
  - comparison.pooled_with_studies:
      studies:
        - {study: A, mean_treated: 5.1, sd_treated: 1.2, n_treated: 80,
           mean_control: 4.9, sd_control: 1.1, n_control: 85}
        - {study: B, mean_treated: 4.7, sd_treated: 1.0, n_treated: 120,
           mean_control: 4.8, sd_control: 1.0, n_control: 110}
demos:
"""
    checked = check_plan(write_study(tmp_path, PLAN.replace("demos:\n", earlier)))
    results = run_plan(checked, simulate_demo(checked, "effect"))
    (found,) = results["hypotheses"]
    (companion,) = found["details"]["companions"]

    assert companion["step"] == "comparison.pooled_with_studies"
    names = [row["study"] for row in companion["details"]["studies"]]
    assert names[:2] == ["A", "B"] or names[-2:] == ["A", "B"]
    assert any(e["method"].startswith("pooled") for e in found["estimates"])


@pytest.mark.shared
def test_who_complains_is_compared_with_the_others():
    survey = responses_from_frame(
        pd.read_csv(shared_path("data/acsi2015.csv")), ["acsi-survey"]
    )
    handled = survey.answers["HANDLE"] >= 9
    labels = np.where(handled, "excellent_handling", "poor_handling").astype(object)
    labels[survey.answers["COMP"] == 0] = "no_complaint"
    survey = survey.with_column("customers", list(labels))
    evidence = paradox_between(
        survey,
        outcome="SATIS",
        condition="customers",
        control="no_complaint",
        treated="excellent_handling",
        manipulated=False,
        covariates=("AGE",),
        treatment_basis="HANDLE",
        control_experience="no_complaint",
    )
    told = {d["code"]: d["values"] for d in evidence.details["diagnostics"]}
    answers = survey.answers
    age = answers.groupby("COMP")["AGE"]
    gap = age.mean().diff().iloc[-1] / np.sqrt(age.var().mean())

    assert told["complainers_differ"]["column"] == "COMP"
    assert told["complainers_differ"]["covariate"] == "AGE"
    assert_allclose(told["complainers_differ"]["smd"], gap)
