"""Criteria and moderators that are choices without order."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import ModelError, ResponsesError
from srtoolkit.recovery import paradox_moderated
from srtoolkit.recovery.criteria import read_criterion
from srtoolkit.responses import responses_from_frame

N = 240
DESIGN = {
    "condition": "condition",
    "control": "none",
    "treated": "best",
    "manipulated": True,
}


@pytest.fixture(scope="module")
def answers():
    generator = np.random.default_rng(6)
    frame = pd.DataFrame(
        {f"OSAT{k}": generator.integers(1, 8, size=N) for k in range(1, 5)}
    )
    frame["condition"] = np.tile(["none", "best"], N // 2)
    frame["CAUSE51"] = generator.integers(1, 7, size=N)
    return responses_from_frame(
        frame, ["overall-satisfaction", "failure-context"], required=["OSAT", "CAUSE51"]
    )


@pytest.mark.parametrize("name", ["CAUSE5", "CAUSE51"])
@pytest.mark.parametrize("value", [2, "2"])
def test_a_criterion_may_be_one_category(answers, name, value):
    holds = read_criterion({"column": name, "equals": value}, key="x").holds(answers)
    assert holds.tolist() == (answers.answers["CAUSE51"] == 2).tolist()


def test_categories_have_no_least_amount(answers):
    criterion = read_criterion({"column": "CAUSE5", "at_least": 3}, key="x")
    with pytest.raises(ResponsesError, match="choice without order"):
        criterion.holds(answers)


def test_a_moderator_of_categories_is_read_at_two_of_them(answers):
    options = {"outcome": "OSAT", "moderator": "CAUSE5", "moderator_manipulated": False}
    with pytest.raises(ModelError, match="which of them is low") as told:
        paradox_moderated(answers, **options, **DESIGN)
    assert told.value.problems[0].allowed == "1, 2, 3, 4, 5, 6"
    by_number, by_word = (
        paradox_moderated(answers, **options, **DESIGN, low=low, high=high)
        for low, high in ((1, 3), ("1", "3"))
    )
    assert by_number.estimates == by_word.estimates
    kept = answers.answers["CAUSE51"].isin([1, 3]).sum()
    assert by_number.estimates[0].n == kept
