"""Columns that can name a person are found, and look-alikes are left alone."""

from __future__ import annotations

import time

import pytest
from planted_persons import look_alikes, persons

from srtoolkit.responses.personal.finding import personal_column
from srtoolkit.responses.personal.headings import announced
from srtoolkit.responses.personal.masking import shown_entry, without_persons

PERSONS = persons(60)
#: A hundred times what the slowest takes.
SECONDS = 5.0
LOOK_ALIKES = look_alikes(60)


@pytest.mark.parametrize("heading", PERSONS)
def test_a_column_that_names_persons_is_found(heading):
    assert personal_column([heading], PERSONS[heading]) is not None


@pytest.mark.parametrize("heading", LOOK_ALIKES)
def test_a_column_that_only_looks_like_one_is_not(heading):
    assert personal_column([heading], LOOK_ALIKES[heading]) is None


@pytest.mark.parametrize("as_number", [True, False])
def test_numbers_are_read_as_a_workbook_and_as_a_text_give_them(as_number):
    mobiles = PERSONS["手机"]
    cells = [float(each) for each in mobiles] if as_number else mobiles
    assert personal_column(["a"], cells) is not None
    assert personal_column(["a"], [float(each) for each in range(60)]) is None


def test_few_waiters_are_names_and_few_words_are_not():
    assert personal_column(["谁接待了您"], ["王伟", "李敏", "陈芳"] * 20) is not None
    assert personal_column(["版本"], ["方案一", "方案二", "方案三"] * 20) is None
    assert personal_column(["会员"], ["金卡", "白金卡", "普通"] * 20) is None


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        ("13812345678", "(not shown: may be a telephone number)"),
        (13812345678.0, "(not shown: may be a telephone number)"),
        ("me@example.org", "(not shown: may be an e-mail address)"),
        ("李晓娜", "(not shown: may be a name)"),
        ("Priscilla Blackwood", "(not shown: may be a name)"),
        ("很满意", '"很满意"'), ("five", '"five"'), ("Very good", '"Very good"'),
        (9.0, "9"), ("9", '"9"'), ("x" * 60, '"' + "x" * 39 + '…"'),
    ],
)  # fmt: skip
def test_messages_repeat_no_person(entry, shown):
    assert shown_entry(entry) == shown


@pytest.mark.parametrize(
    "entry",
    ["市" * 20_000, "a.b-" * 8_000 + "@", "1 " * 20_000, "(0" * 10_000, "ab:" * 9_000],
)
def test_no_entry_takes_long_to_look_at(entry):
    began = time.process_time()
    shown_entry(entry)
    announced(entry)
    assert time.process_time() - began < SECONDS


def test_a_heading_keeps_its_words_and_loses_the_person():
    assert without_persons("请致电13812345678") == "请致电…"
    assert without_persons("IMAG1") == "IMAG1"
