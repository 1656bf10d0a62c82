"""Real surveys against stored results of R; the rows lie beside the checkout."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.comparison import (
    adjusted_means_of,
    average_sd_g,
    dunnett_comparisons,
    glass_delta,
    jzs_bayes_factor,
    jzs_one_sample,
    mean_contrast,
    one_sample_difference,
    paired_difference_of,
    paired_effect_size,
    paired_equivalence,
    signed_rank,
    student_difference,
    two_proportions,
    welch_equivalence,
)

pytestmark = pytest.mark.shared

RTOL = 1e-7
#: multcomp's default integration leaves about 1e-3 in p and 1e-3 of an error
#: in the limits.
R_P_ATOL, R_LIMIT_ATOL = 1e-3, 5e-3
#: effectsize ends its search for the noncentrality at about 1e-5 of an error,
#: once (REPUR, Welch) at 4e-3; `test_paired` checks ours by the distribution.
NONCENTRALITY_ATOL, EARLY_END_ATOL = 2e-5, 3e-4
QUADRATURE_RTOL = 1e-6
#: beyond t = 5 BayesFactor approximates its one-sided factors.
R_DIRECTIONAL_RTOL = 1e-4

R = stored_reference("comparison/survey_comparisons")
CELLS = ("no_complaint", "poor", "middling", "excellent")


@pytest.fixture(scope="module")
def cars():
    return pd.read_csv(shared_path("data/mtcars.csv"))


@pytest.fixture(scope="module")
def survey():
    data = pd.read_csv(shared_path("data/acsi2015.csv"))
    handling = pd.cut(data["HANDLE"], [0, 4, 8, 10], labels=CELLS[1:]).astype(object)
    cell = handling.where(data["COMP"] == 1, None)
    return data.assign(cell=cell.where(data["COMP"] != 0, "no_complaint"))


def assert_family(family, stored):
    assert_allclose([r.est for r in family.rows], stored["est"], rtol=RTOL)
    assert_allclose([r.se for r in family.rows], stored["se"], rtol=RTOL)
    assert_allclose([r.p for r in family.rows], stored["p"], atol=R_P_ATOL)
    errors = np.array(stored["se"])
    low = np.array([r.ci_low for r in family.rows])
    assert_allclose((low - stored["low"]) / errors, 0, atol=R_LIMIT_ATOL)


def assert_adjusted(found, stored):
    means = {row["group"]: row for row in found.details["means"]}
    for row, label in zip(stored["means"], means, strict=True):
        assert_allclose(means[label]["mean"], row["emmean"], rtol=RTOL)
        assert_allclose(means[label]["se"], row["SE"], rtol=RTOL)
    for row, ours in zip(stored["against"], found.rows, strict=True):
        assert_allclose(ours.est, row["estimate"], rtol=RTOL)
        assert_allclose(ours.se, row["SE"], rtol=RTOL)
        assert ours.df == row["df"]


def test_cars(cars):
    groups = {
        str(n): cars.loc[cars["cyl"] == n, "mpg"].to_numpy(dtype=float)
        for n in (4, 6, 8)
    }
    stored = R["mtcars"]
    for weights, row in (
        ({"4": 1, "8": -1}, stored["linear"][0]),
        ({"4": 1, "6": -0.5, "8": -0.5}, stored["linear"][1]),
    ):
        found = mean_contrast(groups, weights, equal_variances=True, expect="any")
        assert_allclose([found.est, found.se], [row["estimate"], row["SE"]], rtol=RTOL)
        assert_allclose(found.p, row["p.value"], rtol=1e-5)
    assert_family(dunnett_comparisons(groups, "4"), stored["dunnett"]["two.sided"])
    assert_family(
        dunnett_comparisons(groups, "4", expect="positive"),
        stored["dunnett"]["greater"],
    )


@pytest.mark.parametrize("errors", ["classic", "HC0", "HC3", "HC4"])
def test_adjusted_means_of_cars(cars, errors):
    labels = cars["cyl"].astype(int).astype(str).to_numpy(dtype=object)
    found = adjusted_means_of(
        cars["mpg"].to_numpy(dtype=float),
        labels,
        cars[["wt", "gear", "am"]].astype(float),
        control="4",
        categories=("gear",),
        errors=errors,
    )

    assert_adjusted(found, R["mtcars"]["ancova"][errors])


def test_slopes_of_cars(cars):
    labels = cars["cyl"].astype(int).astype(str).to_numpy(dtype=object)
    found = adjusted_means_of(
        cars["mpg"].to_numpy(dtype=float),
        labels,
        cars[["wt"]],
        control="4",
        errors="classic",
    )

    assert_allclose(found.details["slopes"]["f"], R["mtcars"]["slopes"]["f"], rtol=RTOL)


def test_sleepless_drivers():
    data = pd.read_csv(shared_path("data/sleepstudy.csv"))
    before, after = (
        data.loc[data["Days"] == day, "Reaction"].to_numpy(dtype=float)
        for day in (0, 9)
    )
    stored = R["sleepstudy"]
    found = paired_difference_of(after, before, expect="any")

    assert_allclose(found.statistic, stored["t"], rtol=RTOL)
    assert_allclose(found.p, stored["p"], rtol=RTOL)
    assert_allclose([found.ci_low, found.ci_high], stored["ci"], rtol=RTOL)
    for name, key, label in (("d_z", "dz", "Cohens_d"), ("g_z", "gz", "Hedges_g")):
        size = paired_effect_size(after, before, name=name, ci_level=0.95)
        assert_allclose(size.est, stored[key][label], rtol=RTOL)
        limits = [stored[key]["CI_low"], stored[key]["CI_high"]]
        assert_allclose([size.low, size.high], limits, atol=NONCENTRALITY_ATOL)
    ranks = signed_rank(after, before, expect="any")
    assert_allclose(ranks.statistic, stored["wilcoxon"]["V"])
    assert_allclose(ranks.p, stored["wilcoxon"]["p"], rtol=RTOL)
    beyond = paired_equivalence(after, before, delta=50).minimal_effect_p
    assert_allclose(beyond, stored["minimal"], rtol=RTOL)
    for case in stored["bf"]:
        factor = jzs_one_sample(found.statistic, len(after), r=case["r"])
        assert_allclose(factor.two_sided, case["two_sided"], rtol=QUADRATURE_RTOL)
        assert_allclose(factor.greater, case["greater"], rtol=R_DIRECTIONAL_RTOL)


@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
def test_customers(survey, outcome):
    groups = {
        name: survey.loc[survey["cell"] == name, outcome].dropna().to_numpy(dtype=float)
        for name in CELLS
    }
    treated, control = groups["excellent"], groups["no_complaint"]
    stored = R[outcome]

    assert_family(dunnett_comparisons(groups, "no_complaint"), stored["dunnett"])
    weights = {"excellent": 1, "poor": -0.5, "middling": -0.5}
    found = mean_contrast(groups, weights, equal_variances=True, expect="zero")
    row = stored["contrast"][0]
    assert_allclose([found.est, found.se], [row["estimate"], row["SE"]], rtol=RTOL)
    t_test = student_difference(treated, control)
    sizes = len(treated), len(control)
    for case in stored["bf"]:
        factor = jzs_bayes_factor(t_test.statistic, *sizes, r=case["r"])
        assert_allclose(factor.two_sided, case["two_sided"], rtol=QUADRATURE_RTOL)
        assert_allclose(factor.greater, case["greater"], rtol=R_DIRECTIONAL_RTOL)
    single = one_sample_difference(treated, value=8, expect="any")
    assert_allclose(single.p, stored["one_sample"], rtol=RTOL)
    for case in stored["bf_one"]:
        factor = jzs_one_sample(single.statistic, len(treated), r=case["r"])
        assert_allclose(factor.two_sided, case["two_sided"], rtol=QUADRATURE_RTOL)
    for size, key, label in (
        (average_sd_g(treated, control, ci_level=0.95), "g_average", "Hedges_g"),
        (glass_delta(treated, control, ci_level=0.95), "glass", "Glass_delta"),
    ):
        assert_allclose(size.est, stored[key][label], rtol=RTOL)
        limits = [stored[key]["CI_low"], stored[key]["CI_high"]]
        assert_allclose([size.low, size.high], limits, atol=EARLY_END_ATOL)
    tops = int((treated >= 9).sum()), int((control >= 9).sum())
    assert_allclose(
        two_proportions(tops, sizes, expect="any").p, stored["share"], rtol=1e-6
    )
    tost = welch_equivalence(treated, control, delta=0.5, equal_variances=True)
    assert_allclose(tost.p, stored["student_tost"], rtol=RTOL)


@pytest.mark.parametrize("outcome", ["SATIS", "REPUR"])
@pytest.mark.parametrize("errors", ["classic", "HC3", "HC4"])
def test_adjusted_means_of_customers(survey, outcome, errors):
    found = adjusted_means_of(
        survey[outcome].to_numpy(dtype=float),
        survey["cell"].to_numpy(dtype=object),
        survey[["AGE", "GENDER", "EDUCAT", "INDUSTRY"]].astype(float),
        control="no_complaint",
        categories=("EDUCAT", "INDUSTRY"),
        errors=errors,
    )
    stored = R[outcome]["ancova"][errors]
    means = {row["group"]: row for row in found.details["means"]}

    assert found.n == R[outcome]["n_ancova"]
    for row in stored["means"]:
        assert_allclose(means[row["cell"]]["mean"], row["emmean"], rtol=RTOL)
        assert_allclose(means[row["cell"]]["se"], row["SE"], rtol=RTOL)
    for row in stored["against"]:
        assert_allclose(found[row["contrast"]].est, row["estimate"], rtol=RTOL)
        assert_allclose(found[row["contrast"]].p, row["p.value"], rtol=1e-5)
