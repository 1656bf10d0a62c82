"""Reliability of a sum of ordered answers, from the factor model behind them."""

from __future__ import annotations

import numpy as np

from srtoolkit.sem.ordinal.bivariate_normal import bivariate_cdf


def categorical_reliability(
    common: np.ndarray, total: np.ndarray, limits: np.ndarray
) -> np.ndarray:
    """Return the share of a sum's variance that the common factor carries.

    Both covariances are of the *observed* categories: what latent responses
    with these correlations give when they are cut at the thresholds.

    Parameters
    ----------
    common : ndarray, shape (..., n_items, n_items)
        Covariance due to the factor of latent responses with variance 1.
    total : ndarray, shape (..., n_items, n_items)
        Their correlations, of the model or of the sample.
    limits : ndarray, shape (..., n_items, n_thresholds)
        Thresholds; ±38 stands for infinity where an item has fewer.

    Returns
    -------
    ndarray, shape (...)

    References
    ----------
    Green & Yang (2009), Psychometrika 74, 155-167, equation 21.
    """
    return np.asarray(
        _sum_covariance(common, limits, same=False)
        / _sum_covariance(total, limits, same=True)
    )


def _sum_covariance(
    correlation: np.ndarray, limits: np.ndarray, *, same: bool
) -> np.ndarray:
    """Sum the covariances of all pairs of cut responses.

    Parameters
    ----------
    same : bool
        Whether an item stands for one response with itself, or for two
        responses correlated as the diagonal says.
    """
    from scipy.special import ndtr

    row, column = np.tril_indices(correlation.shape[-1], k=-1)
    both = 2 * _pair_covariance(
        limits[..., row, :], limits[..., column, :], correlation[..., row, column]
    ).sum(axis=-1)
    if not same:
        own = np.diagonal(correlation, axis1=-2, axis2=-1)
        return np.asarray(both + _pair_covariance(limits, limits, own).sum(axis=-1))
    below = ndtr(limits)
    lower = np.minimum(below[..., :, None], below[..., None, :])
    products = below[..., :, None] * below[..., None, :]
    return np.asarray(both + (lower - products).sum(axis=(-3, -2, -1)))


def _pair_covariance(
    first: np.ndarray, second: np.ndarray, correlation: np.ndarray
) -> np.ndarray:
    """Return the covariance of two cut responses; all thresholds of both."""
    from scipy.special import ndtr

    h, k = np.broadcast_arrays(first[..., :, None], second[..., None, :])
    inside = np.clip(correlation, -1 + 1e-9, 1 - 1e-9)
    joint = bivariate_cdf(h, k, inside[..., None, None])
    return np.asarray((joint - ndtr(h) * ndtr(k)).sum(axis=(-2, -1)))
