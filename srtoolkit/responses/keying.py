"""Turns reverse-keyed items, by the declared range and never by the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from srtoolkit.responses.binding import BoundItem

if TYPE_CHECKING:
    import pandas as pd


def key_items(answers: pd.DataFrame, items: Iterable[BoundItem]) -> pd.DataFrame:
    """Return the table with each reverse-keyed item as low + high - answer.

    Parameters
    ----------
    answers : DataFrame, shape (n_respondents, n_columns)
        Answers as given, in the points of their response formats.
    """
    keyed = answers.copy()
    for bound in items:
        low, high = bound.response.low, bound.response.high
        if not bound.item.reverse or bound.id not in answers.columns:
            continue
        if low is not None and high is not None:  # an instrument's rule
            keyed[bound.id] = low + high - answers[bound.id]
    return keyed
