"""Description and screening: what they count, and that they exclude nobody."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from answer_files import INSTRUMENT, ROWS, changed, csv_text, write_instrument
from numpy.testing import assert_allclose

from srtoolkit.errors import ScoresError
from srtoolkit.responses import (
    Responses,
    description,
    flow,
    read_responses,
    screening,
)
from srtoolkit.responses.item_description import moments
from srtoolkit.results import Result, is_plan_step

REFERENCES = Path(__file__).parents[1] / "references" / "psychometrics"
#: psych sums in another order.
RTOL = 1e-12
NAN = np.nan


@pytest.mark.parametrize("step", [description, flow, screening])
def test_each_is_a_plan_step_with_a_result(read, step):
    responses: Responses = read()

    assert is_plan_step(step, "step")
    assert isinstance(step(responses), Result)
    assert json.dumps(step(responses).to_dict())


def test_description_counts_floor_ceiling_and_missing(read):
    rows = changed({(4, "RS1"): None})
    table = description(read(csv_text(rows=rows))).tidy()

    first = table.set_index("item").loc["RS1"]
    assert (first["n"], first["missing"]) == (4, 1)
    assert (first["floor_share"], first["ceiling_share"]) == (0.25, 0.25)
    assert first["mean"] == 3
    assert table["scale"].tolist() == ["RSAT"] * 4 + ["OSAT"] * 3
    scores = table[table["item"].isna()]
    assert_allclose(scores["mean"].iloc[1], 6.3)
    glance = description(read(csv_text(rows=rows))).glance().iloc[0]
    assert_allclose(glance["missing_share"], 1 / 25)


def test_moments_agree_with_psych():
    cases = json.loads((REFERENCES / "psych_describe.json").read_text("utf-8"))
    for case in cases["cases"]:
        found = moments(np.array(case["values"], dtype=float))

        for name in ("mean", "sd", "skewness", "kurtosis"):
            assert_allclose(getattr(found, name), case[name], rtol=RTOL)


def test_moments_of_few_or_equal_answers_are_missing():
    assert moments(np.array([NAN])).n == 0
    assert np.isnan(moments(np.array([3.0])).sd)
    assert np.isnan(moments(np.array([3.0, 3, 3, 3])).skewness)


def test_screening_marks_and_excludes_nobody(read):
    rows = [*changed({(0, "OS2"): None}), ["f", *[4] * 5, "补救"], ROWS[4]]
    responses = read(csv_text(rows=rows))
    result = screening(responses)
    table = result.tidy().set_index("check")

    assert responses.n == 7
    # the fifth row answers 3 3 3 6 6, as the seventh does: five answers are few
    assert table.loc["duplicate_rows", "n_flagged"] == 0
    assert table.loc["straight_lining", "n_flagged"] == 1
    assert table.loc["missing_answers", "n_flagged"] == 1
    assert_allclose(table.loc["missing_share", "max"], 1 / 5)
    assert table.loc["longstring_share", "max"] == 1
    assert "failed_check" not in table.index
    assert result.glance().iloc[0].to_dict() == {
        "n": 7,
        "n_items": 5,
        "n_flagged": 1,
        "n_several": 0,
    }
    assert result.respondents["row"].tolist() == [2, 3, 4, 5, 6, 7, 8]


def test_screening_marks_a_failed_check(tmp_path):
    text = INSTRUMENT.replace("kind: reflective", "kind: check", 1)
    text = text.replace(" reverse: true,", "")
    text = text.replace("[RSAT, OSAT]", "[OSAT]").replace(
        "construct: RSAT", "construct: null"
    )
    text = text.replace(
        "response: agree5, wording: own}",
        "response: agree5, wording: own, instructed_answer: 2}",
        1,
    )
    path = write_instrument(tmp_path, text)
    file = tmp_path / "answers.csv"
    file.write_text(csv_text(), encoding="utf-8")
    table = screening(read_responses(file, [path])).tidy().set_index("check")

    assert table.loc["failed_check", "n_flagged"] == 4


def test_screening_needs_two_items(read):
    rows = [[row[0], row[1], row[-1]] for row in ROWS]
    responses = read(csv_text(["id", "RS1", "条件"], rows), required=["RS1"])

    with pytest.raises(ScoresError, match="two items or more; the answers have 1"):
        screening(responses)
