"""Derivatives of all objectives meet finite differences; pieces meet each other."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sem_references import ecsi_like_answers

from srtoolkit import sem
from srtoolkit.sem.complete.gamma import adf_gamma, normal_weight, observed_weight
from srtoolkit.sem.complete.information import (
    observed_information,
    observed_least_squares,
    parameter_scores,
)
from srtoolkit.sem.complete.least_squares import LeastSquares
from srtoolkit.sem.observed import observe_data
from srtoolkit.sem.search.objective import NormalLikelihood
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import build_layout
from srtoolkit.sem.structure.moment_structure import moment_jacobian, moment_vector
from srtoolkit.sem.structure.parameters import ModelOptions
from srtoolkit.sem.structure.specification import build_specification
from srtoolkit.sem.structure.starting_values import sample_vector, starting_vector

#: Central differences with steps of 1e-6 of analytic first derivatives.
RTOL = 1e-6
MODEL = """
Image =~ IMAG1 + IMAG2 + IMAG3
Quality =~ PERQ1 + PERQ2 + PERQ3
Quality ~ s*Image + CUSA1
CUSA3 ~ Quality + s*CUSA2
IMAG1 ~~ PERQ1
"""


class Prepared:
    """A model in two groups at values away from the optimum."""

    def __init__(self, *, means):
        answers = ecsi_like_answers()
        answers["half"] = np.arange(len(answers)) % 2
        parsed = sem.parse_model(MODEL)
        self.specification = build_specification(
            parsed, ModelOptions(mean_structure=means), n_groups=2
        )
        self.layout = build_layout(self.specification)
        observed = observe_data(answers, parsed.observed, group="half")
        self.moments = observed.groups
        self.rows = [observed.rows[observed.row_groups == g] for g in (0, 1)]
        start = starting_vector(self.specification, self.moments)
        start *= 1 + 0.05 * np.random.default_rng(1).standard_normal(len(start))
        self.vector = np.concatenate([start, sample_vector(self.layout, self.moments)])
        self.means = means

    def least_squares(self):
        """Return the objective of GLS."""
        return LeastSquares(
            self.layout,
            tuple(
                moment_vector(g.covariance, g.means, self.means) for g in self.moments
            ),
            tuple(
                normal_weight(g.covariance, has_means=self.means) for g in self.moments
            ),
            tuple(float(g.n) for g in self.moments),
        )

    def curvature(self, objective):
        """Differentiate an analytic gradient."""
        columns = []
        for index in range(self.layout.n_free):
            step = np.zeros_like(self.vector)
            step[index] = 1e-6
            above = objective.at(self.vector + step).gradient
            below = objective.at(self.vector - step).gradient
            columns.append((above - below) / 2e-6)
        return np.array(columns)


@pytest.fixture(scope="module", params=[False, True], ids=["covariances", "means"])
def prepared(request):
    return Prepared(means=request.param)


def test_observed_information_meets_differences(prepared):
    exact = observed_information(prepared.layout, prepared.moments, prepared.vector)
    numeric = prepared.curvature(NormalLikelihood(prepared.layout, prepared.moments))

    assert_allclose(exact, numeric, atol=RTOL * np.abs(exact).max())


def test_least_squares_derivatives_meet_differences(prepared):
    objective = prepared.least_squares()
    here = objective.at(prepared.vector)
    numeric = np.empty_like(here.gradient)
    for index in range(len(numeric)):
        step = np.zeros_like(prepared.vector)
        step[index] = 1e-6
        above = objective.at(prepared.vector + step).value
        below = objective.at(prepared.vector - step).value
        numeric[index] = (above - below) / 4e-6
    exact = here.information + observed_least_squares(
        prepared.layout,
        prepared.moments,
        objective.weights,
        prepared.vector,
        objective.sizes,
    )

    assert_allclose(here.gradient, numeric, atol=RTOL * np.abs(numeric).max())
    assert_allclose(
        exact, prepared.curvature(objective), atol=RTOL * np.abs(exact).max()
    )


def test_expected_information_is_the_weighted_square_of_the_jacobian(prepared):
    objective = NormalLikelihood(prepared.layout, prepared.moments)
    implied = implied_moments(prepared.layout, prepared.vector)
    total = sum(
        group.n
        * (jacobian.T @ normal_weight(each.covariance, has_means=prepared.means))
        @ jacobian
        for group, jacobian, each in zip(
            prepared.moments,
            moment_jacobian(prepared.layout, prepared.vector),
            implied,
            strict=True,
        )
    )

    assert_allclose(objective.at(prepared.vector).information, total, rtol=1e-8)


def test_scores_add_up_to_the_gradient(prepared):
    implied = implied_moments(prepared.layout, prepared.vector)
    total = sum(
        parameter_scores(prepared.layout, number, implied[number], rows).sum(axis=0)
        for number, rows in enumerate(prepared.rows)
    )
    gradient = NormalLikelihood(prepared.layout, prepared.moments).at(prepared.vector)

    size = np.abs(gradient.gradient).max()
    assert_allclose(-total, gradient.gradient, atol=1e-10 * size)


def test_observed_weight_is_the_expected_one_at_a_perfect_fit(prepared):
    group = prepared.moments[0]
    weight = observed_weight(
        group.covariance,
        group.means,
        group.covariance,
        group.means,
        has_means=prepared.means,
    )

    assert_allclose(
        weight, normal_weight(group.covariance, has_means=prepared.means), atol=1e-10
    )


def test_normal_gamma_of_normal_answers_inverts_the_normal_weight():
    generator = np.random.default_rng(4)
    mixing = np.array([[1.0, 0, 0], [0.5, 1, 0], [0.2, -0.3, 0.8]])
    rows = generator.standard_normal((200_000, 3)) @ mixing.T
    gamma = adf_gamma(rows, np.zeros(3, dtype=bool), has_means=True)
    weight = normal_weight(mixing @ mixing.T, has_means=True)

    assert_allclose(gamma @ weight, np.eye(9), atol=0.05)
