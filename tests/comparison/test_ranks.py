"""Rank tests against R, a published example and mathematics."""

import numpy as np
import pytest
from acsi_survey import acsi_groups
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses, stored_reference

from srtoolkit.comparison import brunner_munzel, mann_whitney, rank_based
from srtoolkit.errors import ScoresError

RTOL = 1e-9
#: Brunner and Munzel's example is printed to three or four digits.
PRINTED_ATOL = 5e-4

R = stored_reference("comparison/two_groups")
TREATED = np.array(R["treated"], dtype=float)
CONTROL = np.array(R["control"], dtype=float)
#: Brunner & Munzel (2000), pain scores after surgery, two treatments.
PAIN = (
    np.array([3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4], dtype=float),
    np.array([1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1], dtype=float),
)


def test_mann_whitney_agrees_with_r():
    result = mann_whitney(TREATED, CONTROL)
    two_sided = mann_whitney(TREATED, CONTROL, expect="any")

    assert_allclose(result.statistic, R["mann_whitney"]["U"])
    assert_allclose(result.p, R["mann_whitney"]["p_greater"], rtol=RTOL)
    assert_allclose(two_sided.p, R["mann_whitney"]["p_two_sided"], rtol=RTOL)
    assert_allclose(result.effect, 2 * R["superiority"] - 1, rtol=RTOL)
    assert result.effect_name == "cliffs_delta"
    assert result.est is None


def test_brunner_munzel_gives_the_published_example():
    result = brunner_munzel(*PAIN, expect="any")

    assert_allclose(result.effect, 0.789, atol=PRINTED_ATOL)
    assert_allclose(result.statistic, 3.1375, atol=PRINTED_ATOL)
    assert_allclose(result.df, 17.683, atol=PRINTED_ATOL)
    assert_allclose(result.p, 0.005786, atol=PRINTED_ATOL)
    assert_allclose(
        [result.effect_low, result.effect_high], [0.5952, 0.9827], atol=PRINTED_ATOL
    )


def test_ranks_do_not_see_a_monotone_change():
    changed = brunner_munzel(np.exp(TREATED), np.exp(CONTROL))

    assert changed == brunner_munzel(TREATED, CONTROL)


def test_turning_the_groups_turns_the_effects():
    delta = mann_whitney(CONTROL, TREATED).effect
    superiority = brunner_munzel(CONTROL, TREATED).effect

    assert_allclose(delta, -mann_whitney(TREATED, CONTROL).effect)
    assert_allclose(superiority, 1 - brunner_munzel(TREATED, CONTROL).effect)


def test_complete_separation_has_an_effect_but_no_interval():
    result = brunner_munzel(np.array([5.0, 6, 7]), np.array([1.0, 2, 3]))

    assert result.effect == 1
    assert result.effect_low is result.effect_high is result.p is None


def test_robustness_rows():
    responses = grouped_responses({"a": R["treated"], "b": R["control"]})
    rows = rank_based(
        responses, outcome="OSAT", condition="condition", treated="a", control="b"
    )

    assert [row.method for row in rows] == ["mann_whitney", "brunner_munzel"]
    assert {row.role for row in rows} == {"robustness"}
    assert_allclose(rows[0].p, R["mann_whitney"]["p_greater"], rtol=RTOL)


def test_ranks_need_two_respondents_a_group():
    with pytest.raises(ScoresError, match='the group "control" has 1 respondent'):
        mann_whitney(TREATED, CONTROL[:1])


@pytest.mark.shared
@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
def test_acsi_rank_test_agrees_with_r(outcome):
    stored, treated, control = acsi_groups(outcome)
    result = mann_whitney(treated, control, expect="any")

    assert_allclose(result.statistic, stored["mann_whitney"]["W"])
    assert_allclose(result.p, stored["mann_whitney"]["p"], rtol=1e-7)
