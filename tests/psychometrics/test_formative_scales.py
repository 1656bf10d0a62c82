"""Formative scales against R, mathematics and misuse."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import INSTRUMENT, write_instrument
from numpy.testing import assert_allclose

from srtoolkit.errors import OptionError, ResponsesError, ScoresError
from srtoolkit.psychometrics import formative, reliability
from srtoolkit.psychometrics.few_indicators.collinearity import (
    redundancy,
    variance_inflation,
)
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.results import Result, is_plan_step, plain

FOLDER = Path(__file__).parents[1] / "references" / "psychometrics"
#: The same normal equations; only rounding separates us.
RTOL = 1e-9
#: The small instrument with its first scale formative.
FORMATIVE = INSTRUMENT.replace("kind: reflective", "kind: formative", 1)


@pytest.fixture(scope="module")
def reference() -> dict:
    path = FOLDER / "formative" / "formative.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_vif_weights_and_redundancy_are_rs(reference):
    answers = pd.read_csv(FOLDER / "rivals" / "answers.csv")
    points = answers[[*reference["indicators"], "SAT1"]].to_numpy(dtype=float)
    weights, multiple = redundancy(points)

    correlation = np.corrcoef(points[:, :-1], rowvar=False)
    assert_allclose(variance_inflation(correlation), reference["vif"], rtol=RTOL)
    assert_allclose(weights, reference["weights"], rtol=RTOL)
    assert_allclose(multiple, reference["redundancy"], rtol=RTOL)


def test_uncorrelated_indicators_are_not_inflated():
    assert_allclose(variance_inflation(np.eye(4)), np.ones(4))


def answers(n: int = 200, seed: int = 3) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    points = generator.integers(1, 6, size=(n, 3)).astype(float)
    overall = points.mean(axis=1) + generator.normal(0, 0.6, n)
    table = np.column_stack([points, np.round(2 * overall), np.round(2 * overall)])
    frame = pd.DataFrame(table, columns=["RS1", "RS2", "RS3", "OS1", "OS2"])
    frame[["OS1", "OS2"]] = frame[["OS1", "OS2"]].clip(1, 10)
    return frame


@pytest.fixture
def responses(tmp_path: Path) -> Responses:
    return responses_from_frame(answers(), [write_instrument(tmp_path, FORMATIVE)])


def test_a_formative_scale_has_vif_and_no_alpha(responses):
    result = formative(responses, criterion={"RSAT": "OS1"}, bootstrap=200, seed=1)
    table = result.tidy()
    counts = table["coefficient"].value_counts().to_dict()

    assert is_plan_step(formative, "step")
    assert isinstance(result, Result)
    json.dumps(plain(result.to_dict()), allow_nan=False)
    assert counts == {"vif": 3, "tolerance": 3, "weight": 3, "redundancy": 1}
    row = table[table["coefficient"] == "redundancy"].iloc[0]
    assert row["ci_low"] < row["est"] < row["ci_high"]
    assert [note.code for note in result.notes] == ["formative_no_alpha"]
    assert set(reliability(responses).tidy()["scale"]) == {"OSAT"}


def test_the_same_seed_gives_the_same_interval(responses):
    wanted = {"criterion": {"RSAT": "OS1"}, "bootstrap": 50}
    first, again, other = (
        formative(responses, seed=seed, **wanted).tidy() for seed in (1, 1, 2)
    )

    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_a_formative_scale_written_as_a_factor_is_noted(responses):
    result = formative(responses, measurement="RSAT =~ RS1 + RS2 + RS3")

    assert "formative_as_reflective" in {note.code for note in result.notes}


def test_collinear_indicators_are_noted(tmp_path):
    frame = answers()
    frame["RS3"] = frame["RS1"].where(np.arange(len(frame)) % 20 > 0, 6 - frame["RS1"])
    path = write_instrument(tmp_path, FORMATIVE)
    result = formative(responses_from_frame(frame, [path]), vif_limit=3.3)

    items = {n.values["item"] for n in result.notes if n.code == "vif_high"}
    assert items == {"RS1", "RS3"}


def test_a_repeated_indicator_has_no_weight(tmp_path):
    frame = answers()
    frame["RS3"] = frame["RS1"]
    path = write_instrument(tmp_path, FORMATIVE)
    result = formative(responses_from_frame(frame, [path]))

    assert "indicators_dependent" in {note.code for note in result.notes}
    json.dumps(plain(result.to_dict()), allow_nan=False)


def test_without_a_formative_scale_it_says_so(tmp_path):
    path = write_instrument(tmp_path)
    result = formative(responses_from_frame(answers(), [path]))

    assert [note.code for note in result.notes] == ["no_formative_scale"]
    assert result.tidy().empty


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"criterion": {"RSAX": "OS1"}}, ScoresError, 'Did you mean "RSAT"'),
        ({"criterion": {"RSAT": "OS9"}}, ResponsesError, "OS9"),
        ({"vif_limit": 0.5}, OptionError, "above 1"),
        ({"ci_level": 2}, OptionError, "ci_level"),
    ],
)
def test_mistakes_are_told(responses, options, error, message):
    with pytest.raises(error, match=message):
        formative(responses, **options)
