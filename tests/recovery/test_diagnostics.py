"""Artefacts against the notes' numbers and against simulation."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.recovery import (
    expected_spurious_gap,
    regression_to_the_mean,
    spurious_gap_of_share,
)

#: The domain notes print two digits.
PRINTED_ATOL = 0.005
#: Simulated gaps at a million cases have errors near .002.
SIMULATION_ATOL = 0.01

#: r(before, after) = .5, r(RSAT, after) = .7, r(RSAT, before) = .3.
CORRELATIONS = np.array([[1, 0.5, 0.3], [0.5, 1, 0.7], [0.3, 0.7, 1]])


@pytest.fixture(scope="module")
def customers():
    generator = np.random.default_rng(61)
    draws = generator.multivariate_normal(np.zeros(3), CORRELATIONS, 1_000_000)
    return draws.T


@pytest.mark.parametrize(("share", "gap"), [(0.5, 0.32), (0.2, 0.56), (0.1, 0.70)])
def test_spurious_gap_of_the_notes(customers, share, gap):
    before, after, rsat = customers
    selected = rsat >= np.quantile(rsat, 1 - share)
    observed = (after - before)[selected].mean()
    estimated = expected_spurious_gap(rsat, after, selected, before=before)

    closed = spurious_gap_of_share(share, r_after=0.7, r_before=0.3)
    assert_allclose(closed, gap, atol=PRINTED_ATOL)
    assert_allclose(observed, closed, atol=SIMULATION_ATOL)
    assert_allclose(estimated.gap, observed, atol=SIMULATION_ATOL)
    assert_allclose(estimated.mean_change, 0, atol=SIMULATION_ATOL)


def test_between_customers_the_gap_is_larger(customers):
    _, after, rsat = customers
    selected = rsat >= np.quantile(rsat, 0.8)
    result = expected_spurious_gap(rsat, after, selected)

    assert_allclose(result.gap, 0.98, atol=SIMULATION_ATOL)
    assert_allclose(result.gap_sd, 0.98, atol=SIMULATION_ATOL)
    assert_allclose(spurious_gap_of_share(0.2, r_after=0.7), 0.98, atol=PRINTED_ATOL)
    assert result.mean_change is None
    assert_allclose(result.mean_z, 1.400, atol=SIMULATION_ATOL)


def test_raw_units_do_not_change_the_gap_in_sd(customers):
    _, after, rsat = (variable[:5000] for variable in customers)
    selected = rsat > 1
    plain = expected_spurious_gap(rsat, after, selected)
    points = expected_spurious_gap(10 + 3 * rsat, 5 + 2 * after, selected)

    assert_allclose(points.gap, 2 * plain.gap)
    assert_allclose(points.gap_sd, plain.gap_sd)


@pytest.mark.parametrize(("share", "change"), [(0.5, 0.40), (0.2, 0.70)])
def test_regression_to_the_mean_of_the_notes(customers, share, change):
    before, after, _ = customers
    lowest = before <= np.quantile(before, share)

    assert_allclose(regression_to_the_mean(share, r=0.5), change, atol=PRINTED_ATOL)
    observed = (after - before)[lowest].mean()
    assert_allclose(observed, change, atol=SIMULATION_ATOL)


def test_missing_answers_are_left_out():
    rsat = np.array([1.0, 2, 3, np.nan, 5])
    after = np.array([2.0, 2, 4, 5, np.nan])
    result = expected_spurious_gap(rsat, after, np.array([0, 0, 1, 1, 1], dtype=bool))

    assert (result.n, result.n_selected) == (3, 1)
    assert result.to_dict()["n"] == result.tidy()["n"][0] == 3
    assert result.glance()["n_selected"][0] == 1


@pytest.mark.parametrize(("selected", "count"), [(False, 0), (True, 3)])
def test_a_selection_of_nobody_or_everybody_shows_nothing(selected, count):
    scores = np.array([1.0, 2, 3])
    with pytest.raises(ScoresError, match=f"3 respondents .* {count} of them are sel"):
        expected_spurious_gap(scores, scores, np.full(3, selected))


def test_an_evaluation_without_spread_is_told():
    scores = np.array([1.0, 2, 3])
    with pytest.raises(ScoresError, match="is the same for all respondents"):
        expected_spurious_gap(np.ones(3), scores, scores > 1)


@pytest.mark.parametrize("share", [0.0, 1.0, 20.0])
def test_a_share_lies_between_zero_and_one(share):
    with pytest.raises(OptionError, match="the selected share is"):
        regression_to_the_mean(share, r=0.5)
