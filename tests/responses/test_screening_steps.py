"""Marks, gates, keys, traces and holes of whole files of answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import INSTRUMENT, csv_text, write_instrument
from numpy.testing import assert_allclose

from srtoolkit.document.phrases import read_phrases
from srtoolkit.errors import OptionError, ResponsesError
from srtoolkit.inference import Reason
from srtoolkit.responses import (
    MARKS,
    CarelessLimits,
    Responses,
    careless,
    even_odd,
    key_audit,
    missing_data,
    responses_from_frame,
    score_trace,
    screening,
)
from srtoolkit.responses.asked import asked_of
from srtoolkit.responses.careless_limits import DIRECTIONS

N = 400
SCALES, ITEMS = 6, 4
HEAD = INSTRUMENT[: INSTRUMENT.index("scales:")].replace("[RSAT, OSAT]", "[]")
#: Shares of honest respondents that each mark may hit, in simulated answers.
SIMULATED, MOST_MARKED = 20, {"straight_lining": 0.005, "repeated_cycle": 0.005}


def long_instrument(folder: Path) -> str:
    """Six scales of four items on five points, every fourth item reverse-keyed.

    Beside them a gate, an item behind it and an attention check.
    """
    text = HEAD + "scales:\n"
    for scale in range(SCALES):
        items = [
            f"      - {{id: S{scale}I{i}, text: {{zh: 题{scale}之{i}。, "
            f"en: Item {scale} {i}.}}, asks: {{zh: 题, en: item}}, response: agree5, "
            f"wording: own{', reverse: true' if i == 3 else ''}}}\n"
            for i in range(ITEMS)
        ]
        text += _scale(f"S{scale}", "reflective", "mean", "".join(items))
    text += _scale("GATE", "nominal", "none", _item("GATE1"))
    text += _scale("BEHIND", "single", "mean", _item("BEHIND1"))
    text += _scale("CHECK", "check", "mean", _item("CHECK1", ", instructed_answer: 2"))
    return write_instrument(folder, text.replace("name: small", "name: long"), "long")


def _scale(name: str, kind: str, method: str, items: str) -> str:
    return (
        f"  - id: {name}\n    construct: null\n    title: {{zh: 量表{name}, en: Scale {name}}}\n"
        "    definition: {zh: 一, en: one}\n    source: [doe2000]\n"
        f"    kind: {kind}\n    scoring: {{method: {method}, min_valid: 1}}\n"
        f"    items:\n{items}"
    )


def _item(name: str, more: str = "") -> str:
    return (
        f"      - {{id: {name}, text: {{zh: 题{name}。, en: Item {name}.}}, "
        f"asks: {{zh: 题, en: item}}, response: agree5, wording: own{more}}}\n"
    )


def frame(seed: int = 3, n: int = N) -> pd.DataFrame:
    """Honest answers as given: reverse-keyed items run the other way."""
    rng = np.random.default_rng(seed)
    factors = np.repeat(rng.normal(size=(n, SCALES)), ITEMS, axis=1)
    answers = np.rint(3 + 0.9 * factors + 0.6 * rng.normal(size=factors.shape))
    answers = np.clip(answers, 1, 5)
    answers[:, 3::4] = 6 - answers[:, 3::4]
    names = [f"S{s}I{i}" for s in range(SCALES) for i in range(ITEMS)]
    table = pd.DataFrame(answers, columns=names)
    gate = rng.integers(1, 3, n).astype(float)
    behind = np.where(gate == 1, rng.integers(1, 6, n), np.nan)
    return table.assign(GATE1=gate, BEHIND1=behind, CHECK1=2.0)


@pytest.fixture
def long(tmp_path: Path) -> Callable[[pd.DataFrame], Responses]:
    path = long_instrument(tmp_path)
    return lambda table: responses_from_frame(table, [path])


def flagged(responses: Responses, mark: str, **limits: float) -> list[int]:
    table = screening(responses, limits=limits).respondents
    return np.flatnonzero(table[mark]).tolist()


def test_a_question_behind_a_gate_is_not_left_out(long):
    result = screening(long(frame()))

    assert result.respondents["missing_answers"].sum() == 0
    values = {"items": ["BEHIND1"], "gate": "GATE1"}
    assert Reason("asked_of_some", values) in result.notes


def test_who_skips_a_question_that_was_asked_is_told(long):
    table = frame()
    asked = np.flatnonzero(table["GATE1"] == 1)[:3]
    table.loc[asked, "BEHIND1"] = np.nan
    table.loc[7, [f"S0I{i}" for i in range(4)]] = np.nan
    table.loc[7, [f"S1I{i}" for i in range(4)]] = np.nan

    assert flagged(long(table), "missing_answers") == sorted({*asked.tolist(), 7})
    assert flagged(long(table), "many_missing") == [7]


def test_a_few_holes_in_a_row_make_no_gate(long):
    """Two of the small group left the item out: that is no routing."""
    table = frame().assign(club=["a"] * 2 + ["b"] * (N - 2))
    table.loc[:1, "S0I0"] = np.nan
    table.loc[50:90, "S0I0"] = np.nan

    assert asked_of(long(table), ["S0I0"]).table.all()


def test_straight_lining_is_looked_for_in_blocks_without_single_items(long):
    table = frame()
    table.iloc[5, : SCALES * ITEMS] = 4
    table.loc[5, "BEHIND1"] = np.nan if table.loc[5, "GATE1"] == 2 else 1

    assert flagged(long(table), "straight_lining") == [5]


def test_a_lower_share_marks_nearly_straight_answers(long):
    table = frame()
    table.iloc[5, : SCALES * ITEMS - 2] = 4

    assert 5 not in flagged(long(table), "straight_lining")
    assert 5 in flagged(long(table), "straight_lining", straight_share=0.85)


def test_cycles_random_answers_and_copies_are_marked(long):
    table = frame()
    width = SCALES * ITEMS
    table.iloc[0, :width] = np.tile([1, 2, 3, 4, 5, 4], 4)
    table.iloc[1:30, :width] = np.random.default_rng(0).integers(1, 6, (29, width))
    table.iloc[60] = table.iloc[61]
    responses = long(table)

    assert flagged(responses, "repeated_cycle") == [0]
    assert flagged(responses, "duplicate_rows") == [60, 61]
    unusual = flagged(responses, "unusual_answers")
    assert len([at for at in unusual if at < 30]) > 20
    assert len([at for at in unusual if at >= 30]) < 5


def test_checks_times_and_numbers_are_marked_where_they_are_told(long):
    table = frame().assign(duration_seconds=300.0, respondent_id="x")
    table["respondent_id"] = [f"r{at}" for at in range(N)]
    table.loc[3, "CHECK1"] = 5
    table.loc[4, "duration_seconds"] = 30
    table.loc[5, "duration_seconds"] = 0
    table.loc[9, "respondent_id"] = "r2"
    responses = long(table)

    assert flagged(responses, "failed_check") == [3]
    assert flagged(responses, "too_fast") == [4, 5]
    assert flagged(responses, "impossible_duration") == [5]
    assert flagged(responses, "same_respondent") == [9]


def test_active_for_longer_than_it_lasted_is_impossible(long):
    table = frame().assign(
        duration_seconds=300.0,
        started="2026-05-01T12:00:00",
        ended="2026-05-01T12:10:00",
    )
    table.loc[2, "duration_seconds"] = 900
    table.loc[3, "ended"] = "2026-05-01T11:59:00"

    assert flagged(long(table), "impossible_duration") == [2, 3]


def test_whom_to_review_stands_with_all_marks(long):
    table = frame().assign(duration_seconds=300.0)
    table.iloc[5, : SCALES * ITEMS] = 5
    table.loc[5, "duration_seconds"] = 20
    review = screening(long(table)).review()

    assert review.loc[0, "row"] == 6
    assert {"straight_lining", "too_fast"} <= set(review.loc[0, "marks"])


def test_halves_are_those_of_the_keyed_scales(long):
    responses = long(frame())
    keyed = responses.keyed.to_numpy(dtype=float)[:, : SCALES * ITEMS]
    found = careless(responses).respondents["even_odd"]

    assert_allclose(found, even_odd(keyed, [ITEMS] * SCALES).values)


def test_the_table_of_indices_counts_what_lies_beyond_its_limit(long):
    table = careless(long(frame())).tidy().set_index("check")

    assert table.loc["irv", "block"] == "long"
    assert table.loc["mahalanobis", "n_flagged"] <= N * 0.02
    values = careless(long(frame())).respondents["even_odd"]
    assert table.loc["even_odd", "n_flagged"] == (values > -0.3).sum()


@pytest.mark.parametrize(
    ("limits", "said"),
    [({"irw": 1}, 'no limit "irw"'), ({"straight_share": 2}, "straight_share is 2")],
)
def test_a_wrong_limit_is_refused(long, limits, said):
    with pytest.raises(OptionError, match=said):
        careless(long(frame()), limits=limits)


def test_keys_that_hold_are_said_to_hold(long):
    result = key_audit(long(frame()))

    assert [note.code for note in result.notes] == ["keys_agree"]
    assert (result.tidy()["reading"] == "agrees").all()


def test_a_download_already_reversed_is_recognised(long):
    table = frame()
    table["S2I3"] = 6 - table["S2I3"]
    result = key_audit(long(table))

    (note,) = result.notes
    assert note == Reason("key_already_reversed", {"scale": "S2", "items": ["S2I3"]})
    item = result.tidy().set_index("item").loc["S2I3"]
    assert item["reading"] == "against_key"
    assert item["turned_est"] > 0.5
    assert item["ci_high"] < 0


def test_an_undeclared_reverse_item_is_recognised(long):
    table = frame()
    table["S1I0"] = 6 - table["S1I0"]

    (note,) = key_audit(long(table)).notes
    assert note == Reason("key_not_declared", {"scale": "S1", "items": ["S1I0"]})


def test_reverse_and_direct_items_swapped_are_mixed_or_reciprocal(long):
    """Half of the scale runs against the other half: nobody can say which."""
    table = frame()
    table["S1I0"], table["S1I1"] = 6 - table["S1I0"], 6 - table["S1I1"]

    (note,) = key_audit(long(table)).notes
    assert note.code == "key_reciprocal"
    assert note.values["items"] == [f"S1I{i}" for i in range(4)]


def test_an_item_of_its_own_is_not_called_reversed(long):
    table = frame()
    table["S1I0"] = np.random.default_rng(1).integers(1, 6, N)

    (note,) = key_audit(long(table)).notes
    assert note == Reason("key_unclear", {"scale": "S1", "items": ["S1I0"]})


def test_a_score_is_traced_answer_by_answer(read):
    trace = score_trace(read(csv_text()), 3)
    points = trace.tidy().set_index("item")
    scores = trace.glance().set_index("scale")

    assert (points.loc["RS2", "answer"], points.loc["RS2", "points"]) == (4, 2)
    assert_allclose(scores.loc["RSAT", "score"], (2 + 2 + 2) / 3)
    assert scores.loc["RSAT", "n_answered"] == 3


def test_a_row_that_is_not_there_is_told(read):
    with pytest.raises(ResponsesError, match="no respondent stands in row 99"):
        score_trace(read(csv_text()), 99)


def test_patterns_count_what_was_left_out_together(long):
    table = frame()
    table.loc[[1, 2, 3], ["S0I0", "S0I1"]] = np.nan
    table.loc[8, "S5I2"] = np.nan
    result = missing_data(long(table))

    patterns = [(p["items"], p["n"]) for p in result.details["patterns"]]
    assert patterns == [([], N - 4), (["S0I0", "S0I1"], 3), (["S5I2"], 1)]
    item = result.tidy().set_index("item").loc["BEHIND1"]
    assert (item["n_missing"], item["gate"]) == (0, "GATE1")
    assert item["n_asked"] == (table["GATE1"] == 1).sum()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_has_its_words(lang):
    entries = set(read_phrases(lang))
    wanted = {f"{kind}.{mark}" for mark in MARKS for kind in ("check", "reason")}
    wanted |= {f"check.{name}" for name in DIRECTIONS} | {"reason.several_marks"}
    wanted |= {"reason.reviewed", "stage.review"}
    wanted |= {f"key_reading.{r}" for r in ("agrees", "against_key", "undecided")}
    wanted |= {
        f"diagnostic.{code}"
        for code in (
            "keys_agree", "key_already_reversed", "key_partly_reversed", "key_unclear",
            "key_not_declared", "key_mixed", "key_reciprocal", "asked_of_some",
            "guide_marks_too_many", "mark_not_possible", "everyone_not_computed",
            "exclusions_change_verdict", "exclusions_keep_verdict", "missing_nothing",
            "missing_listwise", "missing_fiml_power", "missing_fiml_related",
            "missing_fiml_not_random", "missing_fiml_untested", "mcar_not_tested",
            "many_holes", "without_any_answer", "distance_not_computed", "no_synonyms",
            "too_few_scales_for_halves", "too_few_for_pairs", "no_antonyms",
            "few_synonyms", "few_antonyms", "exclusions_change_practical",
            "review_not_given", "review_not_planned", "review_overruled",
            "review_undecided", "review_unmarked",
        )
    }  # fmt: skip

    assert wanted <= entries, wanted - entries


def test_limits_have_a_default_for_every_name():
    assert CarelessLimits.of(None) == CarelessLimits()


@pytest.mark.slow
def test_honest_respondents_are_seldom_marked(tmp_path):
    path = long_instrument(tmp_path)
    shares = pd.DataFrame(
        [
            screening(responses_from_frame(frame(seed), [path]))
            .tidy()
            .set_index("check")["share"]
            for seed in range(SIMULATED)
        ]
    ).mean()

    for mark, most in MOST_MARKED.items():
        assert shares[mark] <= most
    assert shares["duplicate_rows"] == 0
    assert shares["unusual_answers"] < 0.01
