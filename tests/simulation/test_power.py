"""Power against the notes' table, R and simulation."""

import json

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import nct, t
from shared_files import shared_path

from srtoolkit.errors import OptionError
from srtoolkit.simulation import (
    anova_power,
    detectable_effect,
    power_of_test,
    sample_size,
    shares_power,
    shares_sample_size,
)

#: R ends its search for n at a relative 1e-9 of its range, about 1e-6 here.
R_N_ATOL = 1e-5
#: R 4.2.2 power.t.test, one-sided .05: n a group at .80 and .90, pairs at .80.
TABLE = {
    0.10: (1238, 1714, 620),
    0.15: (551, 762, 277),
    0.20: (310, 429, 156),
    0.25: (199, 275, 101),
    0.30: (139, 191, 71),
    0.40: (78, 108, 41),
    0.50: (51, 70, 27),
}
#: Power with 5,000 controls and 30, 50, 100, 200 or 400 recovered customers.
UNEQUAL = {
    0.1: (0.14, 0.17, 0.26, 0.40, 0.61),
    0.2: (0.29, 0.41, 0.63, 0.87, 0.99),
    0.3: (0.50, 0.68, 0.91, 0.99, 1.00),
}
#: Normal approximation at .80: n a group for equivalence and non-inferiority.
BOUNDS = {0.2: (429, 310), 0.3: (191, 138), 0.5: (69, 50)}


@pytest.mark.parametrize("d", TABLE)
def test_sample_sizes_of_the_table(d):
    found = (
        sample_size(effect=d, power=0.80).n,
        sample_size(effect=d, power=0.90).n,
        sample_size(effect=d, power=0.80, design="paired").n,
    )

    assert found == TABLE[d]


@pytest.mark.parametrize("d", UNEQUAL)
def test_power_with_many_controls(d):
    found = tuple(
        round(power_of_test(n=n, n_control=5000, effect=d).power, 2)
        for n in (30, 50, 100, 200, 400)
    )

    assert found == UNEQUAL[d]


@pytest.mark.parametrize("delta", BOUNDS)
def test_sample_sizes_for_equivalence_and_non_inferiority(delta):
    found = tuple(
        sample_size(claim=claim, delta=delta, distribution="normal").n
        for claim in ("equivalence", "non_inferiority")
    )

    assert found == BOUNDS[delta]


@pytest.mark.shared
def test_stored_sample_sizes_agree_with_r():
    reference = shared_path("reference/power_reference.json")
    stored = json.loads(reference.read_text(encoding="utf-8"))["expected"]["extra"]
    two = sample_size(effect=0.5, sides=2).n_exact
    paired = sample_size(effect=0.3, power=0.90, sides=2, design="paired").n_exact
    shares = shares_sample_size(0.2, 0.3, sides=2)[1]

    assert_allclose(two, stored["t_two_sample_n"], atol=R_N_ATOL)
    assert_allclose(paired, stored["t_paired_n"], atol=R_N_ATOL)
    assert_allclose(shares, stored["prop_n"], atol=R_N_ATOL)
    # the case's four means, 0, .2, .3 and .5, with a deviation of 1
    anova = anova_power(float(np.std([0, 0.2, 0.3, 0.5])), groups=4, n=50)
    assert_allclose(anova, stored["anova_4groups_power"], rtol=1e-8)


@pytest.mark.parametrize("n", [8, 40, 300])
def test_power_is_scipys_noncentral_t(n):
    found = power_of_test(n=n, effect=0.4)
    noncentrality = 0.4 / np.sqrt(2 / n)
    expected = nct.sf(t.isf(0.05, 2 * n - 2), 2 * n - 2, noncentrality)

    assert_allclose(found.power, expected, rtol=1e-8)


def test_exact_equivalence_agrees_with_simulation():
    n, delta, studies = 40, 0.6, 200_000
    generator = np.random.default_rng(6)
    means = generator.normal(0.1, np.sqrt(2 / n), studies)
    sds = np.sqrt(generator.chisquare(2 * n - 2, studies) / (2 * n - 2))
    reach = t.isf(0.05, 2 * n - 2) * sds * np.sqrt(2 / n)
    passed = np.mean(np.abs(means) + reach < delta)
    exact = power_of_test(n=n, effect=0.1, claim="equivalence", delta=delta)

    # three standard errors of 200,000 studies
    assert abs(passed - exact.power) < 0.0035


@pytest.mark.parametrize("claim", ["equivalence", "non_inferiority", "minimal_effect"])
def test_the_normal_approximation_meets_the_exact_power_in_large_samples(claim):
    effect = 0.2 if claim == "minimal_effect" else 0.0
    exact, normal = (
        power_of_test(
            n=5000, claim=claim, delta=0.15, effect=effect, distribution=distribution
        )
        for distribution in ("exact", "normal")
    )

    assert_allclose(exact.power, normal.power, atol=1e-3)


def test_a_detectable_effect_has_its_power():
    found = detectable_effect(n=60, n_control=900, power=0.9, sides=2)

    assert_allclose(found.power, 0.9, atol=1e-9)
    assert_allclose(detectable_effect(n=310).effect, 0.2, atol=5e-4)


def test_unequal_groups_keep_their_ratio():
    found = sample_size(effect=0.3, ratio=3)

    assert found.n_control == pytest.approx(3 * found.n, abs=3)
    assert found.power >= 0.8


@pytest.mark.parametrize(
    ("groups", "n", "f", "expected"),
    # Cohen (1988), table 8.3.13 (u = 2, alpha .05): f = .25, n = 52 and
    # f = .40, n = 21 a group have power .80
    [(3, 52, 0.25, 0.80), (3, 21, 0.40, 0.80)],
)
def test_anova_power_is_cohens(groups, n, f, expected):
    assert_allclose(anova_power(f, groups=groups, n=n), expected, atol=0.015)


def test_shares_need_the_sample_they_have_power_for():
    n, exact = shares_sample_size(0.35, 0.3)

    assert n == int(np.ceil(exact))
    assert shares_power(0.35, 0.3, n=n) >= 0.8 > shares_power(0.35, 0.3, n=n - 1)


def test_tables_of_a_result():
    found = sample_size(effect=0.4)

    assert found.tidy()["n"][0] == found.glance()["n"][0] == 78
    assert found.to_dict()["distribution"] == "exact"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"effect": 0.3, "power": 1.2}, "the power to reach is 1.2"),
        ({"effect": 0.3, "alpha": 0.6}, "alpha is 0.6"),
        ({"claim": "equivalence"}, "smallest effect of interest is None"),
        ({"effect": 0.3, "sides": 3}, "the test has 3 sides"),
        ({"claim": "equivalence", "delta": 0.2, "effect": 0.3}, "no sample reaches"),
        ({"claim": "non_inferiority", "delta": 0.2, "sides": 2}, "with two sides"),
        ({"effect": 0.0}, "no sample reaches"),
        ({"effect": 0.3, "ratio": 0}, "0 controls a treated respondent"),
    ],
)
def test_questions_without_an_answer_are_refused(options, message):
    with pytest.raises(OptionError, match=message):
        sample_size(**options)
