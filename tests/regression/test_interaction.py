"""Simple slopes, Johnson-Neyman and the hypothesis of one coefficient."""

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from shared_files import shared_path
from two_group_responses import stored_reference

from srtoolkit.inference import SmallestEffect, decide
from srtoolkit.regression import (
    coefficient,
    fit_linear,
    johnson_neyman,
    simple_slope,
)
from srtoolkit.results import is_plan_step

RTOL = 1e-8
#: R's bounds come from a root search that stops at 1e-10 of the moderator.
ROOT_RTOL = 1e-6

R = stored_reference("regression/linear")
DATA = pd.DataFrame(R["data"])


@pytest.fixture(params=[True, False], ids=["centred", "raw"])
def fit(request):
    return fit_linear(
        DATA,
        outcome="rsat",
        predictors=["sta", "con"],
        interactions=[("sta", "con")],
        covariates=["age", "sex"],
        centre=request.param,
    )


def test_simple_slopes_agree_with_a_moved_zero_in_r(fit):
    evidence = coefficient(fit, term="sta:con", expect="negative")
    rows = pd.DataFrame(evidence.details["simple_slopes"])
    stored = pd.DataFrame(R["simple_slopes"])

    for column in ("value", "slope", "se", "p"):
        assert_allclose(rows[column], stored[column], rtol=RTOL)
    assert list(rows["level"]) == ["low", "mean", "high"]
    assert set(rows["moderator"]) == {"con"}
    assert set(rows["ci_level"]) == {0.95}


def test_the_drawn_line_has_the_slope(fit):
    evidence = coefficient(fit, term="sta:con", expect="any")
    for row in evidence.details["simple_slopes"]:
        rise = row["outcome_high"] - row["outcome_low"]
        run = row["predictor_high"] - row["predictor_low"]
        assert_allclose(rise / run, row["slope"], rtol=RTOL)


def test_johnson_neyman_agrees_with_a_root_search_in_r(fit):
    region = coefficient(fit, term="sta:con", expect="any").details["johnson_neyman"]

    assert_allclose(region["bounds"], R["johnson_neyman"], rtol=ROOT_RTOL)
    assert region["significant"] == "inside"
    assert (region["moderator_low"], region["moderator_high"]) == (1, 7)


def test_a_turned_term_turns_predictor_and_moderator(fit):
    evidence = coefficient(fit, term="con:sta", expect="negative")
    (row, *_) = evidence.details["simple_slopes"]

    assert (row["predictor"], row["moderator"]) == ("con", "sta")
    assert evidence.contrast == "rsat ~ con:sta"
    straight = coefficient(fit, term="sta:con", expect="negative")
    assert evidence.primary == straight.primary


@pytest.mark.parametrize(
    ("estimates", "variances", "significant", "n_bounds"),
    [
        ((0.5, 0.3), (0.01, 0.001), "outside", 2),
        ((0.5, 0.01), (0.01, 0.01), "inside", 2),
        ((0.0, 0.001), (1.0, 1.0), "nowhere", 0),
    ],
)
def test_johnson_neyman_bounds_are_where_p_is_alpha(
    estimates, variances, significant, n_bounds
):
    covariance = np.diag(variances)
    region = johnson_neyman(np.array(estimates), covariance, df=50)

    assert (region.significant, len(region.bounds)) == (significant, n_bounds)
    for bound in region.bounds:
        slope = simple_slope(bound, np.array(estimates), covariance, df=50)
        assert_allclose(slope.p, 0.05, rtol=1e-9)
    if n_bounds:
        middle = simple_slope(
            float(np.mean(region.bounds)), np.array(estimates), covariance, df=50
        )
        assert (middle.p < 0.05) == (significant == "inside")


def test_a_slope_that_never_changes_can_be_significant_everywhere():
    estimates, covariance = np.array([5.0, 1.0]), np.array([[1.0, 0.2], [0.2, 0.04]])
    region = johnson_neyman(estimates, covariance, df=1000)

    assert (region.significant, region.bounds) == ("everywhere", ())


def test_a_moderator_with_two_values_is_read_at_both():
    data = DATA.dropna().assign(member=np.arange(78) % 2)
    fit = fit_linear(
        data,
        outcome="rsat",
        predictors=["sta", "member"],
        interactions=[("sta", "member")],
    )
    rows = coefficient(fit, term="sta:member", expect="any").details["simple_slopes"]

    assert [row["level"] for row in rows] == ["lower_value", "upper_value"]
    for row in rows:
        here = data[data["member"] == row["value"]]
        alone = fit_linear(here, outcome="rsat", predictors=["sta"])
        assert_allclose(row["slope"], alone.estimates[1], rtol=RTOL)


def test_evidence_holds_estimate_interval_and_direction(fit):
    evidence = coefficient(
        fit,
        term="sta",
        expect="negative",
        smallest_effect=SmallestEffect(0.1, "points"),
    )
    table = fit.tidy().set_index("term").loc["sta"]
    estimate = evidence.primary

    assert (evidence.outcome, evidence.contrast) == ("rsat", "rsat ~ sta")
    assert evidence.smallest_effect == 0.1
    assert evidence.details == {}
    assert_allclose([estimate.est, estimate.se], [table["est"], table["se"]])
    assert estimate.ci_level == pytest.approx(0.90)
    assert (estimate.method, estimate.effect_name) == ("ols_hc3", "beta")
    assert decide(estimate, "negative", 0.1).verdict in {"supported", "inconclusive"}


def test_a_smallest_effect_in_sd_of_a_control_is_not_defined_here(fit):
    evidence = coefficient(
        fit,
        term="sta",
        expect="any",
        smallest_effect=SmallestEffect(0.2, "sd_control"),
    )

    assert evidence.smallest_effect is None


def test_a_term_that_is_not_there_gives_no_verdict(fit):
    evidence = coefficient(fit, term="sta:age", expect="any")

    assert evidence.primary is None
    assert evidence.guard.code == "path_not_in_model"
    assert evidence.guard.values["path"] == "rsat ~ sta:age"


def test_a_plan_may_name_it():
    assert is_plan_step(coefficient, "hypothesis")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("errors", "block"), [("classic", "coef"), ("HC3", "coef_hc3")]
)
def test_acsi_moderation_agrees_with_r(errors, block):
    path = shared_path("reference/acsi_moderation_jn.json")
    stored = json.loads(path.read_text(encoding="utf-8"))["expected"]["extra"]
    data = pd.read_csv(shared_path("data/acsi2015_complainants.csv"))
    roles = {"outcome": "SATIS", "predictors": ["HANDLE", "OVERALLX"]}
    fit = fit_linear(
        data, **roles, interactions=[("HANDLE", "OVERALLX")], errors=errors
    )
    table, expected = fit.tidy(), pd.DataFrame(stored[block])

    names = {"statistic": "t", "ci_low": "lo", "ci_high": "hi"}
    for column in ("est", "se", "p", *names):
        theirs = expected[names.get(column, column)]
        assert_allclose(table[column], theirs, rtol=RTOL)
    gain = fit.r2 - fit_linear(data, **roles).r2
    assert_allclose(fit.r2, stored["r2"], rtol=RTOL)
    assert_allclose(gain, stored["delta_r2"], rtol=1e-6)
    assert_allclose(gain / (1 - fit.r2), stored["f2"], rtol=1e-6)
    spread = fit.spreads["OVERALLX"]
    assert_allclose([spread.mean, spread.sd], [stored["mean_w"], stored["sd_w"]])
    if errors == "classic":
        details = coefficient(fit, term="HANDLE:OVERALLX", expect="any").details
        slopes = pd.DataFrame(details["simple_slopes"])
        theirs = pd.DataFrame(stored["simple_slopes"])
        assert_allclose(slopes["slope"], theirs["est"], rtol=RTOL)
        assert_allclose(slopes["se"], theirs["se"], rtol=RTOL)
        assert_allclose(slopes["p"], theirs["p"], rtol=RTOL)
        assert_allclose(slopes["value"] - spread.mean, theirs["w"], atol=1e-9)
        bounds = details["johnson_neyman"]["bounds"]
        assert_allclose(bounds, stored["jn_bounds_raw"], rtol=RTOL)
        centred = np.array(bounds) - spread.mean
        assert_allclose(centred, stored["jn_bounds_centered"], rtol=RTOL)
