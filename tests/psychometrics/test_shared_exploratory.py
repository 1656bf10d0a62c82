"""Published data give what psych and semTools give."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path

from srtoolkit.psychometrics import (
    bartlett_sphericity,
    factor_analysis,
    kmo,
    mardia,
    minimum_average_partial,
    parallel_analysis,
)

pytestmark = pytest.mark.shared

#: The same formula: only rounding separates us.
RTOL = 1e-9
#: psych's optimiser stops a little before the optimum.
LOADING = 1e-4
FIT_RTOL = 1e-4


def read_case(name):
    case = json.loads(shared_path(f"reference/{name}.json").read_text("utf-8"))
    frame = pd.read_csv(shared_path(case["data"]))[case["options"]["columns"]]
    return case, frame, case["expected"]["extra"]


def test_factorability_of_bfi():
    _, frame, expected = read_case("bfi_factorability")
    answers = frame.dropna()
    adequacy, spherical = kmo(answers), bartlett_sphericity(answers)
    partials = minimum_average_partial(answers)
    horn = parallel_analysis(answers, seed=1)

    assert adequacy.n == expected["n"]
    assert_allclose(adequacy.kmo, expected["kmo"], rtol=RTOL)
    assert_allclose(adequacy.kmo_items, list(expected["kmo_items"].values()), rtol=RTOL)
    assert_allclose(spherical.chisq, expected["bartlett"]["chisq"], rtol=RTOL)
    assert_allclose(partials.squared[1:], expected["map"], rtol=RTOL)
    assert partials.n_factors == expected["map_min"]
    assert_allclose(horn.components.observed, expected["eigen"], rtol=RTOL)
    assert horn.n_factors == expected["parallel"]["nfact"]
    assert horn.n_components in (5, 6)
    assert_allclose(
        horn.factors.observed, expected["parallel"]["fa_eigen"], atol=LOADING
    )


@pytest.mark.parametrize("rotation", ["none", "varimax", "promax", "oblimin"])
def test_factors_of_bfi(rotation):
    case, frame, expected = read_case(f"bfi_efa_minres_{rotation}")
    options = case["options"]
    result = factor_analysis(
        frame,
        n_factors=options["n_factors"],
        method=options["method"],
        rotation=rotation,
        missing=options["missing"],
    )

    assert_allclose(result.loadings, expected["loadings"]["values"], atol=LOADING)
    communalities = list(expected["communality"].values())
    assert_allclose(result.communalities, communalities, atol=LOADING)
    if expected["phi"] is not None:
        phi = np.array(expected["phi"]["values"])
        assert_allclose(result.factor_correlation, phi, atol=LOADING)
    found = [result.fit.chisq, result.fit.rmsea, result.fit.tli, result.fit.rmsr]
    stored = [expected[name] for name in ("chi", "rmsea", "tli", "rms")]
    assert_allclose(found, stored, rtol=FIT_RTOL)


def test_normality_of_the_satisfaction_items():
    _, frame, expected = read_case("satisfaction_mardia")
    result = mardia(frame)
    shapes = [[shape.skewness, shape.kurtosis] for shape in result.items]

    assert_allclose(result.skewness, expected["skew"]["b1d"], rtol=RTOL)
    assert_allclose(result.skewness_chisq, expected["skew"]["chi"], rtol=RTOL)
    assert result.skewness_df == expected["skew"]["df"]
    assert_allclose(result.kurtosis, expected["kurt"]["b2d"], rtol=RTOL)
    assert_allclose(result.kurtosis_z, expected["kurt"]["z"], rtol=RTOL)
    stored = [[row["skew"], row["kurt"]] for row in expected["univariate"]]
    assert_allclose(shapes, stored, rtol=RTOL)
