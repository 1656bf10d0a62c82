"""The validity step tells factors apart, and says so to the hypotheses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import HEADER, write_instrument
from numpy.testing import assert_allclose

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics import htmt, reliability, validity
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.results import plain
from srtoolkit.sem import fit

MEASUREMENT = "RSAT =~ RS1 + RS2 + RS3\nOSAT =~ OS1 + OS2"
#: a fit with other starting values stops slightly elsewhere
FIT_RTOL = 1e-5


def bound(tmp_path: Path, shared: float, n: int = 300) -> Responses:
    """Answers to two scales whose factors correlate `shared`."""
    generator = np.random.default_rng(4)
    common = generator.standard_normal(n)
    other = shared * common + np.sqrt(1 - shared**2) * generator.standard_normal(n)
    noise = 0.6 * generator.standard_normal((n, 5))
    signals = np.column_stack([common, -common, common, other, other]) + noise
    points = np.array([3, 3, 3, 5.5, 5.5]) + np.array([1, 1, 1, 2, 2]) * signals
    table = np.clip(np.round(points), 1, [5, 5, 5, 10, 10])
    frame = pd.DataFrame(table, columns=HEADER[1:6])
    frame["条件"] = "补救"
    return responses_from_frame(frame, [write_instrument(tmp_path)])


def test_factors_that_differ_have_a_warrant(tmp_path):
    responses = bound(tmp_path, 0.5)
    result = validity(fit(MEASUREMENT, responses.keyed), responses)

    (warrant,) = result.warrants
    assert warrant.holds
    assert warrant.claim == "unique_effects"
    assert warrant.variables == {"RSAT", "OSAT"}
    assert result.pairs[0].p < 0.001
    assert [note.code for note in result.notes] == ["correlation_of_one_is_a_boundary"]


def test_factors_that_are_one_have_none(tmp_path):
    responses = bound(tmp_path, 0.97)
    result = validity(fit(MEASUREMENT, responses.keyed), responses)

    (warrant,) = result.warrants
    assert not warrant.holds
    assert warrant.reason.code == "not_distinguishable"
    values = dict(warrant.reason.values)
    assert {values["first"], values["second"]} == {"RSAT", "OSAT"}
    assert values["ci_high"] >= values["threshold"] == 0.9
    assert "not_distinguishable" in [note.code for note in result.notes]
    assert result.glance()["n_not_distinguishable"].item() == 1


def test_the_threshold_stands_in_the_plan(tmp_path):
    responses = bound(tmp_path, 0.5)
    measured = fit(MEASUREMENT, responses.keyed)

    assert not validity(measured, responses, threshold=0.4).warrants[0].holds
    with pytest.raises(OptionError, match=r"threshold is 1\.5"):
        validity(measured, responses, threshold=1.5)


def test_a_negative_correlation_is_judged_by_its_size(tmp_path):
    responses = bound(tmp_path, 0.97)
    turned = responses.keyed.assign(OS1=11 - responses.keyed["OS1"])
    turned["OS2"] = 11 - turned["OS2"]
    result = validity(fit(MEASUREMENT, turned), responses)

    assert result.pairs[0].correlation < -0.9
    assert not result.warrants[0].holds


def test_the_test_against_one_does_not_depend_on_the_scale(tmp_path):
    """Marker loadings, unit variances and a loading fixed by hand are one model."""
    responses = bound(tmp_path, 0.6)
    ways = [
        fit(MEASUREMENT, responses.keyed),
        fit(MEASUREMENT, responses.keyed, std_lv=True),
        fit("RSAT =~ 1*RS1 + RS2 + RS3\nOSAT =~ 1*OS1 + OS2", responses.keyed),
    ]
    found = [validity(way, responses).pairs[0].chisq_diff for way in ways]

    assert_allclose(found, found[0], rtol=FIT_RTOL)


def test_details_hold_what_the_tables_need(tmp_path):
    responses = bound(tmp_path, 0.5)
    measured = fit(MEASUREMENT, responses.keyed)
    result = validity(measured, responses, bootstrap=300, seed=1)
    details = plain(result.details)

    assert json.dumps(details)
    assert set(details) == {
        *("loadings", "convergent", "pairs", "htmt", "fornell_larcker"),
        *("threshold", "ci_level", "scores"),
    }
    assert [row["item"] for row in details["loadings"]] == [
        *("RS1", "RS2", "RS3", "OS1", "OS2")
    ]
    assert_allclose(
        [row["r2"] for row in details["loadings"]],
        [row["std"] ** 2 for row in details["loadings"]],
    )
    square = np.array(details["fornell_larcker"]["values"])
    assert_allclose(square, square.T)
    assert_allclose(np.diag(square) ** 2, [f["ave"] for f in details["convergent"]])
    (pair,) = details["htmt"]
    assert pair["htmt_low"] < pair["htmt"] < pair["htmt_high"]
    table = result.tidy().set_index("coefficient")
    assert table.loc["htmt", "ci_level"] == 0.95


def test_draws_of_htmt_depend_on_the_seed_only(tmp_path):
    points = bound(tmp_path, 0.5).keyed
    factors = {"R": ["RS1", "RS2", "RS3"], "O": ["OS1", "OS2"]}
    first = htmt(points, factors, bootstrap=300, seed=7)

    assert first == htmt(points, factors, bootstrap=300, seed=7)
    assert first != htmt(points, factors, bootstrap=300, seed=8)


def test_an_interval_of_unrelated_sets_is_called_unreliable():
    generator = np.random.default_rng(2)
    sets = [generator.standard_normal((200, 1)) for _ in range(2)]
    noise = generator.standard_normal((200, 6))
    points = np.column_stack([sets[0]] * 3 + [sets[1]] * 3) + noise
    table = pd.DataFrame(points, columns=list("abcdef"))
    result = htmt(table, {"F": "abc", "G": "def"}, bootstrap=300, seed=1)

    assert result.pairs[0].interval_unreliable
    assert result.notes[0].code == "htmt_interval_unreliable"


def test_misuse_of_htmt_is_told():
    table = pd.DataFrame(np.eye(5, 4), columns=list("abcd"))

    with pytest.raises(ScoresError, match="there is one factor"):
        htmt(table, {"F": "ab"})
    with pytest.raises(ScoresError, match="no column x"):
        htmt(table, {"F": "ab", "G": "cx"})
    with pytest.raises(OptionError, match="bootstrap is -1"):
        htmt(table, {"F": "ab", "G": "cd"}, bootstrap=-1)


def test_reliability_of_ordered_answers_on_demand(tmp_path):
    responses = bound(tmp_path, 0.5)
    asked = reliability(responses, ordinal=True, bootstrap=200, seed=1)
    by_plan = reliability(responses, estimation={"ordered": True})
    rows = asked.tidy().query("scale == 'RSAT'").set_index("coefficient")

    assert rows.loc["alpha_ordinal", "est"] > rows.loc["alpha", "est"]
    low, high = rows.loc["omega_categorical", ["ci_low", "ci_high"]]
    assert low < rows.loc["omega_categorical", "est"] < high
    codes = set(by_plan.tidy()["coefficient"])
    assert {"alpha_ordinal", "omega_categorical"} <= codes
    assert "alpha_ordinal" not in set(reliability(responses).tidy()["coefficient"])


def test_omega_draws_of_the_step_are_percentiles(tmp_path):
    responses = bound(tmp_path, 0.5)
    delta = reliability(responses).tidy().query("coefficient == 'omega'")
    drawn = reliability(responses, bootstrap=1000, seed=1).tidy()
    drawn = drawn.query("coefficient == 'omega'")

    assert delta["est"].item() == drawn["est"].item()
    #: the two kinds of limit are a few thousandths apart at n = 300
    assert_allclose(drawn["ci_low"].item(), delta["ci_low"].item(), atol=0.02)
    assert drawn["ci_low"].item() != delta["ci_low"].item()
