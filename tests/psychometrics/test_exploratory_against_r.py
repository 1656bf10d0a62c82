"""Factorability, number of factors, factors and normality meet R."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from srtoolkit.psychometrics import (
    bartlett_sphericity,
    factor_analysis,
    kmo,
    mardia,
    minimum_average_partial,
    parallel_analysis,
)
from srtoolkit.psychometrics.exploratory.correlations import correlate_items
from srtoolkit.psychometrics.exploratory.extraction import extract
from srtoolkit.psychometrics.exploratory.rotation import rotate

REFERENCES = Path(__file__).parents[1] / "references" / "psychometrics"
#: The same formula: only rounding separates us.
RTOL = 1e-9
#: L-BFGS-B of psych stops where its objective changes by less than 2e-9 of
#: itself, half a thousandth of a loading before the optimum at worst.
LOADING = 1e-3
FIT_RTOL = 1e-3
#: Agreement asked of factors.
CONGRUENCE = 0.9999
#: Means of 200 draws of random eigenvalues, twice.
CHANCE = 0.05
#: polychoric() of psych stops its search at about 1e-4.
POLYCHORIC = 1e-4

CONTENT = json.loads((REFERENCES / "exploratory.json").read_text("utf-8"))
CASES = CONTENT["cases"]
SOLUTIONS = [(case, found) for case in CASES for found in case["solutions"]]


def scores_of(case):
    return np.array(case["scores"], dtype=float)


def name_of(value):
    names = ("name", "method", "rotation")
    return "-".join(str(value[name]) for name in names if name in value)


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_factorability_agrees_with_psych(case):
    adequacy = kmo(scores_of(case))
    spherical = bartlett_sphericity(scores_of(case))

    assert_allclose(adequacy.kmo, case["kmo"], rtol=RTOL)
    assert_allclose(adequacy.kmo_items, case["kmo_items"], rtol=RTOL)
    assert_allclose(spherical.chisq, case["bartlett"]["chisq"], rtol=RTOL)
    assert_allclose(spherical.p, case["bartlett"]["p"], rtol=RTOL)
    assert spherical.df == case["bartlett"]["df"]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_number_of_factors_agrees_with_psych(case):
    horn, expected = parallel_analysis(scores_of(case), seed=2), case["parallel"]
    partials = minimum_average_partial(scores_of(case), max_factors=6)
    tried = len(partials.squared) - 1

    assert horn.n_factors == expected["n_factors"]
    assert horn.n_components == expected["n_components"]
    assert_allclose(
        horn.components.observed, expected["component_eigenvalues"], rtol=RTOL
    )
    assert_allclose(
        horn.components.chance_mean, expected["component_chance"], atol=CHANCE
    )
    assert_allclose(partials.squared[1:], case["map"][:tried], rtol=RTOL)


@pytest.mark.parametrize("case", CASES[:3], ids=name_of)
def test_factor_eigenvalues_agree_with_psych(case):
    horn, expected = parallel_analysis(scores_of(case), seed=2), case["parallel"]

    assert_allclose(horn.factors.observed, expected["factor_eigenvalues"], atol=LOADING)
    assert_allclose(horn.factors.chance_mean, expected["factor_chance"], atol=CHANCE)


@pytest.mark.parametrize(("case", "expected"), SOLUTIONS, ids=name_of)
def test_factors_agree_with_psych(case, expected):
    result = factor_analysis(
        scores_of(case),
        n_factors=expected["n_factors"],
        method=expected["method"],
        rotation=expected["rotation"],
    )

    loadings = np.array(expected["loadings"])
    assert congruence(result.loadings, loadings).min() > CONGRUENCE
    assert_allclose(result.loadings, loadings, atol=LOADING)
    assert_allclose(result.communalities, expected["communality"], atol=LOADING)
    assert_allclose(result.variance, expected["ss_loadings"], atol=5 * LOADING)
    if expected["phi"] is not None:
        assert_allclose(result.factor_correlation, expected["phi"], atol=LOADING)


@pytest.mark.parametrize(("case", "expected"), SOLUTIONS, ids=name_of)
def test_fit_agrees_with_psych(case, expected):
    fit = factor_analysis(
        scores_of(case),
        n_factors=expected["n_factors"],
        method=expected["method"],
        rotation=expected["rotation"],
    ).fit

    assert fit.df == expected["df"]
    for name, value in expected.items():
        if isinstance(value, float) and hasattr(fit, name):
            assert_allclose(
                getattr(fit, name), value, rtol=FIT_RTOL, atol=FIT_RTOL, err_msg=name
            )
    if isinstance(expected["rmsea"], list):
        found = [fit.rmsea, fit.rmsea_ci_low, fit.rmsea_ci_high]
        assert_allclose(found, np.array(expected["rmsea"], float), atol=FIT_RTOL)


def test_oblimin_with_gamma_agrees_with_gparotation():
    given = correlate_items(scores_of(CASES[0]))
    unrotated = extract(given.values, 3, "minres").loadings
    for case in CONTENT["oblimin"]:
        rotated = rotate(unrotated, "oblimin", gamma=case["gamma"])

        matched = congruence(rotated.loadings, np.array(case["loadings"]), match=True)
        assert matched.min() > CONGRUENCE
        assert_allclose(
            np.sort(np.abs(rotated.correlation), axis=None),
            np.sort(np.abs(case["phi"]), axis=None),
            atol=LOADING,
        )


@pytest.mark.parametrize(
    ("reference", "rotation", "kaiser"),
    [("plain_promax", "promax", False), ("kaiser_oblimin", "oblimin", True)],
)
def test_normalisation_is_an_option(reference, rotation, kaiser):
    result = factor_analysis(
        scores_of(CASES[0]), n_factors=3, rotation=rotation, kaiser=kaiser
    )

    assert_allclose(result.loadings, CONTENT[reference]["loadings"], atol=LOADING)
    assert_allclose(result.factor_correlation, CONTENT[reference]["phi"], atol=LOADING)


def test_polychoric_factors_agree_with_psych():
    case = CONTENT["polychoric"]
    given = correlate_items(scores_of(case), correlation="polychoric")
    result = factor_analysis(scores_of(case), n_factors=3, correlation="polychoric")

    assert_allclose(given.values, case["rho"], atol=POLYCHORIC)
    assert_allclose(result.loadings, case["solution"]["loadings"], atol=LOADING)


@pytest.mark.parametrize("case", CONTENT["mardia"], ids=lambda case: "mardia")
def test_mardia_agrees_with_psych_and_semtools(case):
    result = mardia(scores_of(case))

    found = {
        "skewness": result.skewness,
        "kurtosis": result.kurtosis,
        "chisq": result.skewness_chisq,
        "chisq_corrected": result.skewness_chisq_corrected,
        "p": result.skewness_p,
        "p_corrected": result.skewness_p_corrected,
        "z": result.kurtosis_z,
        "p_kurtosis": result.kurtosis_p,
    }
    for name, value in found.items():
        assert_allclose(value, case[name], rtol=1e-7, err_msg=name)
    semtools = [result.skewness, result.skewness_chisq, result.kurtosis]
    assert_allclose([*semtools, result.kurtosis_z], case["semtools"], rtol=RTOL)


def congruence(first, second, *, match=False):
    """Tucker's coefficient of each column with its partner."""
    lengths = np.linalg.norm(first, axis=0)[:, None] * np.linalg.norm(second, axis=0)
    table = np.abs(first.T @ second) / lengths
    return table.max(axis=1) if match else np.diag(table)
