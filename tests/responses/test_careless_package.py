"""The indices of careless responding against R careless 1.2.2 itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from shared_files import shared_path

from srtoolkit.errors import ScoresError
from srtoolkit.responses import (
    even_odd,
    irv,
    longstring,
    mahalanobis,
    psychometric_antonyms,
    psychometric_synonyms,
    split_irv,
    synonym_candidates,
)
from srtoolkit.responses.indices.distance import mahalanobis_limit

STORED = json.loads(
    (
        Path(__file__).parents[1] / "references" / "responses" / "careless_package.json"
    ).read_text("utf-8")
)
#: The same sums in another order.
ATOL = 1e-11
#: 13 digits are stored, and distances reach into the hundreds.
RTOL = 1e-11
#: Correlations nearer to each other than this may change places.
TIE = 1e-9
#: Sums over all rows of a file add up their rounding.
SUMMARY_RTOL = 1e-10

each_case = pytest.mark.parametrize(
    "case", STORED["simulated"], ids=lambda case: case["case"]
)
PAIRS = {"synonyms": psychometric_synonyms, "antonyms": psychometric_antonyms}
CRITICAL = {"synonyms": "critical", "antonyms": "critical_antonyms"}
each_kind = pytest.mark.parametrize("kind", list(PAIRS))


def _array(values: Any) -> np.ndarray:
    return np.array(values, dtype=float)


def _answers(case: dict[str, Any]) -> np.ndarray:
    points = {".": np.nan, "A": 10.0} | {str(digit): digit for digit in range(10)}
    return _array([[points[one] for one in row] for row in case["answers"]])


def _keyed(case: dict[str, Any], answers: np.ndarray) -> np.ndarray:
    keyed, at = answers.copy(), [column - 1 for column in case["reversed"]]
    keyed[:, at] = case["points"] + 1 - keyed[:, at]
    return keyed


def _agrees(found: np.ndarray, stored: Any) -> None:
    assert_allclose(found, _array(stored), rtol=RTOL, atol=ATOL)


@each_case
def test_runs_and_variability_agree(case):
    answers, expected = _answers(case), case["expected"]

    assert_array_equal(longstring(answers), expected["longstring"])
    _agrees(longstring(answers, average=True), expected["avgstring"])
    _agrees(irv(answers), expected["irv"])
    stretches = split_irv(answers, n_splits=case["splits"])
    _agrees(stretches, _array(expected["irv_split"]).T)


@each_case
def test_distances_and_who_lies_beyond_agree(case):
    answers, expected = _answers(case), case["expected"]["mahalanobis"]
    if not expected:  # solve() stops R
        with pytest.raises(ScoresError, match="no inverse"):
            mahalanobis(answers)
        return

    distances = mahalanobis(answers)
    _agrees(distances, expected["values"])
    for confidence, name in ((0.99, "beyond_99"), (0.999, "beyond_999")):
        beyond = distances > mahalanobis_limit(answers.shape[1], confidence)
        assert_array_equal(np.flatnonzero(beyond) + 1, expected[name])


@each_case
def test_halves_and_their_number_of_scales_agree(case):
    expected = case["expected"]["even_odd"]

    found = even_odd(_keyed(case, _answers(case)), case["factors"])
    _agrees(found.values, expected["values"])
    assert_array_equal(found.n_used, expected["n_scales"])


@each_case
def test_of_a_matrix_r_reads_the_first_two_items_of_each_scale_only(case):
    """R's fault, which is not followed: its values are ours of those items."""
    keyed, factors = _keyed(case, _answers(case)), case["factors"]
    sizes = [min(2, size) for size in factors]
    starts = np.cumsum([0, *factors[:-1]])
    read = [at + np.arange(k) for at, k in zip(starts, sizes, strict=True)]

    only_two = even_odd(keyed[:, np.concatenate(read)], sizes)
    _agrees(only_two.values, case["expected"]["even_odd"]["matrix"])
    if max(factors) > 2:
        whole = even_odd(keyed, factors)
        assert not np.allclose(whole.values, only_two.values, equal_nan=True)


@each_kind
@each_case
def test_pairs_of_items_agree(case, kind):
    answers, critical = _answers(case), case[CRITICAL[kind]]
    expected = case["expected"].get(kind)
    if not expected:  # R stops: "No Psychometric ... found."
        with pytest.raises(ScoresError, match="no pair of items"):
            PAIRS[kind](answers, critical=critical)
        return

    found = PAIRS[kind](answers, critical=critical)
    _agrees(found.values, expected["values"])
    assert_array_equal(found.n_used, expected["n_pairs"])


@each_kind
@each_case
def test_what_r_makes_of_an_undefined_correlation_by_chance_is_not_followed(case, kind):
    """Swapping at random gives numbers of anything; here it stays undefined."""
    expected = case["expected"].get(kind)
    if not expected:
        return
    values = PAIRS[kind](_answers(case), critical=case[CRITICAL[kind]]).values

    assert np.isnan(values).sum() == len(expected["invented"])


def test_some_stored_correlations_are_invented():
    invented = [
        value
        for case in STORED["simulated"]
        for kind in PAIRS
        for value in (case["expected"].get(kind) or {}).get("invented", [])
    ]

    assert sum(value is not None for value in invented) >= 3


@each_kind
@each_case
def test_the_sign_of_the_critical_value_is_of_no_consequence(case, kind):
    """R: `critval <- abs(critval) #Dummy Proofing`."""
    if not case["expected"].get(kind):
        return
    answers, critical = _answers(case), case[CRITICAL[kind]]

    one = PAIRS[kind](answers, critical=critical).values
    assert_array_equal(one, PAIRS[kind](answers, critical=-critical).values)


@pytest.mark.parametrize("end", ["highest", "lowest"])
@each_case
def test_candidates_stand_in_the_order_of_r(case, end):
    answers, expected = _answers(case), case["expected"][end]
    columns = range(1, answers.shape[1] + 1)
    listed = synonym_candidates(
        pd.DataFrame(answers, columns=[str(at) for at in columns]),
        antonyms=end == "lowest",
    )
    given = listed.dropna(subset="correlation")

    assert len(given) == expected["n"]
    first = given.head(len(expected["correlation"]))
    _agrees(first["correlation"].to_numpy(), expected["correlation"])
    apart = np.abs(np.diff(expected["correlation"])) > TIE
    alone = np.concatenate([[True], apart]) & np.concatenate([apart, [False]])
    for name in ("item", "other"):
        found = first[name].astype(int).to_numpy()
        assert_array_equal(found[alone], np.array(expected[name])[alone])


def test_a_correlation_equal_to_the_critical_value_is_not_beyond_it():
    case = next(c for c in STORED["simulated"] if c["case"] == "exact_ties")
    best = case["expected"]["highest"]["correlation"][0]
    answers = _answers(case)

    assert best == case["critical"] == 0.5
    with pytest.raises(ScoresError, match=r"beyond 0\.5"):
        psychometric_synonyms(answers, critical=0.5)
    assert psychometric_synonyms(answers, critical=0.499).n_used.max() >= 1


@pytest.mark.shared
@pytest.mark.parametrize("case", STORED["files"], ids=lambda case: case["file"])
def test_indices_of_real_answers_agree(case):
    frame = pd.read_csv(shared_path(f"data/{case['file']}"))[case["columns"]]
    at = [case["columns"].index(name) + 1 for name in case["reversed"]]
    answers = frame.to_numpy(dtype=float)
    synonyms = psychometric_synonyms(answers, critical=case["critical"])
    keyed = _keyed({**case, "reversed": at}, answers)
    found = {
        "longstring": longstring(answers),
        "avgstring": longstring(answers, average=True),
        "irv": irv(answers),
        "mahalanobis": mahalanobis(answers),
        "even_odd": even_odd(keyed, case["factors"]).values,
        "synonyms": synonyms.values,
        "synonym_pairs": synonyms.n_used,
    }
    if "antonyms" in case["expected"]:
        critical = case["critical_antonyms"]
        found["antonyms"] = psychometric_antonyms(answers, critical=critical).values

    assert set(found) == set(case["expected"])
    for name, values in found.items():
        _agrees_in_sum(np.asarray(values, dtype=float), case["expected"][name])


def _agrees_in_sum(values: np.ndarray, stored: dict[str, Any]) -> None:
    first = _array(stored["first"])
    _agrees(values[: len(first)], first)
    assert np.isnan(values).sum() == stored["n_na"]
    sums = [np.nanmean(values), np.nanstd(values, ddof=1), np.nanmax(values)]
    expected = [stored["mean"], stored["sd"], stored["max"]]
    assert_allclose(sums, expected, rtol=SUMMARY_RTOL, atol=ATOL)
