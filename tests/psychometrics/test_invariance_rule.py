"""The rule, the search, each factor alone, and mistakes of a plan."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from invariance_references import CUTS, FOLDER, OURS

from srtoolkit.errors import ModelError, OptionError, ResponsesError
from srtoolkit.inference import Warrant
from srtoolkit.psychometrics import measurement_invariance
from srtoolkit.psychometrics.invariance.consequences import Consequence
from srtoolkit.psychometrics.invariance.differences import Difference
from srtoolkit.psychometrics.invariance.levels import ADDED, held_at
from srtoolkit.psychometrics.invariance.rule import (
    Decision,
    Grounds,
    Limits,
    decide_level,
)
from srtoolkit.responses import responses_from_frame

PHRASES = Path(__file__).resolve().parents[2] / "reports/_shared"
GROUPED = pd.read_csv(FOLDER / "grouped_answers.csv")
REPEATED = pd.read_csv(FOLDER / "repeated_answers.csv")
ANSWERS = responses_from_frame(GROUPED, [])
BELOW = Decision("holds")


def find_phrases(language):
    return yaml.safe_load((PHRASES / f"{language}.yaml").read_text(encoding="utf-8"))


def step(p, cfi=0.0, rmsea=0.0, df=5):
    return Difference(10.0, df, p, "plain", {"cfi": cfi, "rmsea": rmsea}, "plain")


def consequence(same):
    values = (0.0, -1.0, 1.0)
    return Consequence(
        "scalar", "mean_difference", ("f",), "b", values, values, same, 0.9
    )


@pytest.mark.parametrize(
    ("grounds", "expected"),
    [
        (Grounds("scalar", "converged", step(0.05)), Decision("holds")),
        (
            Grounds("scalar", "converged", step(np.nan, df=0)),
            Decision("no_restriction"),
        ),
        (
            Grounds("scalar", "converged", step(0.049, cfi=-0.011), False, True, ()),
            Decision("does_not_hold", "indices_change"),
        ),
        (
            Grounds("scalar", "converged", step(0.049, rmsea=0.016), False, True, ()),
            Decision("does_not_hold", "indices_change"),
        ),
        (
            Grounds("scalar", "converged", step(0.001), False, False, None),
            Decision("does_not_hold", "no_partial_model"),
        ),
        (
            Grounds("scalar", "converged", step(0.001), False, True, None),
            Decision("does_not_hold", "not_compared"),
        ),
        (
            Grounds(
                "scalar", "converged", step(0.001), False, True, (consequence(False),)
            ),
            Decision("does_not_hold", "verdict_differs"),
        ),
        (
            Grounds(
                "scalar",
                "converged",
                step(0.001, cfi=-0.010, rmsea=0.015),
                False,
                True,
                (consequence(True),),
            ),
            Decision("holds_approximately"),
        ),
        (
            Grounds(
                "scalar", "converged", step(0.6), True, False, (consequence(True),)
            ),
            Decision("holds_partially"),
        ),
        (
            Grounds("scalar", "negative_variance", step(0.6)),
            Decision("not_admissible", "negative_variance"),
        ),
        (Grounds("latent_means", "converged", step(0.01)), Decision("differ")),
        (Grounds("scalar", "converged", step(np.nan)), Decision("no_difference_test")),
    ],
)
def test_rule_at_its_limits(grounds, expected):
    assert decide_level(BELOW, grounds, Limits()) == expected


def test_nothing_stands_on_a_level_that_fails():
    good = Grounds("strict", "converged", step(0.9))
    failed = Decision("does_not_hold", "indices_change")
    assert decide_level(failed, good, Limits()) == Decision("rests_on_failed")
    stopped = Decision("not_admissible", "negative_variance")
    after = decide_level(stopped, good, Limits())
    assert after == Decision("rests_on_failed", "negative_variance")


def test_a_level_holds_everything_below_it():
    asked = ("configural", "scalar", "latent_means")
    held = held_at("latent_means", asked, ordinal=True)
    assert held == ("thresholds", "loadings", "intercepts", "means")


def test_search_names_what_was_planted_and_frees_nothing():
    found = measurement_invariance(ANSWERS, measurement=OURS, group="branch")
    proposals = found.details["proposals"]
    first = {row["level"]: row["parameter"] for row in reversed(proposals)}
    assert first["metric"] == "g =~ g2"
    assert first["scalar"] == "f3 ~ 1"
    assert all(row["p_adjusted"] >= row["p"] for row in proposals)
    assert set(found.tidy()["released"]) == {""}
    codes = {note.code for note in found.notes}
    assert "partial_invariance_proposed" in codes


def test_plan_frees_what_it_names():
    found = measurement_invariance(
        ANSWERS, measurement=OURS, group="branch", partial=["g=~g2", "f3 ~ 1"]
    )
    rows = found.tidy().set_index("level")
    assert rows.loc["metric", "decision"] == "holds_partially"
    assert rows.loc["metric", "df_diff"] == 10
    assert rows.loc["scalar", "released"] == "f3 ~ 1; g =~ g2"
    model = found.details["models"]["scalar"]
    assert model["equal"] == ["loadings", "intercepts"]
    assert model["partial"] == ["f3 ~ 1", "g =~ g2"]


def test_one_factor_fails_and_the_others_stand():
    moved = GROUPED.copy()
    moved.loc[moved["branch"] == "south", "f1"] += 1.5
    found = measurement_invariance(
        responses_from_frame(moved, []), measurement=OURS, group="branch"
    )
    assert not found.warranted("means", "f")
    assert found.warranted("means", "g")
    assert found.warranted("paths", "f")
    reasons = {
        (w.claim, *w.variables): w.reason.code for w in found.warrants if not w.holds
    }
    assert reasons["means", "f"] == "scalar_indices_change"
    assert reasons["means", "h"] == "invariance_too_few_items"
    decided = {(r.factor, r.level): r.decided_by for r in found.factors}
    assert decided["f", "scalar"] == decided["g", "scalar"] == "own"


def test_each_factor_alone_equals_its_own_model():
    moved = GROUPED.copy()
    moved.loc[moved["branch"] == "south", "f1"] += 1.5
    answers = responses_from_frame(moved, [])
    joint = measurement_invariance(answers, measurement=OURS, group="branch")
    own = joint.own_rungs["g"]
    # the other factors' items are free: only g's restrictions are counted
    assert [rung.difference.df for rung in own[1:]] == [4, 4]


def test_warrants_for_the_column_compared():
    found = measurement_invariance(
        ANSWERS, measurement=OURS, condition="branch", control="west"
    )
    assert found.labels[0] == "west"
    assert all(isinstance(w, Warrant) and w.group == "branch" for w in found.warrants)
    assert {w.claim for w in found.warrants} == {"means", "paths"}


@pytest.mark.parametrize(
    "scaled",
    [
        OURS.replace("=~ f1", "=~ 1*f1"),
        OURS.replace("=~ f1", "=~ NA*f1") + "\nf ~~ 1*f",
        OURS.replace("+ g2", "+ 1*g2"),
    ],
)
def test_how_a_factor_is_scaled_changes_nothing(scaled):
    plain, other = (
        measurement_invariance(ANSWERS, measurement=model, group="branch")
        for model in (OURS, scaled)
    )
    shown = ["chisq", "df", "chisq_diff", "df_diff"]
    pd.testing.assert_frame_equal(plain.tidy()[shown], other.tidy()[shown])


def test_factor_with_several_fixed_loadings_has_a_free_variance():
    found = measurement_invariance(
        ANSWERS,
        measurement=OURS.replace("g1 + g2 + g3", "1*g1 + 1*g2 + g3"),
        group="branch",
        levels=["metric"],
    )
    # g: one loading is left to be held over three groups; f: four less scales
    assert found.tidy()["df_diff"][1] == 2 + 6 + 2


def test_reference_changes_no_test():
    one = measurement_invariance(ANSWERS, measurement=OURS, group="branch")
    other = measurement_invariance(
        ANSWERS, measurement=OURS, group="branch", reference="south"
    )
    shown = ["chisq", "df", "chisq_diff", "cfi"]
    pd.testing.assert_frame_equal(one.tidy()[shown], other.tidy()[shown], rtol=1e-5)
    gap = {(m.factor, m.group): m.d for m in one.latent_means}["f", "south"]
    back = {(m.factor, m.group): m.d for m in other.latent_means}["f", "north"]
    assert gap == pytest.approx(-back, abs=1e-4)


def test_too_many_releases_leave_no_warrant():
    found = measurement_invariance(
        ANSWERS, measurement=OURS, group="branch", partial=["g1 ~ 1", "g2 ~ 1"]
    )
    reason = next(w.reason for w in found.warrants if "g" in w.variables)
    assert reason.code == "invariance_too_few_invariant_items"


def test_inadmissible_solution_stops_with_its_reason():
    generator = np.random.default_rng(5)
    small = pd.DataFrame(generator.standard_normal((60, 3)), columns=["a", "b", "c"])
    small["b"] += 2 * small["a"]
    small["group"] = ["x", "y"] * 30
    found = measurement_invariance(
        responses_from_frame(small, []), measurement="f =~ a + b + c", group="group"
    )
    first = found.tidy().iloc[0]
    assert first["decision"] == "not_admissible"
    assert found.warrants[0].reason.code == "invariance_not_admissible"
    assert found.warrants[0].reason.values["status"] == first["why"]
    assert found.notes[0].code == "invariance_level_not_admissible"


def test_waves_compare_a_factor_with_itself():
    items = [[f"w{wave}i{k}" for k in range(1, 5)] for wave in (1, 2)]
    answers = responses_from_frame(REPEATED, [])
    found = measurement_invariance(answers, waves={"f": items}, condition="group")
    rows = found.tidy().set_index("level")
    assert rows.loc["metric", "decision"] == "holds"
    assert rows.loc["scalar", "decision"] == "does_not_hold"
    assert found.details["proposals"][0]["parameter"] == "w1i4 ~ 1"
    freed = measurement_invariance(answers, waves={"f": items}, partial=["w2i4 ~ 1"])
    assert freed.tidy().set_index("level").loc["scalar", "p_diff"] > 0.05
    written = "PRE =~ " + " + ".join(items[0]) + "\nPOST =~ " + " + ".join(items[1])
    named = measurement_invariance(
        answers, measurement=written, waves={"f": ["PRE", "POST"]}
    )
    assert named.warrants[0].variables == {"f", "PRE", "POST"}
    assert named.tidy()["chisq"].tolist() == pytest.approx(rows["chisq"].tolist())


def test_uncorrelated_residuals_cost_their_degrees_of_freedom():
    items = [[f"w{wave}i{k}" for k in range(1, 5)] for wave in (1, 2)]
    answers = responses_from_frame(REPEATED, [])
    df = [
        measurement_invariance(
            answers, waves={"f": items}, residual_correlations=correlated
        ).tidy()["df"][0]
        for correlated in (True, False)
    ]
    assert df == [15, 19]


def test_ordered_items_start_with_thresholds():
    found = measurement_invariance(
        ANSWERS, measurement=CUTS, group="branch", ordered=True
    )
    rows = found.tidy()
    assert list(rows["level"][:3]) == ["configural", "thresholds", "metric"]
    assert set(rows["method"][1:]) == {"satorra_2000"}
    assert not found.warranted("paths", "g")
    assert found.warranted("paths", "f")


def test_result_is_plain_values():
    found = measurement_invariance(ANSWERS, measurement=OURS, group="hot")
    content = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert set(found.details) <= set(content)
    assert found.glance()["highest_level"][0] == "strict"
    assert len(found.glance()) == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"levels": ["metrics"]}, "unknown_level"),
        ({"levels": ["thresholds", "metric"]}, "thresholds_need_ordered"),
        ({"levels": ["metric", "latent_means"]}, "level_needs_another"),
        ({"levels": ["configural"]}, "one_level"),
        ({"partial": ["f =~ f9"]}, "unknown_parameter"),
        ({"reference": "east"}, "unknown_group"),
        ({"group": "constant"}, "one_group"),
        ({"group": None}, "no_groups"),
        ({"waves": {"f": [["f1"], ["f2"]]}}, "groups_and_waves"),
        ({"group": None, "waves": {"f": [["f1"], ["f2", "f3"]]}}, "waves_differ"),
        ({"group": None, "waves": {"f": ["x", "f"]}}, "unknown_factor"),
        ({"p_limit": 0}, "limit_out_of_range"),
        ({"alignment": "loose"}, "unknown_alignment"),
        ({"alignment": "free", "group": "hot"}, "alignment_needs_groups"),
        ({"alignment": "fixed", "ordered": ["f1"]}, "alignment_of_ordered"),
    ],
)
def test_mistakes_of_a_plan(options, code):
    answers = responses_from_frame(GROUPED.assign(constant="all"), [])
    if "ordered" in options:
        answers = ANSWERS
        options = {**options, "measurement": CUTS, "ordered": ["of1"]}
    with pytest.raises(OptionError) as caught:
        measurement_invariance(
            answers, **{"measurement": OURS, "group": "branch", **options}
        )
    assert caught.value.code == code


def test_what_cannot_be_measured():
    with pytest.raises(ModelError) as caught:
        measurement_invariance(ANSWERS, group="hot")
    assert caught.value.code == "no_measurement"
    with pytest.raises(ModelError) as caught:
        measurement_invariance(
            ANSWERS, measurement=OURS + "\nall =~ f + g + h", group="hot"
        )
    assert caught.value.code == "not_first_order"
    with pytest.raises(ResponsesError):
        measurement_invariance(ANSWERS, measurement=OURS, group="nowhere")


def test_every_reason_can_be_worded_in_both_languages():
    own = {
        f"{level}_{why}"
        for level in ("metric", "scalar")
        for why in (
            "indices_change",
            "no_partial_model",
            "verdict_differs",
            "rests_on_failed",
        )
    }
    own |= {
        f"invariance_{why}"
        for why in (
            "not_compared",
            "not_admissible",
            "no_difference_test",
            "too_few_items",
            "too_few_invariant_items",
        )
    }
    notes = {
        "invariance_level_not_admissible",
        "invariance_holds_approximately",
        "invariance_holds_partially",
        "partial_invariance_proposed",
    }
    for language in ("zh", "en"):
        text = find_phrases(language)
        assert own <= set(text["why"])
        assert own | notes <= set(text["diagnostic"])
        assert set(ADDED) <= set(text["level"])


def test_factors_made_of_scales():
    generator = np.random.default_rng(8)
    general = generator.standard_normal((300, 1))
    points = 4 + general + 0.8 * generator.standard_normal((300, 4))
    table = pd.DataFrame(
        np.clip(points.round(), 1, 7), columns=[f"OSAT{k}" for k in range(1, 5)]
    )
    answers = responses_from_frame(
        table.assign(branch=["a", "b", "c"] * 100), ["overall-satisfaction"]
    )
    by_scale = measurement_invariance(answers, scales=["OSAT"], group="branch")
    written = measurement_invariance(
        answers, measurement="OSAT =~ OSAT1 + OSAT2 + OSAT3 + OSAT4", group="branch"
    )
    assert by_scale.tidy()["chisq"].tolist() == written.tidy()["chisq"].tolist()
    assert by_scale.warranted("means", "OSAT")


def test_estimator_of_the_step_goes_before_that_of_the_plan():
    found = measurement_invariance(
        ANSWERS,
        measurement=OURS,
        group="hot",
        estimation={"estimator": "ML"},
        estimator="MLR",
        levels=["metric"],
    )
    assert set(found.tidy()["method"][1:]) == {"satorra_bentler_2001"}
    assert set(found.tidy()["form"][1:]) == {"robust"}
    with pytest.raises(ModelError) as caught:
        measurement_invariance(
            ANSWERS,
            measurement=CUTS,
            group="hot",
            estimation={"missing": "fiml"},
            ordered=True,
        )
    assert caught.value.code == "not_available"
