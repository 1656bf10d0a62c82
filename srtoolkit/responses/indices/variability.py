"""How much a respondent's answers vary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.indices.matrix import answer_matrix
from srtoolkit.responses.indices.stretches import by_stretches

if TYPE_CHECKING:
    import pandas as pd


def irv(answers: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Return the standard deviation of each respondent's answers.

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    ndarray, shape (n_respondents,)
        Intra-individual response variability in points, denominator m - 1
        over the m answers; NaN below two answers. Low in straight-lining,
        high in random responding.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and
    Psychology 33, 105-121.
    """
    return by_stretches(_deviation, answer_matrix(answers))


def _deviation(answers: np.ndarray) -> np.ndarray:
    n_valid = np.sum(~np.isnan(answers), axis=1)
    counted = np.where(n_valid > 1, n_valid, np.nan)
    means = np.nansum(answers, axis=1) / counted
    squares = np.nansum((answers - means[:, None]) ** 2, axis=1)
    return np.asarray(np.sqrt(squares / (counted - 1)))


def split_irv(answers: np.ndarray | pd.DataFrame, *, n_splits: int = 3) -> np.ndarray:
    """Return `irv` within stretches of consecutive items.

    The range of positions 1..p is cut into intervals of equal width, closed on
    the right, the first item in the first: 50 items in three stretches have 17,
    16 and 17. Their ends are rounded as R's ``cut`` rounds them, which matters
    for an item that stands on one.

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        In questionnaire order, NaN where missing.
    n_splits : int
        From 2 to the number of items.

    Returns
    -------
    ndarray, shape (n_respondents, n_splits)

    Raises
    ------
    ScoresError
        With more stretches than items, or fewer than two.
    """
    answers = answer_matrix(answers)
    n_items = answers.shape[1]
    if not 2 <= n_splits <= n_items:
        raise ScoresError(
            f"{n_items} items cannot be cut into {n_splits} stretches",
            code="wrong_number_of_splits",
            allowed=f"2 to {n_items}",
        )
    inner = np.linspace(1, n_items, n_splits + 1)[1:-1]
    places = np.searchsorted(inner, np.arange(1, n_items + 1), side="left")
    return np.column_stack(
        [irv(answers[:, places == place]) for place in range(n_splits)]
    )
