"""Asymptotic covariances of sample moments, and the weights made of them.

Browne (1984), British Journal of Mathematical and Statistical Psychology 37,
62-83: without a distribution, from fourth moments; under normality, from the
covariance alone. With fixed exogenous variables both are conditional on them,
as in lavaan.
"""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.structure.moment_structure import triangle


def adf_gamma(rows: np.ndarray, outside: np.ndarray, *, has_means: bool) -> np.ndarray:
    """Return n times the covariance of the moments, distribution-free.

    Parameters
    ----------
    rows : ndarray, shape (n, n_observed)
        Complete answers of one group.
    outside : ndarray of bool, shape (n_observed,)
        Fixed exogenous variables: what they predict is taken out.

    Returns
    -------
    ndarray, shape (n_moments, n_moments)
        With divisor n.
    """
    contributions = _contributions(rows, has_means)
    if outside.any():
        predictors = np.column_stack([np.ones(len(rows)), rows[:, outside]])
        fitted = rows.copy()
        slopes = np.linalg.lstsq(predictors, rows[:, ~outside], rcond=None)[0]
        fitted[:, ~outside] = predictors @ slopes
        contributions = contributions - _contributions(fitted, has_means)
    contributions -= contributions.mean(axis=0)
    return np.asarray(contributions.T @ contributions / len(rows))


def normal_weight(covariance: np.ndarray, *, has_means: bool) -> np.ndarray:
    """Return the inverse of the moments' covariance under normality.

    Half the duplicated Kronecker product of the precision with itself; the
    means stand before it with the precision as their weight.
    """
    return precision_weight(np.linalg.inv(covariance), has_means=has_means)


def precision_weight(precision: np.ndarray, *, has_means: bool) -> np.ndarray:
    """Return `normal_weight` from the inverse covariance."""
    weight = _duplicated(precision, precision)
    return _with_means(precision, weight) if has_means else weight


def observed_weight(
    covariance: np.ndarray,
    means: np.ndarray,
    sample_covariance: np.ndarray,
    sample_means: np.ndarray,
    *,
    has_means: bool,
) -> np.ndarray:
    """Return the observed information of the moments at implied values.

    Magnus & Neudecker (1999), Matrix Differential Calculus, ch. 15.
    """
    precision = np.linalg.inv(covariance)
    gap = sample_means - means if has_means else np.zeros_like(means)
    around = sample_covariance + np.outer(gap, gap)
    turned = precision @ (2 * around - covariance) @ precision
    weight = _duplicated(precision, turned)
    if not has_means:
        return weight
    n = len(precision)
    rows, columns = triangle(n)
    pull = precision @ gap
    cross = (
        pull[rows, None] * precision[columns] + pull[columns, None] * precision[rows]
    )
    cross *= np.where(rows == columns, 0.5, 1.0)[:, None]
    whole = _with_means(precision, weight)
    whole[n:, :n], whole[:n, n:] = cross, cross.T
    return whole


def _duplicated(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Half of D' (first x second) D with the duplication matrix D."""
    rows, columns = triangle(len(first))
    upper = (np.ix_(rows, rows), np.ix_(columns, columns))
    cross = (np.ix_(rows, columns), np.ix_(columns, rows))
    product = first[upper[0]] * second[upper[1]] + first[upper[1]] * second[upper[0]]
    product += first[cross[0]] * second[cross[1]] + first[cross[1]] * second[cross[0]]
    halves = np.where(rows == columns, 0.5, 1.0)
    return np.asarray(product * halves[:, None] * halves / 2)


def _with_means(precision: np.ndarray, weight: np.ndarray) -> np.ndarray:
    n = len(precision)
    whole = np.zeros((n + len(weight), n + len(weight)))
    whole[:n, :n] = precision
    whole[n:, n:] = weight
    return whole


def _contributions(rows: np.ndarray, has_means: bool) -> np.ndarray:
    """What each respondent adds to the moments, shape (n, n_moments)."""
    centred = rows - rows.mean(axis=0)
    first, second = triangle(rows.shape[1])
    products = centred[:, first] * centred[:, second]
    return np.hstack([rows, products]) if has_means else products
