"""Numbers that name categories are told from amounts wherever they are used."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import ResponsesError
from srtoolkit.responses import (
    category_order,
    category_words,
    no_amount,
    responses_from_frame,
)

INSTRUMENTS = ["failure-context", "acsi-survey"]


@pytest.fixture(scope="module")
def read():
    frame = pd.DataFrame(
        {
            "CAUSE51": [6.0, 2.0, np.nan, 1.0, 2.0],
            "GENDER": [1.0, 2.0, 2.0, 1.0, 1.0],
            "X": [0.5, 1.5, 2.5, 3.5, 4.5],
            "town": ["a", "b", "a", "b", "a"],
        }
    )
    return responses_from_frame(frame, INSTRUMENTS, required=["CAUSE51", "GENDER"])


@pytest.mark.parametrize("name", ["CAUSE5", "CAUSE51"])
def test_a_choice_between_many_is_no_amount(read, name):
    assert not read.is_amount(name)
    with pytest.raises(ResponsesError, match="choice without order"):
        read.variable(name)
    words = read.covariates([name])[name]
    assert words.tolist()[:2] == ["6", "2"] and words.isna().tolist()[2]


def test_a_choice_between_two_is_an_amount_and_text_is_none(read):
    assert read.is_amount("GENDER") and read.is_amount("X")
    assert read.variable("GENDER").tolist() == [1, 2, 2, 1, 1]
    assert not read.is_amount("town")


def test_all_names_are_told_at_once(read):
    read.require_amounts(["X", "GENDER"])
    with pytest.raises(ResponsesError) as caught:
        read.require_amounts(["X", "CAUSE51", "CAUSE5"])
    assert [p.code for p in caught.value.problems] == ["nominal_as_number"] * 2
    with pytest.raises(ResponsesError, match='named "Z"'):
        read.require_amounts(["Z"])


def test_a_column_that_has_the_scales_name_holds_its_categories():
    frame = pd.DataFrame({"CAUSE5": [1.0, 3.0, 4.0], "GENDER": [1.0, 2.0, 1.0]})
    answers = responses_from_frame(frame, INSTRUMENTS, required=["GENDER"])

    assert answers.covariates(["CAUSE5"])["CAUSE5"].tolist() == ["1", "3", "4"]
    assert not answers.is_amount("CAUSE5")


def test_a_message_names_the_codes_and_what_to_do(read):
    problem = no_amount("CAUSE5", read.instruments)
    assert problem is not None
    assert "1, 2, 3, 4, 5, 6 are names of categories" in problem.message
    assert "adjusted_for" in problem.advice
    assert no_amount("X", read.instruments) is None


def test_labels_that_are_numbers_are_ordered_by_size():
    assert category_order(["10", "2", "1", "2"]) == ["1", "2", "10"]
    assert category_order(["10", "b", "2"]) == ["10", "2", "b"]
    assert category_order(["inf", "2", "10"]) == ["10", "2", "inf"]


def test_long_codes_keep_their_digits():
    words = category_words(pd.Series([31010701.0, 31010702.0, np.nan]))
    assert words.tolist()[:2] == ["31010701", "31010702"]
