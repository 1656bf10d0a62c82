"""Factors, parallel analysis and item analysis keep what mathematics promises."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.stats import ttest_ind

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics import (
    bartlett_sphericity,
    factor_analysis,
    item_analysis,
    kmo,
    mardia,
    minimum_average_partial,
    parallel_analysis,
)
from srtoolkit.psychometrics.exploratory.correlations import (
    pairwise_correlation,
    smoothed,
)
from srtoolkit.psychometrics.exploratory.extraction import (
    extract,
    likelihood_state,
    minres_state,
)
from srtoolkit.psychometrics.exploratory.one_factor_stack import factor_eigenvalues
from srtoolkit.psychometrics.exploratory.rotation import rotate

#: Central differences of step 1e-5.
DIFFERENCES = 1e-7
#: Only the order of operations differs.
RTOL = 1e-9
#: The stacked search stops at a gradient of 1e-6.
STACKED = 1e-4
PATTERN = np.zeros((9, 3))
PATTERN[[0, 1, 2], 0] = [0.8, 0.7, 0.6]
PATTERN[[3, 4, 5], 1] = [0.75, 0.65, 0.55]
PATTERN[[6, 7, 8], 2] = [0.8, 0.6, 0.7]
PHI = np.array([[1, 0.4, 0.3], [0.4, 1, 0.5], [0.3, 0.5, 1]])


def population():
    implied = PATTERN @ PHI @ PATTERN.T
    np.fill_diagonal(implied, 1)
    return implied


def sample(n=400, seed=1):
    drawn = np.random.default_rng(seed).standard_normal((n, 9))
    return drawn @ np.linalg.cholesky(population()).T


def state_by_log(logs, correlation, n_factors):
    return likelihood_state(np.exp(logs), correlation, n_factors)


@pytest.mark.parametrize("state", [minres_state, state_by_log])
def test_derivatives_meet_finite_differences(state):
    correlation = np.corrcoef(sample(80), rowvar=False)
    x = np.random.default_rng(2).uniform(0.3, 0.9, 9)
    x = np.log(x) if state is state_by_log else x
    _, gradient, hessian = state(x, correlation, 2)
    steps = 1e-5 * np.eye(9)
    ahead = [state(x + step, correlation, 2) for step in steps]
    behind = [state(x - step, correlation, 2) for step in steps]

    slopes = [(a[0] - b[0]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    bends = [(a[1] - b[1]) / 2e-5 for a, b in zip(ahead, behind, strict=True)]
    assert_allclose(gradient, slopes, atol=DIFFERENCES)
    assert_allclose(hessian, bends, atol=DIFFERENCES)


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_a_population_gives_back_its_factors(method):
    result = factor_analysis(population(), n_factors=3, method=method, n=500)

    order = [int(np.argmax(np.abs(column))) // 3 for column in result.loadings.T]
    assert_allclose(result.loadings, PATTERN[:, order], atol=1e-6)
    assert_allclose(result.factor_correlation, PHI[np.ix_(order, order)], atol=1e-6)
    assert result.fit.chisq == pytest.approx(0, abs=1e-6)
    assert result.notes == ()


def test_rotation_keeps_what_is_reproduced():
    unrotated = extract(np.corrcoef(sample(), rowvar=False), 3, "minres").loadings
    for rotation in ("varimax", "promax", "oblimin", "quartimin"):
        turned = rotate(unrotated, rotation)
        implied = turned.loadings @ turned.correlation @ turned.loadings.T

        assert_allclose(implied, unrotated @ unrotated.T, atol=1e-10)
        assert_allclose(np.diag(turned.correlation), 1)
        assert (turned.loadings.sum(axis=0) > 0).all()


def test_rows_and_items_may_stand_in_any_order():
    scores = sample()
    first = factor_analysis(scores, n_factors=3)
    order = np.random.default_rng(3).permutation(9)
    second = factor_analysis(scores[::-1][:, order], n_factors=3)

    assert_allclose(second.communalities, first.communalities[order], atol=1e-7)
    assert_allclose(second.variance, first.variance, atol=1e-6)


def test_one_factor_of_a_stack_is_that_of_each_matrix():
    drawn = np.random.default_rng(4).standard_normal((12, 150, 8))
    stack = pairwise_correlation(drawn + 0.4 * drawn[:, :, :1])
    found = factor_eigenvalues(stack)

    for matrix, values in zip(stack, found, strict=True):
        loadings = extract(matrix, 1, "minres").loadings
        reduced = matrix.copy()
        np.fill_diagonal(reduced, (loadings**2).sum(axis=1))
        assert_allclose(values, np.linalg.eigvalsh(reduced)[::-1], atol=STACKED)


def test_pairwise_correlations_are_those_of_pandas():
    scores = sample(60)
    scores[np.random.default_rng(5).random(scores.shape) < 0.2] = np.nan

    found = pairwise_correlation(scores)
    assert_allclose(found, pd.DataFrame(scores).corr().to_numpy(), atol=1e-12)


@pytest.mark.parametrize("chance", ["normal", "resampled"])
def test_parallel_analysis_finds_the_factors_and_repeats_itself(chance):
    first = parallel_analysis(sample(), seed=7, chance=chance)
    second = parallel_analysis(sample(), seed=7, chance=chance)

    assert first == second
    assert first.n_factors == first.n_components == 3
    table = first.tidy()
    assert set(table["coefficient"]) >= {"factor_eigenvalue", "component_chance_mean"}


def test_unrelated_items_have_no_factor():
    noise = np.random.default_rng(8).standard_normal((300, 8))

    assert parallel_analysis(noise, seed=1).n_components == 0
    assert minimum_average_partial(noise).n_factors == 0
    assert bartlett_sphericity(noise).p > 0.001


def test_a_heywood_case_is_told():
    implied = population()
    implied[0, 1] = implied[1, 0] = 0.95
    implied[0, 2] = implied[2, 0] = 0.9
    result = factor_analysis(implied, n_factors=3, n=200)

    assert "heywood_case" in [note.code for note in result.notes]
    assert result.heywood
    assert result.glance()["n_heywood"].iloc[0] == len(result.heywood)


def test_several_maxima_are_told():
    noise = np.random.default_rng(7).standard_normal((40, 9))
    result = factor_analysis(noise, n_factors=3, method="ml")

    assert "factors_several_solutions" in [note.code for note in result.notes]


def test_a_matrix_without_n_gives_no_test_of_fit():
    fit = factor_analysis(population(), n_factors=2).fit

    assert fit.chisq is None and fit.rmsea is None and fit.chisq_empirical is None
    assert fit.rmsr > 0


def test_a_smoothed_matrix_is_positive_definite():
    matrix = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])

    assert np.linalg.eigvalsh(smoothed(matrix))[0] > 0
    assert_allclose(np.diag(smoothed(matrix)), 1)


def test_upper_and_lower_groups_are_compared_by_welch():
    scores = np.round(3 + sample(200))
    result = item_analysis(scores, extreme_share=0.27)
    totals = scores.sum(axis=1)
    ordered = np.sort(totals)
    low, high = scores[totals <= ordered[53]], scores[totals >= ordered[-54]]
    expected = ttest_ind(high, low, equal_var=False)

    assert (result.extremes.n_low, result.extremes.n_high) == (len(low), len(high))
    assert_allclose(result.extremes.critical_ratio, expected.statistic, rtol=RTOL)
    assert_allclose(result.extremes.p, expected.pvalue, rtol=1e-7)
    interval = expected.confidence_interval(0.95)
    assert_allclose(result.extremes.ci_low, interval.low, rtol=RTOL)


def test_items_are_described():
    scores = np.clip(np.round(3 + sample(150)), 1, 5)
    result = item_analysis(scores, limits=[(1, 5)] * 9, correlation="polychoric")
    table = result.tidy().set_index(["coefficient", "item"])["est"]

    assert table["mean", "1"] == pytest.approx(scores[:, 0].mean())
    assert table["floor_share", "2"] == pytest.approx(np.mean(scores[:, 1] == 1))
    assert table["ceiling_share", "2"] == pytest.approx(np.mean(scores[:, 1] == 5))
    pairs = np.corrcoef(scores, rowvar=False)[np.triu_indices(9, 1)]
    mean = result.tidy().query("coefficient == 'mean_inter_item_correlation'")["est"]
    assert mean.iloc[0] == pytest.approx(pairs.mean())
    assert result.polychoric.shape == (9, 9)
    assert table["citc_polychoric", "1"] > table["citc", "1"]


def test_equal_totals_make_no_groups():
    scores = np.tile([[1.0, 3, 2], [3, 2, 1], [2, 1, 3]], (10, 1))

    assert item_analysis(scores).extremes is None


def test_mardia_of_normal_scores_is_near_its_expectation():
    result = mardia(sample(2000))

    assert abs(result.kurtosis_z) < 3
    assert result.skewness_p_corrected > 0.001
    moved = mardia(sample(2000) @ np.diag(np.arange(1, 10)) + 5)
    assert_allclose(moved.kurtosis, result.kurtosis, rtol=1e-7)
    by_n = mardia(sample(2000), divisor="n")
    assert_allclose(by_n.skewness, result.skewness * (2000 / 1999) ** 3, rtol=1e-7)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda x: factor_analysis(x, n_factors=9), "wrong_option"),
        (lambda x: factor_analysis(x, n_factors=2.5), "wrong_option"),
        (lambda x: factor_analysis(x, n_factors=2, rotation="vari"), "wrong_option"),
        (lambda x: factor_analysis(x, n_factors=2, n=50), "n_of_scores"),
        (lambda x: factor_analysis(x, n_factors=2, missing="drop"), "wrong_option"),
        (lambda x: parallel_analysis(x, n_draws=2), "wrong_option"),
        (lambda x: parallel_analysis(np.corrcoef(x.T)), "n_missing"),
        (lambda x: bartlett_sphericity(np.corrcoef(x.T)), "n_missing"),
        (lambda x: item_analysis(x, extreme_share=0.7), "wrong_option"),
    ],
)
def test_wrong_options_are_refused(call, code):
    with pytest.raises(OptionError) as caught:
        call(sample(50))
    assert caught.value.code == code


def test_dependent_items_are_named():
    frame = pd.DataFrame(sample(50), columns=list("abcdefghi"))
    frame["j"] = frame["a"] + frame["b"]

    for method in (kmo, bartlett_sphericity):
        with pytest.raises(ScoresError, match="a, b, j"):
            method(frame)
    with pytest.raises(ScoresError):
        mardia(frame)


def test_items_nobody_answered_together_are_named():
    frame = pd.DataFrame(sample(50), columns=list("abcdefghi"))
    frame.loc[:24, "a"] = np.nan
    frame.loc[25:, "b"] = np.nan

    with pytest.raises(ScoresError, match='"a" and "b"'):
        factor_analysis(frame, n_factors=2)
