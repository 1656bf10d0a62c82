"""A report of an ordered outcome says whether its odds are proportional."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study

from srtoolkit.plans import check_plan, run_plan
from srtoolkit.plans.reporting import render_reports
from srtoolkit.responses import responses_from_frame
from srtoolkit.results import parse_results

N = 400
TEXT = """\
hypotheses:
  H1:
    claim: {zh: 主张, en: A claim}
    test: regression.coefficient
    model: ordered
    term: GENDER
    expect: any
  H2:
    claim: {zh: 主张二, en: A second claim}
    test: regression.coefficient
    model: rare
    term: GENDER
    expect: any
regressions:
  ordered:
    {outcome: OSAT1, family: ordinal, predictors: [GENDER], covariates: [CAUSE51]}
  rare: {outcome: OSAT2, family: ordinal, predictors: [GENDER, OSAT3]}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("study")
    text = PLAN[: PLAN.index("hypotheses:")] + TEXT
    text = text.replace(
        "[overall-satisfaction]", "[overall-satisfaction, acsi-survey, failure-context]"
    )
    checked = check_plan(write_study(folder, text))
    results = run_plan(checked, _answers(checked))
    stored = parse_results(json.loads(results.to_bytes()), "results.json")
    reports = render_reports(
        stored, formats=("html",), langs=("en", "zh"), study=folder
    )
    return results, {name: content.decode() for name, content in reports.items()}


def _answers(checked):
    generator = np.random.default_rng(3)
    gender = generator.integers(1, 3, size=N)
    cause = generator.integers(1, 7, size=N)
    u = generator.random(N)
    splits = np.array([2.0, 1.0, -0.5, -1.5])[:, None]
    change = np.array([2.5, 1.0, 0.2, 0.0])[:, None]  # odds that change on the way
    above = 1 / (1 + np.exp(-(splits - 0.8 + change * (gender - 1))))
    frame = pd.DataFrame({"OSAT1": 1 + (u < above).sum(axis=0)})
    level = generator.normal(size=N)
    for item in (2, 3, 4):
        points = np.rint(3 + level + generator.normal(size=N))
        frame[f"OSAT{item}"] = np.clip(points, 1, 5)
    frame.loc[frame["OSAT2"].eq(5), "OSAT2"] = 4
    frame.loc[frame["OSAT3"].idxmax(), ["OSAT2", "OSAT3"]] = 7, 7
    frame["condition"] = np.tile(["none", "excellent"], N // 2)
    frame["GENDER"], frame["CAUSE51"] = gender, cause
    return responses_from_frame(frame, checked.instruments, required=checked.columns())


def test_the_table_has_brants_test(pages):
    results, shown = pages
    models = {model["id"]: model for model in results["models"]}

    tests = {row["term"]: row["brant_p"] for row in models["ordered"]["tidy"]}
    assert tests["GENDER"] < 0.01 and tests["1|2"] is None
    assert models["ordered"]["glance"]["brant_df"] == 6 * 3
    assert any("Brant test of proportional odds" in page for page in shown.values())
    assert any("比例优势的 Brant 检验" in page for page in shown.values())


def test_what_does_not_hold_is_noticed_in_words(pages):
    results, shown = pages
    noticed = {found["code"]: found["values"] for found in results["diagnostics"]}

    assert "GENDER" in noticed["odds_not_proportional"]["terms"]
    assert noticed["odds_not_tested"]["outcome"] == "OSAT2"
    assert any("the odds are not proportional" in page for page in shown.values())
    assert any("比例优势假定并不处处成立" in page for page in shown.values())
    assert any(
        "could not be tested, because at some split" in p for p in shown.values()
    )


def test_categories_are_named_by_their_answers(pages):
    _, shown = pages
    texts = [
        re.sub(r"<pre>.*?</pre>", "", page, flags=re.DOTALL) for page in shown.values()
    ]
    assert all("CAUSE51[" not in text for text in texts)
    assert any("Procedures (badly arranged steps" in page for page in shown.values())
    assert any("流程（比如手续安排得不合理）" in page for page in shown.values())
