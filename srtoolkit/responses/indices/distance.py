"""How far a respondent's answers lie from everybody's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.indices.matrix import answer_matrix
from srtoolkit.responses.indices.stretches import by_stretches, stretches

if TYPE_CHECKING:
    import pandas as pd

#: A covariance matrix with a smaller reciprocal condition has no inverse.
_SINGULAR = 1e-14
#: Below this share of a sum of squares, a variation is rounding.
_ROUNDING = 1e-13


def mahalanobis(answers: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Return each respondent's squared Mahalanobis distance from the means.

    Means are those of the given answers, covariances those of each pair's
    complete cases (denominator n - 1); a missing answer adds nothing.

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    ndarray, shape (n_respondents,)
        D squared, in chi-square units with as many degrees of freedom as items;
        NaN without any answer. High means unusual.

    Raises
    ------
    ScoresError
        When the covariance matrix has no inverse: a constant item, one item
        the sum of others, or fewer respondents than items.

    References
    ----------
    Mahalanobis (1936), Proceedings of the National Institute of Sciences of
    India 2, 49-55.
    """
    answers = answer_matrix(answers)
    means = _means(answers)
    covariance = _pair_sums(answers, means).covariance()
    if (
        not np.isfinite(covariance).all()
        or 1 / np.linalg.cond(covariance, 1) < _SINGULAR
    ):
        raise ScoresError(
            "the items' covariance matrix has no inverse",
            code="covariance_singular",
            advice="Leave out items that do not vary or are sums of others.",
        )
    inverse = np.linalg.inv(covariance)

    def squared(some: np.ndarray) -> np.ndarray:
        none = np.isnan(some)
        deviations = np.where(none, 0.0, some - means)
        distances = np.sum(deviations @ inverse * deviations, axis=1)
        return np.where(none.all(axis=1), np.nan, distances)

    return by_stretches(squared, answers)


def mahalanobis_limit(n_items: int, confidence: float = 0.99) -> float:
    """Return the chi-square quantile beyond which a distance is unusual."""
    from scipy.stats import chi2

    return float(chi2.ppf(confidence, n_items))


def pairwise_covariance(answers: np.ndarray) -> np.ndarray:
    """Return covariances, each from the respondents who gave both answers.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        Best near zero, NaN where missing.

    Returns
    -------
    ndarray, shape (n_items, n_items)
        Denominator n - 1; NaN for a pair with fewer than two respondents.
    """
    return _pair_sums(answers, np.zeros(answers.shape[1])).covariance()


def pairwise_correlation(answers: np.ndarray) -> np.ndarray:
    """Return correlations, each from the respondents who gave both answers.

    Means and variances are those of the same respondents, as R's
    ``cor(use = "pairwise")`` takes them.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)

    Returns
    -------
    ndarray, shape (n_items, n_items)
        NaN where an item does not vary among those who gave both.
    """
    return _pair_sums(answers, _means(answers)).correlation()


@dataclass(frozen=True, slots=True)
class _PairSums:
    """Sums over the respondents who gave both answers of a pair of items.

    Attributes
    ----------
    counts, sums, squares, products : ndarray, shape (n_items, n_items)
        Respondents; and of the first item, its square, and both multiplied.
    """

    counts: np.ndarray
    sums: np.ndarray
    squares: np.ndarray
    products: np.ndarray

    def covariance(self) -> np.ndarray:
        with np.errstate(divide="ignore", invalid="ignore"):
            products = self.products - self.sums * self.sums.T / self.counts
            return np.asarray(products / (self.counts - 1))

    def correlation(self) -> np.ndarray:
        with np.errstate(all="ignore"):
            products = self.products - self.sums * self.sums.T / self.counts
            variation = self.squares - self.sums**2 / self.counts
            variation[variation <= _ROUNDING * self.squares] = np.nan
            return np.asarray(products / np.sqrt(variation * variation.T))


def _pair_sums(answers: np.ndarray, centre: np.ndarray) -> _PairSums:
    """Add up over stretches of respondents, `centre` taken from the answers."""
    n_items = answers.shape[1]
    counts, sums, squares, products = np.zeros((4, n_items, n_items))
    for rows in stretches(answers):
        none = np.isnan(answers[rows])
        given = (~none).astype(float)
        filled = np.where(none, 0.0, answers[rows] - centre)
        counts += given.T @ given
        sums += filled.T @ given
        squares += (filled**2).T @ given
        products += filled.T @ filled
    return _PairSums(counts, sums, squares, products)


def _means(answers: np.ndarray) -> np.ndarray:
    """Return the mean of each item's answers; NaN without any."""
    n_items = answers.shape[1]
    counts, sums = np.zeros((2, n_items))
    for rows in stretches(answers):
        none = np.isnan(answers[rows])
        counts += np.sum(~none, axis=0)
        sums += np.sum(np.where(none, 0.0, answers[rows]), axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums / counts)
