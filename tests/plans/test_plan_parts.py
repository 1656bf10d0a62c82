"""Steps and robustness checks with arguments, further models, formed groups."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.errors import ContentError, PlanError, ResponsesError
from srtoolkit.plans import check_plan, run_plan, simulate_demo
from srtoolkit.plans.answering import holds
from srtoolkit.plans.criteria import Among
from srtoolkit.responses import responses_from_frame

GROUPS = """\
  condition:
    column: customers
    control: calm
    treated: pleased
    groups:
      calm: {OSAT1: {at_most: 3}}
      pleased: {OSAT1: {one_of: [6, 7]}, OSAT2: {at_least: 4}}
"""
CONDITION = "  condition: {column: condition, control: none, treated: excellent}\n"


def answers(n: int = 120) -> pd.DataFrame:
    generator = np.random.default_rng(4)
    common = generator.normal(size=n)
    return pd.DataFrame(
        {
            f"OSAT{k}": np.clip(
                np.rint(4 + 1.5 * common + generator.normal(size=n)), 1, 7
            )
            for k in range(1, 5)
        }
    )


def with_groups(folder: Path) -> Path:
    demos = PLAN.index("demos:")
    return write_study(folder, PLAN[:demos].replace(CONDITION, GROUPS))


def test_groups_are_made_from_answers(tmp_path):
    checked = check_plan(with_groups(tmp_path))
    frame = answers()
    responses = responses_from_frame(frame, checked.instruments)

    results = run_plan(checked, responses)

    (found,) = results["hypotheses"]
    sizes = {group["group"]: group["n"] for group in found["details"]["groups"]}
    assert sizes["calm"] == (frame["OSAT1"] <= 3).sum()
    pleased = frame["OSAT1"].isin([6, 7]) & (frame["OSAT2"] >= 4)
    assert sizes["pleased"] == pleased.sum()


def test_the_file_need_not_have_the_formed_column_and_may_not(tmp_path):
    checked = check_plan(with_groups(tmp_path))
    frame = answers().assign(customers="x")
    responses = responses_from_frame(frame, checked.instruments)

    assert "customers" not in checked.columns()
    with pytest.raises(ResponsesError, match='already a column or scale named "cust'):
        run_plan(checked, responses)


@pytest.mark.parametrize(
    ("value", "criterion", "fits"),
    [
        (0.0, 0, True),
        (1.0, 0, False),
        ("gold", "gold", True),
        (9.0, Among(at_least=9), True),
        (8.9, Among(at_least=9), False),
        (3.0, Among(at_most=3, at_least=2), True),
        (float("nan"), Among(at_most=3), False),
        (None, 0, False),
        ("x", Among(at_least=1), False),
        (2.0, Among(one_of=(1, 2)), True),
    ],
)
def test_a_criterion_holds_or_not_and_a_hole_never_does(value, criterion, fits):
    assert holds(value, criterion) is fits


def test_a_criterion_that_asks_nothing_is_a_mistake(tmp_path):
    wrong = GROUPS.replace("{at_most: 3}", "{}")
    plan = write_study(tmp_path, PLAN.replace(CONDITION, wrong))

    with pytest.raises(
        ContentError, match="give at_least, at_most or one_of"
    ) as caught:
        check_plan(plan)

    assert len(caught.value.problems) == 1


def plan_with_lines(folder: Path, lines: str) -> Path:
    return write_study(folder, PLAN.replace("hypotheses:", f"{lines}\nhypotheses:", 1))


def test_a_step_takes_arguments_and_results_keep_them(tmp_path):
    lines = "steps: [{psychometrics.reliability: {ci_level: 0.8}}]"
    checked = check_plan(plan_with_lines(tmp_path, lines))

    results = run_plan(checked, simulate_demo(checked, "effect"))

    (step,) = results["steps"]
    assert step["arguments"] == {"ci_level": 0.8}
    assert {row["ci_level"] for row in step["tidy"] if row["ci_level"]} == {0.8}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("steps: [{psychometrics.reliability: {ci: 0.8}}]", "takes no such key"),
        ("steps: [{psychometrics.reliability: {responses: 1}}]", "takes no such key"),
        ("robustness: [{comparison.top_box: {tops: 2}}]", "takes no such key"),
        ("steps: [{psychometrics.reliabilty: {}}]", "psychometrics.reliability"),
    ],
)
def test_a_wrong_argument_is_named_with_its_place(tmp_path, lines, message):
    with pytest.raises(PlanError, match=message) as caught:
        check_plan(plan_with_lines(tmp_path, lines))

    assert all(problem.line for problem in caught.value.problems)


MODELS = """\
models:
  by_group:
    group: condition
    equal: [loadings]
    structure: |
      OSAT1 ~~ OSAT2
"""


def test_a_further_model_may_have_groups(tmp_path):
    checked = check_plan(plan_with_lines(tmp_path, MODELS))

    results = run_plan(checked, simulate_demo(checked, "effect"))

    model = next(m for m in results["models"] if m["id"] == "by_group")
    assert {row["group_label"] for row in model["tidy"]} == {"none", "excellent"}


HALVES = """\
models:
  explored: {half: first}
  confirmed: {half: second}
"""


def test_a_further_model_may_have_the_other_half(tmp_path):
    checked = check_plan(plan_with_lines(tmp_path, HALVES))
    responses = simulate_demo(checked, "effect")

    results = run_plan(checked, responses)

    n = {m["id"]: m["glance"]["n"] for m in results["models"]}
    assert n["explored"] + n["confirmed"] == n["measurement"]
    assert abs(n["explored"] - n["confirmed"]) <= 1


def test_a_product_of_factors_is_tested(tmp_path):
    source = check_plan("attribution-effects").loaded.folder / "plan.yaml"
    text = source.read_text(encoding="utf-8")
    product = """\
models:
  latent:
    interactions: [[STA, CON]]
    structure: |
      RSAT ~ LOCF + STA + CON + STAxCON + SEV
steps:"""
    claim = """\
hypotheses:
  H0:
    claim: {zh: 主张, en: A claim}
    test: sem.interaction
    model: latent
    outcome: RSAT
    focal: STA
    moderator: CON
    expect: negative
    family: latent"""
    text = text.replace("steps:", product, 1).replace("hypotheses:", claim, 1)
    checked = check_plan(write_study(tmp_path, text))

    results = run_plan(checked, simulate_demo(checked, "effect"))

    found = results["hypotheses"][0]
    assert found["verdict"] == "supported"
    assert abs(found["est"] - -0.22) < 3.5 * found["estimates"][0]["se"]
    assert not [name for name in checked.columns() if "." in name]


def test_a_model_without_measurement_and_an_unknown_factor_are_mistakes(tmp_path):
    lines = MODELS.replace("group: condition", "interactions: [[OSAT, LOY]]")

    with pytest.raises(PlanError, match="OSAT or LOY is no factor"):
        check_plan(plan_with_lines(tmp_path, lines))
