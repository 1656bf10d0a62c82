"""Keys, scores, names and the flow of one table of answers."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest
from answer_files import (
    HEADER,
    INSTRUMENT,
    ROWS,
    changed,
    csv_text,
    write_instrument,
)
from numpy.testing import assert_allclose, assert_array_equal

from srtoolkit.errors import ResponsesError, ScoresError
from srtoolkit.inference import Reason
from srtoolkit.responses import flow, read_responses, responses_from_frame


def test_reverse_keys_turn_by_the_declared_range_not_the_data(read):
    rows = [ROWS[0], ROWS[1], [*ROWS[2][:2], 4, *ROWS[2][3:]]]
    responses = read(csv_text(rows=rows))

    assert responses.answers["RS2"].tolist() == [5, 4, 4]
    assert responses.keyed["RS2"].tolist() == [1, 2, 2]
    assert responses.keyed["RS1"].tolist() == responses.answers["RS1"].tolist()


def test_a_score_is_the_mean_of_keyed_items(read):
    responses = read()

    assert_allclose(responses.variable("RSAT"), [4 / 3, 2, 14 / 3, 13 / 3, 3])
    assert list(responses.scores) == ["RSAT", "OSAT"]
    assert_allclose(responses.scores["OSAT"], [3.5, 5, 9.5, 7.5, 6])


def test_a_score_needs_its_fewest_answers(read):
    rows = changed({(0, "RS1"): None, (1, "RS1"): None, (1, "RS3"): None})
    scores = read(csv_text(rows=rows)).variable("RSAT")

    assert_allclose(scores[:2], [(1 + 2) / 2, np.nan])


def test_a_sum_score(tmp_path):
    path = write_instrument(
        tmp_path,
        INSTRUMENT.replace("method: mean, min_valid: 2", "method: sum, min_valid: 2"),
    )
    frame = pd.DataFrame(ROWS, columns=HEADER)
    responses = responses_from_frame(frame, [path])

    assert_allclose(responses.variable("OSAT"), [7, 10, 19, 15, 12])


def test_missing_codes_of_the_call_and_of_the_instrument(read):
    rows = changed({(0, "RS1"): 99, (1, "RS1"): 77, (2, "RS1"): "NA"})
    responses = read(csv_text(rows=rows), missing_codes=[99, "NA"])

    assert np.isnan(responses.answers["RS1"][:3]).all()
    assert responses.missing_codes == (99.0, "NA")


def test_missing_codes_hold_for_items_only(read):
    rows = [[99 - place, *row[1:]] for place, row in enumerate(ROWS)]
    responses = read(csv_text(rows=rows), missing_codes=[99])

    assert responses.answers["id"].tolist() == [99, 98, 97, 96, 95]


def test_a_variable_is_a_score_an_item_or_a_number(read):
    rows = [[place, *row[1:]] for place, row in enumerate(ROWS)]
    responses = read(csv_text(rows=rows))

    assert responses.variable("RS2").tolist() == [1, 2, 5, 4, 3]
    assert responses.variable("id").tolist() == [0, 1, 2, 3, 4]
    assert responses.has("RSAT") and responses.has("条件")
    assert not responses.has("LOY")


def test_an_unknown_variable_names_its_neighbour(read):
    with pytest.raises(ResponsesError, match=r'named "RSTA".*Did you mean "RSAT"'):
        read().variable("RSTA")
    with pytest.raises(ResponsesError) as caught:
        read().require(["RSAT", "x", "y"])
    assert [p.pieces["found"] for p in caught.value.problems] == ["x", "y"]


def test_a_column_of_text_is_no_variable(read):
    expected = r'"条件" holds text where numbers belong: "补救" \(row 2\)'
    with pytest.raises(ResponsesError, match=expected):
        read().variable("条件")


def test_a_scale_without_all_its_items_has_no_score(read):
    header = [name.replace("RS3", "other") for name in HEADER]
    responses = read(csv_text(header), required=["RS1"])

    assert list(responses.scores) == ["OSAT"]
    with pytest.raises(ResponsesError, match='"RSAT" has no score: RS3 is not among'):
        responses.variable("RSAT")


def test_keeping_some_respondents_adds_a_stage(read):
    responses = read()
    kept = responses.keep(
        responses.answers["RS1"] > 1, "screening", Reason("straight_lining", {"n": 1})
    )

    assert kept.n == 4
    assert kept.row_numbers == (3, 4, 5, 6)
    assert kept.answers.index.tolist() == [0, 1, 2, 3]
    assert kept.keyed["RS1"].tolist() == [2, 5, 4, 3]
    stages = flow(kept).tidy()
    assert stages["stage"].tolist() == ["read", "screening"]
    assert stages["n"].tolist() == [5, 4]
    assert flow(kept).glance().iloc[0].to_dict() == {
        "n_read": 5,
        "n_excluded": 1,
        "n": 4,
    }
    assert flow(kept).to_dict()["stages"][1]["values"] == {"n": 1}
    assert responses.n == 5


def test_a_mask_is_one_truth_value_a_respondent(read):
    with pytest.raises(ScoresError, match=r"bool of shape \(5,\)"):
        read().keep([True, False], "screening", "x")
    with pytest.raises(ScoresError, match="mask is int64"):
        read().keep([1, 0, 1, 0, 1], "screening", "x")


def test_what_is_known_of_the_file(read, tmp_path):
    responses = read()

    raw = (tmp_path / "answers.csv").read_bytes()
    assert responses.sha256 == hashlib.sha256(raw).hexdigest()
    assert responses.file == "answers.csv"
    assert not responses.simulated
    assert responses.population is None


def test_a_frame_gives_what_its_file_gives(small, tmp_path):
    frame = pd.DataFrame(ROWS, columns=HEADER)
    file = tmp_path / "answers.csv"
    frame.to_csv(file, index=False, encoding="utf-8")
    from_file = read_responses(file, [small])
    simulated = responses_from_frame(frame, [small], population="effect")

    pd.testing.assert_frame_equal(simulated.answers, from_file.answers)
    pd.testing.assert_frame_equal(simulated.keyed, from_file.keyed)
    assert simulated.simulated
    assert simulated.population == "effect"
    assert simulated.file is None
    assert simulated.sha256 == responses_from_frame(frame, [small]).sha256


def test_an_unnamed_column_keeps_its_entries(read):
    responses = read(csv_text(["", *HEADER[1:]]))

    assert responses.answers["(column 1)"].tolist() == list("abcde")
    assert_array_equal(responses.row_numbers, [2, 3, 4, 5, 6])
