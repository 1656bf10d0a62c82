"""A choice without order enters a regression as categories, never as a number."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf
from numpy.testing import assert_allclose

from srtoolkit.errors import ResponsesError
from srtoolkit.regression import (
    diagnostics,
    fit_linear,
    fit_multinomial,
    hierarchical,
    indirect,
    more_important,
    relative_importance,
    response_surface,
    surface,
)
from srtoolkit.responses import responses_from_frame

#: Both are least squares on the same columns: only rounding separates them.
RTOL = 1e-9
N = 600
#: What the answers to the cause of the failure do to the outcome: no line.
SHIFTS = np.array([0.0, 1.5, -1.0, 2.0, -2.0, 0.5])


@pytest.fixture(scope="module")
def answers():
    generator = np.random.default_rng(12)
    x, w = generator.normal(size=(2, N))
    cause = generator.integers(1, 7, size=N).astype(float)
    m = 0.5 * x - SHIFTS[cause.astype(int) - 1] + generator.normal(size=N)
    y = 0.3 * x + 0.4 * m + 0.2 * w + SHIFTS[cause.astype(int) - 1]
    gender = 1.0 + (generator.random(N) < 0.4)
    frame = pd.DataFrame(
        {
            "CAUSE51": cause,
            "GENDER": gender,
            "X": x,
            "W": w,
            "M": m,
            "Y": y + generator.normal(size=N),
        }
    )
    return responses_from_frame(
        frame, ["failure-context", "acsi-survey"], required=["CAUSE51", "GENDER"]
    )


def _by_hand(answers, formula):
    return smf.ols(formula, answers.answers).fit(cov_type="HC3", use_t=True)


def test_an_indirect_effect_is_adjusted_for_categories(answers):
    found = indirect(
        answers,
        x="X",
        mediators=["M"],
        outcome="Y",
        adjusted_for=["CAUSE51"],
        expect="positive",
        bootstrap=300,
        seed=1,
    )
    first = _by_hand(answers, "M ~ X + C(CAUSE51)")
    second = _by_hand(answers, "Y ~ M + X + C(CAUSE51)")

    rows = pd.DataFrame(found.details["equations"]).set_index(["outcome", "term"])
    assert_allclose(
        found.primary.est, first.params["X"] * second.params["M"], rtol=RTOL
    )
    for category in range(2, 7):
        row = rows.loc[("Y", f"CAUSE51[{category}]")]
        theirs = f"C(CAUSE51)[T.{category}.0]"
        assert_allclose(row["est"], second.params[theirs], rtol=RTOL)
        assert_allclose(row["se"], second.bse[theirs], rtol=RTOL)


def test_a_scale_and_its_item_are_the_same_categories(answers):
    by_item, by_scale = (
        diagnostics(answers, outcome="Y", predictors=["X"], adjusted_for=[name])
        for name in ("CAUSE51", "CAUSE5")
    )
    assert list(by_scale.tidy()["term"])[-5:] == [f"CAUSE5[{k}]" for k in range(2, 7)]
    assert_allclose(by_item.tidy()["vif"], by_scale.tidy()["vif"], rtol=RTOL)


def test_a_surface_is_adjusted_for_categories(answers):
    options = {"x": "X", "y": "W", "outcome": "Y", "midpoint": 0.0}
    found = surface(answers, **options, adjusted_for=["CAUSE51"])
    byhand = _by_hand(
        answers, "Y ~ X + W + I(X**2) + I(X*W) + I(W**2) + C(CAUSE51)"
    ).params

    table = found.tidy().set_index("term")["est"]
    assert_allclose(table["x"], byhand["X"], rtol=RTOL)
    assert_allclose(table["xy"], byhand["I(X * W)"], rtol=RTOL)
    assert_allclose(table["CAUSE51[4]"], byhand["C(CAUSE51)[T.4.0]"], rtol=RTOL)
    claim = response_surface(
        answers, **options, adjusted_for=["CAUSE51"], which="a1", expect="positive"
    )
    assert_allclose(claim.primary.est, byhand["X"] + byhand["W"], rtol=RTOL)


def test_shares_are_of_what_the_categories_leave(answers):
    options = {"outcome": "Y", "predictors": ["X", "M"], "adjusted_for": ["CAUSE51"]}
    found = relative_importance(answers, **options, bootstrap=200, seed=1)
    whole = _by_hand(answers, "Y ~ X + M + C(CAUSE51)").rsquared
    alone = _by_hand(answers, "Y ~ C(CAUSE51)").rsquared

    assert_allclose(found.r2_covariates, alone, rtol=RTOL)
    assert_allclose(
        found.estimates["general_dominance"].sum(), whole - alone, rtol=RTOL
    )
    claim = more_important(
        answers, **options, first="M", second="X", expect="any", bootstrap=200, seed=1
    )
    assert claim.primary.n == N


def test_a_block_of_categories_adds_its_dummies(answers):
    found = hierarchical(answers, outcome="Y", blocks=[["CAUSE51"], ["X", "M"]])
    first = _by_hand(answers, "Y ~ C(CAUSE51)")
    second = _by_hand(answers, "Y ~ C(CAUSE51) + X + M")

    changes = found.glance()
    assert list(changes["df1"]) == [5, 2]
    assert_allclose(changes["r2"], [first.rsquared, second.rsquared], rtol=RTOL)
    table = found.tidy().query("block == 2").set_index("term")
    assert_allclose(
        table.loc["CAUSE51[3]", "est"], second.params["C(CAUSE51)[T.3.0]"], rtol=RTOL
    )


def test_a_choice_between_two_may_be_a_number(answers):
    found = hierarchical(answers, outcome="Y", blocks=[["GENDER"], ["X"]])
    assert "GENDER" in set(found.tidy()["term"])


@pytest.mark.parametrize("name", ["CAUSE51", "CAUSE5"])
@pytest.mark.parametrize("role", ["x", "mediator", "outcome", "predictor", "surface"])
def test_categories_are_no_predictor_mediator_or_outcome(answers, name, role):
    path = {"x": "X", "mediators": ["M"], "outcome": "Y", "expect": "any"}
    calls = {
        "x": lambda: indirect(answers, **(path | {"x": name})),
        "mediator": lambda: indirect(answers, **(path | {"mediators": [name]})),
        "outcome": lambda: hierarchical(answers, outcome=name, blocks=[["X"]]),
        "predictor": lambda: relative_importance(
            answers, outcome="Y", predictors=["X", name]
        ),
        "surface": lambda: surface(answers, x="X", y=name, outcome="Y", midpoint=0.0),
    }
    with pytest.raises(ResponsesError, match="choice without order") as told:
        calls[role]()
    assert "1, 2, 3, 4, 5, 6" in str(told.value)
    assert "adjusted_for" in str(told.value)


def test_categories_stand_in_the_order_of_their_codes():
    codes = np.repeat([2.0, 10.0, 1.0], 40)
    frame = pd.DataFrame({"code": codes.astype(int).astype(str)})
    frame["z"] = np.random.default_rng(3).normal(size=120)
    found = fit_multinomial(frame, outcome="code", predictors=["z"])

    assert list(found.parts) == ["2", "10"]
    assert found.summary["reference"] == "1"


def test_long_codes_stay_apart():
    frame = pd.DataFrame({"area": np.tile([31010701.0, 31010702.0, 31010703.0], 20)})
    frame["z"] = np.random.default_rng(4).normal(size=60)
    fit = fit_linear(
        frame, outcome="z", predictors=[], covariates=["area"], categories=["area"]
    )
    assert fit.terms[1:] == ("area[31010702]", "area[31010703]")
