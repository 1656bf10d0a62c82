"""The alignment against what it must give by its mathematics."""

import numpy as np
import pandas as pd
import pytest
from invariance_references import FOLDER, OURS
from numpy.testing import assert_allclose
from scipy.optimize import approx_fprime

from srtoolkit.psychometrics import measurement_invariance
from srtoolkit.psychometrics.invariance.aligned_parameters import invariant_groups
from srtoolkit.psychometrics.invariance.alignment_search import (
    EPSILON,
    Configural,
    aligned,
    best_alignment,
    simplicity,
    turns,
)
from srtoolkit.responses import responses_from_frame

#: What the search leaves of its gradient, seen in means and variances.
SEARCH = 1e-4
#: Forward differences of a smooth function of this size.
NUMERICAL = 1e-3
LOADINGS = np.array([0.8, 0.7, 0.9, 0.6, 0.75])
INTERCEPTS = np.array([3.0, 2.5, 3.5, 4.0, 3.2])
MEANS, SPREADS = np.array([0.0, 0.5, -0.4]), np.array([1.0, 1.3, 0.8])
SIZES = np.array([200.0, 300.0, 250.0])


def population(bias=0.0):
    """Configural parameters of groups that differ in the factor only."""
    loadings = SPREADS[:, None] * LOADINGS
    intercepts = INTERCEPTS + MEANS[:, None] * LOADINGS
    intercepts[1, 2] += bias
    return Configural(loadings, intercepts, SIZES)


def test_exact_invariance_is_recovered():
    solution, loss = best_alignment(population(), "fixed", 1)
    means, spreads = turns(solution, 3, "fixed")
    assert_allclose(means, MEANS, atol=SEARCH)
    assert_allclose(spreads, SPREADS, atol=SEARCH)
    weights = [np.sqrt(SIZES[i] * SIZES[j]) for i, j in ((0, 1), (0, 2), (1, 2))]
    # every difference is zero: ten of them cost the root of the root of epsilon
    assert loss == pytest.approx(sum(weights) * 10 * EPSILON**0.25)
    loadings, intercepts = aligned(population(), means, spreads)
    assert_allclose(loadings, np.tile(LOADINGS, (3, 1)), atol=SEARCH)
    assert_allclose(intercepts, np.tile(INTERCEPTS, (3, 1)), atol=SEARCH)


def test_one_biased_item_moves_the_mean_little():
    solution, _ = best_alignment(population(bias=0.8), "fixed", 1)
    means, _ = turns(solution, 3, "fixed")
    # least squares would spread .8 over five items: .8/5/.75 = .21
    assert abs(means[1] - MEANS[1]) < 0.05


@pytest.mark.parametrize("kind", ["fixed", "free"])
def test_gradient(kind):
    generator = np.random.default_rng(3)
    here = population(bias=0.5)
    turn = generator.standard_normal(4 + (kind == "free"))
    numeric = approx_fprime(turn, lambda x: simplicity(x, here, kind)[0], 1e-7)
    assert_allclose(simplicity(turn, here, kind)[1], numeric, rtol=NUMERICAL, atol=0.1)


def test_groups_that_share_a_parameter():
    values = np.array([1.0, 1.02, 0.98, 2.0])
    assert list(invariant_groups(values, 0.01 * np.eye(4), np.ones(4))) == [
        True,
        True,
        True,
        False,
    ]
    apart = np.array([0.0, 5.0])
    assert not invariant_groups(apart, 0.01 * np.eye(2), np.ones(2)).any()


def test_alignment_beside_the_ladder():
    table = pd.read_csv(FOLDER / "grouped_answers.csv")
    answers = responses_from_frame(table, [])
    options = {"measurement": OURS, "group": "branch", "alignment": "fixed"}
    found = measurement_invariance(answers, **options)
    again = measurement_invariance(answers, **options)
    assert found.details["alignment"] == again.details["alignment"]
    of_f, of_g, _ = found.alignment.factors
    # the planted intercept of f3 in the south and loading of g2 in the west
    assert not of_f.invariant_intercepts[1, 2]
    assert not of_g.invariant_loadings[2, 1]
    assert 0 < found.alignment.share_noninvariant < 0.1
    partial = measurement_invariance(
        answers, measurement=OURS, group="branch", partial=["f3 ~ 1", "g =~ g2"]
    )
    latent = {(m.factor, m.group): m.est for m in partial.latent_means}
    assert of_f.means[1] == pytest.approx(latent["f", "south"], abs=0.1)
    assert of_g.means[1] == pytest.approx(latent["g", "south"], abs=0.1)
