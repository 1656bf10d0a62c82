"""Exclusions of a plan: the flow, and results with and without them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.errors import ContentError, PlanError, ResponsesError
from srtoolkit.plans import check_plan, run_plan
from srtoolkit.responses import responses_from_frame

N = 200


def answers() -> pd.DataFrame:
    """Two groups; ten respondents of the treated tick 7 throughout."""
    generator = np.random.default_rng(9)
    condition = np.repeat(["none", "excellent"], N // 2)
    common = generator.normal(size=N) + 0.4 * (condition == "excellent")
    items = np.rint(4 + common[:, None] + generator.normal(size=(N, 4)))
    items = np.clip(items, 1, 7)
    items[:, 3] = np.where(np.ptp(items, axis=1) == 0, items[:, 0] % 7 + 1, items[:, 3])
    items[-10:] = 7
    frame = pd.DataFrame(items, columns=[f"OSAT{k}" for k in range(1, 5)])
    return frame.assign(condition=condition, adult=[0] * 5 + [1] * (N - 5))


def plan(folder: Path, screening: str) -> Path:
    steps = "steps: [responses.flow, responses.screening, responses.careless]\n"
    head = PLAN[: PLAN.index("demos:")]
    lines = [line for line in head.splitlines() if not line.startswith("steps:")]
    return write_study(folder, "\n".join(lines) + f"\n{steps}screening: {screening}\n")


def run(folder: Path, screening: str):
    checked = check_plan(plan(folder, screening))
    return run_plan(checked, responses_from_frame(answers(), checked.instruments))


def test_marked_respondents_are_left_out_with_the_reason(tmp_path):
    results = run(tmp_path, "{exclude: [straight_lining]}")

    assert [(s["stage"], s["n"], s["excluded"]) for s in results["flow"]] == [
        ("read", N, 0),
        ("screening", N - 10, 10),
    ]
    assert results["flow"][1]["reason"]["code"] == "straight_lining"
    assert results["data"]["n_used"] == N - 10


def test_screening_still_shows_whom_the_plan_left_out(tmp_path):
    results = run(tmp_path, "{exclude: [straight_lining]}")

    (step,) = [s for s in results["steps"] if s["step"] == "responses.screening"]
    counts = {row["check"]: row["n_flagged"] for row in step["tidy"]}
    assert counts["straight_lining"] == 10


def test_the_estimate_of_everyone_stands_beside(tmp_path):
    frame = answers()
    (found,) = run(tmp_path / "a", "{exclude: [straight_lining]}")["hypotheses"]
    by_method = {each["method"]: each for each in found["estimates"]}
    score = frame[[f"OSAT{k}" for k in range(1, 5)]].mean(axis=1)
    groups = score.groupby(frame["condition"]).mean()

    without = by_method["without_exclusions"]
    assert without["role"] == "robustness"
    assert without["est"] == pytest.approx(groups["excellent"] - groups["none"])
    assert without["est"] > found["est"]
    codes = {each["code"] for each in found["details"]["diagnostics"]}
    assert codes & {"exclusions_keep_verdict", "exclusions_change_verdict"}


def test_nothing_is_put_beside_when_nobody_was_left_out(tmp_path):
    results = run(tmp_path, "{exclude: [repeated_cycle]}")

    methods = {e["method"] for h in results["hypotheses"] for e in h["estimates"]}
    assert "without_exclusions" not in methods
    assert results["flow"][1]["excluded"] == 0


def test_who_is_not_eligible_belongs_to_neither_analysis(tmp_path):
    results = run(tmp_path, "{eligible: {adult: 1}, exclude: [straight_lining]}")

    assert [step["excluded"] for step in results["flow"]] == [0, 5, 10]
    (found,) = results["hypotheses"]
    (without,) = [e for e in found["estimates"] if e["method"] == "without_exclusions"]
    assert without["n"] == N - 5


def test_a_mark_without_its_columns_is_told(tmp_path):
    results = run(tmp_path, "{exclude: [too_fast, straight_lining]}")

    told = {d["code"]: d["values"] for d in results["diagnostics"]}
    assert told["mark_not_possible"] == {"check": "too_fast"}


def test_limits_reach_the_marks(tmp_path):
    screening = "{exclude: [straight_lining], limits: {straight_share: 0.5}}"

    assert run(tmp_path, screening)["flow"][1]["excluded"] > 10


def test_an_exclusion_of_everybody_is_refused(tmp_path):
    with pytest.raises(ResponsesError, match="leaves 0 of 200 respondents"):
        run(tmp_path, "{eligible: {adult: 9}}")


@pytest.mark.parametrize(
    ("screening", "said"),
    [
        ("{exclude: [lazy]}", "exclude names lazy; known are failed_check"),
        ("{}", "give exclude or eligible"),
        ("{exclude: [too_fast], limits: {sekonds: 2}}", "no limit"),
        ("{exclude: [too_fast], limits: {many_missing: 7}}", "many_missing is 7"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path, screening, said):
    with pytest.raises((ContentError, PlanError), match=said):
        check_plan(plan(tmp_path, screening))
