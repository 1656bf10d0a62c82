"""Content validity agrees with the published table and with hand calculation."""

from pathlib import Path

import pytest

from srtoolkit.errors import ScoresError
from srtoolkit.questionnaire import (
    content_validity,
    load_instruments,
    modified_kappa,
    read_rating_forms,
    write_rating_form,
)
from srtoolkit.questionnaire.sheets.sheet_files import Sheet, workbook_bytes
from srtoolkit.results import Result

#: By hand from the formulas of Polit, Beck and Owen (2007): experts, relevant,
#: N! / (A! (N - A)!) / 2^N, and (A / N - p) / (1 - p), both as fractions.
BY_HAND = [
    (3, 3, 1 / 8, 1.0),
    (3, 2, 3 / 8, (2 / 3 - 3 / 8) / (5 / 8)),  # 7/15
    (4, 3, 4 / 16, (3 / 4 - 1 / 4) / (3 / 4)),  # 2/3
    (5, 4, 5 / 32, (4 / 5 - 5 / 32) / (27 / 32)),  # 103/135
    (6, 5, 6 / 64, (5 / 6 - 6 / 64) / (58 / 64)),  # 71/87
    (6, 4, 15 / 64, (4 / 6 - 15 / 64) / (49 / 64)),
    (9, 7, 36 / 512, (7 / 9 - 36 / 512) / (476 / 512)),
]
#: Only floating-point rounding separates us from the fractions.
ATOL = 1e-12


@pytest.mark.parametrize(("experts", "relevant", "chance", "kappa"), BY_HAND)
def test_kappa_agrees_with_hand_calculation(experts, relevant, chance, kappa):
    found = modified_kappa(relevant, experts)

    assert found == pytest.approx((chance, kappa), abs=ATOL)


#: Five experts, three items: relevant 5, 4 and 3 times.
RATINGS = [
    {"a": 4, "b": 4, "c": 3},
    {"a": 4, "b": 3, "c": 4},
    {"a": 3, "b": 3, "c": 4},
    {"a": 4, "b": 4, "c": 2},
    {"a": 4, "b": 1, "c": 2},
]
SCALES = {"a": "X", "b": "X", "c": "Y"}


def test_indices_of_items_scales_and_instrument():
    found = content_validity(RATINGS, SCALES)

    assert [item.i_cvi for item in found.items] == pytest.approx([1.0, 0.8, 0.6])
    assert [item.agreement for item in found.items] == [
        "excellent",
        "excellent",
        "fair",
    ]
    # 10/32 by chance for 3 of 5: (0.6 - 0.3125) / 0.6875
    assert found.items[2].kappa == pytest.approx(0.2875 / 0.6875)
    assert found.s_cvi_ave == pytest.approx(2.4 / 3)
    assert found.s_cvi_ua == pytest.approx(1 / 3)
    scales = found.by_scale()
    assert (scales["X"].s_cvi_ave, scales["X"].s_cvi_ua) == pytest.approx((0.9, 0.5))
    assert (scales["Y"].s_cvi_ave, scales["Y"].s_cvi_ua) == pytest.approx((0.6, 0.0))


def test_result_keeps_the_protocol():
    found = content_validity(RATINGS, SCALES)

    assert isinstance(found, Result)
    assert list(found.tidy()["item"]) == ["a", "b", "c"]
    assert found.glance().loc[0, "n_experts"] == 5
    assert found.to_dict()["scales"]["X"]["n_items"] == 2


def test_a_missing_rating_counts_for_nobody():
    found = content_validity([*RATINGS, {"a": 4, "b": 4}], SCALES)

    assert [item.n_experts for item in found.items] == [6, 6, 5]
    assert (found.n_experts, found.n_missing) == (6, 1)
    assert found.items[2].i_cvi == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        (RATINGS[:1], "needs two at least"),
        ([{"a": 5}, {"a": 4}], "rated a with 5"),
        ([{"a": 4}, {"a": 4}], "nobody rated b, c"),
    ],
)
def test_wrong_ratings_are_answered(ratings, words):
    with pytest.raises(ScoresError, match=words):
        content_validity(ratings, SCALES)


def write_form(path: Path, rows) -> Path:
    header = ("scale", "item", "relevance")
    sheet = Sheet("relevance", header, rows, (9.0,) * 3, {}, ("a note",))
    path.write_bytes(workbook_bytes(sheet))
    return path


def test_forms_are_read_back_from_workbooks(tmp_path):
    paths = [
        write_form(
            tmp_path / f"{number}.xlsx",
            [(SCALES[item], item, rating) for item, rating in expert.items()],
        )
        for number, expert in enumerate(RATINGS)
    ]

    assert read_rating_forms(paths) == content_validity(RATINGS, SCALES)


def test_all_wrong_cells_of_all_forms_are_named(tmp_path):
    good = write_form(tmp_path / "good.xlsx", [("X", "a", 4), ("X", "b", 3)])
    wrong = write_form(tmp_path / "wrong.xlsx", [("X", "a", 7), ("X", "b", "yes")])
    other = write_form(tmp_path / "other.xlsx", [("X", "a", 4), ("X", "c", None)])

    with pytest.raises(ScoresError) as caught:
        read_rating_forms([good, wrong, other])

    text = str(caught.value)
    assert len(caught.value.problems) == 3
    assert 'wrong.xlsx: a is rated "7"' in text
    assert 'b is rated "yes"' in text
    assert "more: c; fewer: b" in text


def test_the_form_has_every_item_but_the_checks(tmp_path):
    (loaded,) = load_instruments(["failure-severity"])
    path = tmp_path / "form.xlsx"
    write_rating_form(loaded.instrument, path)

    with pytest.raises(ScoresError, match="0 expert"):
        read_rating_forms([path, path])
    (checks,) = load_instruments(["manipulation-checks"])
    write_rating_form(checks.instrument, tmp_path / "none.xlsx")
    with pytest.raises(ScoresError):
        read_rating_forms([tmp_path / "none.xlsx"] * 3)
