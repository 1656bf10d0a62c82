"""Runs of equal answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.responses.indices.matrix import answer_matrix

if TYPE_CHECKING:
    import pandas as pd

#: Longest cycle of answers that is looked for.
_LONGEST_CYCLE = 8


def longstring(
    answers: np.ndarray | pd.DataFrame, *, average: bool = False
) -> np.ndarray:
    """Return the length of each respondent's longest run of equal answers.

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        In questionnaire order; NaN equals nothing, itself included.
    average : bool
        Return the mean length of all runs instead.

    Returns
    -------
    ndarray, shape (n_respondents,)
        At least 1; whole numbers unless `average`.

    Raises
    ------
    ScoresError
        When the answers are not a table of numbers.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129.
    """
    answers = answer_matrix(answers)
    n, n_items = answers.shape
    longest = np.ones(n, dtype=int)
    running = np.ones(n, dtype=int)
    runs = np.ones(n, dtype=int)
    for earlier, later in zip(answers.T[:-1], answers.T[1:], strict=True):
        goes_on = earlier == later
        runs += ~goes_on
        running = np.where(goes_on, running + 1, 1)
        longest = np.maximum(longest, running)
    return n_items / runs if average else longest


def repeats_cycle(answers: np.ndarray) -> np.ndarray:
    """Tell whose answers repeat one cycle throughout, as 1 2 3 1 2 3 1 2 3.

    Cycles of 2 to 8 answers that stand three times or more in a row, first to
    last answer, count; the same answer throughout is no cycle.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        In questionnaire order, NaN where missing.

    Returns
    -------
    ndarray of bool, shape (n_respondents,)
    """
    n_items = answers.shape[1]
    found = np.zeros(len(answers), dtype=bool)
    for period in range(2, min(_LONGEST_CYCLE, n_items // 3) + 1):
        found |= (answers[:, period:] == answers[:, :-period]).all(axis=1)
    return np.asarray(found & (answers != answers[:, :1]).any(axis=1))
