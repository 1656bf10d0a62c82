"""A coefficient that runs to infinity is told, whatever the family."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.regression import coefficient, fit
from srtoolkit.regression.likelihood.multinomial import multinomial_logit
from srtoolkit.regression.likelihood.ordinal import ordered_logit
from srtoolkit.regression.likelihood.separation import (
    binary_direction,
    bounded_direction,
    multinomial_direction,
    ordered_direction,
)

N = 120
#: Family, outcome, and what the members of the group answer: nobody else
#: is told apart from them by anything but the group.
ONE_SIDED = {
    "logistic": ("buy", 1.0),
    "ordinal": ("grade", 4.0),
    "multinomial": ("choice", 1.0),
    "poisson": ("told", 0.0),
    "negative_binomial": ("told", 0.0),
    "tobit": ("ask", 0.0),
}
#: How far a likelihood is followed, in units of the direction.
ALONG = np.array([0.0, 1.0, 3.0, 9.0, 27.0])


def answers(seed: int = 1) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    x = generator.normal(size=N)
    eta = 0.5 * x + generator.normal(size=N)
    return pd.DataFrame(
        {
            "x": x,
            "group": (np.arange(N) < 9).astype(float),
            "buy": (eta > 0.2).astype(float),
            "grade": np.digitize(eta, [-1, 0, 1]) + 1.0,
            "choice": np.digitize(generator.permutation(eta), [-0.5, 0.5]) + 1.0,
            "told": generator.poisson(np.exp(0.5 + eta)).astype(float),
            "ask": np.maximum(0.0, 20 * eta),
        }
    )


def told_apart(family: str) -> tuple[pd.DataFrame, str]:
    outcome, value = ONE_SIDED[family]
    data = answers()
    data.loc[data["group"] == 1, outcome] = value
    return data, outcome


@pytest.mark.parametrize("family", ONE_SIDED)
def test_a_group_that_answers_alike_has_no_finite_coefficient(family):
    data, outcome = told_apart(family)
    found = fit(data, family=family, outcome=outcome, predictors=["x", "group"])

    assert found.status.code == "separation" and not found.status.admissible
    assert found.status.details["terms"] == ["group"]
    assert found.tidy()["se"].isna().all()
    part = "2" if family == "multinomial" else None
    evidence = coefficient(found, term="x", expect="positive", part=part)
    assert evidence.guard.code == "model_not_admissible"
    assert evidence.guard.values["status"] == "separation"


@pytest.mark.parametrize("family", ONE_SIDED)
def test_one_answer_that_is_different_gives_an_estimate(family):
    data, outcome = told_apart(family)
    kept = answers()[outcome]
    other = kept[kept != ONE_SIDED[family][1]].iloc[0]
    data.loc[4, outcome] = other
    if family == "multinomial":  # each category needs one
        data.loc[[4, 5], outcome] = [2.0, 3.0]
    found = fit(data, family=family, outcome=outcome, predictors=["x", "group"])

    assert found.status.code == "converged"
    assert np.isfinite(found.tidy()["se"]).all()


def test_a_group_in_the_middle_of_an_order_has_an_estimate():
    data = answers()
    data.loc[data["group"] == 1, "grade"] = 2.0
    found = fit(data, family="ordinal", outcome="grade", predictors=["x", "group"])
    assert found.status.code == "converged"


def test_an_order_that_a_predictor_gives_away():
    data = pd.DataFrame({"y": np.repeat([1.0, 2, 3, 4], 8), "x": np.arange(32.0)})
    data["z"] = np.random.default_rng(2).normal(size=32)
    found = fit(data, family="ordinal", outcome="y", predictors=["x", "z"])
    assert found.status.code == "separation"
    assert "x" in found.status.details["terms"]


@pytest.mark.parametrize("seed", range(60))
def test_a_direction_is_one_in_which_the_likelihood_rises(seed):
    """Small samples, about half of them separated, of both kinds of order."""
    generator = np.random.default_rng(seed)
    n = int(generator.integers(7, 14))
    codes = np.concatenate([[0, 1, 2], generator.integers(0, 3, size=n - 3)])
    slopes = np.round(generator.normal(size=(n, 2)) + 0.9 * codes[:, None], 1)
    matrix = np.column_stack([np.ones(n), slopes])
    for contributions, found in (
        (multinomial_logit(matrix, codes), multinomial_direction(matrix, codes)),
        (ordered_logit(slopes, codes), ordered_direction(slopes, codes)),
    ):
        if found is None:
            continue
        start = np.zeros(len(found))
        start[-2:] = 0.0, 1.0  # thresholds apart; any other start will do
        totals = []
        for along in ALONG:
            with np.errstate(all="ignore"):
                totals.append(contributions(start + along * found)[0].sum())
        assert (np.diff(totals) > -1e-9).all() and totals[-1] > totals[0]


@pytest.mark.parametrize("seed", range(40))
def test_without_a_direction_the_search_ends_and_with_one_it_does_not(seed):
    generator = np.random.default_rng(1000 + seed)
    n = 30
    data = pd.DataFrame(np.round(generator.normal(size=(n, 2)), 1), columns=["a", "b"])
    shift = data["a"] * generator.choice([0.5, 3.0])
    data["y"] = np.digitize(shift + generator.logistic(size=n) * 0.7, [-1, 1])
    found = fit(data, family="ordinal", outcome="y", predictors=["a", "b"])
    codes = data["y"].to_numpy() - data["y"].min()
    direction = ordered_direction(data[["a", "b"]].to_numpy(), codes)

    assert (direction is None) == (found.status.code == "converged")
    if direction is None:
        assert np.linalg.eigvalsh(found.covariance).min() > 0


def test_counts_and_limits_have_directions_of_their_own():
    matrix = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1.0]])
    zero = np.array([True, False, False, True, True, True])
    assert bounded_direction(matrix, zero) is not None
    assert bounded_direction(matrix, np.array([True, False, False] * 2)) is None
    assert bounded_direction(matrix, np.zeros(6, bool)) is None
    # one group at the lower limit, the other at the upper one
    ends = matrix[:, 1] == 0, matrix[:, 1] == 1
    assert bounded_direction(matrix, *ends) is not None


def test_overlapping_answers_have_no_direction():
    x = np.array([1.0, 2, 3, 4, 5, 6])
    matrix = np.column_stack([np.ones(6), x])
    assert binary_direction(matrix, np.array([0, 0, 0, 1, 1, 1])) is not None
    # a tie at the border is enough: quasi-complete separation
    tied = np.column_stack([np.ones(6), [1, 2, 3, 3, 4, 5]])
    assert binary_direction(tied, np.array([0, 0, 0, 1, 1, 1])) is not None
    assert binary_direction(matrix, np.array([0, 0, 1, 0, 1, 1])) is None
