"""Polychoric correlations of a table, by themselves."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem import polychoric_correlations

REFERENCE = Path(__file__).parents[1] / "references/psychometrics/exploratory.json"
#: polychoric() of psych stops its search at about 1e-4.
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def case():
    return json.loads(REFERENCE.read_text("utf-8"))["polychoric"]


@pytest.fixture(scope="module")
def answers(case):
    return pd.DataFrame(
        np.array(case["scores"], dtype=float), columns=list("abcdefghijkl")
    )


def test_they_agree_with_psych(case, answers):
    found = polychoric_correlations(answers)

    assert list(found.columns) == list(found.index) == list(answers.columns)
    assert_allclose(found, case["rho"], atol=TOLERANCE)


def test_pairs_use_whoever_answered_both(answers):
    holes = answers.copy()
    holes.loc[:49, "a"] = np.nan
    pairwise = polychoric_correlations(holes, missing="pairwise")
    listwise = polychoric_correlations(holes)

    full = polychoric_correlations(answers)
    assert_allclose(pairwise.iloc[1:, 1:], full.iloc[1:, 1:])
    assert not np.allclose(listwise.iloc[1:, 1:], full.iloc[1:, 1:])


def test_wrong_input_is_named(answers):
    with pytest.raises(OptionError, match="missing"):
        polychoric_correlations(answers, missing="drop")
    with pytest.raises(ModelError, match='"a" has 260 different answers'):
        polychoric_correlations(answers.assign(a=np.arange(260) / 7))
