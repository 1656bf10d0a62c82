"""How far a respondent's answers lie from everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.indices.matrix import answer_matrix

if TYPE_CHECKING:
    import pandas as pd

#: A covariance matrix with a smaller reciprocal condition has no inverse.
_SINGULAR = 1e-14


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
    centred = answers - np.nanmean(answers, axis=0)
    covariance = pairwise_covariance(centred)
    if (
        not np.isfinite(covariance).all()
        or 1 / np.linalg.cond(covariance, 1) < _SINGULAR
    ):
        raise ScoresError(
            "the items' covariance matrix has no inverse",
            code="covariance_singular",
            advice="Leave out items that do not vary or are sums of others.",
        )
    deviations = np.where(np.isnan(centred), 0.0, centred)
    squared = np.sum(deviations @ np.linalg.inv(covariance) * deviations, axis=1)
    return np.where(np.isnan(answers).all(axis=1), np.nan, squared)


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
    given = (~np.isnan(answers)).astype(float)
    filled = np.where(np.isnan(answers), 0.0, answers)
    counts = given.T @ given
    sums = filled.T @ given  # of the first item where both are given
    products = filled.T @ filled
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((products - sums * sums.T / counts) / (counts - 1))


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
    given = (~np.isnan(answers)).astype(float)
    with np.errstate(all="ignore"):
        centred = answers - np.nansum(answers, axis=0) / given.sum(axis=0)
        filled = np.where(np.isnan(answers), 0.0, centred)
        counts = given.T @ given
        sums = filled.T @ given
        squares = (filled**2).T @ given
        products = filled.T @ filled - sums * sums.T / counts
        variation = squares - sums**2 / counts
        variation[variation <= 1e-13 * squares] = np.nan
        return np.asarray(products / np.sqrt(variation * variation.T))
