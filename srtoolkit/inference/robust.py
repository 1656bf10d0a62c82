"""Covariance of least-squares coefficients, with and without equal variances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

ErrorKind = Literal["classic", "HC0", "HC1", "HC2", "HC3", "HC4"]
ERROR_KINDS: tuple[ErrorKind, ...] = ("classic", "HC0", "HC1", "HC2", "HC3", "HC4")


def coefficient_covariance(
    design: np.ndarray, residuals: np.ndarray, errors: ErrorKind
) -> np.ndarray:
    """Return the sampling covariance of least-squares coefficients.

    Parameters
    ----------
    design : ndarray, shape (n, n_terms)
        Of full rank.
    residuals : ndarray, shape (n,)
    errors : {"classic", "HC0", "HC1", "HC2", "HC3", "HC4"}
        ``classic`` takes all residual variances to be equal.

    Returns
    -------
    ndarray, shape (n_terms, n_terms)

    References
    ----------
    Long & Ervin (2000), The American Statistician 54, 217-224 (HC0-HC3).
    Cribari-Neto (2004), Computational Statistics & Data Analysis 45,
    215-233 (HC4).
    """
    import numpy as np

    orthogonal, triangle = np.linalg.qr(design)
    inverse = np.linalg.inv(triangle)
    n, n_terms = design.shape
    if errors == "classic":
        variance = residuals @ residuals / (n - n_terms)
        return np.asarray(variance * inverse @ inverse.T)
    leverage = np.minimum((orthogonal**2).sum(axis=1), 1.0)
    weights = residuals**2 * _inflation(leverage, n, n_terms, errors)
    middle = orthogonal.T @ (weights[:, None] * orthogonal)
    return np.asarray(inverse @ middle @ inverse.T)


def _inflation(
    leverage: np.ndarray, n: int, n_terms: int, errors: ErrorKind
) -> np.ndarray | float:
    import numpy as np

    if errors == "HC0":
        return 1.0
    if errors == "HC1":
        return n / (n - n_terms)
    if errors == "HC2":
        return np.asarray(1 / (1 - leverage))
    if errors == "HC3":
        return np.asarray(1 / (1 - leverage) ** 2)
    power = np.minimum(4.0, n * leverage / n_terms)
    return np.asarray((1 - leverage) ** -power)
