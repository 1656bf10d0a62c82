"""The knobs of estimation reach the models."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import PLAN, write_study

from srtoolkit.errors import OptionError
from srtoolkit.plans import RunOptions, check_plan, run_plan, simulate_demo


def results_with(folder: Path, estimation: str, options: RunOptions | None = None):
    plan = PLAN.replace("schema: 1", f"schema: 1\nestimation: {estimation}", 1)
    checked = check_plan(write_study(folder, plan))
    responses = simulate_demo(checked, "effect", options)
    return run_plan(checked, responses, options=options)


def chisq(results) -> float:
    return results["models"][0]["glance"]["chisq"]


def test_a_plan_chooses_estimator_and_likelihood(tmp_path: Path):
    plain = results_with(tmp_path / "a", "{}")
    robust = results_with(tmp_path / "b", "{estimator: MLR}")
    wishart = results_with(tmp_path / "c", "{likelihood: wishart}")
    n = plain["models"][0]["glance"]["n"]

    assert plain["models"][0]["engine"] == "native"
    assert robust["models"][0]["glance"]["chisq_scaled"] is not None
    assert chisq(wishart) == pytest.approx(chisq(plain) * (n - 1) / n)


def test_items_can_be_ordered(tmp_path: Path):
    results = results_with(tmp_path, "{estimator: WLSMV, ordered: true}")

    assert {row["op"] for row in results["models"][0]["tidy"]} >= {"|"}


def test_the_command_line_stands_over_the_plan(tmp_path: Path):
    options = RunOptions(estimator="MLR", missing="fiml", seed=4)
    results = results_with(tmp_path, "{estimator: ML}", options)

    assert results["options"]["estimator"] == "MLR"
    assert results["options"]["missing"] == "fiml"
    assert results["seed"] == 4


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (RunOptions(estimator="MRL"), "estimator"),
        (RunOptions(missing="mean"), "missing"),
        (RunOptions(jobs=0), "jobs is 0"),
        (RunOptions(seed=-1), "seed is -1"),
    ],
)
def test_a_knob_with_a_wrong_value_is_one_message(tmp_path: Path, options, message):
    with pytest.raises(OptionError, match=message):
        results_with(tmp_path, "{}", options)
