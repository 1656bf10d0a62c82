"""What is recommended about holes, for the reason that was planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import write_instrument
from numpy.testing import assert_allclose

from srtoolkit.document.phrases import read_phrases
from srtoolkit.psychometrics import little_test, missing_data
from srtoolkit.responses import Responses, responses_from_frame

N = 400
ITEMS = ["RS1", "RS2", "RS3", "OS1", "OS2"]
SIMULATIONS, ALPHA, SLACK = 300, 0.05, 0.035


def _answers(seed: int = 3, n: int = N) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, 1))
    five = np.clip(np.round(3 + 0.8 * common + rng.normal(size=(n, 3))), 1, 5)
    ten = np.clip(np.round(5 + 2 * common + rng.normal(size=(n, 2))), 1, 10)
    table = pd.DataFrame(np.column_stack([five, ten]), columns=ITEMS)
    table["group"] = np.where(rng.random(n) < 0.5, "control", "treated")
    return table


@pytest.fixture
def asked(tmp_path: Path):
    path = write_instrument(tmp_path)

    def read(table: pd.DataFrame) -> Responses:
        return responses_from_frame(table, [path])

    return read


def _with_block(share: float) -> pd.DataFrame:
    """The control group never sees RS1 to RS3; others leave out a share at random."""
    table = _answers()
    holes = np.random.default_rng(5).random((N, len(ITEMS))) < share
    table[ITEMS] = table[ITEMS].mask(holes)
    table.loc[table["group"] == "control", ["RS1", "RS2", "RS3"]] = np.nan
    return table


def test_a_block_that_the_control_group_never_got_is_not_missing(asked):
    result = missing_data(asked(_with_block(0.0)))

    assert [note.code for note in result.notes] == ["missing_nothing", "asked_of_some"]
    assert result.n_complete == N
    assert result.tidy()["n_missing"].sum() == 0
    assert result.tidy().set_index("item").loc["RS1", "n"] < 0.6 * N


def test_few_holes_beside_such_a_block_are_few(asked):
    result = missing_data(asked(_with_block(0.008)))

    assert result.notes[0].code == "missing_listwise"
    assert 0 < result.notes[0].values["share"] <= 0.05


def test_groups_asked_different_questions_are_tested_apart():
    table = _with_block(0.08)
    control = (table["group"] == "control").to_numpy()
    answers = table[ITEMS].to_numpy()
    asked = np.ones(answers.shape, dtype=bool)
    asked[control, :3] = False
    both = little_test(answers, asked=asked)
    apart = little_test(answers[control][:, 3:]), little_test(answers[~control])

    assert_allclose(both.statistic, sum(test.statistic for test in apart))
    assert both.df == sum(test.df for test in apart)


@pytest.mark.parametrize(
    ("estimation", "ending"),
    [
        ({"estimator": "MLR"}, "fiml_power"),
        ({"estimator": "WLSMV"}, "pairwise_power"),
        ({"ordered": True}, "pairwise_power"),
    ],
)
def test_full_information_is_recommended_only_where_it_exists(
    asked, estimation, ending
):
    table = _answers()
    holes = np.random.default_rng(8).random((N, len(ITEMS))) < 0.06
    table[ITEMS] = table[ITEMS].mask(holes)

    result = missing_data(asked(table), estimation=estimation)
    assert result.notes[0].code == f"missing_{ending}"


def test_ordered_answers_with_holes_that_go_with_others_need_another_model(asked):
    table = _answers()
    table["RS1"] = table["RS1"].mask(table["OS1"] > 6)
    result = missing_data(asked(table), estimation={"estimator": "WLSMV"})

    assert result.notes[0].code == "missing_pairwise_related"
    assert "OS1" in result.notes[0].values["variables"]


def test_a_column_two_fifths_empty_is_named(asked):
    table = _answers()
    table["OS2"] = table["OS2"].mask(np.random.default_rng(6).random(N) < 0.4)
    result = missing_data(asked(table))

    (many,) = [note for note in result.notes if note.code == "many_holes"]
    assert many.values["items"] == ["OS2"]
    assert result.notes[0].code == "missing_fiml_power"


def test_more_variables_than_respondents_can_carry_is_said_not_tested(asked):
    table = _answers(n=6)
    table.loc[[0, 1], "RS1"] = np.nan
    table.loc[[2, 3], "OS1"] = np.nan
    codes = [note.code for note in missing_data(asked(table)).notes]

    assert codes[:2] == ["missing_fiml_untested", "mcar_not_found"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_piece_of_advice_has_its_words(lang):
    entries = set(read_phrases(lang))
    wanted = {
        f"diagnostic.missing_{way}_{why}"
        for way in ("fiml", "pairwise")
        for why in ("power", "related", "not_random", "untested")
    }
    wanted |= {
        "diagnostic.mcar_not_found",
        "diagnostic.mcar_not_tested",
        "diagnostic.many_holes",
    }
    assert wanted <= entries


@pytest.mark.slow
@pytest.mark.parametrize("shape", ["monotone", "few_patterns", "block"])
def test_random_holes_of_every_shape_are_seldom_called_not_random(shape):
    rng = np.random.default_rng(12)
    rejected = 0
    for _ in range(SIMULATIONS):
        answers = rng.normal(size=(300, 6)) + rng.normal(size=(300, 1))
        asked = np.ones(answers.shape, dtype=bool)
        if shape == "monotone":
            left = rng.integers(2, 10, 300)
            answers[np.arange(6) >= left[:, None]] = np.nan
        elif shape == "few_patterns":
            answers[rng.random(300) < 0.2, :2] = np.nan
        else:
            asked[:150, :3] = False
            answers[(rng.random(answers.shape) < 0.06) | ~asked] = np.nan
        rejected += little_test(answers, asked=asked).p < ALPHA
    assert abs(rejected / SIMULATIONS - ALPHA) < SLACK
