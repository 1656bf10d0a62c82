"""Draws: blocks refitted at once, kinds of intervals, tests of fit, products."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sem_references import ecsi_like_answers, model_syntax

from srtoolkit import sem
from srtoolkit.errors import ModelError, OptionError
from srtoolkit.sem import interaction_effect, product_indicators
from srtoolkit.sem.observed import group_moments
from srtoolkit.sem.resamples.bootstrap import block_refit
from srtoolkit.sem.resamples.draws import acceleration_of, draw_interval
from srtoolkit.sem.resamples.stacked_status import admissible_draws
from srtoolkit.sem.search.fitting import search_optimum
from srtoolkit.sem.search.objective import NormalLikelihood
from srtoolkit.sem.status import is_admissible

#: A draw stops a ten-thousandth of a standard error from its optimum; the
#: error is that of the whole sample.
DRAW_IN_SE = 5e-4
MODEL = model_syntax("ecsi13")


@pytest.fixture(scope="module")
def answers():
    return ecsi_like_answers()


@pytest.fixture(scope="module", params=["plain", "means", "shared", "covariate"])
def fitted(request, answers):
    models = {
        "plain": (MODEL, {}),
        "means": (MODEL, {"mean_structure": True}),
        "shared": ("F =~ CUSA1 + a*CUSA2 + a*CUSA3\nF ~~ CUSCO", {}),
        "covariate": (
            "F =~ CUSA1 + CUSA2 + CUSA3\nF ~ IMAG1 + IMAG2\nCUSCO ~ F + IMAG1",
            {"mean_structure": True},
        ),
    }
    model, options = models[request.param]
    return sem.fit(model, answers, engine="native", **options)


def counts_of(n, n_draws):
    generator = np.random.default_rng(3)
    return generator.multinomial(n, np.full(n, 1 / n), size=n_draws).astype(float)


def test_draws_refitted_at_once_are_those_refitted_alone(fitted):
    counts = counts_of(fitted.n, 25)
    blocks = block_refit(
        fitted.specification,
        fitted.layout,
        fitted.observed,
        fitted.solution.vector,
        fitted.covariance,
    )
    together = blocks.refit_counts(counts)
    errors = np.sqrt(np.diagonal(fitted.covariance))
    n_free = fitted.layout.n_free
    for vector, count in zip(together, counts, strict=True):
        rows = np.repeat(fitted.observed.rows, count.astype(int), axis=0)
        objective = NormalLikelihood(fitted.layout, (group_moments(rows),))
        alone = search_optimum(objective, vector)
        gap = np.abs(alone.vector - vector)[:n_free] / errors
        assert alone.converged
        assert gap.max() < DRAW_IN_SE


def test_admissible_draws_are_judged_as_single_solutions(answers):
    fitted = sem.fit(MODEL, answers, engine="native", bootstrap=60, seed=1)
    generator = np.random.default_rng(2)
    vectors = fitted.bootstrap.vectors
    vectors = vectors * (1 + 0.6 * generator.standard_normal(vectors.shape))
    at_once = admissible_draws(fitted.specification, fitted.layout, vectors)
    alone = [is_admissible(fitted.specification, fitted.layout, v) for v in vectors]

    assert_array_equal(at_once, alone)
    assert 0 < sum(alone) < len(alone)


@pytest.mark.parametrize("group", [None, "half"])
def test_draws_do_not_depend_on_jobs_or_their_number(answers, group):
    table = answers.assign(half=np.where(np.arange(len(answers)) % 2, "b", "a"))
    model = "F =~ CUSA1 + CUSA2 + CUSA3 + CUSCO"
    fitted = sem.fit(model, table, engine="native", group=group)
    few, many, shared = (
        fitted.bootstrapped(n, seed=5, jobs=jobs).bootstrap.vectors
        for n, jobs in ((60, 1), (120, 1), (120, 2))
    )

    assert_array_equal(many, shared)
    assert_array_equal(many[:60], few)


def test_kinds_of_intervals_on_a_known_distribution():
    generator = np.random.default_rng(1)
    draws = generator.exponential(size=200_000)
    exact = {
        "percentile": (-np.log(0.975), -np.log(0.025)),
        "basic": (2 + np.log(0.025), 2 + np.log(0.975)),
        "normal": (1 - 1.959964, 1 + 1.959964),
    }
    for kind, limits in exact.items():
        assert_allclose(draw_interval(draws, 1.0, 0.95, kind=kind), limits, atol=0.03)
    # share below the mean is 1 - 1/e: z0 = .3375; shares move to .0994, .9958
    low, high = draw_interval(draws, 1.0, 0.95, kind="bias_corrected")
    assert_allclose([low, high], -np.log(1 - np.array([0.09944, 0.99574])), rtol=0.03)
    jackknife = np.array([1.0, 2.0, 6.0])
    gaps = 3 - jackknife
    expected = (gaps**3).sum() / (6 * (gaps**2).sum() ** 1.5)
    assert_allclose(acceleration_of(jackknife), expected)


def test_bca_needs_and_gets_leave_one_out_estimates(answers):
    fitted = sem.fit(MODEL, answers, engine="native")
    plain = fitted.bootstrapped(400, seed=1, interval="bias_corrected")
    bca = fitted.bootstrapped(400, seed=1, interval="bca")
    first = bca.bootstrap.jackknife[0]
    without = sem.fit(MODEL, answers.iloc[1:], engine="native")
    errors = np.sqrt(np.diagonal(fitted.covariance))

    assert bca.bootstrap.jackknife.shape[0] == fitted.n
    gap = np.abs(first - without.solution.vector)[: len(errors)] / errors
    assert gap.max() < DRAW_IN_SE
    assert_array_equal(plain.bootstrap.vectors, bca.bootstrap.vectors)
    assert not np.allclose(plain.tidy()["ci_low"], bca.tidy()["ci_low"])


def test_monte_carlo_intervals_meet_the_normal_theory(answers):
    fitted = sem.fit(MODEL, answers, engine="native")
    drawn = fitted.monte_carlo(40_000, seed=1)
    ours, exact = drawn.tidy(), fitted.tidy()
    free = exact["free"]

    assert_allclose(ours.loc[free, "se"], exact.loc[free, "se"], rtol=0.02)
    assert_allclose(ours["est"], exact["est"])
    gap = (ours["ci_low"] - exact["ci_low"])[free] / exact.loc[free, "se"]
    assert gap.abs().max() < 0.06


def test_bollen_stine_of_a_true_model_is_chi_square(answers):
    generator = np.random.default_rng(8)
    factor = generator.standard_normal((800, 1))
    table = pd.DataFrame(
        factor + generator.standard_normal((800, 5)), columns=list("abcde")
    )
    fitted = sem.fit("F =~ a + b + c + d + e", table, engine="native")
    test = fitted.bollen_stine(3000, seed=2)

    assert test.n_failed == 0
    assert_allclose(test.mean_chisq, fitted.indices.df, rtol=0.06)
    assert_allclose(test.p, fitted.indices.p, atol=0.04)


@pytest.mark.parametrize(
    "options", [{"estimator": "GLS"}, {"estimator": "ULS"}, {"likelihood": "wishart"}]
)
def test_every_estimator_has_draws(answers, options):
    model = "F =~ CUSA1 + CUSA2 + CUSA3 + CUSCO"
    fitted = sem.fit(model, answers, engine="native", **options)
    drawn = fitted.bootstrapped(60, seed=1)
    plain = sem.fit(model, answers, engine="native").bootstrapped(60, seed=1)

    assert drawn.bootstrap.n_failed == 0
    assert_allclose(drawn.tidy()["se"], plain.tidy()["se"], rtol=0.6, atol=1e-9)


def test_constraints_hold_in_every_draw(answers):
    model = "F =~ CUSA1 + a*CUSA2 + b*CUSA3\na == 2*b"
    fitted = sem.fit(model, answers, engine="native", bootstrap=40, seed=1)
    table = fitted.tidy()
    values = fitted.draw_values(lambda vector: vector[..., :2])

    assert_allclose(values[:, 0], 2 * values[:, 1], rtol=1e-6)
    assert (table.query("label == 'a'")["se"] > 0).all()


def test_semopy_agrees_by_itself(answers):
    check = sem.fit(MODEL, answers, engine="native").cross_check()

    assert check.available
    assert check.est_in_se < 1e-3
    assert check.se_relative < 1e-3
    assert check.chisq < 1e-3


def test_what_semopy_cannot_fit_is_said(answers):
    fitted = sem.fit(MODEL, answers, engine="native", mean_structure=True)
    check = fitted.cross_check()

    assert not check.available
    assert "mean structure" in check.reason


def interaction_answers(n):
    generator = np.random.default_rng(4)
    factors = generator.multivariate_normal([0, 0], [[1, 0.3], [0.3, 1]], size=n)
    x, z = factors.T
    y = 0.4 * x + 0.3 * z + 0.35 * x * z + 0.6 * generator.standard_normal(n)
    columns = {
        f"{name}{item}": value + 0.5 * generator.standard_normal(n)
        for name, value in (("x", x), ("z", z), ("y", y))
        for item in (1, 2, 3)
    }
    return pd.DataFrame(columns) + 3


def test_a_latent_interaction_is_recovered():
    sample = interaction_answers(20_000)
    products = product_indicators(sample, ["x1", "x2", "x3"], ["z1", "z2", "z3"])
    model = (
        "X =~ x1 + x2 + x3\nZ =~ z1 + z2 + z3\nY =~ y1 + y2 + y3\n"
        + products.measurement("XZ")
        + "\nY ~ X + Z + XZ"
    )
    fitted = sem.fit(model, products.data, engine="native")
    effect = interaction_effect(
        fitted, outcome="Y", focal="X", moderator="Z", product="XZ"
    )
    spread = np.sqrt(0.4**2 + 0.3**2 + 2 * 0.4 * 0.3 * 0.3 + 0.35**2 * 1.09 + 0.36)
    slopes = [row["est"] for row in effect.slopes]

    assert_allclose(effect.est, 0.35, atol=0.02)
    assert_allclose(effect.std, 0.35 / spread, atol=0.02)  # Wen, Marsh & Hau
    assert_allclose(slopes, [0.05, 0.4, 0.75], atol=0.04)
    assert_allclose(products.data[list(products.names)].mean(), 0, atol=1e-12)


def test_misuse_is_told(answers):
    fitted = sem.fit(MODEL, answers, engine="native")
    with pytest.raises(OptionError, match="percentile, bias_corrected, bca"):
        fitted.bootstrapped(10, interval="magic")
    matrix = answers.cov()
    given = sem.fit(MODEL, covariance=matrix, n=len(answers), engine="native")
    for ask in (given.bootstrapped, given.bollen_stine):
        with pytest.raises(ModelError, match="covariance matrix"):
            ask(10)
    with pytest.raises(ModelError, match="cannot be matched"):
        product_indicators(answers, ["CUSA1", "CUSA2"], ["IMAG1"])
    with pytest.raises(ModelError, match='no column "IMAG77"'):
        product_indicators(answers, ["CUSA1"], ["IMAG77"])
    with pytest.raises(ModelError, match="not in the model"):
        interaction_effect(
            fitted, outcome="Loyalty", focal="CUSCO", moderator="Image", product="Value"
        )
