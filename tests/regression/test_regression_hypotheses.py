"""What a plan asks of a regression, through responses."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import grouped_responses

from srtoolkit import regression
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.inference import SmallestEffect, decide
from srtoolkit.regression import (
    coefficient,
    conditional_effect,
    diagnostics,
    fit,
    fit_linear,
    hierarchical,
    indirect,
    moderated_mediation,
    more_important,
    relative_importance,
    response_surface,
    surface,
)
from srtoolkit.responses import responses_from_frame
from srtoolkit.results import is_plan_step, plain

N = 400


@pytest.fixture(scope="module")
def responses():
    generator = np.random.default_rng(21)
    x, w, z = generator.normal(size=(3, N))
    m = 0.6 * x + 0.3 * w + 0.4 * x * w + generator.normal(size=N)
    y = 0.5 * m + 0.1 * x + generator.normal(size=N)
    score = np.clip(np.round(4 + y), 1, 7)
    return grouped_responses(
        {"one": list(score)}, X=x, W=w, Z=z, M=m, Y=y, buy=(y > 0).astype(float)
    )


MEDIATION = {"x": "X", "mediators": ["M"], "outcome": "Y", "expect": "positive"}
SMALL = {"bootstrap": 600, "seed": 5}


def test_an_indirect_effect_is_evidence_with_its_equations(responses):
    found = indirect(
        responses, **MEDIATION, **SMALL, smallest_effect=SmallestEffect(0.1, "points")
    )
    primary = found.primary

    assert found.contrast == "X -> M -> Y"
    assert primary.method == "bootstrap_percentile"
    assert primary.ci_level == pytest.approx(0.90)
    assert primary.ci_low < primary.est < primary.ci_high
    assert primary.p == pytest.approx(1 / 601)
    assert decide(found.primary, "positive", None).verdict == "supported"
    assert {row["outcome"] for row in found.details["equations"]} == {"M", "Y"}
    assert found.smallest_effect == 0.1
    assert plain(found.details)["n_draws"] == 600


def test_an_indirect_effect_depends_on_where_the_moderator_stands(responses):
    options = {**MEDIATION, **SMALL, "moderators": {"X -> M": "W"}}
    low = indirect(responses, **options, at={"W": "low"}).primary
    high = indirect(responses, **options, at={"W": 1.0}).primary
    index = moderated_mediation(responses, **options, moderator="W").primary

    assert low.est < high.est
    w = responses.answers["W"].astype(float)
    gap = 1.0 - (w.mean() - w.std())
    assert_allclose(high.est - low.est, gap * index.est, rtol=1e-9)
    curve = indirect(responses, **options).details["curves"]
    assert len(curve) == 31
    assert {"value", "est", "ci_low", "ci_high", "moderator"} <= set(curve[0])


def test_a_moderator_of_both_steps_is_compared_at_two_places(responses):
    options = {**MEDIATION, **SMALL, "moderators": {"X -> M": "W", "M -> Y": "W"}}
    found = moderated_mediation(responses, **options, moderator="W")
    w = responses.answers["W"].astype(float)
    ends = [
        indirect(responses, **options, at={"W": w.mean() + k * w.std()}).primary.est
        for k in (-1, 1)
    ]
    assert_allclose(found.primary.est, ends[1] - ends[0], rtol=1e-9)


def test_the_same_seed_gives_the_same_interval(responses):
    first, second = (indirect(responses, **MEDIATION, **SMALL) for _ in range(2))
    assert first.primary == second.primary
    assert (
        first.primary != indirect(responses, **MEDIATION, bootstrap=600, seed=6).primary
    )


def test_a_binary_outcome_is_explained_in_log_odds(responses):
    found = indirect(responses, **(MEDIATION | {"outcome": "buy"}), **SMALL)
    assert found.primary.est > 0
    assert any(row.get("odds_ratio") for row in found.details["equations"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"path": "X -> Z -> Y"}, "no indirect effect"),
        ({"moderators": {"X -> M": "W"}, "at": {"W": "top"}}, 'cannot stand at "top"'),
        ({"mediators": ["X"]}, "two places"),
    ],
)
def test_mistakes_in_a_path_are_told(responses, change, message):
    with pytest.raises(ModelError, match=message):
        indirect(responses, **(MEDIATION | change), **SMALL)


def test_a_moderator_that_does_not_act_on_the_path_is_told(responses):
    with pytest.raises(ModelError, match="does not moderate"):
        moderated_mediation(
            responses, **MEDIATION, **SMALL, moderators={"X -> Y": "W"}, moderator="W"
        )


def test_a_conditional_effect_is_the_simple_slope(responses):
    data = responses.answers[["X", "W", "M"]].astype(float)
    found = fit_linear(
        data, outcome="M", predictors=["X", "W"], interactions=[("X", "W")]
    )
    slopes = coefficient(found, term="X:W", expect="any").details["simple_slopes"]
    evidence = conditional_effect(found, term="X", at={"W": "high"}, expect="positive")

    assert_allclose(evidence.primary.est, slopes[2]["slope"])
    assert_allclose(evidence.primary.se, slopes[2]["se"])
    assert evidence.details["johnson_neyman"]["moderator"] == "W"
    assert [row["level"] for row in evidence.details["simple_slopes"]] == [
        "low",
        "mean",
        "high",
    ]
    with pytest.raises(ModelError, match="does not moderate"):
        conditional_effect(found, term="X", at={"Z": 1.0}, expect="positive")
    missing = conditional_effect(found, term="Q", at={}, expect="positive")
    assert missing.guard.code == "path_not_in_model"


def test_interactions_of_other_families_have_slopes_too(responses):
    data = responses.answers[["X", "W", "buy"]].astype(float)
    found = fit(
        data,
        family="logistic",
        outcome="buy",
        predictors=["X", "W"],
        interactions=[("X", "W")],
    )
    evidence = coefficient(found, term="X:W", expect="any")

    assert evidence.primary.method == "logistic_ml"
    assert evidence.primary.df is None
    assert len(evidence.details["simple_slopes"]) == 3


def test_a_surface_takes_the_midpoint_from_its_scales(responses):
    generator = np.random.default_rng(2)
    a, b = generator.integers(1, 8, (2, 300))
    noise = generator.normal(size=300)
    shown = grouped_responses(
        {"one": [1, 7] * 150}, A=a, B=b, S=5 - 0.2 * (a - b) ** 2 + noise
    )
    roles = {"x": "A", "y": "B", "outcome": "S"}
    found = response_surface(shown, **roles, which="a4", expect="negative", midpoint=4)

    assert decide(found.primary, "negative", None).verdict == "supported"
    assert found.details["surface"]["centre"] == 4
    assert {row["model"] for row in found.details["rivals"]} >= {"difference", "linear"}
    assert surface(shown, **roles, midpoint=4).congruence.congruence
    with pytest.raises(ModelError, match="no midpoint"):
        surface(shown, **roles)


def test_items_of_one_instrument_tell_their_midpoint():
    generator = np.random.default_rng(9)
    items = {f"OSAT{k}": generator.integers(1, 8, 120) for k in range(1, 5)}
    frame = pd.DataFrame(items).assign(S=generator.normal(size=120))
    shown = responses_from_frame(frame, ["overall-satisfaction"])

    assert surface(shown, x="OSAT1", y="OSAT2", outcome="S").centre == 4


def test_importance_is_ordered_by_bootstrap(responses):
    roles = {"outcome": "Y", "predictors": ["X", "W", "M"]}
    step = relative_importance(responses, **roles, bootstrap=300, seed=1)
    found = more_important(
        responses,
        **roles,
        first="M",
        second="W",
        expect="positive",
        bootstrap=300,
        seed=1,
    )
    table = step.tidy().set_index(["measure", "term"])["est"]

    assert_allclose(
        found.primary.est,
        table["general_dominance", "M"] - table["general_dominance", "W"],
    )
    assert decide(found.primary, "positive", None).verdict == "supported"
    assert {"importance", "pairs"} <= set(plain(found.details))
    with pytest.raises(OptionError, match="no measure"):
        more_important(
            responses, **roles, first="M", second="W", expect="positive", measure="beta"
        )


def test_steps_for_a_regression_chapter(responses):
    blocks = hierarchical(responses, outcome="Y", blocks=[["X"], ["W"], ["X:W"]])
    judged = diagnostics(
        responses, outcome="Y", predictors=["X", "M"], adjusted_for=["W"]
    )

    assert list(blocks.glance()["block"]) == [1, 2, 3]
    assert list(judged.tidy()["term"]) == ["X", "M", "W"]
    assert judged.glance()["n"][0] == N


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("coefficient", "hypothesis"),
        ("conditional_effect", "hypothesis"),
        ("indirect", "hypothesis"),
        ("moderated_mediation", "hypothesis"),
        ("response_surface", "hypothesis"),
        ("more_important", "hypothesis"),
        ("relative_importance", "step"),
        ("surface", "step"),
        ("hierarchical", "step"),
        ("diagnostics", "step"),
    ],
)
def test_a_plan_can_name_it(name, kind):
    assert name in regression.__all__
    assert is_plan_step(getattr(regression, name), kind)
