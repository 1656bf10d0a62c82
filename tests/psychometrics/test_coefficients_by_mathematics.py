"""What must hold for any scores, and every misuse."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics import (
    average_variance_extracted,
    composite_reliability,
    cronbach_alpha,
    htmt,
    item_analysis,
    mcdonald_omega,
    spearman_brown,
)
from srtoolkit.psychometrics.reliability.one_factor import discrepancy, fit_one_factor
from srtoolkit.results import Result

#: Order of summation only.
RTOL = 1e-10
#: Where BFGS stops: a gradient of 1e-9 on correlations.
FIT_RTOL = 1e-6
LOADINGS = np.array([0.9, 0.7, 0.8, 0.6])
RESIDUALS = np.array([0.5, 0.6, 0.4, 0.9])


def simulated(n: int = 300, seed: int = 1) -> np.ndarray:
    generator = np.random.default_rng(seed)
    noise = generator.standard_normal((n, 4)) * np.sqrt(RESIDUALS)
    return np.outer(generator.standard_normal(n), LOADINGS) + noise


def test_order_of_items_and_respondents_changes_nothing():
    scores = simulated()
    moved = scores[::-1, [2, 0, 3, 1]]

    assert_allclose(
        cronbach_alpha(moved).alpha, cronbach_alpha(scores).alpha, rtol=RTOL
    )
    assert_allclose(
        mcdonald_omega(moved).omega, mcdonald_omega(scores).omega, rtol=FIT_RTOL
    )
    citc = item_analysis(scores).tidy()["est"][:4].to_numpy()
    assert_allclose(
        item_analysis(moved).tidy()["est"][:4], citc[[2, 0, 3, 1]], rtol=RTOL
    )


def test_a_shift_and_a_common_unit_change_nothing():
    scores = simulated()

    assert_allclose(
        cronbach_alpha(10 * scores + 3).alpha, cronbach_alpha(scores).alpha, rtol=RTOL
    )
    assert_allclose(
        mcdonald_omega(10 * scores + 3).se, mcdonald_omega(scores).se, rtol=FIT_RTOL
    )


def test_standardised_alpha_of_two_items_is_spearman_brown():
    pair = simulated()[:, :2]

    assert_allclose(
        cronbach_alpha(pair).alpha_standardised,
        spearman_brown(pair).spearman_brown,
        rtol=RTOL,
    )


def test_identical_items_are_perfectly_reliable():
    item = simulated()[:, [0]]

    assert_allclose(cronbach_alpha(np.hstack([item] * 3)).alpha, 1, rtol=RTOL)
    assert spearman_brown(np.hstack([item] * 2)).spearman_brown == pytest.approx(1)


def test_equal_loadings_make_omega_alpha():
    loadings = np.full(4, 0.7)
    covariance = np.outer(loadings, loadings) + np.diag(RESIDUALS)
    fit = fit_one_factor(covariance, 200)
    omega = composite_reliability(fit.loadings, fit.residual_variances)
    k, total = 4, covariance.sum()

    assert_allclose(
        omega, k / (k - 1) * (1 - np.trace(covariance) / total), rtol=FIT_RTOL
    )


def test_a_population_gives_back_its_parameters():
    covariance = np.outer(LOADINGS, LOADINGS) + np.diag(RESIDUALS)
    fit = fit_one_factor(covariance, 500)

    assert fit.status == "converged"
    assert_allclose(fit.loadings, LOADINGS, rtol=FIT_RTOL)
    assert_allclose(fit.residual_variances, RESIDUALS, rtol=FIT_RTOL)


def test_the_gradient_meets_finite_differences():
    sample = np.cov(simulated(), rowvar=False)
    parameters = np.concatenate([LOADINGS * 0.9, RESIDUALS * 1.1])
    step = 1e-6
    numeric = [
        (
            discrepancy(parameters + e, sample)[0]
            - discrepancy(parameters - e, sample)[0]
        )
        / (2 * step)
        for e in np.eye(8) * step
    ]

    #: error of a central difference of step 1e-6
    assert_allclose(discrepancy(parameters, sample)[1], numeric, atol=1e-8)


def test_omega_interval_covers_the_population():
    covariance = np.outer(LOADINGS, LOADINGS) + np.diag(RESIDUALS)
    omega = LOADINGS.sum() ** 2 / covariance.sum()
    results = [mcdonald_omega(simulated(seed=seed)) for seed in range(200)]
    covered = np.mean([r.ci_low <= omega <= r.ci_high for r in results])

    #: three binomial standard errors of 200 draws at .95
    assert abs(covered - 0.95) < 0.047


def test_ave_of_standardised_loadings_is_their_mean_square():
    loadings = np.array([0.7, 0.8, 0.6])

    assert_allclose(average_variance_extracted(loadings), np.mean(loadings**2))
    assert_allclose(composite_reliability(loadings), 2.1**2 / (2.1**2 + 1.51))


def test_an_item_turned_the_wrong_way_shows_itself():
    scores = simulated()
    scores[:, 2] *= -1
    analysis = item_analysis(pd.DataFrame(scores, columns=list("abcd")))

    assert analysis.negative == ("c",)


def test_listwise_leaves_out_incomplete_respondents():
    scores = simulated()
    scores[:20, 1] = np.nan
    result = cronbach_alpha(scores, missing="listwise")

    assert result.n_respondents == 280
    assert_allclose(result.alpha, cronbach_alpha(scores[20:]).alpha, rtol=RTOL)


@pytest.mark.parametrize(
    "result",
    [
        cronbach_alpha(simulated()),
        mcdonald_omega(simulated()),
        item_analysis(simulated()),
        spearman_brown(simulated()[:, :2]),
    ],
    ids=lambda result: type(result).__name__,
)
def test_every_result_keeps_the_protocol(result):
    assert isinstance(result, Result)
    assert list(result.tidy().columns) == [
        "scale",
        "item",
        "coefficient",
        "est",
        "ci_low",
        "ci_high",
        "ci_level",
    ]
    assert len(result.glance()) == 1
    assert json.dumps(result.to_dict())


@pytest.mark.parametrize("coefficient", [cronbach_alpha, mcdonald_omega, item_analysis])
def test_misuse_is_told(coefficient):
    scores = simulated(20)
    holed = scores.copy()
    holed[3, 1] = np.nan
    constant = scores.copy()
    constant[:, 2] = 4

    with pytest.raises(ScoresError, match="1 respondents lack a score"):
        coefficient(holed)
    with pytest.raises(ScoresError, match="item 3 does not vary"):
        coefficient(constant)
    with pytest.raises(ScoresError, match=r"has 1 item\(s\)"):
        coefficient(scores[:, :1])
    with pytest.raises(ScoresError, match="2 respondents have"):
        coefficient(scores[:2])
    with pytest.raises(ScoresError, match="dimension"):
        coefficient(scores[:, 0])
    with pytest.raises(ScoresError, match="not numbers"):
        coefficient([["a", "b"], ["c", "d"]])
    with pytest.raises(ScoresError, match="infinite"):
        coefficient(scores * np.inf)
    with pytest.raises(OptionError, match="ci_level is 95"):
        coefficient(scores, ci_level=95)


def test_misuse_of_single_coefficients_is_told():
    scores = simulated(20)

    with pytest.raises(ScoresError, match="3 items or more"):
        mcdonald_omega(scores[:, :2])
    with pytest.raises(ScoresError, match="two items and four respondents"):
        spearman_brown(scores)
    with pytest.raises(ScoresError, match="3 respondents have"):
        item_analysis(scores[:3])
    with pytest.raises(ScoresError, match="2 names were given for 4 items"):
        item_analysis(scores, items=["a", "b"])
    with pytest.raises(ScoresError, match="two vectors of one length"):
        composite_reliability(np.ones(3), np.ones(2))
    with pytest.raises(ScoresError, match="one item has F"):
        htmt(pd.DataFrame(scores, columns=list("abcd")), {"F": ["a"], "G": ["b", "c"]})
