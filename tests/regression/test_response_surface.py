"""Response surfaces against R: lm, sandwich, eigenvectors, anova."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError
from srtoolkit.regression import fit_surface
from srtoolkit.regression.surface.congruence import congruence_test

RTOL = 1e-7
#: Delta-method errors: both sides differentiate numerically.
DELTA_RTOL = 1e-4

R = stored_reference("regression/surfaces_and_shares")
DATA = pd.DataFrame(R["data"])


@pytest.fixture(scope="module")
def surface():
    return fit_surface(
        DATA,
        outcome="z",
        x="x",
        y="y",
        centre=4,
        covariates=["age"],
        bootstrap=400,
        seed=1,
    )


def test_shape_and_axes_agree_with_r(surface):
    rows = surface.tidy().set_index("term")
    stored = R["surface"]["shape"]
    # R names its axes by eigenvalue; ours by which bends downwards least
    for name, (est, se) in stored.items():
        assert_allclose(rows.loc[name, "est"], est, rtol=DELTA_RTOL)
        assert_allclose(rows.loc[name, "se"], se, rtol=DELTA_RTOL)
    assert_allclose(rows["est"][:6], R["surface"]["est"][:6], rtol=RTOL)
    assert_allclose(rows["se"][:6], R["surface"]["se"][:6], rtol=RTOL)


def test_simpler_models_are_tested_as_anova_does(surface):
    rows = {row["model"]: row for row in surface.rivals}
    for model, stored in R["surface"]["rivals"].items():
        assert_allclose(rows[model]["r2"], stored["r2"], rtol=RTOL)
        assert_allclose(rows[model]["f"], stored["f"], rtol=1e-6)
        assert_allclose(rows[model]["p"], stored["p"], rtol=1e-5)
        assert rows[model]["df1"] == stored["df1"]
        if "robust" in stored:
            assert_allclose(rows[model]["f_robust"], stored["robust"], rtol=1e-6)


def test_bootstrap_limits_hold_the_estimates(surface):
    rows = (
        surface.tidy().set_index("term").loc[["x", "xy", "a1", "a2", "a3", "a4", "a5"]]
    )
    assert (rows["boot_low"] < rows["est"]).all()
    assert (rows["est"] < rows["boot_high"]).all()


def test_a_congruence_surface_is_found_and_a_plane_is_not():
    generator = np.random.default_rng(5)
    x, y = generator.uniform(1, 7, (2, 600))
    noise = generator.normal(size=600)
    ridge = pd.DataFrame({"x": x, "y": y, "z": 5 - 0.4 * (x - y) ** 2 + noise})
    found = fit_surface(ridge, outcome="z", x="x", y="y", centre=4)
    plane = ridge.assign(z=x + y + noise)

    assert found.congruence.congruence
    assert found.congruence.strict
    assert {c.name for c in found.congruence.conditions} >= {"p10", "p11", "a3", "a4"}
    assert not fit_surface(
        plane, outcome="z", x="x", y="y", centre=4
    ).congruence.congruence
    assert congruence_test(found.fit, alpha=1e-9).conditions[3].met  # a4, t = -30


def test_rows_say_where_the_surface_stands(surface):
    assert surface.details["surface"]["ranges"] == {"x": [1.0, 7.0], "y": [1.0, 7.0]}
    assert surface.shape in {"maximum", "minimum", "saddle"}
    assert surface.glance()["centre"][0] == 4
    with pytest.raises(ModelError, match="three different"):
        fit_surface(DATA, outcome="z", x="x", y="x", centre=4)


@pytest.mark.shared
def test_every_field_of_the_stored_surface():
    path = shared_path("reference/acsi_rsa_expectancy_disconfirmation.json")
    case = json.loads(path.read_text())
    stored, names = case["expected"]["extra"], case["options"]
    data = pd.read_csv(shared_path(case["data"]))
    roles = {"outcome": names["z"], "x": names["x"], "y": names["y"], "centre": 5.5}
    for errors, suffix in (("classic", ""), ("HC3", "_hc3")):
        found = fit_surface(data, **roles, errors=errors)
        rows = found.tidy().set_index("term")
        coefficients = pd.DataFrame(stored["coef" + suffix])
        ours = rows.loc[["(Intercept)", "x", "y", "x2", "xy", "y2"]]
        keys = {
            "est": "est",
            "se": "se",
            "statistic": "t",
            "ci_low": "lo",
            "ci_high": "hi",
        }
        for column, key in keys.items():
            assert_allclose(ours[column], coefficients[key], rtol=RTOL)
        assert_allclose(ours["p"], coefficients["p"], rtol=1e-6, atol=1e-300)
        lines = pd.DataFrame(stored["surface" + suffix]).set_index("coef")
        for column, key in (("est", "est"), ("se", "se"), ("statistic", "t")):
            assert_allclose(rows.loc[lines.index, column], lines[key], rtol=RTOL)
        assert_allclose(rows.loc[lines.index, "p"], lines["p"], rtol=1e-6, atol=1e-300)
    for name in ("x0", "y0"):
        assert_allclose(rows.loc[name, "est"], stored["stationary"][name], rtol=RTOL)
    for name in ("p10", "p11"):
        assert_allclose(rows.loc[name, "est"], stored[name], rtol=RTOL)
    for name in ("r2", "adj_r2", "n"):
        assert_allclose(found.glance()[name][0], stored[name], rtol=RTOL)
    block = next(row for row in found.rivals if row["model"] == "linear")
    smaller, larger = stored["quad_block_test"]
    assert_allclose(block["rss"], smaller["RSS"], rtol=RTOL)
    assert_allclose(block["f"], larger["F"], rtol=RTOL)
    assert_allclose(block["p"], larger["Pr(>F)"], rtol=1e-6)
    assert (block["df1"], block["df2"]) == (larger["Df"], larger["Res.Df"])
