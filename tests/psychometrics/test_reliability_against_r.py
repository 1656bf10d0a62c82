"""Reliability, validity and agreement meet psych, semTools and lavaan."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.psychometrics import (
    categorical_omega,
    cohen_kappa,
    cronbach_alpha,
    factor_reliability,
    hierarchical_omega,
    htmt,
    intraclass_correlation,
    ordinal_alpha,
)
from srtoolkit.psychometrics.validity.distinguishability import factor_pairs
from srtoolkit.psychometrics.validity.measurement import factors_of
from srtoolkit.sem import fit

CASE = json.loads(
    (
        Path(__file__).parents[1]
        / "references"
        / "psychometrics"
        / "reliability"
        / "reliability.json"
    ).read_text("utf-8")
)
POINTS = pd.DataFrame(CASE["points"], columns=CASE["items"]).astype(float)
COARSE = pd.DataFrame(CASE["coarse"], columns=CASE["items"]).astype(float)
FACTORS = {"A": CASE["items"][:4], "B": CASE["items"][4:8], "C": CASE["items"][8:]}
#: only rounding separates us
RTOL = 1e-10
#: lavaan stops when a parameter's relative change is below 1.5e-8, which
#: leaves its estimates good to five digits
FIT_RTOL = 3e-5
#: lavaan's polychoric search stops at this gradient
POLYCHORIC_ATOL = 1e-6
#: lavaan's chi-squares of a model far from the data
CHISQ_RTOL = 2e-4
#: psych's minres stops once the sum of squares moves by 1e-8 of itself
MINRES_ATOL = 2e-5
#: lme4 minimises the deviance to about four digits of a component
REML_ATOL = 2e-4
FITS = {
    "ml": lambda: fit(CASE["model"], POINTS, model_type="cfa"),
    "mlr": lambda: fit(CASE["model"], POINTS, model_type="cfa", estimator="MLR"),
    "crossed": lambda: fit(CASE["crossed_model"], POINTS, model_type="cfa"),
    "wlsmv": lambda: fit(
        CASE["model"], COARSE, model_type="cfa", estimator="WLSMV", ordered=True
    ),
    "theta": lambda: fit(
        CASE["model"],
        COARSE,
        model_type="cfa",
        estimator="WLSMV",
        ordered=True,
        parameterization="theta",
    ),
}
#: rows of semTools::reliability
ROWS = {
    "alpha": "alpha",
    "alpha.ord": "alpha_ordinal",
    "omega": "omega_model",
    "omega2": "omega_implied",
    "omega3": "omega_observed",
    "avevar": "ave_model",
}


@pytest.mark.parametrize("name", FITS)
def test_factor_reliability_agrees_with_semtools(name):
    known = CASE["fits"][name]
    found = {f.factor: f for f in factor_reliability(FITS[name]()).factors}

    for row, values in zip(
        known["reliability"]["rows"], known["reliability"]["values"], strict=True
    ):
        for factor, value in zip(known["reliability"]["cols"], values, strict=True):
            mine = getattr(found[factor], ROWS[row])
            if value is None:
                assert mine is None
            else:
                assert_allclose(mine, value, rtol=FIT_RTOL, err_msg=f"{factor} {row}")
    for factor, value in known["compRelSEM"].items():
        assert_allclose(found[factor].omega_observed, value, rtol=FIT_RTOL)
    for factor, value in known["AVE"].items():
        if value:
            assert_allclose(found[factor].ave_observed, value, rtol=FIT_RTOL)
        else:
            assert found[factor].ave_observed is None


@pytest.mark.parametrize("name", CASE["pairs"])
def test_a_correlation_of_one_costs_what_semtools_finds(name):
    fitted = FITS[name]()
    found = factor_pairs(fitted, factors_of(fitted), threshold=0.9, ci_level=0.95)

    assert len(found) == 3
    for mine, known in zip(found, CASE["pairs"][name], strict=True):
        assert (mine.first, mine.second) == (known["first"], known["second"])
        limits = (mine.correlation, mine.ci_low, mine.ci_high)
        assert_allclose(
            limits, [known["est"], known["ci_low"], known["ci_high"]], rtol=FIT_RTOL
        )
        if known["p"] is None:  # the scaling factor of 2001 is negative: lavaan stops
            assert mine.method in {"satorra_2000", "wald"}
            assert mine.p < 0.05  # far from the null, which is why it is negative
        else:
            assert_allclose(mine.chisq_diff, known["chisq_diff"], rtol=CHISQ_RTOL)
        assert mine.df_diff == known["df_diff"]
        reach = max(known["ci_high"], -known["ci_low"])
        assert mine.distinguishable == (reach < 0.9)


def test_htmt_agrees_with_semtools():
    found = htmt(POINTS, FACTORS)
    for name in ("htmt", "htmt2"):
        assert_allclose(found.matrix(name).to_numpy(), CASE[name]["values"], rtol=RTOL)
    ordered = htmt(COARSE, FACTORS, ordered=True).matrix("htmt").to_numpy()
    assert_allclose(ordered, CASE["htmt_ordered"]["values"], atol=POLYCHORIC_ATOL)


@pytest.mark.parametrize("known", CASE["categorical"], ids=lambda k: k["items"][0])
def test_categorical_omega_agrees_with_semtools(known):
    scores = COARSE[known["items"]]
    observed = categorical_omega(scores)
    implied = categorical_omega(scores, total="implied")

    assert_allclose(observed.omega, known["observed"], rtol=FIT_RTOL)
    assert_allclose(implied.omega, known["implied"], rtol=FIT_RTOL)
    assert_allclose(observed.alpha_ordinal, known["alpha_ordinal"], rtol=FIT_RTOL)
    assert ordinal_alpha(scores) == observed.alpha_ordinal


@pytest.mark.parametrize(
    "known", CASE["schmid_leiman"], ids=lambda k: str(k["n_factors"])
)
def test_hierarchical_omega_agrees_with_psych(known):
    found = hierarchical_omega(
        np.array(CASE["facets"], dtype=float), n_factors=known["n_factors"]
    )

    assert_allclose(found.omega_hierarchical, known["omega_h"], atol=MINRES_ATOL)
    assert_allclose(found.omega_total, known["omega_t"], atol=MINRES_ATOL)
    assert_allclose(found.ecv, known["ecv"], atol=MINRES_ATOL)


@pytest.mark.parametrize("name", CASE["icc"])
@pytest.mark.parametrize("components", ["reml", "anova"])
def test_intraclass_correlations_agree_with_psych(name, components):
    known = CASE["icc"][name]
    found = intraclass_correlation(np.array(known["x"]), components=components)
    mine = [(f.est, f.f, f.df1, f.df2, f.p, f.ci_low, f.ci_high) for f in found.forms]
    atol = REML_ATOL if components == "reml" else RTOL

    assert_allclose(mine, known[components], atol=atol)


def test_shrout_and_fleiss_published_these():
    found = intraclass_correlation(np.array(CASE["icc"]["shrout"]["x"]))

    values = [round(form.est, 2) for form in found.forms]
    assert values == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


def test_cohen_kappa_agrees_with_psych():
    known = CASE["kappa"]
    found = cohen_kappa(np.array(known["codes"]))

    plain = (found.ci_low, found.kappa, found.ci_high)
    assert_allclose(plain, known["plain"], rtol=RTOL)
    assert_allclose(found.weighted_kappa, known["quadratic"], rtol=RTOL)
    linear = cohen_kappa(np.array(known["codes"]), weights="linear")
    assert_allclose(linear.weighted_kappa, known["linear"], rtol=RTOL)


@pytest.mark.parametrize(
    ("weights", "name"), [("quadratic", "fc"), ("linear", "linear")]
)
def test_the_error_of_weighted_kappa_is_the_published_one(weights, name):
    """statsmodels has Fleiss, Cohen and Everitt's margins; psych 2.2.9 has not."""
    from statsmodels.stats.inter_rater import cohens_kappa

    codes = np.array(CASE["kappa"]["codes"])
    table = np.zeros((4, 4))
    np.add.at(table, (codes[:, 0] - 1, codes[:, 1] - 1), 1)
    known = cohens_kappa(table, wt=name)
    found = cohen_kappa(codes, weights=weights)

    limits = (found.weighted_ci_low, found.weighted_ci_high)
    assert_allclose(limits, (known.kappa_low, known.kappa_upp), rtol=1e-9)
    assert_allclose(found.weighted_se, known.std_kappa, rtol=1e-9)


def test_alpha_has_psychs_error_and_bounds():
    known = CASE["alpha"]
    found = cronbach_alpha(POINTS[FACTORS["A"]])

    assert_allclose(found.se, known["ase"], rtol=RTOL)
    assert_allclose(found.lambda6, known["lambda6"], rtol=RTOL)
    assert_allclose(found.mean_correlation, known["mean_r"], rtol=RTOL)
