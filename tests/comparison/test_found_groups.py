"""What broke the comparisons: columns and groups that are not there."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit import comparison
from srtoolkit.errors import ResponsesError, ScoresError
from srtoolkit.responses import responses_from_frame

PAIR = {"outcome": "y", "condition": "组别", "control": "对照 组", "treated": "实验组"}
STEPS = {
    "bayes_factor": {},
    "rank_based": {},
    "quantile_difference": {"bootstrap": 20},
    "top_box": {"top": 5},
    "adjusted_difference": {"covariates": ("age",)},
    "propensity_weighted": {"covariates": ("age",), "bootstrap": 20, "seed": 1},
    "doubly_robust": {"covariates": ("age",), "bootstrap": 20, "seed": 1},
    "e_value": {"covariates": ("age",)},
    "pooled_by": {"by": "city"},
}


def survey():
    rng = np.random.default_rng(8)
    n = 80
    return responses_from_frame(
        pd.DataFrame(
            {
                "y": rng.integers(1, 8, n),
                "age": rng.integers(18, 70, n),
                "组别": np.resize(["对照 组", "实验组"], n),
                "city": np.repeat(["北京", "上海"], n // 2),
            }
        ),
        [],
    )


@pytest.mark.parametrize("step", STEPS)
def test_steps_run_with_chinese_groups(step):
    assert getattr(comparison, step)(survey(), **PAIR, **STEPS[step])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    ("change", "error", "code"),
    [
        ({"condition": "nope"}, ResponsesError, ""),
        ({"treated": "没有"}, ScoresError, "unknown_group"),
        ({"control": "没有"}, ScoresError, "unknown_group"),
        ({"treated": "对照 组"}, ScoresError, "same_group"),
    ],
)
def test_groups_that_are_not_there_are_named(step, change, error, code):
    with pytest.raises(error) as caught:
        getattr(comparison, step)(survey(), **(PAIR | change), **STEPS[step])
    assert code in caught.value.problems[0].code


def test_a_group_is_not_compared_with_itself():
    roles = {"outcome": "y", "group": "组别"}
    with pytest.raises(ScoresError, match="with itself"):
        comparison.dunnett(survey(), **roles, reference="实验组", compare="实验组")
    with pytest.raises(ScoresError, match="with itself"):
        comparison.mean_difference(survey(), **roles, first="实验组", second="实验组")


def test_pooling_by_a_column_that_is_not_there():
    with pytest.raises(ResponsesError):
        comparison.pooled_by(survey(), **PAIR, by="nope")


def test_lists_of_scores_are_scores():
    lists = [1, 2, 3, 4, 5], [2, 2, 3, 3, 4]
    arrays = tuple(np.array(values, dtype=float) for values in lists)
    assert comparison.top_box_difference(
        *lists, top=3
    ) == comparison.top_box_difference(*arrays, top=3)
    assert comparison.mann_whitney(*lists) == comparison.mann_whitney(*arrays)


def test_perfect_partial_correlation_has_a_statistic():
    rng = np.random.default_rng(1)
    found = comparison.partial_correlation(
        np.arange(10.0) + 1, np.arange(10.0), rng.normal(size=(10, 1))
    )
    assert_allclose(found.est, 1)
    assert found.p < 1e-6
