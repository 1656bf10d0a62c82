"""Runs of equal answers are runs on the page a respondent saw."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from srtoolkit.questionnaire import load_instruments
from srtoolkit.responses import Responses, careless, responses_from_frame, screening
from srtoolkit.responses.binding import bound_items
from srtoolkit.responses.rated_blocks import points, rated_items
from srtoolkit.responses.shown_order import points_as_shown

N = 40


def shuffled(seed: int = 1) -> tuple[Responses, np.ndarray]:
    """Answers that alternate in the questionnaire, and what each respondent saw."""
    source = np.random.default_rng(seed)
    bound = bound_items(load_instruments(["justice-four-facets"]))
    codes = [each.id for each in bound]
    answers = source.integers(1, 8, (N, len(codes)))
    orders = np.array([source.permutation(len(codes)) for _ in range(N)])
    frame = pd.DataFrame(answers, columns=codes)
    frame["shown_order_1"] = [" ".join(codes[at] for at in row) for row in orders]
    return (
        responses_from_frame(frame, ["justice-four-facets"]),
        np.take_along_axis(answers, orders, axis=1),
    )


def test_answers_stand_as_they_were_shown():
    responses, seen = shuffled()

    assert np.array_equal(points_as_shown(responses, rated_items(responses)), seen)


def test_runs_are_counted_on_the_page():
    responses, seen = shuffled()
    longest = [
        max(len(run) for run in "".join(map(str, same)).split("0")) + 1
        for same in (seen[:, 1:] == seen[:, :-1]).astype(int)
    ]

    index = next(i for i in careless(responses).indices if i.name == "longstring_share")

    assert index.values * seen.shape[1] == pytest.approx(longest)
    shares = screening(responses).respondents["longstring_share"]
    assert shares.to_numpy() * seen.shape[1] == pytest.approx(longest)


@pytest.mark.parametrize("told", [None, "", "DJ2", "DJ1 DJ1 DJ2", "no such codes"])
def test_an_order_that_is_not_told_whole_changes_nothing(told):
    responses, seen = shuffled()
    responses.answers.loc[0, "shown_order_1"] = told
    items = rated_items(responses)

    found = points_as_shown(responses, items)

    assert np.array_equal(found[0], points(responses, items)[0])
    assert np.array_equal(found[1:], seen[1:])
