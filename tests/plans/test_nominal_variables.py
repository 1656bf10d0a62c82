"""A plan that takes names of categories for amounts is told so before it runs."""

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.errors import PlanError, ResponsesError
from srtoolkit.plans import check_plan, run_plan
from srtoolkit.responses import responses_from_frame

WITH = PLAN.replace("[overall-satisfaction]", "[overall-satisfaction, failure-context]")
WITHOUT_DEMOS = WITH[: WITH.index("demos:")]
N = 300


def _regressions(text: str) -> str:
    return WITHOUT_DEMOS + "regressions:\n" + text


def _answers(checked) -> object:
    generator = np.random.default_rng(8)
    level = generator.normal(size=N)
    frame = pd.DataFrame(
        {
            f"OSAT{k}": np.clip(np.rint(4 + level + generator.normal(size=N)), 1, 7)
            for k in range(1, 5)
        }
    )
    frame["condition"] = np.tile(["none", "excellent"], N // 2)
    frame["CAUSE51"] = generator.integers(1, 7, size=N)
    return responses_from_frame(frame, checked.instruments, required=checked.columns())


@pytest.mark.parametrize(
    "text",
    [
        "  r: {outcome: OSAT, predictors: [CAUSE5]}\n",
        "  r: {outcome: CAUSE51, predictors: [OSAT]}\n",
        "  r: {outcome: CAUSE51, predictors: [OSAT], family: ordinal}\n",
    ],
)
def test_a_regression_takes_no_categories_for_amounts(tmp_path, text):
    with pytest.raises(PlanError, match="choice without order") as told:
        check_plan(write_study(tmp_path, _regressions(text)))
    (problem,) = told.value.problems
    assert problem.code == "nominal_as_number" and problem.line is not None


def test_a_model_takes_no_categories_for_amounts(tmp_path):
    plan = WITHOUT_DEMOS.replace("+ OSAT4", "+ CAUSE51")
    with pytest.raises(PlanError, match='"CAUSE51" is a choice without order'):
        check_plan(write_study(tmp_path, plan))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("{outcome: OSAT, predictors: [CAUSE5], categories: [CAUSE5]}", 5),
        ("{outcome: OSAT, predictors: [CAUSE51], categories: [CAUSE51]}", 5),
        ("{outcome: CAUSE51, predictors: [OSAT], family: multinomial}", 1),
    ],
)
def test_named_categories_are_dummies_and_outcomes(tmp_path, text, terms):
    checked = check_plan(write_study(tmp_path, _regressions(f"  r: {text}\n")))
    results = run_plan(checked, _answers(checked))

    (model,) = [m for m in results["models"] if m["id"] == "r"]
    found = [row for row in model["tidy"] if row["term"] != "(Intercept)"]
    parts = {row.get("part") for row in found}
    assert len(found) == terms * len(parts)
    assert parts == ({None} if terms > 1 else {"2", "3", "4", "5", "6"})


def test_answers_of_a_model_are_held_against_their_instruments(tmp_path):
    from srtoolkit.psychometrics import exploratory_factor_analysis, rival_models

    checked = check_plan(write_study(tmp_path, WITHOUT_DEMOS))
    answers = _answers(checked)
    items = ["OSAT1", "OSAT2", "OSAT3", "CAUSE51"]
    with pytest.raises(ResponsesError, match="choice without order"):
        exploratory_factor_analysis(answers, items=items)
    model = "A =~ OSAT1 + OSAT2\nB =~ OSAT3 + CAUSE51"
    with pytest.raises(ResponsesError, match="choice without order"):
        rival_models(answers, measurement=model)
