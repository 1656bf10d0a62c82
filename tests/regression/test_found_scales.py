"""What broke the regressions: units, empty tables, and what leaves no residual."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import ModelError, ScoresError
from srtoolkit.regression import (
    fit,
    fit_blocks,
    fit_linear,
    fit_surface,
    importance,
    process_system,
)

#: A change of units is exact but for the search's stopping rule.
UNITS = 1e-6
OUTCOMES = {
    "linear": "y",
    "logistic": "high",
    "ordinal": "step",
    "multinomial": "step",
    "poisson": "count",
    "negative_binomial": "count",
    "gamma": "amount",
    "tobit": "paid",
    "two_part": "paid",
}


def answers(n=80):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"x": rng.normal(size=n), "m": rng.normal(size=n)})
    y = frame.x + 0.5 * frame.m + rng.normal(size=n)
    mean = np.exp(0.3 * frame.x)
    return frame.assign(
        y=y,
        high=(y > 0) * 1.0,
        step=pd.qcut(y, 4, labels=False) + 1.0,
        count=rng.negative_binomial(2, 2 / (2 + mean)),
        amount=np.exp(y),
        paid=np.maximum(y, 0.0),
    )


@pytest.mark.parametrize("family", OUTCOMES)
@pytest.mark.parametrize("unit", [1e6, 1e-6, 1e8])
def test_units_of_a_predictor_do_not_matter(family, unit):
    data, roles = answers(), {"outcome": OUTCOMES[family], "predictors": ["x", "m"]}
    known = fit(data, family=family, **roles).tidy()
    found = fit(data.assign(x=data.x * unit), family=family, **roles).tidy()
    scale = np.where(found["term"] == "x", unit, 1.0)
    for column in ("est", "se"):
        assert_allclose(found[column] * scale, known[column], rtol=UNITS, atol=UNITS)


@pytest.mark.parametrize("family", OUTCOMES)
@pytest.mark.parametrize("offset", [1e4, 1e8])
def test_the_origin_of_a_predictor_does_not_matter(family, offset):
    data, roles = answers(), {"outcome": OUTCOMES[family], "predictors": ["x", "m"]}
    known = fit(data, family=family, **roles)
    found = fit(data.assign(x=data.x + offset), family=family, **roles)

    assert known.status == found.status
    ours, theirs = found.tidy(), known.tidy()
    slopes = ours["term"].isin(["x", "m"])
    for column in ("est", "se"):
        assert_allclose(ours[slopes][column], theirs[slopes][column], rtol=UNITS)
    loglik = [fitted.glance()["loglik"][0] for fitted in (found, known)]
    assert_allclose(*loglik, rtol=UNITS)


@pytest.mark.parametrize("family", OUTCOMES)
@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.iloc[:0], "too_few_rows"),
        (lambda data: data.assign(x=np.nan), "too_few_rows"),
        (lambda data: data.assign(x=data.x.where(data.index > 0, np.inf)), "infinite"),
        (lambda data: data[["x", "m"]], "column_missing"),
    ],
)
def test_tables_that_cannot_be_fitted_are_refused(family, change, code):
    with pytest.raises(ModelError) as caught:
        fit(
            change(answers()),
            family=family,
            outcome=OUTCOMES[family],
            predictors=["x", "m"],
        )
    assert code in caught.value.problems[0].code


@pytest.mark.parametrize("errors", ["HC2", "HC3", "HC4"])
def test_the_only_member_of_a_category_has_no_robust_error(errors):
    """R's sandwich gives NaN here; rounding gave numbers."""
    data = answers(40).assign(kind=["a"] * 20 + ["b"] * 19 + ["c"])
    roles = {"outcome": "y", "predictors": ["x"], "covariates": ["kind"]}
    with pytest.raises(ScoresError, match="only member of a category"):
        fit_linear(data, **roles, errors=errors)
    assert fit_linear(data, **roles, errors="HC1").tidy()["se"].notna().all()


def test_a_determined_outcome_is_named():
    data = answers().assign(y=lambda d: 1 + 2 * d.x)
    with pytest.raises(ModelError, match="exactly"):
        fit_blocks(data, outcome="y", blocks=[["x"], ["m"]])
    with pytest.raises(ModelError, match="exactly"):
        fit_surface(data, outcome="y", x="x", y="m", centre=0.0)


def test_importance_survives_draws_of_few_different_rows():
    found = importance(
        answers(8).assign(z=np.sin(np.arange(8))),
        outcome="y",
        predictors=["x", "m", "z"],
        bootstrap=200,
        seed=1,
    )
    weights = found.tidy().query("measure == 'relative_weight'")["est"]
    assert_allclose(weights.sum(), found.r2, rtol=1e-9)


def test_letters_of_process_3_mean_those_of_process_2():
    roles = {"x": "x", "outcome": "y", "mediators": ["m"]}
    assert process_system(14, **roles, w="a") == process_system(14, **roles, v="a")
    later = process_system(21, **roles, w="a", z="b")
    assert later == process_system(21, **roles, w="a", v="b")
    assert later != process_system(21, **roles, w="b", v="a")
    with pytest.raises(ModelError, match="was given the moderators"):
        process_system(14, **roles, w="a", z="b")
