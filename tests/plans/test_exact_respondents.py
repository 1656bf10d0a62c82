"""A respondent whom a model fits exactly stops one hypothesis, not the run."""

import json

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.errors import ScoresError
from srtoolkit.plans import check_plan, run_plan
from srtoolkit.plans.reporting import render_reports
from srtoolkit.regression import coefficient, fit
from srtoolkit.responses import responses_from_frame
from srtoolkit.results import parse_results

N = 120
SURVEY = "  manipulated: false\n  covariates: [town]"
HYPOTHESES = """\
hypotheses:
  H1:
    claim: {zh: 主张一, en: Claim one}
    test: recovery.paradox_between
    outcome: OSAT
    expect: positive
  H2:
    claim: {zh: 主张二, en: Claim two}
    family: second
    test: regression.coefficient
    model: alone
    term: OSAT1
    expect: any
  H3:
    claim: {zh: 主张三, en: Claim three}
    family: third
    test: recovery.paradox_moderated
    outcome: OSAT
    moderator: X
    moderator_manipulated: true
    expect: any
  H4:
    claim: {zh: 主张四, en: Claim four}
    family: fourth
    test: comparison.one_sample
    outcome: OSAT
    value: 4
    expect: any
regressions:
  alone: {outcome: OSAT2, predictors: [OSAT1], covariates: [town]}
"""


@pytest.fixture(scope="module")
def frame():
    generator = np.random.default_rng(9)
    level = generator.normal(size=N)
    frame = pd.DataFrame(
        {
            f"OSAT{k}": np.clip(np.rint(4 + level + generator.normal(size=N)), 1, 7)
            for k in range(1, 5)
        }
    )
    frame["condition"] = np.tile(["none", "excellent"], N // 2)
    frame["X"] = generator.normal(size=N)
    frame["town"] = ["alone", *generator.choice(["here", "there"], size=N - 1)]
    return frame


@pytest.mark.parametrize("family", ["linear", "logistic", "gamma"])
def test_a_fit_without_errors_says_so(frame, family):
    data = frame.assign(y=(frame["OSAT1"] > 4) + (1.0 if family == "gamma" else 0.0))
    found = fit(
        data,
        family=family,
        outcome="y",
        predictors=["X"],
        covariates=["town"],
        errors="HC3",
    )
    if family == "logistic":  # nobody else lives there: the odds run away first
        assert found.status.code == "separation"
    else:
        assert found.status.code == "leverage_of_one"
        assert np.isfinite(found.estimates).all()
    assert found.errors == "HC3"
    assert found.tidy()["se"].isna().all()
    guard = coefficient(found, term="X", expect="any").guard
    assert guard.code == "model_not_admissible"
    assert guard.values["status"] == found.status.code


def test_the_amounts_of_two_parts_too(frame):
    data = frame.assign(y=np.where(frame["OSAT1"] > 3, frame["OSAT2"], 0.0))
    data.loc[0, "y"] = 3.0
    data.loc[1:2, ["town", "y"]] = [["alone", 0.0], ["alone", 0.0]]
    found = fit(
        data, family="two_part", outcome="y", predictors=["X"], covariates=["town"]
    )
    assert found.status.code == "leverage_of_one"
    assert found.glance()["se_type"][0] == "HC3"
    assert found.tidy()["se"].isna().all()


def test_other_mistakes_in_scores_are_raised(frame):
    from srtoolkit.inference import obstacle_of

    assert obstacle_of(ScoresError("all the same", code="scores_constant")) is None


def test_the_run_goes_on_and_says_why(tmp_path, frame):
    text = PLAN[: PLAN.index("hypotheses:")] + HYPOTHESES
    text = text.replace("  manipulated: true", SURVEY)
    checked = check_plan(write_study(tmp_path, text))
    answers = responses_from_frame(
        frame, checked.instruments, required=checked.columns()
    )
    results = run_plan(checked, answers)

    found = {one["id"]: one for one in results["hypotheses"]}
    for key in ("H1", "H3"):
        assert found[key]["verdict"] == "not testable"
        assert found[key]["why"] == {
            "code": "leverage_of_one",
            "values": {"n": 1, "errors": "HC3"},
        }
        assert found[key]["contrast"] == "excellent - none"
    methods = {row["method"]: row["role"] for row in found["H1"]["estimates"]}
    assert methods["welch"] == "naive"
    assert found["H4"]["verdict"] != "not testable"
    assert found["H2"]["verdict"] == "not testable"
    assert found["H2"]["why"]["values"]["status"] == "leverage_of_one"
    reports = render_reports(
        parse_results(json.loads(results.to_bytes()), "results.json"),
        formats=("html",),
        langs=("en", "zh"),
        study=tmp_path,
    )
    shown = {name: content.decode() for name, content in reports.items()}
    assert any("only member of a category" in page for page in shown.values())
    assert any("唯一的成员" in page for page in shown.values())
