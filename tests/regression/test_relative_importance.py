"""Dominance and relative weights against R: all orders, singular values."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from two_group_responses import stored_reference

from srtoolkit.errors import ModelError
from srtoolkit.regression import importance
from srtoolkit.regression.importance.kernels import (
    complete_dominance,
    conditional_dominance,
    relative_weights,
    subset_r2,
)

RTOL = 1e-9

R = stored_reference("regression/surfaces_and_shares")
DATA = pd.DataFrame(R["data"])
PREDICTORS = ["p1", "p2", "p3", "p4"]


@pytest.fixture(scope="module")
def found():
    return importance(DATA, outcome="o", predictors=PREDICTORS, bootstrap=1000, seed=4)


def rows(result, measure):
    table = result.tidy()
    return table[table["measure"] == measure].set_index("term")


def test_general_dominance_is_the_mean_over_all_orders(found):
    ours = rows(found, "general_dominance")["est"]
    assert_allclose(ours, [R["lmg"][p] for p in PREDICTORS], rtol=RTOL)
    assert_allclose(ours.sum(), found.r2, rtol=RTOL)


def test_conditional_dominance_agrees_with_fitting_every_set(found):
    assert_allclose(found.conditional, R["conditional"], rtol=1e-8, atol=1e-12)


def test_covariates_are_entered_first():
    result = importance(
        DATA,
        outcome="o",
        predictors=PREDICTORS[:3],
        covariates=["p4"],
        bootstrap=100,
        seed=1,
    )
    ours = rows(result, "general_dominance")["est"]
    assert_allclose(ours, [R["lmg_after_p4"][p] for p in PREDICTORS[:3]], rtol=RTOL)
    assert result.notes[0].code == "importance_after_covariates"


def test_relative_weights_agree_with_the_singular_value_decomposition(found):
    ours = rows(found, "relative_weight")["est"]
    assert_allclose(ours, [R["weights"][p] for p in PREDICTORS], rtol=RTOL)
    assert_allclose(ours.sum(), found.r2, rtol=RTOL)


def test_a_predictor_that_explains_nothing_is_not_beyond_chance(found):
    beyond = rows(found, "relative_weight")["beyond_chance"]
    assert beyond["p1"]
    assert not beyond["p4"]


def test_uncorrelated_predictors_have_their_squared_correlations():
    correlations = np.eye(4)[None].copy()
    correlations[0, :3, 3] = correlations[0, 3, :3] = [0.5, 0.3, 0.1]
    r2 = subset_r2(correlations)

    assert_allclose(relative_weights(correlations)[0], [0.25, 0.09, 0.01])
    assert_allclose(conditional_dominance(r2)[0].mean(axis=1), [0.25, 0.09, 0.01])
    assert complete_dominance(r2, 0, 1)[0] == 1
    assert complete_dominance(r2, 1, 0)[0] == 0


def test_the_order_of_predictors_changes_nothing():
    for order in permutations(range(4)):
        named = [PREDICTORS[k] for k in order]
        result = importance(DATA, outcome="o", predictors=named, bootstrap=100, seed=1)
        general = rows(result, "general_dominance")["est"]
        assert_allclose(general["p2"], R["lmg"]["p2"], rtol=RTOL)


def test_pairs_tell_which_dominates(found):
    pairs = found.pairs().set_index(["first", "second", "measure"])
    row = pairs.loc["p1", "p4", "general_dominance"]

    assert row["complete"] == 1
    assert row["conditional"]
    assert row["ci_low"] > 0
    assert_allclose(row["est"], R["lmg"]["p1"] - R["lmg"]["p4"], rtol=RTOL)


def test_misuse_is_told(found):
    with pytest.raises(ModelError, match="2 to 12"):
        importance(DATA, outcome="o", predictors=["p1"])
    with pytest.raises(ModelError, match="not among the predictors"):
        found.difference("general_dominance", "p1", "age")
