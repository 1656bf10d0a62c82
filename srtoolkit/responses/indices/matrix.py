"""The door of every index: answers as a matrix of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError

if TYPE_CHECKING:
    import pandas as pd


def answer_matrix(answers: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Return answers as floats, shape (n_respondents, n_items), NaN where missing.

    Raises
    ------
    ScoresError
        When they hold text, or are not a table with a row and a column.
    """
    try:
        matrix = np.asarray(answers, dtype=float)
    except (TypeError, ValueError) as error:
        raise ScoresError(
            f"the answers are not all numbers: {error}",
            code="answers_not_numbers",
            allowed="numbers, NaN where missing",
        ) from error
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise ScoresError(
            f"the answers have the shape {matrix.shape}",
            code="answers_shape",
            allowed="one row a respondent, one column an item",
        )
    return matrix
