"""One sample against a value, among those of one condition."""

import numpy as np
import pytest
from scipy import stats
from two_group_responses import grouped_responses

from srtoolkit.comparison import one_sample
from srtoolkit.errors import ResponsesError

#: scipy computes the same t; only rounding separates them.
RTOL = 1e-10
SCORES = {"alone": [3, 4, 2, 4, 3, 5], "with": [5, 6, 4, 7, 5, 6]}


def test_only_those_respondents_count():
    responses = grouped_responses(SCORES)
    evidence = one_sample(
        responses,
        outcome="OSAT",
        value=4,
        among={"condition": "alone"},
        expect="negative",
    )
    wanted = stats.ttest_1samp(SCORES["alone"], 4, alternative="less")

    assert evidence.contrast == "alone - 4"
    assert evidence.primary is not None and evidence.primary.n == 6
    np.testing.assert_allclose(evidence.primary.p, wanted.pvalue, rtol=RTOL)
    np.testing.assert_allclose(evidence.primary.est, np.mean(SCORES["alone"]) - 4)


def test_numbers_and_words_are_the_same_label():
    responses = grouped_responses(SCORES, cell=[1] * 6 + [2] * 6)
    found = [
        one_sample(responses, outcome="OSAT", value=4, among={"cell": value})
        for value in (2, "2")
    ]

    assert found[0].primary == found[1].primary


def test_a_group_that_is_not_there_is_a_guard():
    evidence = one_sample(
        grouped_responses(SCORES), outcome="OSAT", value=4, among={"condition": "none"}
    )

    assert evidence.guard is not None and evidence.guard.code == "group_too_small"


def test_an_absent_column_is_refused():
    with pytest.raises(ResponsesError, match="cell"):
        one_sample(
            grouped_responses(SCORES), outcome="OSAT", value=4, among={"cell": "a"}
        )
