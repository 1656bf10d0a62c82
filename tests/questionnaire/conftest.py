"""A sound instrument file to break in one place or several."""

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND = """\
schema: 1
name: tea-house
version: 1.0.0
title: {zh: 茶馆, en: Tea house}
description: {zh: 两个量表, en: Two scales}
measures: [OSAT, LOY]
kind: questionnaire
licence: CC-BY-4.0
translation: {status: draft}
instructions: {zh: 请作答, en: Please answer}
missing_codes: [99]
minutes: 1
references:
  adams1965: "Adams (1965)."
responses:
  agree5:
    options:
      - {value: 1, label: {zh: 不同意, en: Disagree}}
      - {value: 3, label: {zh: 一般, en: Neutral}}
      - {value: 5, label: {zh: 同意, en: Agree}}
  ten: {low: 0, high: 10}
  count: {low: 0}
scales:
  - id: SAT
    construct: OSAT
    title: {zh: 满意, en: Satisfaction}
    definition: {zh: 满意程度, en: How content}
    source: [adams1965]
    kind: reflective
    scoring: {method: mean, min_valid: 2}
    items:
      - {id: S1, text: {zh: 茶好, en: Good tea}, asks: {zh: 茶, en: tea}, response: agree5, wording: own}
      - {id: S2, text: {zh: 水好, en: Good water}, asks: {zh: 水, en: water}, response: agree5, wording: own, reverse: true}
      - {id: S3, text: {zh: 杯好, en: Good cups}, asks: {zh: 杯, en: cups}, response: ten, wording: own, instructed_answer: 5}
  - id: VISITS
    construct: LOY
    title: {zh: 次数, en: Visits}
    definition: {zh: 来过几次, en: How often}
    kind: single
    scoring: {method: sum, min_valid: 1}
    items:
      - {id: V1, text: {zh: 几次, en: How often}, asks: {zh: 次数, en: times}, response: count, wording: own}
"""

InstrumentWriter = Callable[..., Path]


@pytest.fixture
def sound_text() -> str:
    return SOUND


@pytest.fixture
def write_instrument(tmp_path: Path) -> InstrumentWriter:
    """Write the sound instrument with some passages replaced; return its folder."""

    def write(*changes: tuple[str, str], folder: str = "tea-house") -> Path:
        text = SOUND
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        place = tmp_path / folder
        place.mkdir()
        (place / "instrument.yaml").write_text(text, encoding="utf-8")
        return place

    return write
