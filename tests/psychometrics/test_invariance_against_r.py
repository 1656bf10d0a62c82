"""The ladder, its steps, latent means and score tests as lavaan has them."""

import json

import pandas as pd
import pytest
from invariance_references import (
    FOLDER,
    INDEX,
    OURS,
    OWN_CASES,
    SCHOOL,
    SHARED_CASES,
    Case,
    climbed,
    deviations,
    stored,
)
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.psychometrics.invariance.groups import groups_of
from srtoolkit.psychometrics.invariance.release_scores import release_scores
from srtoolkit.psychometrics.invariance.setting import equalities_of

#: Estimates and errors: far below the 1e-4 of a standard error asked for.
ESTIMATE = 1e-5
#: Statistics move with lavaan's stopping rule.
STATISTIC = 1e-4
GROUPED = pd.read_csv(FOLDER / "grouped_answers.csv")


@pytest.mark.parametrize("name", OWN_CASES)
def test_simulated_answers(name):
    expected = stored("ladders.csv").query("case == @name")
    case = OWN_CASES[name]
    found = climbed(case, pd.read_csv(FOLDER / case.data), list(expected["level"]))
    assert deviations(found, expected) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", SHARED_CASES)
def test_published_answers(name):
    expected = stored("shared_ladders.csv").query("case == @name")
    case = SHARED_CASES[name]
    table = pd.read_csv(shared_path(f"data/{case.data}"))
    found = climbed(case, table, list(expected["level"]))
    assert deviations(found, expected) == []


@pytest.mark.shared
def test_stored_ladder_of_schools():
    path = shared_path("reference/hs_invariance_ladder.json")
    expected = json.loads(path.read_text(encoding="utf-8"))["expected"]["extra"]
    table = pd.read_csv(shared_path("data/HolzingerSwineford1939.csv"))
    case = Case("", SCHOOL, {}, {"group": "school"})
    levels = [row["level"] for row in expected["ladder"]]
    rows = climbed(case, table, levels).tidy()
    for name in ("chisq", "df", "cfi", "tli", "rmsea", "srmr", "aic", "bic"):
        assert_allclose(
            rows[name], [row[name] for row in expected["ladder"]], atol=1e-3
        )
    steps = expected["lrt"][1:]
    assert_allclose(rows["chisq_diff"][1:], [s["Chisq diff"] for s in steps], atol=1e-3)
    assert_allclose(rows["p_diff"][1:], [s["Pr(>Chisq)"] for s in steps], atol=1e-5)
    assert_allclose(rows["d_cfi"][1:], expected["delta_cfi"], atol=INDEX)
    assert_allclose(rows["d_rmsea"][1:], expected["delta_rmsea"], atol=INDEX)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_latent_means_with_effect_sizes(estimator):
    case = Case("", OURS, {"estimator": estimator}, {"group": "branch"})
    found = climbed(case, GROUPED, ["metric", "scalar"]).latent_means
    ours = {(row.factor, row.group): row for row in found}
    expected = stored("latent_means.csv").query("estimator == @estimator")
    assert len(expected) == len(ours)
    for row in expected.itertuples():
        mine = ours[row.factor, row.group]
        for name in ("est", "se", "d", "d_se", "d_low", "d_high"):
            value = getattr(row, name)
            assert_allclose(getattr(mine, name), value, atol=ESTIMATE, err_msg=name)
        assert_allclose(mine.p, row.p, atol=ESTIMATE)


def test_score_tests_of_single_equalities():
    setting = groups_of(
        OURS, GROUPED, group="hot", reference=None, estimation={"std_lv": True}
    )
    kinds = ("loadings", "intercepts")
    fitted = setting.fitted(kinds, ())
    ours = {
        equality.name: (score, df)
        for kind in kinds
        for equality, score, df in release_scores(
            fitted, setting, equalities_of(setting, kind)
        )
    }
    expected = stored("score_tests.csv")
    assert len(ours) == len(expected)
    for row in expected.itertuples():
        score, df = ours[row.restriction.strip().replace("~1", "~ 1")]
        assert df == 1
        assert_allclose(score, row.chisq, atol=STATISTIC)
