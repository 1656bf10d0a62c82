"""Composite reliability and average variance extracted, from loadings."""

from __future__ import annotations

import numpy as np

from srtoolkit.errors import ScoresError


def composite_reliability(
    loadings: np.ndarray, residual_variances: np.ndarray | None = None
) -> float:
    """Return the share of a sum's variance that is due to its factor.

    Parameters
    ----------
    loadings : ndarray, shape (n_items,)
        On a factor of variance 1: standardised, or in points.
    residual_variances : ndarray, shape (n_items,), optional
        In the same metric; by default ``1 - loadings**2``, as standardised
        loadings of items on one factor have it.

    Returns
    -------
    float
        CR of the standardised items, or omega of the items in points.

    Raises
    ------
    ScoresError
        When the two lengths differ or there is no item.

    References
    ----------
    Werts, Linn & Jöreskog (1974), Educational and Psychological Measurement
    34, 25-33.
    """
    lam, theta = _checked(loadings, residual_variances)
    common = lam.sum() ** 2
    return float(common / (common + theta.sum()))


def average_variance_extracted(
    loadings: np.ndarray, residual_variances: np.ndarray | None = None
) -> float:
    """Return the average share of item variance that is due to the factor.

    Parameters and errors as in `composite_reliability`. With standardised
    loadings it is their mean square.

    References
    ----------
    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50.
    """
    lam, theta = _checked(loadings, residual_variances)
    common = float(lam @ lam)
    return float(common / (common + theta.sum()))


def _checked(
    loadings: np.ndarray, residual_variances: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray]:
    lam = np.asarray(loadings, dtype=float)
    theta = 1 - lam**2 if residual_variances is None else residual_variances
    theta = np.asarray(theta, dtype=float)
    if lam.ndim != 1 or lam.shape != theta.shape or not len(lam):
        raise ScoresError(
            f"loadings have shape {lam.shape}, residual variances {theta.shape}",
            code="loadings_shape",
            allowed="two vectors of one length",
        )
    return lam, theta
