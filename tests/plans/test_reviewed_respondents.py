"""A person's decisions in the analysis: who goes, why, and what it changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.errors import ContentError, OptionError, PlanError
from srtoolkit.plans import analyze, check_plan, run_plan, simulate_demo
from srtoolkit.responses import Decision, Review, responses_from_frame

N = 120
#: Rows of a frame are counted from 1; these are among the treated.
TREATED = (101, 102, 103)


def answers() -> pd.DataFrame:
    generator = np.random.default_rng(19)
    condition = np.repeat(["none", "excellent"], N // 2)
    common = generator.normal(size=N) + 0.4 * (condition == "excellent")
    items = np.clip(np.rint(4 + common[:, None] + generator.normal(size=(N, 4))), 1, 7)
    items[-4:] = 7
    frame = pd.DataFrame(items, columns=[f"OSAT{k}" for k in range(1, 5)])
    return frame.assign(condition=condition)


def plan(folder: Path, screening: str) -> Path:
    head = PLAN[: PLAN.index("demos:")]
    lines = [line for line in head.splitlines() if not line.startswith("steps:")]
    steps = "steps: [responses.flow, responses.screening]"
    return write_study(folder, "\n".join([*lines, steps, screening, ""]))


def run(folder: Path, screening: str, *decisions: Decision):
    checked = check_plan(plan(folder, screening))
    responses = responses_from_frame(answers(), checked.instruments)
    review = Review(decisions, "review.csv", "abc") if decisions else None
    return run_plan(checked, responses, review=review)


def out(row: int, reason: str, *, marked: bool = True) -> Decision:
    return Decision(row, True, reason, marked)


def noticed(results) -> dict[str, dict]:
    return {one["code"]: one["values"] for one in results["diagnostics"]}


def test_each_reason_is_a_stage_of_the_flow(tmp_path):
    a, b, c = TREATED
    decisions = (out(a, "a child"), out(b, "called in"), out(c, "a child"))
    results = run(tmp_path, "", *decisions)

    assert [
        (step["stage"], step["excluded"], step["reason"]["values"].get("reason"))
        for step in results["flow"][1:]
    ] == [("review", 2, "a child"), ("review", 1, "called in")]
    assert results["data"]["n_used"] == N - 3
    assert results["data"]["review"] == {
        "file": "review.csv",
        "sha256": "abc",
        "n_excluded": 3,
        "n_kept": 0,
        "n_undecided": 0,
        "n_unmarked": 0,
    }


def test_the_estimates_are_those_without_and_with_the_reviewed(tmp_path):
    results = run(tmp_path, "", *(out(row, "a child") for row in TREATED))
    frame = answers()
    score = frame[[f"OSAT{k}" for k in range(1, 5)]].mean(axis=1)

    def difference(kept: pd.Series) -> float:
        means = score[kept].groupby(frame["condition"][kept]).mean()
        return float(means["excellent"] - means["none"])

    (found,) = results["hypotheses"]
    (without,) = [e for e in found["estimates"] if e["method"] == "without_exclusions"]
    reviewed = pd.Series([row + 1 in TREATED for row in range(N)])
    assert found["est"] == pytest.approx(difference(~reviewed))
    assert without["est"] == pytest.approx(difference(reviewed | ~reviewed))


def test_a_review_that_the_plan_does_not_announce_is_told(tmp_path):
    told = noticed(run(tmp_path / "a", "", out(101, "a child")))
    announced = "screening: {review: true}"

    assert "review_not_planned" in told
    results = run(tmp_path / "b", announced, out(101, "a child"))
    assert "review_not_planned" not in noticed(results)


def test_a_review_that_is_announced_and_not_given_is_told(tmp_path):
    results = run(tmp_path, "screening: {review: true}")

    assert "review_not_given" in noticed(results)
    assert results["data"]["review"] is None
    assert results["data"]["n_used"] == N


def test_a_rule_of_the_plan_stands_above_the_review(tmp_path):
    """The four who tick 7 throughout go by the rule, whatever the review says."""
    screening = "screening: {exclude: [straight_lining], review: true}"
    rule = run(tmp_path / "rule", screening)
    by_rule = rule["flow"][1]["excluded"]
    keep = Decision(N, False, "", True)
    results = run(tmp_path / "a", screening, keep, out(N - 1, "gone already"))

    assert by_rule >= 4
    assert noticed(results)["review_overruled"] == {"n": 1}
    assert [step["stage"] for step in results["flow"]] == ["read", "screening"]
    assert results["data"]["n_used"] == N - by_rule


def test_undecided_and_unmarked_are_counted(tmp_path):
    open_one = Decision(5, None, "", True)
    told = noticed(run(tmp_path, "", open_one, out(101, "a child", marked=False)))

    assert told["review_undecided"] == {"n": 1}
    assert told["review_unmarked"] == {"n": 1}


def test_who_is_kept_changes_nothing(tmp_path):
    results = run(tmp_path / "a", "", Decision(5, False, "", True))
    untouched = run(tmp_path / "b", "")

    assert results["hypotheses"] == untouched["hypotheses"]
    assert results["flow"] == untouched["flow"]


def test_screening_still_sees_the_reviewed(tmp_path):
    results = run(tmp_path, "", out(101, "a child"))

    (step,) = [s for s in results["steps"] if s["step"] == "responses.screening"]
    assert step["glance"][0]["n"] == N


def test_a_demo_cannot_be_reviewed(tmp_path):
    sheet = tmp_path / "review.csv"
    sheet.write_text("row,decision,reason\n", encoding="utf-8")

    with pytest.raises(OptionError, match="no respondents to review"):
        analyze(
            "recovery-paradox",
            None,
            tmp_path / "out",
            population="effect",
            review=sheet,
        )
    assert not (tmp_path / "out").exists()


def test_a_demo_can_plant_careless_respondents():
    checked = check_plan("justice-satisfaction")
    demo = checked.plan.demos["effect"]
    results = simulate_demo(checked, "effect")

    items = results.answers.filter(regex="^(DJ|PJ|IPJ|IFJ|RSAT|LOY|PWOM)\\d$")
    straight = (items.nunique(axis=1) == 1).sum()
    assert straight == round(demo.careless["straight_lining"] * demo.n)


@pytest.mark.parametrize(
    ("careless", "said"),
    [
        ("{lazy: 0.1}", 'no careless style "lazy"'),
        ("{random: 1.2}", "the share of random is 1.2"),
        ("{random: 0.5, straight_lining: 0.5}", "add up to 1"),
    ],
)
def test_mistakes_in_a_demo_are_told_with_their_line(tmp_path, careless, said):
    text = PLAN.replace("  effect:\n", f"  effect:\n    careless: {careless}\n", 1)
    assert text != PLAN

    with pytest.raises((ContentError, PlanError), match=said):
        check_plan(write_study(tmp_path, text))
