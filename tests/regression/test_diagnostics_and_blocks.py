"""Diagnostics and hierarchical regression against R: car, lmtest, anova."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError
from srtoolkit.regression import (
    conditional_effect_at,
    conditional_effects,
    fit_blocks,
    fit_linear,
    linear_diagnostics,
)

RTOL = 1e-8

R = stored_reference("regression/surfaces_and_shares")
DATA = pd.DataFrame(R["data"])
PREDICTORS = ["p1", "p2", "p3", "p4"]


def test_diagnostics_agree_with_r():
    stored = R["diagnostics"]
    found = linear_diagnostics(fit_linear(DATA, outcome="o", predictors=PREDICTORS))
    cases, row = found.cases(), found.glance().iloc[0]

    assert_allclose(found.tidy()["vif"], list(stored["vif"].values()), rtol=RTOL)
    names = {"cooks": "cooks", "leverage": "leverage"}
    names |= {"studentised_residual": "rstudent", "standardised_residual": "rstandard"}
    for ours, theirs in names.items():
        assert_allclose(cases[ours], stored[theirs], rtol=1e-7, atol=1e-12)
    bp = row[["breusch_pagan", "breusch_pagan_df", "breusch_pagan_p"]].astype(float)
    assert_allclose(bp, stored["bp"], rtol=RTOL)
    assert_allclose(row["durbin_watson"], stored["dw"], rtol=RTOL)
    assert_allclose(row["press"], stored["press"], rtol=RTOL)
    assert_allclose(
        row[["shapiro_w", "shapiro_p"]].astype(float), stored["shapiro"], rtol=1e-4
    )


def test_blocks_agree_with_anova():
    stored = R["blocks"]
    found = fit_blocks(
        DATA, outcome="o", blocks=[["p1", "p2"], ["p3", "p4"], ["p1:p2"]]
    )
    rows = found.glance()

    assert_allclose(rows["r2"], stored["r2"], rtol=RTOL)
    assert_allclose(rows["f_change"][1], stored["f"], rtol=RTOL)
    assert_allclose(rows["p_change"][1], stored["p"], rtol=RTOL)
    assert_allclose(rows["f_robust"][1], stored["robust"], rtol=1e-7)
    assert_allclose(rows["f_change"][2], stored["f3"], rtol=1e-7)
    assert list(rows["terms"]) == ["p1, p2", "p3, p4", "p1:p2"]
    assert set(found.tidy()["block"]) == {1, 2, 3}
    with pytest.raises(ModelError, match="needs blocks"):
        fit_blocks(DATA, outcome="o", blocks=[])


def test_a_three_way_slope_is_the_slope_with_moved_zeros():
    fit = fit_linear(
        DATA,
        outcome="o",
        predictors=["p1", "p2", "p3"],
        interactions=[("p1", "p2"), ("p1", "p3"), ("p2", "p3"), ("p1", "p2", "p3")],
    )
    at = {"p2": 0.7, "p3": -1.2}
    moved = DATA.assign(p2=DATA["p2"] - 0.7, p3=DATA["p3"] + 1.2)
    there = fit_linear(
        moved,
        outcome="o",
        predictors=["p1", "p2", "p3"],
        interactions=[("p1", "p2"), ("p1", "p3"), ("p2", "p3"), ("p1", "p2", "p3")],
        centre=False,
    ).tidy()
    slope = conditional_effect_at(fit, "p1", at)
    product = conditional_effect_at(fit, "p1:p2", {"p3": -1.2})
    for found, term in ((slope, "p1"), (product, "p1:p2")):
        row = there.set_index("term").loc[term]
        assert_allclose([found.est, found.se], [row["est"], row["se"]], rtol=1e-7)
    assert len(conditional_effects(fit, "p1")) == 9
    with pytest.raises(ModelError, match="does not moderate"):
        conditional_effect_at(fit, "p1", {"age": 3})


@pytest.mark.shared
def test_every_field_of_the_stored_attitude_regression():
    case = json.loads(shared_path("reference/attitude_complaints_ols.json").read_text())
    stored = case["expected"]["extra"]
    data = pd.read_csv(shared_path(case["data"]))
    names = list(stored["vif"])
    keys = {"est": "est", "se": "se", "statistic": "t", "p": "p"}
    keys |= {"ci_low": "lo", "ci_high": "hi"}
    for errors in ("classic", "HC0", "HC1", "HC2", "HC3", "HC4"):
        fit = fit_linear(data, outcome="rating", predictors=names, errors=errors)
        rows = pd.DataFrame(stored["coef" if errors == "classic" else errors.lower()])
        for ours, theirs in keys.items():
            assert_allclose(fit.tidy()[ours], rows[theirs], rtol=RTOL)
    fit = fit_linear(data, outcome="rating", predictors=names, errors="classic")
    glance, found = fit.glance().iloc[0], linear_diagnostics(fit)
    for name in ("r2", "adj_r2", "sigma", "aic", "bic", "loglik"):
        assert_allclose(glance[name], stored[name], rtol=RTOL)
    f = stored["F"]
    assert_allclose(
        glance[["f", "df1", "df2"]].astype(float), list(f.values()), rtol=RTOL
    )
    assert_allclose(fit.standardised[1:], list(stored["std_beta"].values()), rtol=RTOL)
    assert_allclose(found.vif, list(stored["vif"].values()), rtol=RTOL)
    assert_allclose(found.cooks, stored["cooks"], rtol=RTOL)
    assert_allclose(found.leverage, stored["leverage"], rtol=RTOL)
    assert_allclose(found.studentised_residuals, stored["rstudent"], rtol=RTOL)
    assert_allclose(found.press, stored["press"], rtol=RTOL)
    shapiro = stored["shapiro"]
    assert_allclose(found.shapiro_w, shapiro["W"], rtol=1e-6)
    assert_allclose(found.shapiro_p, shapiro["p"], rtol=1e-4)
    assert_allclose(found.breusch_pagan, stored["bp"]["stat"], rtol=RTOL)
    assert_allclose(found.breusch_pagan_p, stored["bp"]["p"], rtol=RTOL)
    assert_allclose(found.partial_r[0], stored["partial_r_complaints"], rtol=RTOL)
    first = stored["nested"][0]["Res.Df"] == 27
    assert first  # the smaller model has two predictors, complaints and learning
    blocks = [
        ["complaints", "learning"],
        [n for n in names if n not in ("complaints", "learning")],
    ]
    change = fit_blocks(data, outcome="rating", blocks=blocks).glance()
    assert_allclose(change["rss"], [row["RSS"] for row in stored["nested"]], rtol=RTOL)
    assert_allclose(change["f_change"][1], stored["nested"][1]["F"], rtol=1e-7)
    assert_allclose(change["p_change"][1], stored["nested"][1]["Pr(>F)"], rtol=1e-7)


@pytest.mark.shared
def test_every_field_of_the_stored_moderation():
    case = json.loads(shared_path("reference/acsi_moderation_jn.json").read_text())
    stored, names = case["expected"]["extra"], case["options"]
    data = pd.read_csv(shared_path(case["data"]))
    x, w = names["x"], names["w"]
    for errors, key in (("classic", "coef"), ("HC3", "coef_hc3")):
        found = fit_blocks(
            data, outcome=names["y"], blocks=[[x, w], [f"{x}:{w}"]], errors=errors
        )
        rows = pd.DataFrame(stored[key])
        table = found.fits[-1].tidy()
        for ours, theirs in (("est", "est"), ("se", "se"), ("statistic", "t")):
            assert_allclose(table[ours], rows[theirs], rtol=1e-7)
        if errors == "classic":
            fit = found.fits[-1]
    change = found.glance().iloc[1]
    assert_allclose(change["delta_r2"], stored["delta_r2"], rtol=1e-7)
    assert_allclose(change["f2"], stored["f2"], rtol=1e-7)
    slopes = conditional_effects(fit, x)
    stored_slopes = pd.DataFrame(stored["simple_slopes"])
    for ours, theirs in (("est", "est"), ("se", "se"), ("statistic", "t")):
        assert_allclose(slopes[ours], stored_slopes[theirs], rtol=1e-7)
    assert_allclose(slopes[w] - stored["mean_w"], stored_slopes["w"], atol=1e-9)
    assert np.isfinite(slopes["p"]).all()
