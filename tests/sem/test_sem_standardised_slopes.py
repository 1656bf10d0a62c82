"""Derivatives of standardised estimates, and what is asked only once."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sem_references import ecsi_like_answers

from srtoolkit import sem
from srtoolkit.sem.complete.standard_errors import jacobian
from srtoolkit.sem.following.standardised import defined_values, standardised_values
from srtoolkit.sem.following.standardised_slopes import standardised_slopes

#: Both are exact to rounding; sums of some sixty terms differ in order.
ROUNDING = 1e-12

FACTORS = "A =~ x1 + a*x2 + a*x3\nB =~ x4 + x5 + x6\nC =~ x7 + x8 + x9"
MODELS = {
    "defined": (f"{FACTORS}\nB ~ p*A\nC ~ q*B + A\nx5 ~~ x6\nvia := p*q", {}),
    "unit variances": (FACTORS, {"std_lv": True, "mean_structure": True}),
    "fixed covariate": (f"{FACTORS}\nA ~ z\nB ~ A + z\nC ~ B", {}),
    "random covariate": (f"{FACTORS}\nA ~ z\nB ~ A + z", {"fixed_x": False}),
    "groups": (FACTORS, {"group": "half", "equal": ["loadings", "intercepts"]}),
    "ordered": ("A =~ o1 + o2 + o3", {"ordered": True, "estimator": "WLSMV"}),
}


@pytest.fixture(scope="module")
def answers():
    frame = ecsi_like_answers().iloc[:, :10]
    frame = frame.set_axis([f"x{i}" for i in range(1, 10)] + ["z"], axis=1)
    frame["half"] = np.where(np.arange(len(frame)) % 2, "odd", "even")
    for number in (1, 2, 3):
        ranks = frame[f"x{number}"].rank(pct=True)
        frame[f"o{number}"] = np.digitize(ranks, [0.3, 0.7])
    return frame


@pytest.mark.parametrize("kind", ["all", "lv", "nox"])
@pytest.mark.parametrize("name", MODELS)
def test_slopes_meet_complex_steps_through_the_whole_model(answers, name, kind):
    syntax, options = MODELS[name]
    fitted = sem.fit(syntax, answers, **options)
    specification, layout = fitted.specification, fitted.layout
    vector = fitted.solution.vector

    def rows(values):
        found = standardised_values(specification, layout, values, kind=kind)
        return np.concatenate([found, defined_values(specification, found)], axis=-1)

    slopes = standardised_slopes(specification, layout, vector, kind)

    expected = jacobian(rows, vector, layout.n_free)
    assert_allclose(slopes, expected, rtol=ROUNDING, atol=ROUNDING)


def test_the_order_of_columns_changes_no_digit(answers):
    syntax, _ = MODELS["fixed covariate"]
    names = list(sem.parse_model(syntax).observed)

    exact = sem.fit(syntax, answers[names])
    turned = sem.fit(syntax, answers[names[::-1]])
    by_rows = sem.fit(
        syntax,
        answers[names].__class__(
            np.ascontiguousarray(answers[names].to_numpy()), columns=names
        ),
    )

    for other in (turned, by_rows):
        assert_array_equal(exact.solution.vector, other.solution.vector)
        assert_array_equal(exact.covariance, other.covariance)


def test_an_objective_answers_the_same_twice(answers):
    objective = sem.fit(FACTORS, answers).estimated.objective
    here = np.full(objective.layout.n_free + objective.layout.n_sample, 0.9)
    there = here * 1.01

    first = objective.at(here, information=False)
    objective.at(there)
    again = objective.at(here)

    assert first.value == again.value
    assert_array_equal(first.gradient, again.gradient)
    assert again.information.any()
    assert objective.at(here, information=False) is again
