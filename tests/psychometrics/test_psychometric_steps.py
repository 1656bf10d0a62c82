"""Reliability and validity of a table of answers, as a plan asks for them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import HEADER, write_instrument
from numpy.testing import assert_allclose

from srtoolkit.errors import ModelError, OptionError, ResponsesError
from srtoolkit.psychometrics import (
    cronbach_alpha,
    item_analysis,
    mcdonald_omega,
    reliability,
    spearman_brown,
    validity,
)
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.results import Result, is_plan_step, plain
from srtoolkit.sem import fit

COLUMNS = ["scale", "item", "coefficient", "est", "ci_low", "ci_high", "ci_level"]
MEASUREMENT = "RSAT =~ RS1 + RS2 + RS3\nOSAT =~ OS1 + OS2"
#: the two fits stop at slightly different places
FIT_RTOL = 1e-5


def answers(n: int = 240, seed: int = 3) -> pd.DataFrame:
    """Two correlated factors; RS2 is asked the other way round."""
    generator = np.random.default_rng(seed)
    recovery = generator.standard_normal(n)
    overall = 0.6 * recovery + 0.8 * generator.standard_normal(n)
    noise = generator.standard_normal((n, 5)) * 0.7
    signals = np.column_stack([recovery, -recovery, recovery, overall, overall])
    points = np.array([3, 3, 3, 5.5, 5.5]) + np.array([1, 1, 1, 2, 2]) * (
        signals + noise
    )
    table = np.clip(np.round(points), 1, [5, 5, 5, 10, 10])
    frame = pd.DataFrame(table, columns=HEADER[1:6])
    frame["条件"] = np.where(np.arange(n) % 2, "补救", "无失误")
    return frame


@pytest.fixture
def small(tmp_path: Path) -> str:
    return write_instrument(tmp_path)


@pytest.fixture
def responses(small: str) -> Responses:
    return responses_from_frame(answers(), [small])


def test_both_are_plan_steps():
    assert is_plan_step(reliability, "step")
    assert is_plan_step(validity, "step")


def test_reliability_gives_each_scale_what_its_length_allows(responses):
    result = reliability(responses)
    table = result.tidy()

    assert isinstance(result, Result)
    assert list(table.columns) == COLUMNS
    found = table.groupby(["scale", "coefficient"]).size().to_dict()
    assert found == {
        ("RSAT", "alpha"): 1,
        ("RSAT", "alpha_standardised"): 1,
        ("RSAT", "omega"): 1,
        ("RSAT", "citc"): 3,
        ("RSAT", "alpha_if_deleted"): 3,
        ("OSAT", "alpha"): 1,
        ("OSAT", "alpha_standardised"): 1,
        ("OSAT", "spearman_brown"): 1,
        ("OSAT", "citc"): 2,
    }
    assert result.notes == ()
    assert json.dumps(plain(result.to_dict()))


def test_reliability_is_that_of_the_keyed_items(responses):
    table = reliability(responses, ci_level=0.9).tidy()
    table = table[table["coefficient"] != "alpha_standardised"]
    three = responses.keyed[["RS1", "RS2", "RS3"]]
    two = responses.keyed[["OS1", "OS2"]]
    expected = [
        cronbach_alpha(three, ci_level=0.9),
        mcdonald_omega(three, ci_level=0.9),
        item_analysis(three, ci_level=0.9),
        cronbach_alpha(two, ci_level=0.9),
        spearman_brown(two, ci_level=0.9),
        item_analysis(two, ci_level=0.9),
    ]

    values = ["est", "ci_low", "ci_high", "ci_level"]
    rows = pd.concat([result.tidy() for result in expected])
    rows = rows[rows["coefficient"].isin(set(table["coefficient"]))]
    assert_allclose(table[values].astype(float), rows[values].astype(float))
    items = table.loc[table["coefficient"] == "citc", "item"].tolist()
    assert items == ["RS1", "RS2", "RS3", "OS1", "OS2"]


def test_reliability_leaves_out_incomplete_respondents_scale_by_scale(small):
    frame = answers()
    frame.loc[:9, "RS1"] = np.nan
    frame.loc[5:29, "OS2"] = np.nan
    responses = responses_from_frame(frame, [small])
    glance = reliability(responses).glance().set_index("scale")

    assert glance.loc["RSAT", ["n", "n_missing", "n_items"]].tolist() == [230, 10, 3]
    assert glance.loc["OSAT", ["n", "n_missing", "n_items"]].tolist() == [215, 25, 2]
    assert glance.loc["RSAT", "omega_status"] == "converged"


def test_reliability_notes_what_it_cannot_estimate(small):
    frame = answers(8)
    frame.loc[:4, "RS1"] = np.nan
    frame.loc[3:, "OS1"] = np.nan
    responses = responses_from_frame(frame, [small])
    result = reliability(responses)

    assert [note.code for note in result.notes] == ["too_few_complete"] * 2
    assert dict(result.notes[0].values) == {"scale": "RSAT", "n": 3}
    assert result.tidy().empty
    assert list(result.tidy().columns) == COLUMNS


def test_reliability_notes_a_constant_among_complete_answers(small):
    frame = answers(20)
    frame.loc[:9, "OS1"] = 7
    frame.loc[10:, "OS2"] = np.nan
    responses = responses_from_frame(frame, [small])
    notes = reliability(responses).notes

    assert notes[-1].code == "item_constant"
    assert dict(notes[-1].values) == {"scale": "OSAT", "items": ["OS1"]}


def test_reliability_notes_an_item_that_goes_against_the_rest(small):
    frame = answers()
    frame["RS2"] = 6 - frame["RS2"]  # turned already, and now turned back
    notes = reliability(responses_from_frame(frame, [small])).notes

    assert "negative_item_rest" in [note.code for note in notes]
    assert "RS2" in notes[-1].values["items"]


def test_a_level_is_a_share(responses):
    with pytest.raises(OptionError, match="ci_level is 95"):
        reliability(responses, ci_level=95)


def test_validity_gives_convergent_and_discriminant_coefficients(responses):
    measured = fit(MEASUREMENT, responses.keyed)
    result = validity(measured, responses)
    table = result.tidy()

    assert isinstance(result, Result)
    assert list(table.columns) == COLUMNS
    assert table["coefficient"].tolist() == [
        *("cr", "ave", "sqrt_ave", "msv", "omega_observed", "ave_observed") * 2,
        "correlation",
        "htmt",
        "htmt2",
    ]
    pair = table[table["coefficient"] == "correlation"].iloc[0]
    assert (pair["scale"], pair["item"]) == ("RSAT", "OSAT")
    loadings = measured.tidy().query("op == '=~' and lhs == 'RSAT'")["std"]
    assert_allclose(table["est"][1], (loadings**2).mean())
    assert_allclose(table["est"][2] ** 2, table["est"][1])
    assert result.glance().iloc[0].to_dict() == {
        "n": 240,
        "n_factors": 2,
        "status": "converged",
        "threshold": 0.9,
        "n_not_distinguishable": 0,
        "n_draws": 0,
    }
    assert json.dumps(plain(result.to_dict()))


def test_a_factor_correlation_has_the_interval_of_unit_variances(responses):
    """With variances fixed to one the covariance is the correlation itself."""
    table = validity(fit(MEASUREMENT, responses.keyed), responses).tidy()
    found = table[table["coefficient"] == "correlation"].iloc[0]
    unit = fit(MEASUREMENT, responses.keyed, std_lv=True)
    known = unit.tidy().query("lhs == 'RSAT' and rhs == 'OSAT'").iloc[0]

    for name in ("est", "ci_low", "ci_high"):
        assert_allclose(found[name], known[name], rtol=FIT_RTOL)
    again = validity(unit, responses).tidy()
    assert_allclose(
        again["est"].astype(float), table["est"].astype(float), rtol=FIT_RTOL
    )


def test_a_model_that_is_not_admissible_gives_htmt_only(small):
    frame = answers(60)
    generator = np.random.default_rng(9)
    first, second = generator.standard_normal((2, 60))
    signals = np.column_stack([first + second, -first, second])
    frame[["RS1", "RS2", "RS3"]] = np.clip(np.round(3 + signals), 1, 5)
    responses = responses_from_frame(frame, [small])
    measured = fit(MEASUREMENT, responses.keyed)
    result = validity(measured, responses)

    assert not measured.status.admissible
    assert set(result.tidy()["coefficient"]) == {"htmt", "htmt2"}
    assert result.notes[0].code == "model_not_admissible"
    assert result.notes[0].values["status"] == measured.status.code


def test_validity_needs_a_measurement_model_of_one_group(responses):
    with pytest.raises(ModelError, match="no measurement model to judge"):
        validity(None, responses)
    with pytest.raises(ModelError, match="no factor of observed items"):
        validity(fit("RS1 ~ RS3", responses.keyed), responses)
    grouped = fit(MEASUREMENT, responses.keyed, group="条件", engine="native")
    with pytest.raises(ModelError, match="for one group; the measurement model has 2"):
        validity(grouped, responses)


def test_validity_needs_the_answers(responses):
    measured = fit(
        "F =~ a + b + c",
        responses.keyed.rename(columns={"RS1": "a", "RS2": "b", "RS3": "c"}),
    )

    with pytest.raises(ResponsesError, match='named "a"'):
        validity(measured, responses)
