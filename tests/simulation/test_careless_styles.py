"""Planted careless respondents: as many as asked, and nobody else changes."""

from __future__ import annotations

import numpy as np
import pytest

from srtoolkit.errors import OptionError
from srtoolkit.questionnaire import load_instruments
from srtoolkit.responses import longstring, responses_from_frame, screening
from srtoolkit.responses.indices.runs import repeats_cycle
from srtoolkit.simulation import simulate_answers

INSTRUMENTS = load_instruments(["justice-four-facets", "loyalty-word-of-mouth"])
SCALES = ("DJ", "PJ", "IPJ", "IFJ", "LOY", "PWOM")
POPULATION = "\n".join(
    f"{scale} =~ {' + '.join(f'1*{scale}{k}' for k in range(1, 5))}" for scale in SCALES
)
SHARES = {"straight_lining": 0.05, "repeated_cycle": 0.02, "random": 0.1}
N = 400


def simulate(careless=None, *, seed=4, population=POPULATION, **options):
    return simulate_answers(
        population,
        n=options.pop("n", N),
        instruments=INSTRUMENTS,
        careless=careless,
        seed=seed,
        **options,
    )


def test_only_the_planted_differ_from_honest_answers():
    honest, mixed = simulate(), simulate(SHARES)
    changed = (honest != mixed).any(axis=1)

    assert changed.sum() == N * sum(SHARES.values())
    assert list(mixed.columns) == list(honest.columns)
    assert (mixed.dtypes == honest.dtypes).all()
    assert mixed.to_numpy().min() >= 1
    assert mixed.to_numpy().max() <= 7


@pytest.mark.parametrize("style", SHARES)
def test_each_style_does_what_it_is_called(style):
    honest, mixed = simulate(), simulate({style: 0.2})
    planted = mixed[(honest != mixed).any(axis=1)].to_numpy(dtype=float)

    straight = longstring(planted) == planted.shape[1]
    cycle = repeats_cycle(planted)
    assert straight.all() == (style == "straight_lining")
    assert cycle.all() == (style == "repeated_cycle")
    if style == "random":  # every answer there is, about equally often
        shares = np.bincount(planted.astype(int).ravel())[1:] / planted.size
        assert np.abs(shares - 1 / 7).max() < 0.03  # 1,900 answers


def test_screening_marks_who_was_planted():
    honest, mixed = simulate(), simulate({"straight_lining": 0.05, "random": 0.05})
    changed = (honest != mixed).any(axis=1).to_numpy()
    responses = responses_from_frame(mixed, INSTRUMENTS, population="test")
    marked = screening(responses).respondents["n_marks"].to_numpy() > 0

    assert marked[changed].mean() > 0.8
    assert marked[~changed].mean() < 0.1


def test_conditions_and_columns_that_nobody_rates_stay():
    population = POPULATION + "\nage ~ 40*1\nage ~~ 25*age"
    groups = {"n": {"a": 200, "b": 200}, "condition_column": "group"}
    honest = simulate(population=population, **groups)
    mixed = simulate(SHARES, population=population, **groups)

    assert mixed["group"].equals(honest["group"])
    assert mixed["age"].equals(honest["age"])


def test_the_same_seed_plants_the_same_people():
    assert simulate(SHARES).equals(simulate(SHARES))
    assert not simulate(SHARES).equals(simulate(SHARES, seed=5))


def test_every_mistake_in_the_shares_is_told():
    with pytest.raises(OptionError) as caught:
        simulate({"strait_lining": 0.1, "random": 1.5})

    unknown, outside = (str(problem) for problem in caught.value.problems)
    assert "strait_lining" in unknown
    assert "straight_lining" in unknown
    assert "the share of random is 1.5" in outside


def test_somebody_must_read():
    with pytest.raises(OptionError, match="add up to 1"):
        simulate({"random": 0.6, "straight_lining": 0.4})
