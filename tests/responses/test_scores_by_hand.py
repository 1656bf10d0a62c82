"""Scores and traces of twelve respondents, worked out by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pandas as pd
import pytest
from answer_files import INSTRUMENT, write_instrument

from srtoolkit.errors import ResponsesError
from srtoolkit.responses import responses_from_frame, score_trace

#: RS1, RS2 (reverse-keyed, 1 to 5), RS3, OS1, OS2 (1 to 10); RSAT as a mean of two
#: answers or more, OSAT as a mean of both. 77 means no answer.
TABLE: list[tuple[tuple[int | None, ...], F | None, F | None]] = [
    ((1, 5, 1, 1, 1), F(1), F(1)),  # 1, 6-5, 1
    ((5, 1, 5, 10, 10), F(5), F(10)),  # 5, 6-1, 5
    ((5, 5, 5, 10, 1), F(11, 3), F(11, 2)),  # 5, 1, 5
    ((1, 1, 1, 2, 9), F(7, 3), F(11, 2)),  # 1, 5, 1
    ((3, 3, 3, 5, 6), F(3), F(11, 2)),
    ((2, 4, 3, 7, 8), F(7, 3), F(15, 2)),  # 2, 2, 3
    ((None, 4, 3, 7, None), F(5, 2), None),  # 2, 3; OSAT needs both
    ((2, None, 3, None, 8), F(5, 2), None),
    ((4, 2, None, 6, 6), F(4), F(6)),  # 4, 4
    ((None, None, 4, 3, 4), None, F(7, 2)),  # one answer of two
    ((77, 1, 2, 77, 5), F(7, 2), None),  # 5, 2
    ((None, None, None, 9, 2), None, F(11, 2)),
]
#: A mean of two or three whole numbers differs from the fraction by rounding alone.
ROUNDING = 1e-15


@pytest.fixture
def twelve(tmp_path):
    table = pd.DataFrame(
        [answers for answers, *_ in TABLE], columns=["RS1", "RS2", "RS3", "OS1", "OS2"]
    )
    return responses_from_frame(table, [write_instrument(tmp_path)])


def _equal(found: float | None, wanted: F | None) -> bool:
    if wanted is None or found is None or pd.isna(found):
        return wanted is None and (found is None or pd.isna(found))
    return abs(found - float(wanted)) <= ROUNDING


def test_every_score_is_that_worked_out_by_hand(twelve):
    for at, (_, rsat, osat) in enumerate(TABLE):
        assert _equal(twelve.scores["RSAT"][at], rsat), at
        assert _equal(twelve.scores["OSAT"][at], osat), at


def test_every_trace_leads_to_its_score(twelve):
    for row, (answers, rsat, _) in enumerate(TABLE, start=1):
        trace = score_trace(twelve, row)
        assert [a.answer for a in trace.answers] == [
            None if each in (None, 77) else each for each in answers
        ]
        turned = trace.answers[1]
        if turned.answer is not None:
            assert turned.points == 1 + 5 - turned.answer
        points = [a.points for a in trace.answers[:3] if a.points is not None]
        assert _equal(trace.scores[0].score, rsat)
        if rsat is not None:
            assert _equal(sum(points) / len(points), rsat)


def test_the_range_declared_turns_an_item_whoever_answered(tmp_path):
    """Nobody chose 5, and the item is turned by it all the same."""
    table = pd.DataFrame({"RS1": [4, 2], "RS2": [2, 3], "RS3": [4, 3]})
    one = responses_from_frame(table, [write_instrument(tmp_path)])
    assert one.keyed["RS2"].tolist() == [4, 3]
    wider = INSTRUMENT.replace("name: small", "name: wider").replace(
        "- {value: 1, label: {zh: 非", "- {value: 0, label: {zh: 非"
    )
    two = responses_from_frame(table, [write_instrument(tmp_path, wider, "wider")])
    assert two.keyed["RS2"].tolist() == [3, 2]


def test_a_row_that_was_left_out_has_no_trace(twelve):
    kept = twelve.keep([True] * 11 + [False], "stage", "reason")
    with pytest.raises(ResponsesError, match="no respondent stands in row 12"):
        score_trace(kept, 12)
