"""Top-box differences against published intervals and R."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import outcome_range, top_box, top_box_difference
from srtoolkit.errors import PlanError, ScoresError

#: Newcombe prints four digits.
PRINTED_ATOL = 5e-5
RTOL = 1e-9

R = stored_reference("comparison/two_groups")


def shares(count, n):
    return np.array([1.0] * count + [0.0] * (n - count))


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    # Newcombe (1998), Table II, method 10
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_interval_is_newcombes(first, second, low, high):
    result = top_box_difference(shares(*first), shares(*second), top=1, expect="any")

    assert_allclose([result.ci_low, result.ci_high], [low, high], atol=PRINTED_ATOL)


def test_score_test_agrees_with_r():
    result = top_box_difference(np.array(R["treated"]), np.array(R["control"]), top=6)

    assert_allclose(result.statistic, R["top_box"]["z"], rtol=RTOL)
    assert_allclose(result.p, R["top_box"]["p_greater"], rtol=RTOL)


def test_nobody_at_the_top_gives_no_p():
    result = top_box_difference(shares(0, 5), shares(0, 8), top=1)

    assert result.est == 0
    assert result.p is None
    assert result.ci_low < 0 < result.ci_high


def test_mean_and_top_box_can_disagree():
    # section 6.3 of the notes: a wider spread lowers the mean, not the top box
    from scipy.stats import norm

    cuts = norm.ppf([0.05, 0.12, 0.30, 0.65])
    generator = np.random.default_rng(3)

    def answers(mean, sd):
        return 1.0 + np.searchsorted(cuts, generator.normal(mean, sd, 400_000))

    control, wider = answers(0, 1), answers(-0.15, 1.4)

    assert_allclose([control.mean(), wider.mean()], [3.88, 3.58], atol=0.01)
    difference = top_box_difference(wider, control, top=5)
    assert_allclose(difference.est, 0.351 - 0.350, atol=0.004)


def test_the_top_follows_from_the_declared_range():
    responses = grouped_responses({"a": [7, 7, 6, 5], "b": [7, 3, 2, 1]})
    roles = {"condition": "condition", "treated": "a", "control": "b"}

    (scale,) = top_box(responses, outcome="OSAT", **roles).estimates
    (lower,) = top_box(responses, outcome="OSAT", **roles, top=5).estimates

    assert scale.est == 0.25
    assert lower.est == 0.75
    declared = outcome_range(responses, "OSAT1")
    assert (declared.low, declared.high, declared.step) == (1, 7, 1)


def test_a_column_without_range_needs_its_top():
    responses = grouped_responses({"a": [7, 6], "b": [3, 2]}, spent=[1.0, 2, 3, 4])

    assert outcome_range(responses, "spent") is None
    with pytest.raises(PlanError, match='"spent" has no declared response range'):
        top_box(
            responses,
            outcome="spent",
            condition="condition",
            treated="a",
            control="b",
        )


def test_top_box_needs_two_respondents_a_group():
    with pytest.raises(ScoresError, match='the group "treated" has 1 respondent'):
        top_box_difference(shares(1, 1), shares(1, 4), top=1)
