"""The indices of careless responding against their definitions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose

from srtoolkit.errors import ScoresError
from srtoolkit.responses import (
    even_odd,
    irv,
    longstring,
    mahalanobis,
    psychometric_synonyms,
    split_irv,
    synonym_candidates,
)
from srtoolkit.responses.indices.consistency import person_total
from srtoolkit.responses.indices.copies import copies, duplicates
from srtoolkit.responses.indices.distance import mahalanobis_limit
from srtoolkit.responses.indices.runs import repeats_cycle

NAN = np.nan


def test_the_longest_run_breaks_at_missing_answers():
    answers = np.array([[1, 1, 1, 2, 2], [1, NAN, 1, 1, 3], [NAN] * 5, [1, 2, 3, 3, 3]])

    assert longstring(answers).tolist() == [3, 2, 1, 3]
    assert_allclose(longstring(answers, average=True), [2.5, 1.25, 1, 5 / 3])


def test_variability_divides_by_answers_less_one():
    answers = np.array([[1, 2, 3, 4], [2, NAN, 4, NAN], [5, 5, 5, 5], [1] + [NAN] * 3])

    assert_allclose(irv(answers), [np.std([1, 2, 3, 4], ddof=1), np.sqrt(2), 0, NAN])


def test_fifty_items_in_three_stretches_have_17_16_and_17():
    """The middle stretch alone varies: positions 18 to 33."""
    answers = np.ones((1, 50))
    answers[0, 17:33:2] = 2

    assert (split_irv(answers)[0] > 0).tolist() == [False, True, False]
    answers[0, [16, 33]] = 2
    assert (split_irv(answers)[0] > 0).tolist() == [True, True, True]


def test_consistent_halves_give_minus_one_and_opposite_ones_at_most_one():
    answers = np.array([[1, 1, 4, 4, 2, 2], [1, 5, 5, 1, 2, 4], [3] * 6], dtype=float)

    assert_allclose(even_odd(answers, [2, 2, 2]).values[[0, 1]], [-1, 1])
    assert np.isnan(even_odd(answers, [2, 2, 2]).values[2])


def test_a_scale_of_one_item_has_no_even_mean():
    answers = np.array([[1, 1, 4, 4, 9, 2, 3]], dtype=float)

    assert even_odd(answers, [2, 2, 1, 2]).n_used.tolist() == [3]


@pytest.mark.parametrize("factors", [[6], [3, 2], [3, 4]])
def test_factors_must_fit_the_columns(factors):
    with pytest.raises(ScoresError, match="do not fit"):
        even_odd(np.ones((2, 6)), factors)


def test_no_pair_beyond_the_critical_value_is_told():
    answers = np.array([[1, 2], [2, 1], [1, 1], [2, 2]], dtype=float)

    with pytest.raises(ScoresError, match="no pair of items correlates beyond"):
        psychometric_synonyms(answers)


def test_candidates_are_listed_by_their_correlation():
    frame = pd.DataFrame({"a": [1, 2, 3, 4], "b": [1, 2, 3, 5], "c": [4, 3, 1, 1]})

    best = synonym_candidates(frame).iloc[0]
    worst = synonym_candidates(frame, antonyms=True).iloc[0]
    assert (best["item"], best["other"]) == ("b", "a")
    assert (worst["item"], worst["other"]) == ("c", "a")


def test_an_item_that_does_not_vary_has_no_distance():
    with pytest.raises(ScoresError, match="has no inverse"):
        mahalanobis(np.array([[1, 2], [1, 3], [1, 4]], dtype=float))


def test_the_limit_of_the_distance_is_chi_square():
    assert_allclose(mahalanobis_limit(50), 76.1538912490127)  # R: qchisq(.99, 50)


def test_the_person_total_correlation_leaves_the_respondent_out():
    answers = np.array([[1, 2, 4], [2, 3, 5], [5, 3, NAN], [4, 2, 1]], dtype=float)
    others = np.array([(2 + 5 + 4) / 3, (3 + 3 + 2) / 3, (5 + 1) / 2])

    assert_allclose(
        person_total(answers).values[0], np.corrcoef(answers[0], others)[0, 1]
    )
    assert np.isnan(person_total(answers).values[2])


def test_a_cycle_is_found_and_a_straight_line_is_none():
    answers = np.array(
        [[1, 2, 3] * 3, [1, 5] * 4 + [1], [4] * 9, [1, 2, 3, 1, 2, 3, 1, 2, 4]],
        dtype=float,
    )

    assert repeats_cycle(answers).tolist() == [True, True, False, False]


def test_duplicates_agree_in_every_item():
    answers = np.array(
        [[1, 2], [1, 2], [1, 3], [NAN, 3], [NAN, 3], [NAN] * 2, [NAN] * 2]
    )

    assert (
        duplicates(answers).tolist() == [True] * 2 + [False] + [True] * 2 + [False] * 2
    )


def test_planted_copies_are_found_among_strangers():
    rng = np.random.default_rng(5)
    answers = rng.integers(1, 8, (300, 15)).astype(float)
    answers[[17, 40]] = answers[3]
    answers[90] = answers[80]

    assert np.flatnonzero(copies(answers)).tolist() == [3, 17, 40, 80, 90]


def test_coincidence_among_the_delighted_is_no_copy():
    """Most give tens and nines: equal answers have many near neighbours."""
    rng = np.random.default_rng(6)
    answers = np.clip(10 - rng.poisson(0.35, (3000, 12)), 1, 10).astype(float)

    assert duplicates(answers).mean() > 0.3
    assert copies(answers).mean() < 0.01


def test_few_answers_are_never_called_copies():
    assert not copies(np.array([[1, 2, 3, 4]] * 3, dtype=float)).any()


def test_a_frame_does_as_well_as_an_array():
    frame = pd.DataFrame({"a": [1, 2, 5], "b": [1, 4, 5], "c": [2, 4, None]})

    assert longstring(frame).tolist() == [2, 2, 2]
    assert_allclose(irv(frame), irv(frame.to_numpy(dtype=float)))


@pytest.mark.parametrize("answers", [[["a", 1]], [1, 2, 3], np.empty((0, 3))])
def test_what_is_no_table_of_numbers_is_refused(answers):
    with pytest.raises(ScoresError, match="the answers"):
        irv(answers)
