"""Item analysis, exploration and normality as a plan asks for them."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from answer_files import HEADER, write_instrument

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.psychometrics import (
    cronbach_alpha,
    exploratory_factor_analysis,
    factor_analysis,
    item_statistics,
    normality,
)
from srtoolkit.responses import Responses, responses_from_frame
from srtoolkit.results import Result, is_plan_step, plain

COLUMNS = ["scale", "item", "coefficient", "est", "ci_low", "ci_high", "ci_level"]
DELETED = {"RS3": {"zh": "措辞含糊", "en": "vague wording"}}


@pytest.fixture
def responses(tmp_path) -> Responses:
    """Two correlated factors; RS2 is asked the other way round."""
    generator = np.random.default_rng(3)
    recovery, other = generator.standard_normal((2, 240))
    overall = 0.5 * recovery + 0.8 * other
    signals = np.column_stack([recovery, -recovery, recovery, overall, overall])
    noisy = signals + 0.7 * generator.standard_normal((240, 5))
    points = np.array([3, 3, 3, 5.5, 5.5]) + np.array([1, 1, 1, 2, 2]) * noisy
    table = np.clip(np.round(points), 1, [5, 5, 5, 10, 10])
    frame = pd.DataFrame(table, columns=HEADER[1:6])
    frame["条件"] = np.where(np.arange(240) % 2, "补救", "无失误")
    return responses_from_frame(frame, [write_instrument(tmp_path)])


@pytest.mark.parametrize(
    "step", [item_statistics, exploratory_factor_analysis, normality]
)
def test_steps_give_results_that_a_report_can_keep(step, responses):
    result = step(responses)

    assert is_plan_step(step, "step")
    assert isinstance(result, Result)
    assert list(result.tidy().columns) == COLUMNS
    kept = plain([result.to_dict(), getattr(result, "details", {})])
    assert json.loads(json.dumps(kept)) == kept


def test_deleted_items_are_logged_and_stay(responses):
    result = item_statistics(responses, deleted=DELETED)
    (line,) = result.deleted
    alphas = result.tidy().query("scale == 'RSAT' and item.isna()")
    alphas = alphas.set_index("coefficient")["est"]
    kept = cronbach_alpha(responses.keyed[["RS1", "RS2"]].dropna()).alpha

    assert line.reason == DELETED["RS3"]
    assert alphas["alpha_without_deleted"] == pytest.approx(kept)
    assert line.alpha_if_deleted == pytest.approx(kept)
    assert line.alpha == pytest.approx(alphas["alpha"])
    assert "RS3" in set(result.tidy()["item"])
    assert result.details["deleted"][0]["item"] == "RS3"
    assert [note.code for note in result.notes] == ["items_deleted"]


def test_floor_and_ceiling_are_of_the_declared_range(responses):
    table = item_statistics(responses).tidy().set_index(["item", "coefficient"])["est"]
    turned = responses.keyed["RS2"]

    assert table["RS2", "floor_share"] == pytest.approx((turned == 1).mean())
    assert table["OS1", "ceiling_share"] == pytest.approx(
        (responses.keyed["OS1"] == 10).mean()
    )


def test_weak_and_blunt_items_are_named(responses):
    noise = np.random.default_rng(1).integers(1, 6, responses.n)
    keyed = responses.keyed.assign(RS3=noise.astype(float))
    changed = replace(responses, keyed=keyed)
    notes = {note.code: note.values for note in item_statistics(changed).notes}

    assert notes["item_weak"]["items"] == ["RS3"]


def test_what_cannot_be_computed_is_said(responses):
    few = responses.keep(np.arange(responses.n) < 3, "used", "missing_values")
    result = item_statistics(few)

    assert result.tidy().empty
    assert {note.code for note in result.notes} == {"too_few_complete"}


def test_parallel_analysis_decides_unless_the_plan_does(responses):
    free = exploratory_factor_analysis(responses, seed=1)
    told = exploratory_factor_analysis(responses, seed=1, n_factors=1)
    direct = factor_analysis(
        responses.keyed[HEADER[1:6]], n_factors=2, rotation="oblimin"
    )

    assert free.glance()["n_factors"].iloc[0] == free.parallel.n_factors == 2
    np.testing.assert_allclose(free.factors.loadings, direct.loadings)
    assert "other_number_of_factors" in [note.code for note in told.notes]
    assert set(free.details["scree"]["factors"]) == {
        "observed",
        "chance_mean",
        "chance_quantile",
    }


def test_halves_are_disjoint_and_told(responses):
    first, second = (
        exploratory_factor_analysis(responses, seed=5, half=half, n_factors=1)
        for half in ("first", "second")
    )

    assert first.factors.n + second.factors.n == responses.n
    assert "explored_first_half" in [note.code for note in first.notes]
    assert not np.allclose(first.factors.loadings, second.factors.loadings)


def test_exploring_and_confirming_on_the_same_respondents_is_told(responses):
    result = exploratory_factor_analysis(
        responses, seed=1, measurement="RSAT =~ RS1 + RS2 + RS3"
    )
    notes = {note.code: note.values for note in result.notes}

    assert notes["explored_and_confirmed"]["items"] == ["RS1", "RS2", "RS3"]


def test_items_can_be_chosen_and_left_out(responses):
    chosen = exploratory_factor_analysis(
        responses, scales=["RSAT"], items=["OS1"], exclude=["RS2"], n_factors=1
    )

    assert chosen.factors.items == ("RS1", "RS3", "OS1")
    assert [shape.item for shape in normality(responses, scales="OSAT").items] == [
        "OS1",
        "OS2",
    ]


@pytest.mark.parametrize(
    ("step", "arguments", "codes"),
    [
        (item_statistics, {"scales": ["RSAD", "OSAD"]}, ["unknown_scale"] * 2),
        (item_statistics, {"deleted": {"XX": "why"}}, ["unknown_item"]),
        (
            item_statistics,
            {"deleted": {"RS1": {"zh": "含糊"}, "RS2": ""}},
            ["deletion_without_reason"] * 2,
        ),
        (normality, {"items": ["RS9"]}, ["unknown_item"]),
        (
            exploratory_factor_analysis,
            {"scales": ["RSAD"], "items": ["RS9"]},
            ["unknown_scale", "unknown_item"],
        ),
    ],
)
def test_all_wrong_names_are_reported_at_once(step, arguments, codes, responses):
    with pytest.raises(ModelError) as caught:
        step(responses, **arguments)

    assert [problem.code for problem in caught.value.problems] == codes


@pytest.mark.parametrize(
    ("step", "arguments", "message"),
    [
        (exploratory_factor_analysis, {"half": "first"}, "without a seed"),
        (exploratory_factor_analysis, {"half": "third"}, "half"),
        (exploratory_factor_analysis, {"n_factors": "three"}, "n_factors"),
        (exploratory_factor_analysis, {"rotation": "oblimim"}, "oblimin"),
        (item_statistics, {"extreme_share": "27 %"}, "extreme_share"),
        (item_statistics, {"least_citc": 3}, "least_citc"),
    ],
)
def test_wrong_options_of_steps_are_refused(step, arguments, message, responses):
    with pytest.raises(OptionError, match=message):
        step(responses, **arguments)
