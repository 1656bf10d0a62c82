"""An error says what, where, found, allowed and what to do."""

from __future__ import annotations

from srtoolkit.errors import ModelError, Problem, SrtoolkitError, did_you_mean


def test_a_sentence_becomes_one_problem():
    error = ModelError(
        "the answer 9 is outside 1-4",
        code="outside_range",
        where="answers.csv",
        line=17,
        allowed="1, 2, 3, 4",
        advice="List 9 under missing_codes.",
        item="gse_04",
    )

    assert str(error) == (
        "answers.csv:17: the answer 9 is outside 1-4. Allowed: 1, 2, 3, 4. "
        "List 9 under missing_codes."
    )
    assert error.code == "outside_range"
    assert error.problems[0].pieces == {"item": "gse_04"}


def test_several_problems_travel_together():
    error = SrtoolkitError([Problem("a", "first"), Problem("b", "second", "x", 2)])

    assert str(error) == "first\nx:2: second"


def test_the_nearest_name_is_suggested():
    assert did_you_mean("efficcacy", ["efficacy", "outcome"]) == (
        'Did you mean "efficacy"?'
    )
    assert did_you_mean("DJ", ["dj"]) == 'Did you mean "dj"?'
    assert did_you_mean("zzz", ["efficacy"]) == ""
