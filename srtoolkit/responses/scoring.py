"""Scale scores by the scoring rule of the instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale


def mean_scores(keyed: np.ndarray, min_valid: int) -> np.ndarray:
    """Average each respondent's answered items.

    Parameters
    ----------
    keyed : ndarray, shape (n_respondents, n_items)
        Answers in points, reverse-keyed items turned, NaN where missing.
    min_valid : int
        Answers a respondent needs for a score.

    Returns
    -------
    ndarray, shape (n_respondents,)
        Scores in points; NaN with fewer than `min_valid` answers.
    """
    n_valid = np.sum(~np.isnan(keyed), axis=1)
    sums = np.nansum(keyed, axis=1)
    scored = n_valid >= max(min_valid, 1)
    return np.where(scored, sums / np.maximum(n_valid, 1), np.nan)


def sum_scores(keyed: np.ndarray, min_valid: int) -> np.ndarray:
    """Add up each respondent's answered items; see `mean_scores`.

    A missing answer counts nothing: with ``min_valid`` below the number of
    items, sums of respondents who skipped items are too low.
    """
    scored = np.sum(~np.isnan(keyed), axis=1) >= max(min_valid, 1)
    return np.where(scored, np.nansum(keyed, axis=1), np.nan)


def score_scale(keyed: pd.DataFrame, scale: Scale) -> pd.Series[float]:
    """Score one scale whose items are all in the table.

    Where the answer itself stands (``none``), it is the score.

    Parameters
    ----------
    keyed : DataFrame
        With one column an item, reverse-keyed ones turned.
    """
    import pandas as pd

    codes = [item.id for item in scale.items]
    if scale.scoring.method == "none":
        return keyed[codes[0]].rename(scale.id)
    points = keyed[codes].to_numpy(dtype=float)
    kernel = mean_scores if scale.scoring.method == "mean" else sum_scores
    scores = kernel(points, scale.scoring.min_valid)
    return pd.Series(scores, index=keyed.index, name=scale.id)
