"""Little's test against R, and the recommendation that follows from it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import csv_text, write_instrument
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.errors import ModelError, ScoresError
from srtoolkit.psychometrics import little_test, missing_data
from srtoolkit.responses import Responses, read_responses

STORED = json.loads(
    (
        Path(__file__).parents[1] / "references" / "psychometrics" / "little.json"
    ).read_text("utf-8")
)
#: Two searches for the same moments stop when steps are below 1e-9 and 1e-11.
RTOL = 1e-6
#: Holes made at random are called random this often at 5 %, give or take.
SIMULATIONS, ALPHA, SLACK = 400, 0.05, 0.035


def _agrees(answers, expected):
    found = little_test(answers)

    assert (found.df, found.n, found.n_patterns) == (
        expected["df"],
        expected["n"],
        expected["n_patterns"],
    )
    assert_allclose(found.statistic, expected["statistic"], rtol=RTOL)
    assert_allclose(found.p, expected["p"], rtol=1e-4)


@pytest.mark.parametrize("case", STORED["simulated"], ids=lambda case: case["case"])
def test_little_agrees_with_r(case):
    _agrees(np.array(case["answers"], dtype=float), case["expected"])


@pytest.mark.shared
@pytest.mark.parametrize("case", STORED["files"], ids=lambda case: case["file"])
def test_little_of_real_answers_agrees_with_r(case):
    frame = pd.read_csv(shared_path(f"data/{case['file']}"))
    _agrees(frame[case["columns"]].to_numpy(dtype=float), case["expected"])


def test_little_does_not_depend_on_units_or_order():
    answers = np.array(STORED["simulated"][0]["answers"], dtype=float)
    moved = answers[::-1, ::-1] * 1000 - 7

    assert_allclose(
        little_test(moved).statistic, little_test(answers).statistic, rtol=RTOL
    )


def test_without_holes_there_is_nothing_to_test():
    with pytest.raises(ScoresError, match="needs some"):
        little_test(np.arange(12.0).reshape(4, 3))


def _responses(tmp_path: Path, holes: np.ndarray | None, n: int = 300) -> Responses:
    """Answers to three items of one scale and two of another, with holes."""
    rng = np.random.default_rng(4)
    common = rng.normal(size=(n, 1))
    five = np.clip(np.round(3 + 0.8 * common + rng.normal(size=(n, 3))), 1, 5)
    ten = np.clip(np.round(5 + 2 * common + rng.normal(size=(n, 2))), 1, 10)
    table = np.column_stack([five, ten]).astype(object)
    if holes is not None:
        table[holes] = None
    rows = [
        [str(at), *row, "补救" if at % 2 else "无失误"] for at, row in enumerate(table)
    ]
    file = tmp_path / "answers.csv"
    file.write_text(csv_text(rows=rows), encoding="utf-8")
    instrument = tmp_path / "small"
    if not instrument.exists():
        write_instrument(tmp_path)
    return read_responses(file, [str(instrument)])


def test_nothing_missing_needs_no_treatment(tmp_path):
    result = missing_data(_responses(tmp_path, None))

    assert result.test is None
    assert [note.code for note in result.notes] == ["missing_nothing"]
    assert result.glance().iloc[0]["recommendation"] == "missing_nothing"


def test_few_random_holes_may_be_left_out(tmp_path):
    holes = np.zeros((300, 5), dtype=bool)
    holes[[10, 40, 90, 120, 200, 260], [0, 1, 2, 3, 4, 0]] = True

    assert missing_data(_responses(tmp_path, holes)).notes[0].code == "missing_listwise"


def test_many_random_holes_ask_for_full_information(tmp_path):
    holes = np.random.default_rng(8).random((300, 5)) < 0.06

    result = missing_data(_responses(tmp_path, holes))
    assert result.notes[0].code == "missing_fiml_power"
    assert result.notes[0].values["share"] > 0.05


def test_holes_that_go_with_another_answer_name_it(tmp_path):
    full = _responses(tmp_path, None).answers
    holes = np.zeros((300, 5), dtype=bool)
    holes[:, 0] = full["OS1"].to_numpy() > 6
    result = missing_data(_responses(tmp_path, holes))

    assert result.notes[0].code == "missing_fiml_related"
    assert "OS1" in result.notes[0].values["variables"]
    assert result.tidy().set_index("item").loc["RS1", "related"] == "OS1"
    assert "many_holes" in {note.code for note in result.notes}


def test_an_unknown_variable_is_named(tmp_path):
    with pytest.raises(ModelError, match='Did you mean "OS'):
        missing_data(_responses(tmp_path, None), variables=["OSI", "OS2"])


@pytest.mark.slow
def test_random_holes_are_seldom_called_not_random():
    rng = np.random.default_rng(12)
    rejected = 0
    for _ in range(SIMULATIONS):
        answers = rng.normal(size=(300, 5)) + rng.normal(size=(300, 1))
        answers[rng.random(answers.shape) < 0.05] = np.nan
        rejected += little_test(answers).p < ALPHA
    assert abs(rejected / SIMULATIONS - ALPHA) < SLACK
