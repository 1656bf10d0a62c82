"""What must hold whatever the data: derivatives, invariances, recovery."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from sem_references import ecsi_like_answers, model_cases, model_syntax

from srtoolkit import sem
from srtoolkit.sem.complete.discrepancy import discrepancy
from srtoolkit.sem.complete.standard_errors import jacobian
from srtoolkit.sem.following.standardised import standardised_values
from srtoolkit.sem.observed import observe_data
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import build_layout
from srtoolkit.sem.structure.parameters import ModelOptions
from srtoolkit.sem.structure.specification import build_specification
from srtoolkit.sem.structure.starting_values import sample_vector, starting_vector

#: Central differences of a function of size 1e3 with steps of 1e-6.
GRADIENT_RTOL = 1e-6
INFORMATION_RTOL = 1e-5


def prepared(case, *, means):
    parsed = sem.parse_model(case.syntax)
    options = ModelOptions(**case.options, mean_structure=means)
    specification = build_specification(parsed, options)
    layout = build_layout(specification)
    moments = observe_data(ecsi_like_answers(), parsed.observed).groups
    start = starting_vector(specification, moments)
    start *= 1 + 0.05 * np.random.default_rng(1).standard_normal(len(start))
    vector = np.concatenate([start, sample_vector(layout, moments)])
    return specification, layout, moments, vector


@pytest.mark.parametrize("means", [False, True])
@pytest.mark.parametrize("case", model_cases(), ids=str)
def test_gradient_meets_finite_differences(case, means):
    _, layout, moments, vector = prepared(case, means=means)
    gradient = discrepancy(layout, moments, vector).gradient
    numeric = np.empty(layout.n_free)
    for index in range(layout.n_free):
        step = np.zeros_like(vector)
        step[index] = 1e-6
        above = discrepancy(layout, moments, vector + step).value
        below = discrepancy(layout, moments, vector - step).value
        numeric[index] = (above - below) / 4e-6

    size = np.abs(gradient).max()
    assert_allclose(gradient, numeric, atol=GRADIENT_RTOL * size)


@pytest.mark.parametrize("means", [False, True])
def test_information_is_the_curvature_at_a_perfect_fit(means):
    case = next(case for case in model_cases() if case.name == "ecsi13")
    _, layout, moments, vector = prepared(case, means=means)
    implied = implied_moments(layout, vector)[0]
    perfect = type(moments[0])(
        "",
        moments[0].n,
        implied.covariance,
        implied.means,
        float(np.linalg.slogdet(implied.covariance)[1]),
    )
    information = discrepancy(layout, (perfect,), vector).information
    numeric = np.empty_like(information)
    for index in range(layout.n_free):
        step = np.zeros_like(vector)
        step[index] = 1e-5
        above = discrepancy(layout, (perfect,), vector + step).gradient
        below = discrepancy(layout, (perfect,), vector - step).gradient
        numeric[:, index] = (above - below) / 2e-5

    assert_allclose(
        information, numeric, atol=INFORMATION_RTOL * np.abs(information).max()
    )


def test_complex_steps_meet_finite_differences():
    case = next(case for case in model_cases() if case.name == "second_order")
    specification, layout, _, vector = prepared(case, means=False)

    def standardised(values):
        return standardised_values(specification, layout, values)

    exact = jacobian(standardised, vector, layout.n_free)
    for index in range(layout.n_free):
        step = np.zeros_like(vector)
        step[index] = 1e-6
        numeric = (standardised(vector + step) - standardised(vector - step)) / 2e-6
        assert_allclose(exact[:, index], numeric, atol=1e-7)


def test_a_population_gives_its_parameters_back():
    (population,) = sem.population_moments(
        """
        J =~ 0.8*j1 + 0.7*j2 + 0.9*j3
        S =~ 0.9*s1 + 0.8*s2 + 0.7*s3
        L =~ 0.7*l1 + 0.8*l2
        S ~ 0.5*J
        L ~ 0.4*S + 0*J
        j1 ~~ 0.36*j1
        j1 ~ 5*1
        """
    )
    matrix = pd.DataFrame(
        population.covariance * 1000 / 999,  # a matrix with divisor n - 1
        index=population.observed,
        columns=population.observed,
    )
    fit = sem.fit(
        "J =~ j1+j2+j3\nS =~ s1+s2+s3\nL =~ l1+l2\nS ~ J\nL ~ S + J",
        covariance=matrix,
        n=1000,
        std_lv=True,
        engine="native",
    )
    estimates = {(r.lhs, r.rhs): r.est for r in fit.tidy().itertuples()}

    assert_allclose(estimates["J", "j3"], 0.9, atol=1e-6)
    assert_allclose(estimates["S", "J"], 0.5, atol=1e-6)
    assert_allclose(estimates["L", "J"], 0.0, atol=1e-6)
    assert fit.indices.chisq == pytest.approx(0, abs=1e-8)
    assert population.means[population.observed.index("j1")] == 5


def test_population_values_by_group():
    first, second = sem.population_moments(
        "F =~ 1*a + 1*b\nF ~ c(0, 0.5)*1\na ~~ c(1, 2)*a", n_groups=2
    )

    assert_allclose(first.means, [0, 0])
    assert_allclose(second.means, [0.5, 0.5])
    assert_allclose(second.covariance, [[3, 1], [1, 2]])


def test_effects_add_up():
    fit = sem.fit(model_syntax("ecsi13"), ecsi_like_answers(), engine="native")
    ways = [
        fit.effect("Image -> Satisfaction -> Loyalty"),
        fit.effect("Image -> Satisfaction -> CUSCO -> Loyalty"),
    ]
    total = fit.effect("Image -> Loyalty", kind="total")
    through = fit.effect("Image -> Loyalty", kind="total_indirect")
    defined = fit.tidy().query("lhs == 'ind'").iloc[0]

    assert_allclose(sum(way.est for way in ways), through.est)
    assert_allclose(sum(way.std for way in ways), total.std)
    assert_allclose(ways[0].est, defined["est"])
    assert_allclose(ways[0].se, defined["se"])
    assert_allclose(ways[0].std, defined["std"])
    assert len(fit.indirect_effects()) == 7
