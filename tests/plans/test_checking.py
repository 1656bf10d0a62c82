"""A plan's mistakes are found before anything is computed, all at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import PLAN, write_study

from srtoolkit.errors import ContentError, PlanError, ShelfError
from srtoolkit.plans import check_plan
from srtoolkit.shelves import list_items


def mistakes(folder: Path, plan: str) -> str:
    with pytest.raises(PlanError) as caught:
        check_plan(write_study(folder, plan))
    return str(caught.value)


@pytest.mark.parametrize("item", list_items("analyses"), ids=lambda item: item.name)
def test_every_bundled_plan_is_without_mistakes(item):
    checked = check_plan(item.name)

    assert set(checked.tests) == set(checked.plan.hypotheses)
    assert checked.columns()
    assert {"effect", "null"} <= set(checked.plan.demos)


def test_the_columns_a_plan_needs(tmp_path: Path):
    checked = check_plan(write_study(tmp_path))

    assert checked.columns() == ("condition", "OSAT1", "OSAT2", "OSAT3", "OSAT4")


def test_an_unknown_test_is_answered_with_the_nearest(tmp_path: Path):
    text = mistakes(tmp_path, PLAN.replace("paradox_between", "paradox_betwen"))

    assert "plan.yaml:15:5: hypotheses.H1.test" in text
    assert 'there is no test "recovery.paradox_betwen"' in text
    assert 'Did you mean "recovery.paradox_between"?' in text


@pytest.mark.parametrize(
    "name", ["os.system", "recovery.__init__", "plans.run_plan", "paradox_between"]
)
def test_only_marked_functions_of_a_method_room_are_accepted(tmp_path: Path, name):
    text = mistakes(tmp_path, PLAN.replace("recovery.paradox_between", name))

    assert f'"{name}"' in text


def test_a_step_is_no_test(tmp_path: Path):
    plan = PLAN.replace("recovery.paradox_between", "psychometrics.reliability")

    assert 'no test "psychometrics.reliability"' in mistakes(tmp_path, plan)


def test_an_unknown_instrument_outcome_and_item(tmp_path: Path):
    unknown = PLAN.replace("[overall-satisfaction]", "[overal-satisfaction]")
    text = mistakes(tmp_path / "a", unknown)
    assert 'no instrument named "overal-satisfaction"' in text
    assert 'Did you mean "overall-satisfaction"?' in text

    wrong = PLAN.replace("outcome: OSAT", "outcome: OSTA").replace(
        "+ OSAT4\nhyp", "+ OSAT9\nhyp"
    )
    text = mistakes(tmp_path / "b", wrong)
    assert 'no scale or item is named "OSTA"' in text
    assert 'the model names "OSAT9"' in text


def test_arguments_must_fit_the_test(tmp_path: Path):
    plan = PLAN.replace("outcome: OSAT", "outcom: OSAT")
    text = mistakes(tmp_path, plan)

    assert "recovery.paradox_between takes no such key" in text
    assert 'Did you mean "outcome"?' in text
    assert 'recovery.paradox_between needs "outcome"' in text


def test_a_comparison_needs_a_design(tmp_path: Path):
    start = PLAN.index("design:")
    end = PLAN.index("allow_without")
    text = mistakes(tmp_path, PLAN[:start] + PLAN[end:])

    assert "compares conditions, but the plan has no design" in text


def test_a_path_that_is_not_in_the_model(tmp_path: Path):
    plan = PLAN.replace(
        "test: recovery.paradox_between\n    outcome: OSAT",
        "test: sem.path\n    path: OSAT ~ LOY",
    )
    text = mistakes(tmp_path, plan)

    assert 'the path "OSAT ~ LOY" is not in the model' in text


def test_a_mistake_in_the_syntax_names_the_line_of_the_file(tmp_path: Path):
    plan = PLAN.replace(
        "OSAT =~ OSAT1 + OSAT2 + OSAT3 + OSAT4\nhyp", "OSAT =~ OSAT1 +\nhyp"
    )
    text = mistakes(tmp_path, plan)

    assert "plan.yaml:11:" in text


def test_a_regression_that_is_not_there(tmp_path: Path):
    plan = PLAN.replace(
        "test: recovery.paradox_between\n    outcome: OSAT",
        "test: regression.coefficient\n    term: OSAT1\n    model: M1",
    )

    assert 'there is no regression "M1"' in mistakes(tmp_path, plan)


def test_a_robustness_check_that_fits_nothing(tmp_path: Path):
    plan = PLAN.replace(
        "test: recovery.paradox_between\n    outcome: OSAT",
        "test: sem.path\n    path: OSAT1 ~ OSAT2",
    ).replace("demos:", "robustness: [comparison.rank_based]\ndemos:")

    assert "fits none of the plan's hypotheses" in mistakes(tmp_path, plan)


def test_a_demo_of_a_comparison_needs_n_by_condition(tmp_path: Path):
    plan = PLAN.replace("n: {none: 60, excellent: 60}", "n: 120")

    assert "needs n for each of them" in mistakes(tmp_path, plan)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("theory: [T11]", "theory: T11", "theory"),
        ("manipulated: true", "manipulated: 'yes'", "found 'yes'"),
        ("schema: 1", "schema: 2", "schema: input should be 1; found 2"),
        ("expect: positive", "expect: up", "found 'up'"),
        ("schema: 1", "schema: 1\nalpha: 0.9", "alpha"),
        ("schema: 1", "schema: 1\nschema: 1", "stands twice"),
        (
            "schema: 1",
            "schema: 1\nsmallest_efect: {}",
            'Did you mean "smallest_effect"',
        ),
        ("  condition:", "\tcondition:", "a tab stands in the indentation"),
    ],
)
def test_wrong_types_keys_and_yaml(tmp_path: Path, old, new, message):
    with pytest.raises(ContentError) as caught:
        check_plan(write_study(tmp_path, PLAN.replace(old, new, 1)))

    assert message in str(caught.value)


def test_all_mistakes_come_in_one_message(tmp_path: Path):
    plan = (
        PLAN.replace("[overall-satisfaction]", "[nothing]")
        .replace("paradox_between", "nothing_between")
        .replace("OSAT =~ OSAT1 + OSAT2 + OSAT3 + OSAT4\nhyp", "OSAT =~ =~\nhyp")
    )
    with pytest.raises(PlanError) as caught:
        check_plan(write_study(tmp_path, plan))

    assert len(caught.value.problems) >= 3


def test_an_unknown_plan():
    with pytest.raises(ShelfError, match='no plan named "paradox"'):
        check_plan("paradox")
