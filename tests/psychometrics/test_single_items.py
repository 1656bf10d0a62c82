"""Single items measured with error, against lavaan, mathematics and misuse."""

from __future__ import annotations

import json

import pytest
from numpy.testing import assert_allclose
from rival_references import FOLDER, case_responses, rival_case

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.psychometrics import single_items
from srtoolkit.results import Result, is_plan_step, plain

#: lavaan stops its search earlier than we do; in standard errors, and relative.
EST_SE, SE_RTOL = 1e-3, 1e-3
MEASUREMENT = "DJ =~ DJ1 + DJ2 + DJ3\nSAT =~ SAT1 + SAT2 + SAT3"
STRUCTURE = "SAT ~ DJ + IJ1"


@pytest.fixture(scope="module")
def responses():
    return case_responses(rival_case("simulated"))


@pytest.fixture(scope="module")
def reference():
    path = FOLDER.parent / "formative" / "formative.json"
    return json.loads(path.read_text(encoding="utf-8"))["single"]


def require_paths(found, wanted):
    renamed = {"TRUE1": "IJ1"}
    for row in wanted:
        (mine,) = (
            p for p in found if p.predictor == renamed.get(row["rhs"], row["rhs"])
        )
        assert abs(mine.est - row["est"]) < EST_SE * row["se"]
        assert_allclose(mine.se, row["se"], rtol=SE_RTOL)
        assert_allclose(mine.std, row["std.all"], atol=1e-5)


def test_every_reliability_gives_lavaans_paths(responses, reference):
    result = single_items(responses, MEASUREMENT, structure=STRUCTURE, items=["IJ1"])

    assert is_plan_step(single_items, "step")
    assert isinstance(result, Result)
    json.dumps(plain(result.to_dict()), allow_nan=False)
    assert list(result.glance()["reliability"]) == [1.0, 0.7, 0.8, 0.9]
    for run, wanted in zip(result.runs, reference["runs"], strict=True):
        assert run.reliability == wanted["reliability"]
        require_paths(run.paths, wanted["paths"])


def test_a_factor_of_one_item_is_the_same_thing(responses):
    observed = single_items(
        responses, MEASUREMENT, structure=STRUCTURE, items=["IJ1"], reliability=[0.8]
    )
    latent = single_items(
        responses,
        f"{MEASUREMENT}\nIJ =~ IJ1",
        structure="SAT ~ DJ + IJ",
        reliability=[0.8],
    )

    assert latent.items == ("IJ1",)
    assert "one_indicator" in {note.code for note in latent.notes}
    ours = [(p.est, p.se) for p in observed.runs[1].paths]
    theirs = [(p.est, p.se) for p in latent.runs[1].paths]
    assert_allclose(ours, theirs, rtol=1e-5)


def test_an_outcome_of_reliability_one_is_the_outcome_as_measured(responses):
    from srtoolkit.sem import fit

    structure = "IJ1 ~ DJ + SAT"
    result = single_items(
        responses, MEASUREMENT, structure=structure, items=["IJ1"], reliability=[0.7]
    )
    table = fit(f"{MEASUREMENT}\n{structure}", responses.keyed).tidy()
    wanted = table[table["op"] == "~"]

    assert_allclose([p.est for p in result.runs[0].paths], wanted["est"], rtol=1e-5)
    assert_allclose([p.se for p in result.runs[0].paths], wanted["se"], rtol=1e-5)
    # error in an outcome leaves the path in points as it is
    assert_allclose([p.est for p in result.runs[1].paths], wanted["est"], rtol=1e-5)


def test_two_indicators_are_warned_of(responses):
    result = single_items(responses, "DJ =~ DJ1 + DJ2\nSAT =~ SAT1 + SAT2 + SAT3")

    assert [note.code for note in result.notes] == ["two_indicators", "no_single_item"]
    assert result.tidy().empty


def test_an_ordered_single_item_is_left_as_it_is(responses):
    result = single_items(
        responses,
        MEASUREMENT,
        structure=STRUCTURE,
        items=["IJ1"],
        estimation={"estimator": "WLSMV", "ordered": ("IJ1",)},
    )

    assert "reliability_needs_continuous" in {note.code for note in result.notes}
    assert result.runs == ()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"items": ["IJ7"]}, ModelError, 'Did you mean "IJ1"'),
        ({"reliability": [0.7, 1.2]}, OptionError, "1.2"),
    ],
)
def test_mistakes_are_told(responses, options, error, message):
    with pytest.raises(error, match=message):
        single_items(responses, MEASUREMENT, structure=STRUCTURE, **options)
