"""Brant's test of proportional odds against R, by hand from the splits' logits."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import stored_reference

from srtoolkit.regression import coefficient, fit
from srtoolkit.regression.likelihood.brant import brant_test

#: glm stops a little before the maximum that Newton's last step reaches.
RTOL = 1e-7
R = stored_reference("regression/brant")
CHANGING = pd.DataFrame(R["changing_data"])
FAMILIES = pd.DataFrame(stored_reference("regression/families")["data"])


def ordinal(data, outcome="y", predictors=("a", "b", "g"), **options):
    return fit(
        data, family="ordinal", outcome=outcome, predictors=predictors, **options
    )


def agrees(found, stored):
    brant = found.proportional_odds
    assert_allclose(brant.chisq, stored["chisq"], rtol=RTOL)
    assert_allclose(brant.p, stored["p"], rtol=RTOL)
    assert brant.df == stored["df"]
    glance = found.glance().iloc[0]
    assert_allclose(glance["brant_chisq"], stored["all_chisq"], rtol=RTOL)
    assert_allclose(glance["brant_p"], stored["all_p"], rtol=RTOL)
    assert glance["brant_df"] == stored["all_df"]
    assert_allclose(brant.coefficients, stored["coefficients"], rtol=1e-6, atol=1e-9)


def test_five_answers_agree_with_r():
    agrees(ordinal(CHANGING), R["changing"])


def test_three_answers_agree_with_r():
    agrees(ordinal(CHANGING.assign(y=CHANGING["y"].clip(2, 4))), R["three"])


def test_dummies_and_products_agree_with_r():
    found = ordinal(
        FAMILIES,
        "grade",
        ["x", "w"],
        interactions=[("x", "w")],
        covariates=["age", "sex"],
    )
    agrees(found, R["grade"])


def test_the_table_has_a_test_a_slope_and_none_a_threshold():
    table = ordinal(CHANGING).tidy().set_index("term")
    assert_allclose(table.loc["g", "brant_p"], R["changing"]["p"][2], rtol=RTOL)
    assert table.loc["1|2", ["brant_chisq", "brant_p"]].isna().all()
    others = fit(CHANGING, family="linear", outcome="y", predictors=["a"])
    assert "brant_p" not in others.tidy()


def test_units_and_origins_do_not_count():
    moved = CHANGING.assign(a=CHANGING["a"] * 1e-5 + 3, b=CHANGING["b"] * 300 + 1e6)
    assert_allclose(
        ordinal(moved).proportional_odds.chisq, R["changing"]["chisq"], rtol=1e-5
    )


def test_a_split_that_is_told_apart_leaves_the_test_out():
    rare = CHANGING.copy()
    rare.loc[rare.index[rare["y"] == 5], "y"] = 4
    rare.loc[rare["a"].idxmax(), "y"] = 5
    found = ordinal(rare)

    assert found.status.code == "converged"
    assert found.proportional_odds is None
    assert "brant_p" not in found.glance()
    evidence = coefficient(found, term="g", expect="any")
    (noticed,) = evidence.details["diagnostics"]
    assert noticed == {"code": "odds_not_tested", "values": {"outcome": "y"}}


def test_a_hypothesis_tells_that_one_ratio_does_not_hold():
    evidence = coefficient(ordinal(CHANGING), term="g", expect="any")
    (noticed,) = evidence.details["diagnostics"]

    assert noticed["code"] == "odds_not_proportional"
    assert noticed["values"]["terms"] == ["g"]
    assert noticed["values"]["df"] == 9
    assert (
        "diagnostics"
        not in coefficient(
            ordinal(CHANGING, predictors=["a", "b"]), term="a", expect="any"
        ).details
    )
    assert evidence.primary is not None and evidence.guard is None


def proportional(generator, n, change=0.0):
    """Answers from 1 to 4 whose log odds change by `change` at the last split."""
    matrix = generator.normal(size=(n, 2))
    u = generator.random(n)
    linear = matrix @ [0.7, -0.4]
    levels = [linear + 1.2, linear - 0.1, linear - 1.5 + change * matrix[:, 0]]
    above = np.minimum.accumulate(1 / (1 + np.exp(-np.array(levels))), axis=0)
    return matrix, (u < above).sum(axis=0)


@pytest.mark.slow
def test_the_test_keeps_its_level_and_sees_a_change():
    generator = np.random.default_rng(17)
    found = {
        change: [
            brant_test(*proportional(generator, 400, change), ["a", "b"]).all_p
            for _ in range(2000 if change == 0 else 400)
        ]
        for change in (0.0, 0.8)
    }
    rate = np.mean(np.array(found[0.0]) < 0.05)
    assert 0.035 < rate < 0.065  # 2,000 draws: three errors of a rate of .05
    assert np.mean(np.array(found[0.8]) < 0.05) > 0.8
