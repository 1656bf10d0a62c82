"""Answers in the order in which each respondent saw the questions.

Where a form shuffles questions, a run of equal answers is one of neighbours on the
respondent's page, not of neighbours in the questionnaire.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.responses.rated_blocks import points

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem

#: How columns begin whose entries are items' codes in the order shown, with blanks
#: between them, as an import through a manifest hands them on.
SHOWN_ORDER = "shown_order_"


def points_as_shown(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    """Return answers as given, each respondent's in the order shown.

    Questions of which no order is told, and respondents whose order is not told
    for all of them, stay in the order of the questionnaire.

    Returns
    -------
    ndarray, shape (n_respondents, n_items)
        NaN for no answer.
    """
    answers = points(responses, items)
    names = [n for n in responses.answers if str(n).startswith(SHOWN_ORDER)]
    if names:
        answers = answers.copy()
    codes = [bound.id for bound in items]
    for name in names:
        told = [_codes(cell) for cell in responses.answers[name]]
        _put_in_order(answers, codes, told)
    return answers


def _codes(cell: object) -> list[str]:
    return cell.split() if isinstance(cell, str) else []


def _put_in_order(
    answers: np.ndarray, codes: Sequence[str], told: Sequence[list[str]]
) -> None:
    """Sort the columns of one group of questions, row by row, in place."""
    shown = {code for some in told for code in some}
    places = [place for place, code in enumerate(codes) if code in shown]
    if len(places) < 2:
        return
    column = {codes[place]: at for at, place in enumerate(places)}
    usual = list(range(len(places)))
    orders = [[column[code] for code in some if code in column] for some in told]
    orders = [some if sorted(some) == usual else usual for some in orders]
    group = answers[:, places]
    answers[:, places] = np.take_along_axis(group, np.array(orders), axis=1)
