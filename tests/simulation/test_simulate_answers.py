"""Simulated answers: they give back their population, or say what is wrong."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import ModelError, OptionError
from srtoolkit.questionnaire import load_instruments
from srtoolkit.responses import responses_from_frame
from srtoolkit.simulation import read_population, simulate_answers

INSTRUMENTS = load_instruments(["overall-satisfaction", "recovery-satisfaction"])
OSAT = "OSAT =~ 1*OSAT1 + 0.9*OSAT2 + 0.8*OSAT3 + 1.1*OSAT4\n"


def simulate(population, *, n=500, seed=1, **options):
    return simulate_answers(
        population, n=n, instruments=INSTRUMENTS, seed=seed, **options
    )


def test_a_sample_gives_back_loadings_and_variances():
    # rounding adds 1/12 to each item's variance and nothing to covariances
    answers = simulate(OSAT + "OSAT ~~ 0.49*OSAT\nOSAT1 ~~ 0.3*OSAT1", n=200_000)
    covariance = answers.cov()

    assert_allclose(covariance.loc["OSAT1", "OSAT2"], 0.49 * 0.9, atol=0.01)
    assert_allclose(covariance.loc["OSAT3", "OSAT4"], 0.49 * 0.88, atol=0.01)
    assert_allclose(covariance.loc["OSAT1", "OSAT1"], 0.79 + 1 / 12, atol=0.02)


def test_what_is_left_open_is_one_and_the_middle():
    answers = simulate(OSAT, n=200_000)

    assert_allclose(answers.mean(), 4, atol=0.02)
    # answers end at 1 and 7, which takes 5 % of 1 + 1 + 1/12 away
    assert_allclose(answers["OSAT1"].var(), 2 + 1 / 12, atol=0.12)


def test_answers_are_options_of_the_declared_range():
    answers = simulate(OSAT + "OSAT ~~ 9*OSAT")

    assert set(np.unique(answers)) == set(range(1, 8))
    assert (answers.dtypes == int).all()
    responses = responses_from_frame(answers, INSTRUMENTS[:1], population="test")
    assert responses.simulated


def test_paths_and_residual_covariances_are_given_back():
    population = """
        x ~ 2*1
        m ~ 0.5*x
        y ~ 0.4*m + 0.2*x
        m ~~ 0.6*m + 0.1*y
        y ~~ 0.5*y
    """
    data = simulate(population, n=400_000)
    slopes = np.linalg.lstsq(
        np.column_stack([np.ones(len(data)), data["x"]]), data["m"], rcond=None
    )[0]
    covariance = data.cov().to_numpy()

    assert list(data) == ["x", "m", "y"]
    assert_allclose(slopes, [0, 0.5], atol=0.01)
    assert_allclose(covariance[1, 1], 0.25 + 0.6, atol=0.01)
    assert_allclose(covariance[0, 2], 0.4 * 0.5 + 0.2, atol=0.01)
    residual = data["y"] - 0.4 * data["m"] - 0.2 * data["x"]
    assert_allclose(residual.cov(data["m"] - 0.5 * data["x"]), 0.1, atol=0.01)


@pytest.mark.parametrize("order", ["A:B", "B:A"])
def test_products_of_latent_variables_have_effects(order):
    population = f"""
        A =~ 1*OSAT1
        B =~ 1*OSAT2
        y ~ 0.3*A + -0.2*B + 0.5*{order}
    """
    data = simulate(population + "OSAT1 ~~ 0*OSAT1\nOSAT2 ~~ 0*OSAT2", n=400_000)
    a, b = data["OSAT1"] - 4, data["OSAT2"] - 4
    design = np.column_stack([np.ones(len(data)), a, b, a * b])
    slopes = np.linalg.lstsq(design, data["y"], rcond=None)[0]

    # rounding the predictors shrinks their slopes by 12/13, the product's twice
    shrunk = [0.3 * 12 / 13, -0.2 * 12 / 13, 0.5 * (12 / 13) ** 2]
    assert_allclose(slopes[1:], shrunk, atol=0.01)


def test_groups_take_their_values_in_order():
    population = OSAT + "OSAT ~ c(0, 1, -1)*1"
    sizes = {"none": 20_000, "best": 30_000, "poor": 10_000}
    answers = simulate(population, n=sizes, condition_column="group")
    means = answers.groupby("group", sort=False)["OSAT1"].mean()

    assert next(iter(answers)) == "group"
    assert answers["group"].value_counts().to_dict() == sizes
    assert list(means.index) == ["none", "best", "poor"]
    assert_allclose(means, [4, 5, 3], atol=0.08)


def test_reverse_keyed_items_are_turned_back():
    reversed_first = with_reversed_item("OSAT1")
    answers = simulate_answers(OSAT, n=5000, instruments=[reversed_first], seed=3)

    assert answers.corr().loc["OSAT1", "OSAT2"] < -0.3
    keyed = responses_from_frame(answers, [reversed_first], population="test").keyed
    assert (keyed.corr() > 0.3).all().all()
    pd.testing.assert_series_equal(
        8 - answers["OSAT1"], simulate(OSAT, n=5000, seed=3)["OSAT1"]
    )


def with_reversed_item(item_id):
    loaded = INSTRUMENTS[0]
    (scale,) = loaded.instrument.scales
    items = tuple(
        item.model_copy(update={"reverse": item.id == item_id}) for item in scale.items
    )
    scales = (scale.model_copy(update={"items": items}),)
    return replace(
        loaded, instrument=loaded.instrument.model_copy(update={"scales": scales})
    )


def test_the_same_seed_gives_the_same_answers():
    first, again, other = (simulate(OSAT, seed=seed) for seed in (5, 5, 6))

    pd.testing.assert_frame_equal(first, again)
    assert not first.equals(other)


def test_the_draw_does_not_hang_on_the_hash_seed():
    code = (
        "from srtoolkit.simulation import read_population as r;"
        "print(r('y ~ 1*a + 1*b + 1*c\\nz ~ 1*y + 1*d + 1*a', n_groups=1).variables)"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }

    assert len(outputs) == 1


def test_a_variance_of_zero_leaves_the_causes_alone():
    data = simulate("x ~ 0*1\ny ~ 2*x\ny ~~ 0*y")

    assert_allclose(data["y"], 2 * data["x"])


@pytest.mark.parametrize(
    ("population", "code", "message"),
    [
        ("OSAT =~ OSAT1", "population_value_missing", '"OSAT =~ OSAT1" has no value'),
        ("OSAT =~ a*OSAT1", "population_value_missing", "a number before the name"),
        ("OSAT =~ 1*OSST1", "unknown_name", 'no .* item "OSST1".*mean "OSAT1"'),
        ("y ~ 1*OSAT9", "unknown_name", 'no .* item "OSAT9".*OSAT9 ~ 0\\*1'),
        (
            OSAT + "OSAT ~ c(0, 1)*1",
            "population_groups",
            r'"OSAT ~1" has 2 values for 1 group\(s\)',
        ),
        ("y ~ 1*x\nx ~ 1*y", "population_circle", "go in a circle: "),
        (
            "x ~~ 1*x + 2*y\ny ~~ 1*y\nx ~ 0*1\ny ~ 0*1",
            "population_covariance",
            "in group 1 the stated variances and covariances contradict",
        ),
        ("x ~~ -1*x\nx ~ 0*1", "population_covariance", "no data can have them"),
        ("x ~~ 0*x + 0.5*y\nx ~ 0*1\ny ~ 0*1", "population_covariance", "no data"),
        ("y ~ a*x\nb := 2*a", "population_constraint", "neither definitions"),
        ("x | 0.5*t1", "population_term", r'"x \| t1" cannot be part'),
        ("x ~~ 1*A:B", "population_term", "products A:B only as predictors"),
    ],
)
def test_mistakes_of_a_population_are_told(population, code, message):
    with pytest.raises(ModelError, match=message) as raised:
        simulate(population)

    assert code in {problem.code for problem in raised.value.problems}


def test_mistakes_name_line_and_column():
    with pytest.raises(ModelError) as raised:
        read_population("x ~ 0*1\ny ~ 1*x + z", n_groups=1)

    (problem,) = raised.value.problems
    assert (problem.line, problem.where) == (2, "population")


def test_all_unknown_names_are_told_at_once():
    with pytest.raises(ModelError) as raised:
        simulate("OSAT =~ 1*OSAT1 + 1*q1 + 1*q2")

    found = {problem.pieces["found"] for problem in raised.value.problems}
    assert found == {"q1", "q2"}


def test_the_condition_needs_a_name_of_its_own():
    with pytest.raises(ModelError, match='"OSAT1" is a variable of the population and'):
        simulate(OSAT, n={"a": 3}, condition_column="OSAT1")


@pytest.mark.parametrize(
    ("n", "column", "message"),
    [
        (0, None, "there is nobody to simulate"),
        ({"a": 5, "b": 0}, "group", "there is nobody to simulate"),
        ({}, "group", "there is nobody to simulate"),
        (10, "group", 'the column "group" needs groups'),
        ({"a": 5, "b": 5}, None, "2 groups but no column to tell them apart"),
    ],
)
def test_sizes_and_groups_must_fit(n, column, message):
    with pytest.raises(OptionError, match=message):
        simulate(OSAT, n=n, condition_column=column)
