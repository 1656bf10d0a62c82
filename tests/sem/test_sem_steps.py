"""Hypotheses about paths: estimate, interval, guard, refusals."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose
from sem_references import ECSI_N, ecsi_covariance, ecsi_like_answers, model_syntax

from srtoolkit import sem
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.inference import SmallestEffect, decide
from srtoolkit.results import is_plan_step

#: Printed to three decimals.
PRINTED = 5e-4


@pytest.fixture(scope="module")
def fitted():
    return sem.fit(model_syntax("ecsi13"), covariance=ecsi_covariance(), n=ECSI_N)


@pytest.fixture(scope="module")
def drawn():
    return sem.fit(model_syntax("ecsi13"), ecsi_like_answers(), bootstrap=300, seed=1)


def test_steps_are_marked_for_plans():
    assert is_plan_step(sem.path, "hypothesis")
    assert is_plan_step(sem.indirect, "hypothesis")


def test_published_path_from_complaint_handling_to_loyalty(fitted):
    evidence = sem.path(
        fitted,
        path="Loyalty ~ CUSCO",
        expect="positive",
        alpha=0.05,
        reliability={"CUSCO": 0.7},
    )
    primary, weaker = evidence.estimates
    std = evidence.details["std_all"]

    assert evidence.contrast == "Loyalty ~ CUSCO" and evidence.outcome == "Loyalty"
    assert evidence.guard is None
    assert_allclose([primary.est, primary.se], [-0.022, 0.050], atol=PRINTED)
    assert primary.ci_level == 0.9 and primary.effect_name == "std_all"
    assert_allclose(
        [std["est"], std["ci_low"], std["ci_high"]],
        [-0.030, -0.142, 0.083],
        atol=PRINTED,
    )
    assert_allclose(
        [weaker.effect_low, weaker.effect_high], [-0.227, 0.133], atol=PRINTED
    )
    assert weaker.role == "robustness" and evidence.primary is primary
    assert decide(primary, "positive", None).verdict == "inconclusive"


def test_expectation_settles_interval_and_p(fitted):
    options = {"path": "CUSCO ~ Satisfaction", "alpha": 0.05}
    positive = sem.path(fitted, expect="positive", **options).estimates[0]
    negative = sem.path(fitted, expect="negative", **options).estimates[0]
    either = sem.path(fitted, expect="any", **options).estimates[0]

    assert (positive.ci_level, either.ci_level) == (0.9, 0.95)
    assert positive.p < 1e-10 and negative.p > 0.999


def test_smallest_effect_in_points_only(fitted):
    options = {"path": "Loyalty ~ CUSCO", "expect": "zero", "alpha": 0.05}
    points = sem.path(fitted, smallest_effect=SmallestEffect(0.2, "points"), **options)
    group = sem.path(
        fitted, smallest_effect=SmallestEffect(0.2, "sd_control"), **options
    )

    assert points.smallest_effect == 0.2
    assert decide(points.primary, "zero", 0.2).practical == "equivalent"
    assert group.smallest_effect is None


def test_indirect_effect_with_draws(drawn):
    evidence = sem.indirect(
        drawn,
        path="Image -> Satisfaction -> Loyalty",
        expect="positive",
        alpha=0.05,
    )
    estimate = evidence.estimates[0]

    assert estimate.method == "ml_bootstrap"
    assert evidence.details["n_draws"] == 300
    assert_allclose(estimate.est, 0.513 * 1.766, atol=2e-3)
    assert estimate.ci_low < estimate.est < estimate.ci_high
    assert estimate.effect_low < estimate.effect < estimate.effect_high


def test_std_all_is_by_the_delta_method_with_draws_too(drawn, fitted):
    options = {"path": "Loyalty ~ CUSCO", "expect": "positive", "alpha": 0.05}
    with_draws = sem.path(drawn, **options).details["std_all"]
    without = sem.path(fitted, **options).details["std_all"]

    assert_allclose(with_draws["ci_low"], without["ci_low"], atol=1e-4)


def test_no_verdict_from_an_inadmissible_model():
    full = sem.fit(model_syntax("ecsi24"), covariance=ecsi_covariance(), n=ECSI_N)
    evidence = sem.path(full, path="Loyalty ~ CUSCO", expect="positive", alpha=0.05)

    assert evidence.guard.code == "model_not_admissible"
    assert evidence.guard.values["status"] == "standardised_above_one"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Loyalty ~ Image", "not in the model"),
        ("Loyalty ~ Image + CUSCO", "is not one regression"),
        ("Loyalty ~ 2*CUSCO", "is not one regression"),
        ("Image =~ IMAG1", "is not one regression"),
    ],
)
def test_paths_that_cannot_be_tested(fitted, path, words):
    with pytest.raises(ModelError, match=words):
        sem.path(fitted, path=path, expect="any", alpha=0.05)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Image -> Loyalty", "has nothing in between"),
        ("Image -> CUSCO -> Loyalty", "not in the model"),
        ("Image ->", "not a chain"),
    ],
)
def test_indirect_paths_that_cannot_be_tested(fitted, path, words):
    with pytest.raises(ModelError, match=words):
        sem.indirect(fitted, path=path, expect="any", alpha=0.05)


def test_reliability_must_be_of_an_item_and_in_range(fitted):
    options = {"path": "Loyalty ~ CUSCO", "expect": "any", "alpha": 0.05}
    with pytest.raises(ModelError, match="Allowed: CUSCO"):
        sem.path(fitted, reliability={"CUSC": 0.7}, **options)
    with pytest.raises(OptionError, match="at most 1"):
        sem.path(fitted, reliability={"CUSCO": 1.7}, **options)


def test_reliability_of_an_exogenous_item_meets_the_correction():
    """With one predictor the slope is divided by its reliability."""
    fit = sem.fit("CUSCO ~ PERQ1", covariance=ecsi_covariance(), n=ECSI_N)
    evidence = sem.path(
        fit,
        path="CUSCO ~ PERQ1",
        expect="any",
        alpha=0.05,
        reliability={"PERQ1": 0.8},
    )
    plain, corrected = evidence.estimates
    # error variance is taken from the variance with divisor n - 1
    share = 1 - 0.2 * ECSI_N / (ECSI_N - 1)

    assert_allclose(corrected.est, plain.est / share, rtol=1e-6)
