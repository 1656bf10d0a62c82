"""Cell means of crossed factors: by hand, by R's rule, and against misuse."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy import stats

from srtoolkit.comparison import cell_means
from srtoolkit.errors import ModelError, OptionError, ResponsesError
from srtoolkit.responses import responses_from_frame

#: The same arithmetic in another order.
RTOL = 1e-12


@pytest.fixture
def answers():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "locus": np.tile([-0.5, 0.5], 60),
            "stability": np.repeat([-0.5, 0.5], 60),
            "story": np.tile(["calm", "angry", "calm"], 40),
            "score": rng.normal(4, 1, 120).round(3),
        }
    )
    frame.loc[[0, 7], "score"] = np.nan
    return responses_from_frame(frame, [])


def test_every_cell_has_its_n_mean_sd_and_students_interval(answers):
    found = cell_means(answers, outcomes=["score"], factors=["locus", "stability"])
    frame = answers.answers

    assert len(found.cells) == 4 and found.glance().loc[0, "n_cells"] == 4
    for cell in found.cells:
        inside = (frame["locus"] == cell.levels["locus"]) & (
            frame["stability"] == cell.levels["stability"]
        )
        scores = frame.loc[inside, "score"].dropna()
        low, high = stats.t.interval(
            0.95, len(scores) - 1, loc=scores.mean(), scale=stats.sem(scores)
        )
        assert cell.n == len(scores)
        assert_allclose(
            [cell.mean, cell.sd, cell.ci_low, cell.ci_high],
            [scores.mean(), scores.std(), low, high],
            rtol=RTOL,
        )
    assert sum(cell.n for cell in found.cells) == 118


def test_factors_may_be_words_and_have_any_number_of_levels(answers):
    found = cell_means(answers, outcomes=["score"], factors=["story", "locus"])

    assert [cell.levels["story"] for cell in found.cells] == [
        "angry",
        "angry",
        "calm",
        "calm",
    ]
    assert found.tidy()["cell"].tolist()[0] == "story=angry, locus=-0.5"


def test_an_empty_cell_is_told_and_has_no_mean(answers):
    frame = answers.answers
    thin = responses_from_frame(frame[frame.index >= 90], [])
    frame = thin.answers.assign(stability=np.where(thin.answers["locus"] > 0, 1, 2))
    found = cell_means(
        responses_from_frame(frame, []),
        outcomes=["score"],
        factors=["locus", "stability"],
    )

    assert [note.code for note in found.notes] == ["cells_without_answers"]
    assert found.notes[0].values == {"outcome": "score", "n_cells": 2}
    assert [cell.mean for cell in found.cells if not cell.n] == [None, None]


def test_misuse_is_told(answers):
    with pytest.raises(OptionError, match="one outcome and one factor"):
        cell_means(answers, outcomes=[], factors=["locus"])
    with pytest.raises(ResponsesError, match="colour"):
        cell_means(answers, outcomes=["score"], factors=["colour"])
    alone = responses_from_frame(answers.answers.assign(locus=0.5), [])
    with pytest.raises(ModelError, match=r'"locus" has 1 level'):
        cell_means(alone, outcomes=["score"], factors=["locus"])
