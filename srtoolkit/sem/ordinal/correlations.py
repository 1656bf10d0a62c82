"""Polychoric correlations of a table of ordered answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from srtoolkit.errors import OptionError
from srtoolkit.sem.ordinal.sample import read_ordinal

if TYPE_CHECKING:
    import pandas as pd


def polychoric_correlations(
    data: pd.DataFrame, *, missing: Literal["pairwise", "listwise"] = "listwise"
) -> pd.DataFrame:
    """Correlate the normal responses behind ordered answers.

    Parameters
    ----------
    data : DataFrame, shape (n_respondents, n_items)
        Every column is an ordered item; its categories are the answers that
        occur, NaN where missing.
    missing : {"pairwise", "listwise"}
        Take each table from those who have both answers, or leave out
        respondents with any answer missing.

    Returns
    -------
    DataFrame, shape (n_items, n_items)

    Raises
    ------
    ModelError
        When a column is not numeric, does not vary or has too many different
        answers, or there are too few respondents.
    OptionError
        When `missing` has another value.

    References
    ----------
    Olsson (1979), Psychometrika 44, 443-460 (two steps). Empty cells as in
    lavaan: only those of two-by-two tables are filled.
    """
    import pandas as pd

    if missing not in ("pairwise", "listwise"):
        raise OptionError(
            f'missing is "{missing}"',
            code="wrong_option",
            allowed="pairwise, listwise",
        )
    names = [str(name) for name in data.columns]
    frame = data.set_axis(names, axis=1)
    pairwise = missing == "pairwise"
    (group,) = read_ordinal(frame, names, (), names, pairwise=pairwise).groups
    return pd.DataFrame(group.staged.covariance, index=names, columns=names)
