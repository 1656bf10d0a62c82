"""Columns of manipulated factors, made of the conditions' labels."""

from dataclasses import replace

import pandas as pd
import pytest

from srtoolkit.errors import ResponsesError
from srtoolkit.plans import check_plan, run_plan, simulate_demo
from srtoolkit.plans.factors import tell_factors
from srtoolkit.responses import responses_from_frame

#: Means of balanced cells and a regression on the same scores.
RTOL = 1e-8


@pytest.fixture(scope="module")
def checked():
    return check_plan("explanation-by-control")


def labelled(labels):
    frame = pd.DataFrame({"condition": labels, "MC_CON": range(1, len(labels) + 1)})
    return responses_from_frame(frame, ["manipulation-checks"])


def test_levels_are_told_by_whole_words(checked):
    labels = ["explained_controllable", "unexplained_uncontrollable", "no_failure"]
    told = tell_factors(checked, labelled(labels)).answers

    assert told["explanation"].tolist()[:2] == [0.5, -0.5]
    assert told["controllability"].tolist()[:2] == [0.5, -0.5]
    assert told["explanation"].isna().tolist() == [False, False, True]


def test_a_label_with_both_levels_is_refused(checked):
    labels = ["explained_unexplained_controllable", "unexplained_uncontrollable"]
    with pytest.raises(ResponsesError, match='tells both levels of "explanation"'):
        tell_factors(checked, labelled(labels))


def test_a_level_that_no_label_tells_is_refused(checked):
    labels = ["explained_controllable", "explained_uncontrollable"]
    with pytest.raises(ResponsesError, match='"unexplained" of "explanation"'):
        tell_factors(checked, labelled(labels))


def test_a_column_of_that_name_is_refused(checked):
    responses = simulate_demo(checked, "effect")
    taken = responses.with_column("explanation", [1] * responses.n)
    with pytest.raises(ResponsesError, match="explanation"):
        run_plan(checked, taken)


def test_a_coefficient_is_a_difference_of_means(checked):
    responses = simulate_demo(checked, "effect")
    results = run_plan(replace(checked, steps=()), responses)
    means = responses.variable("RSAT").groupby(responses.answers["condition"]).mean()
    by_control = [
        means[f"explained_{level}"] - means[f"unexplained_{level}"]
        for level in ("controllable", "uncontrollable")
    ]
    found = {h["id"]: h["est"] for h in results["hypotheses"]}

    assert found["H1"] == pytest.approx(sum(by_control) / 2, rel=RTOL)
    assert found["H2"] == pytest.approx(by_control[0] - by_control[1], rel=RTOL)
    assert found["H3"] == pytest.approx(by_control[1], rel=RTOL)


def test_means_of_conditions_need_invariance_or_a_reason(checked):
    plan = checked.plan.model_copy(update={"allow_without_invariance": None})
    bare = replace(checked, loaded=replace(checked.loaded, plan=plan), steps=())
    results = run_plan(bare, simulate_demo(checked, "effect"))
    found = {h["id"]: h for h in results["hypotheses"]}

    assert found["H1"]["verdict"] == "not testable"
    assert found["H1"]["why"]["code"] == "invariance_not_tested"
