"""Cells are the factorial of the factors named; mistakes are answered."""

import pytest

from srtoolkit.errors import OptionError, ShelfError
from srtoolkit.questionnaire import (
    Scenario,
    cells,
    control_cell,
    read_scenario,
    text_length,
    unequal_lengths,
)


@pytest.fixture
def hotel() -> Scenario:
    return read_scenario("scenario-hotel-check-in").scenario


def test_cells_are_every_combination_with_the_last_factor_fastest(hotel):
    found = cells(hotel, ["stability", "recovery"])

    assert [cell.label for cell in found] == [
        "stable_none",
        "stable_poor",
        "stable_excellent",
        "unstable_none",
        "unstable_poor",
        "unstable_excellent",
    ]
    assert found[0].levels == (("stability", "stable"), ("recovery", "none"))
    assert len({cell.text("zh") for cell in found}) == 6


def test_other_factors_are_told_as_held_or_not_at_all(hotel):
    plain = cells(hotel, ["recovery"])[0]
    major = cells(hotel, ["recovery"], held={"severity": "major", "locus": "firm"})[0]

    assert "二十分钟" in plain.text("zh")
    assert "弄错了日期" not in plain.text("zh")
    assert "三个小时" in major.text("zh")
    assert "wrong date" in major.text("en")


def test_length_counts_characters_and_words():
    assert text_length("您好， 世界。", "zh") == 6
    assert text_length("Hello, well-known  world.", "en") == 3


def test_levels_of_unlike_length_are_reported(hotel):
    assert unequal_lengths(hotel) == ()

    strict = hotel.model_copy(update={"length_share": 0.01})
    found = {(one.factor, one.language): one for one in unequal_lengths(strict)}

    one = found["recovery", "en"]
    longest, shortest = max(one.lengths.values()), min(one.lengths.values())
    assert one.share == pytest.approx((longest - shortest) / longest)
    assert set(one.lengths) == {"none", "poor", "excellent"}


@pytest.mark.parametrize(
    ("factors", "held", "error", "words"),
    [
        (["stabillity"], {}, ShelfError, 'Did you mean "stability"'),
        (["recovery"], {"severity": "majr"}, ShelfError, 'Did you mean "major"'),
        ([], {}, OptionError, "no factor is named"),
        (["recovery", "recovery"], {}, OptionError, "named twice"),
        (["recovery"], {"recovery": "poor"}, OptionError, "both varied and held"),
    ],
)
def test_wrong_factors_are_answered(hotel, factors, held, error, words):
    with pytest.raises(error, match=words):
        cells(hotel, factors, held=held)


def test_scenario_without_control_has_no_control_cell(hotel):
    with pytest.raises(ShelfError, match="has no control text"):
        control_cell(hotel.model_copy(update={"control": None}))


def test_unknown_scenario_names_the_nearest():
    with pytest.raises(ShelfError, match='Did you mean "scenario-flight-delay"'):
        read_scenario("scenario-flight-delays")


def test_scenario_is_frozen_and_reads_back(hotel):
    assert Scenario.model_validate(hotel.to_dict()) == hotel
    with pytest.raises(ValueError, match="frozen"):
        hotel.name = "other"
    assert hotel.checks_of(("stability", "recovery")) == (
        "MC_FAIL",
        "MC_STA",
        "MC_RECOVERY",
    )
