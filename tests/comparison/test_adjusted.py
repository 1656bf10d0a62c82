"""Adjusted differences against R's lm and sandwich."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import adjusted_difference, ancova_difference, group_labels
from srtoolkit.errors import PlanError, ScoresError

RTOL = 1e-9

R = stored_reference("comparison/two_groups")
SCORES = np.array([*R["treated"], *R["control"]], dtype=float)
IS_TREATED = np.arange(91) < 34
COVARIATES = pd.DataFrame({"age": R["age"], "region": R["region"]})


def test_ancova_agrees_with_r():
    result = ancova_difference(SCORES, IS_TREATED, COVARIATES)

    assert_allclose(result.est, R["ancova"]["est"], rtol=RTOL)
    assert_allclose(result.se, R["ancova"]["se"], rtol=RTOL)
    assert result.df == R["ancova"]["df"]
    assert result.n == 91


def test_the_plan_step_takes_groups_and_covariates_from_responses():
    others = {"other": [1, 2, 7]}
    responses = grouped_responses(
        {"yes": R["treated"], "no": R["control"], **others},
        age=[*R["age"], 30, 40, 50],
        region=[*R["region"], "east", "east", "east"],
    )
    (row,) = adjusted_difference(
        responses,
        outcome="OSAT",
        condition="condition",
        control="no",
        treated="yes",
        covariates=("age", "region"),
    )

    assert_allclose(row.est, R["ancova"]["est"], rtol=RTOL)
    assert (row.method, row.role, row.n) == ("ancova_hc3", "robustness", 91)


def test_respondents_with_a_missing_covariate_are_left_out():
    ages = COVARIATES["age"].astype(float)
    ages[[0, 90]] = np.nan
    result = ancova_difference(SCORES, IS_TREATED, COVARIATES.assign(age=ages))

    assert result.n == 89


def test_adjustment_removes_a_confounder():
    generator = np.random.default_rng(5)
    confounder = generator.normal(size=20_000)
    is_treated = confounder + generator.normal(size=20_000) > 0
    scores = confounder + generator.normal(size=20_000)
    result = ancova_difference(
        scores, is_treated, pd.DataFrame({"confounder": confounder})
    )

    raw = scores[is_treated].mean() - scores[~is_treated].mean()
    assert raw > 1
    assert abs(result.est) < 3 * result.se


def test_without_covariates_there_is_nothing_to_adjust():
    responses = grouped_responses({"a": [1, 2], "b": [3, 5]})
    with pytest.raises(PlanError, match="needs covariates, and the plan names none"):
        adjusted_difference(
            responses, outcome="OSAT", condition="condition", control="a", treated="b"
        )


@pytest.mark.parametrize(
    ("covariates", "message"),
    [
        ({"copy": IS_TREATED.astype(float)}, "determine the group"),
        ({"constant": np.ones(91)}, "are constant"),
        ({"name": [str(row) for row in range(91)]}, "91 complete respondents are too"),
    ],
)
def test_covariates_that_leave_no_difference_are_refused(covariates, message):
    with pytest.raises(ScoresError, match=message):
        ancova_difference(SCORES, IS_TREATED, pd.DataFrame(covariates))


def test_group_labels_are_text_whatever_the_column():
    assert list(group_labels(pd.Series([0.0, 1.0]))) == ["0", "1"]
    assert list(group_labels(pd.Series(["x", "y"]))) == ["x", "y"]
    assert group_labels(pd.Series([1.5, np.nan])).isna().tolist() == [False, True]
