"""Numbers as APA style and Chinese theses print them."""

from __future__ import annotations

import math

import pytest

from srtoolkit.document.numbers import Numbers

EN, ZH = Numbers("en"), Numbers("zh")


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0.9498, ".950", "0.950"),
        (-0.03, "−.030", "−0.030"),
        (1.0, "1.000", "1.000"),
        (-0.00001, ".000", "0.000"),
        (None, "–", "–"),
        (math.nan, "–", "–"),
    ],
)
def test_bounded_quantities_lose_their_zero_in_english_only(value, en, zh):
    assert EN.bounded(value) == en
    assert ZH.bounded(value) == zh


def test_unbounded_quantities_keep_their_zero():
    assert EN.number(0.513) == "0.513"
    assert EN.number(-1234.5, 1) == "−1,234.5"
    assert EN.number(True) == "–"


@pytest.mark.parametrize(
    ("p", "en", "zh"),
    [
        (0.0004, "< .001", "< 0.001"),
        (0.0005, ".001", "0.001"),
        (0.0234, ".023", "0.023"),
    ],
)
def test_p_values(p, en, zh):
    assert EN.p(p) == en
    assert ZH.p(p) == zh


def test_p_in_a_sentence():
    assert EN.p_equation(0.0001) == "< .001"
    assert EN.p_equation(0.04) == "= .040"


def test_intervals_levels_shares_and_degrees():
    assert EN.interval(-0.104, 0.06) == "[−0.104, 0.060]"
    assert EN.interval(None, None) == "–"
    assert EN.interval(0.1, None) == "[0.100, –]"
    assert EN.level(0.9) == "90%"
    assert EN.level(1 - 2 * 0.05 / 3) == "96.7%"
    assert EN.percent(0.148) == "14.8%"
    assert EN.degrees(60.0) == "60"
    assert EN.degrees(1290.714) == "1,290.71"
    assert EN.alpha(0.05) == ".05"
    assert ZH.alpha(0.025) == "0.025"


def test_bayes_factors():
    assert EN.factor(1_114_046.0) == "> 1,000"
    assert EN.factor(0.1234) == "0.123"
    assert EN.factor(12.345) == "12.35"
    assert EN.factor(1e-9) == "< 0.001"
    assert EN.factor(None) == "–"
