"""Pairs of items that everybody answers alike, or in opposite ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.indices.consistency import RowConsistency
from srtoolkit.responses.indices.distance import pairwise_correlation
from srtoolkit.responses.indices.matrix import answer_matrix
from srtoolkit.responses.indices.stretches import by_stretches

if TYPE_CHECKING:
    import pandas as pd

#: Fewest usable pairs of a respondent.
_FEWEST_PAIRS = 3
#: Below this share of a sum of squares, a variation is rounding; and a correlation
#: so little beyond the critical value is equal to it.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class ItemPairs:
    """Pairs of items, the later item first.

    Attributes
    ----------
    later, earlier : ndarray of int, shape (n_pairs,)
        Columns of the two items.
    """

    later: np.ndarray
    earlier: np.ndarray


def psychometric_synonyms(
    answers: np.ndarray | pd.DataFrame, *, critical: float = 0.60
) -> RowConsistency:
    """Correlate each respondent's answers over pairs of items of like meaning.

    Pairs are those whose correlation over respondents lies above the absolute
    value of `critical`. Unlike R careless, no pair is swapped at random where a
    respondent's correlation is not defined (there: ``resample_na = FALSE``).

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        NaN where missing.
    critical : float, in (-1, 1)

    Returns
    -------
    RowConsistency
        Values from -1 to 1, low in careless responding; NaN with fewer than
        three usable pairs or answers that do not vary over them.

    Raises
    ------
    ScoresError
        When no pair of items lies above `critical`.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437-455.
    """
    answers = answer_matrix(answers)
    return over_pairs(answers, _pairs(pairwise_correlation(answers), abs(critical)))


def psychometric_antonyms(
    answers: np.ndarray | pd.DataFrame, *, critical: float = -0.60
) -> RowConsistency:
    """Correlate each respondent's answers over pairs of opposite meaning.

    As `psychometric_synonyms`, with the pairs whose correlation lies below
    minus the absolute value of `critical`; values near -1 are attentive, HIGH ones
    careless.
    """
    answers = answer_matrix(answers)
    return over_pairs(answers, _pairs(pairwise_correlation(answers), -abs(critical)))


def synonym_candidates(
    answers: pd.DataFrame, *, antonyms: bool = False
) -> pd.DataFrame:
    """List all pairs of items by their correlation, to choose a critical value.

    Parameters
    ----------
    answers : DataFrame, shape (n_respondents, n_items)
    antonyms : bool
        Lowest correlation first, instead of the highest.

    Returns
    -------
    DataFrame
        ``item, other, correlation``, the later of two items first, ties in
        questionnaire order; pairs without a correlation stand last.
    """
    import pandas as pd

    correlations = pairwise_correlation(answer_matrix(answers))
    earlier, later = np.triu_indices(len(correlations), 1)
    names = np.array(list(map(str, answers.columns)), dtype=object)
    table = pd.DataFrame(
        {
            "item": names[later],
            "other": names[earlier],
            "correlation": correlations[later, earlier],
        }
    )
    return table.sort_values(
        "correlation", ascending=antonyms, kind="stable", ignore_index=True
    )


def over_pairs(answers: np.ndarray, pairs: ItemPairs) -> RowConsistency:
    """Correlate the two answers of all pairs, respondent by respondent.

    Sums over pairs are products with the pairs' incidence matrix, so that no
    table of respondents by pairs is ever made.
    """
    n_items = answers.shape[1]
    incidence = np.zeros((n_items, n_items))
    incidence[pairs.later, pairs.earlier] = 1
    # a whole number taken away leaves whole answers, and their sums, exact
    middle = np.round(np.nansum(answers) / max(np.sum(~np.isnan(answers)), 1))
    values, n_used = by_stretches(
        lambda some: _row_correlations(some - middle, incidence), answers
    ).T
    return RowConsistency(values, n_used.astype(int))


def _row_correlations(answers: np.ndarray, incidence: np.ndarray) -> np.ndarray:
    """Return each row's correlation over pairs, and how many pairs it rests on."""
    given = (~np.isnan(answers)).astype(float)
    filled = np.where(given > 0, answers, 0.0)
    partners, leaders = given @ incidence.T, given @ incidence
    n_used = (given * partners).sum(axis=1)
    sum_x, sum_y = (filled * partners).sum(axis=1), (filled * leaders).sum(axis=1)
    squares = filled**2
    variation_x = _variation((squares * partners).sum(axis=1), sum_x, n_used)
    variation_y = _variation((squares * leaders).sum(axis=1), sum_y, n_used)
    products = (filled * (filled @ incidence.T)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (n_used * products - sum_x * sum_y) / np.sqrt(variation_x * variation_y)
    values = np.where(n_used >= _FEWEST_PAIRS, np.clip(r, -1, 1), np.nan)
    return np.column_stack([values, n_used])


def _variation(squares: np.ndarray, sums: np.ndarray, n: np.ndarray) -> np.ndarray:
    variation = n * squares - sums**2
    return np.where(variation > _ROUNDING * n * squares, variation, np.nan)


def _pairs(correlations: np.ndarray, critical: float) -> ItemPairs:
    """Return the pairs beyond the critical value, on its side of zero."""
    beyond = correlations * np.copysign(1.0, critical) > abs(critical) + _ROUNDING
    later, earlier = np.nonzero(np.tril(beyond, -1))
    if not len(later):
        raise ScoresError(
            f"no pair of items correlates beyond {critical:g}",
            code="no_item_pairs",
            advice="List the pairs with synonym_candidates and choose a critical "
            "value nearer to zero.",
        )
    return ItemPairs(later, earlier)
