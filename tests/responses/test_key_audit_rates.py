"""How often the audit of keys accuses an item rightly, and how often wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import INSTRUMENT, write_instrument

from srtoolkit.questionnaire import LoadedInstrument, load_instruments
from srtoolkit.responses import KeyAuditResult, key_audit, responses_from_frame

HEAD = INSTRUMENT[: INSTRUMENT.index("scales:")].replace("[RSAT, OSAT]", "[]")
LOADINGS, CUTS = (0.75, 0.65, 0.7), (-1.5, -0.5, 0.5, 1.5)
SIMULATIONS, RIGHT, WRONG = 200, 0.95, 0.03
#: What goes wrong with the keys of a scale whose last item is declared as reversed:
#: items turned once more, items that have nothing to do with it, whom to accuse.
PLANTED: dict[str, tuple[str, str, str]] = {
    "honest": ("", "", ""),
    "already_reversed": ("last", "", "last"),
    "not_declared": ("first", "", "first"),
    "whole_scale": ("all", "", ""),
    "weak": ("", "first", ""),
    "weak_reversed": ("", "last", ""),
}


def _instrument(folder: Path, k: int) -> tuple[LoadedInstrument, ...]:
    items = "".join(
        f"      - {{id: I{at}, text: {{zh: 题{at}。, en: Item {at}.}}, asks: {{zh: 题, "
        f"en: item}}, response: agree5, wording: own{', reverse: true' * (at == k - 1)}}}\n"
        for at in range(k)
    )
    scale = (
        "scales:\n  - id: S\n    construct: null\n    title: {zh: 量表, en: Scale}\n"
        "    definition: {zh: 一, en: one}\n    source: [doe2000]\n    kind: reflective\n"
        "    scoring: {method: mean, min_valid: 1}\n    items:\n"
    )
    return load_instruments([write_instrument(folder, HEAD + scale + items)])


def _sample(
    rng: np.random.Generator,
    n: int,
    k: int,
    *,
    turned: Sequence[int],
    weak: Sequence[int],
) -> pd.DataFrame:
    loadings = np.resize(LOADINGS, k)
    loadings[list(weak)] = 0
    noise = rng.normal(size=(n, k)) * np.sqrt(1 - loadings**2)
    answers = np.digitize(rng.normal(size=(n, 1)) * loadings + noise, CUTS) + 1
    for at in (k - 1, *turned):
        answers[:, at] = 6 - answers[:, at]
    return pd.DataFrame(answers, columns=[f"I{at}" for at in range(k)])


def _places(which: str, k: int) -> list[int]:
    return {"": [], "first": [0], "last": [k - 1], "all": list(range(k))}[which]


def _accused(result: KeyAuditResult) -> list[int]:
    table = result.tidy()
    return np.flatnonzero(table["reading"] == "against_key").tolist()


def _rates(folder: Path, k: int, n: int, case: str) -> tuple[float, float]:
    """Return how often exactly the right items are accused, and any wrong one."""
    turned, weak, guilty = (_places(which, k) for which in PLANTED[case])
    instrument, rng = _instrument(folder, k), np.random.default_rng(k * n)
    right = wrong = 0
    for _ in range(SIMULATIONS):
        table = _sample(rng, n, k, turned=turned, weak=weak)
        accused = _accused(key_audit(responses_from_frame(table, instrument)))
        right += accused == guilty
        wrong += bool(set(accused) - set(guilty))
    return right / SIMULATIONS, wrong / SIMULATIONS


@pytest.mark.slow
@pytest.mark.parametrize("n", [80, 250])
@pytest.mark.parametrize("k", [3, 4, 6])
@pytest.mark.parametrize("case", PLANTED)
def test_the_right_items_are_accused_and_the_others_are_not(tmp_path, case, k, n):
    right, wrong = _rates(tmp_path, k, n, case)
    assert right >= RIGHT
    assert wrong <= WRONG


def test_half_a_scale_turned_is_told_as_two_sides(tmp_path):
    table = _sample(np.random.default_rng(1), 200, 4, turned=(0, 3), weak=())
    result = key_audit(responses_from_frame(table, _instrument(tmp_path, 4)))

    assert [note.code for note in result.notes] == ["key_reciprocal"]
    assert _accused(result) == []


def test_two_mistakes_among_six_items_are_both_named(tmp_path):
    table = _sample(np.random.default_rng(1), 200, 6, turned=(0, 5), weak=())
    result = key_audit(responses_from_frame(table, _instrument(tmp_path, 6)))

    assert [note.code for note in result.notes] == ["key_mixed"]
    assert _accused(result) == [0, 5]


def test_of_too_few_answers_nothing_is_claimed(tmp_path):
    table = _sample(np.random.default_rng(1), 9, 4, turned=(), weak=())
    result = key_audit(responses_from_frame(table, _instrument(tmp_path, 4)))

    assert [note.code for note in result.notes] == ["key_too_few"]
    assert result.notes[0].values == {"n_items": 4, "least": 10}


@pytest.mark.parametrize("k", [3, 4])
def test_items_that_have_nothing_in_common_are_no_two_sides(tmp_path, k):
    table = _sample(np.random.default_rng(2), 200, k, turned=(), weak=range(k))
    result = key_audit(responses_from_frame(table, _instrument(tmp_path, k)))

    assert [note.code for note in result.notes] == ["key_unclear"]


def test_a_trifle_accuses_nobody_however_many_answered(tmp_path):
    rng = np.random.default_rng(3)
    table = _sample(rng, 20_000, 4, turned=(), weak=(0,))
    rest = table[["I1", "I2"]].mean(axis=1).to_numpy()
    table["I0"] = np.digitize(rng.normal(size=len(table)) - 0.1 * (rest - 3), CUTS) + 1
    result = key_audit(responses_from_frame(table, _instrument(tmp_path, 4)))

    assert result.items[0].ci_high < 0
    assert result.items[0].reading == "undecided"
