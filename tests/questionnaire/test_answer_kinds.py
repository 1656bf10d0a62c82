"""Choices without order, yes/no facts and texts: checked, read and kept as they are."""

import numpy as np
import pandas as pd
import pytest

from srtoolkit.errors import ResponsesError
from srtoolkit.questionnaire import check_instrument, load_instruments, read_instrument
from srtoolkit.responses import description, responses_from_frame, screening

FACTS = """\
schema: 1
name: facts
version: 1.0.0
title: {zh: 事实, en: Facts}
description: {zh: 三种答案, en: Three kinds of answer}
measures: []
kind: questionnaire
licence: CC-BY-4.0
translation: {status: draft}
instructions: {zh: 请作答, en: Please answer}
minutes: 1
responses:
  cause:
    options:
      - {value: 1, label: {zh: 人, en: People}}
      - {value: 2, label: {zh: 设备, en: Equipment}}
  had:
    options:
      - {value: 0, label: {zh: 没有, en: 'No'}}
      - {value: 1, label: {zh: 有, en: 'Yes'}}
  rate: {low: 1, high: 7}
  words: {open: text}
scales:
  - id: CAUSE
    construct: null
    title: {zh: 原因, en: Cause}
    definition: {zh: 原因, en: The cause}
    kind: nominal
    scoring: {method: none, min_valid: 1}
    items:
      - {id: C1, text: {zh: 什么原因, en: Which cause}, asks: {zh: 原因, en: cause}, response: cause, wording: own}
  - id: FORMS
    construct: null
    title: {zh: 形式, en: Forms}
    definition: {zh: 形式, en: The forms}
    kind: multiple
    scoring: {method: sum, min_valid: 2}
    items:
      - {id: F1, text: {zh: 赔钱, en: Money}, asks: {zh: 钱, en: money}, response: had, wording: own}
      - {id: F2, text: {zh: 礼物, en: Present}, asks: {zh: 礼物, en: present}, response: had, wording: own}
  - id: STORY
    construct: null
    title: {zh: 经过, en: Story}
    definition: {zh: 经过, en: The story}
    kind: open
    scoring: {method: none, min_valid: 1}
    items:
      - {id: T1, text: {zh: 怎么回事, en: What happened}, asks: {zh: 经过, en: story}, response: words, wording: own}
  - id: MOOD
    construct: null
    title: {zh: 心情, en: Mood}
    definition: {zh: 心情, en: The mood}
    kind: reflective
    scoring: {method: mean, min_valid: 2}
    items:
      - {id: M1, text: {zh: 高兴, en: Glad}, asks: {zh: 高兴, en: glad}, response: rate, wording: own}
      - {id: M2, text: {zh: 安心, en: Calm}, asks: {zh: 安心, en: calm}, response: rate, wording: own}
      - {id: M3, text: {zh: 轻松, en: Easy}, asks: {zh: 轻松, en: easy}, response: rate, wording: own}
"""

#: (code, what stands there, what replaces it)
MISTAKES = [
    ("scoring_kind", "method: none, min_valid: 1}\n    items:\n      - {id: C1",
     "method: mean, min_valid: 1}\n    items:\n      - {id: C1"),
    ("scoring_kind", "method: mean", "method: none"),
    ("single_with_items", "kind: multiple\n    scoring: {method: sum, min_valid: 2}",
     "kind: nominal\n    scoring: {method: none, min_valid: 2}"),
    ("response_kind", "response: cause", "response: rate"),
    ("response_kind", "response: words", "response: rate"),
    ("response_kind", "en: glad}, response: rate", "en: glad}, response: words"),
    ("response_kind", "en: money}, response: had", "en: money}, response: cause"),
    ("reverse_without_order", "response: cause", "response: cause, reverse: true"),
    ("format_twice", "words: {open: text}", "words: {open: text, low: 0}"),
    ("wrong_value", "words: {open: text}", "words: {open: words}"),
]  # fmt: skip


@pytest.fixture
def write_facts(tmp_path):
    """Write the instrument with one passage replaced; return its folder."""

    def write(old="", new=""):
        assert not old or FACTS.count(old) == 1, old
        folder = tmp_path / "facts"
        folder.mkdir()
        text = FACTS.replace(old, new) if old else FACTS
        (folder / "instrument.yaml").write_text(text, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def answers():
    return pd.DataFrame(
        {
            "C1": [1, 2, 1],
            "F1": [1, 0, None],
            "F2": [0, 0, 0],
            "T1": ["等了一小时", "12", None],
            "M1": [5, 2, 3],
            "M2": [6, 2, 4],
            "M3": [7, 2, 3],
        }
    )


def test_sound_file_has_no_problem(write_facts):
    folder = write_facts()

    assert check_instrument(folder) == []
    assert read_instrument(folder).instrument.response_of("T1").values == ()


@pytest.mark.parametrize(("code", "old", "new"), MISTAKES)
def test_answers_that_do_not_fit_the_kind_are_found(write_facts, code, old, new):
    found = {problem.code for problem in check_instrument(write_facts(old, new))}

    assert code in found


def test_text_stays_text_and_codes_stay_codes(write_facts, answers):
    responses = responses_from_frame(answers, load_instruments([write_facts()]))

    assert list(responses.answers["T1"][:2]) == ["等了一小时", "12"]
    assert list(responses.variable("CAUSE")) == [1, 2, 1]
    assert responses.variable("FORMS")[0] == 1
    assert np.isnan(responses.variable("FORMS")[2])
    assert list(responses.scores.columns) == ["CAUSE", "FORMS", "MOOD"]


def test_a_text_is_no_number(write_facts, answers):
    responses = responses_from_frame(answers, load_instruments([write_facts()]))

    with pytest.raises(ResponsesError, match="holds text where numbers belong"):
        responses.variable("STORY")


def test_facts_that_all_share_and_texts_nobody_wrote_are_allowed(write_facts, answers):
    shared = answers.assign(C1=1, F1=0, T1=None)

    assert responses_from_frame(shared, load_instruments([write_facts()])).n == 3


def test_a_code_that_is_no_choice_is_refused(write_facts, answers):
    with pytest.raises(ResponsesError, match='item "C1"'):
        responses_from_frame(answers.assign(C1=9), load_instruments([write_facts()]))


def test_choices_and_texts_are_neither_described_nor_screened(write_facts, answers):
    responses = responses_from_frame(answers, load_instruments([write_facts()]))

    described = set(description(responses).tidy()["item"].dropna())
    assert described == {"F1", "F2", "M1", "M2", "M3"}
    assert screening(responses).n_items == 3
    assert list(screening(responses).respondents["straight_lining"]) == [0, 1, 0]
