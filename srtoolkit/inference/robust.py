"""Covariance of least-squares coefficients, with and without equal variances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from srtoolkit.errors import ScoresError

if TYPE_CHECKING:
    import numpy as np

ErrorKind = Literal["classic", "HC0", "HC1", "HC2", "HC3", "HC4"]
#: A row with a greater leverage is fitted exactly: its residual is rounding error.
_GREATEST_LEVERAGE = 1 - 1e-8
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

    Raises
    ------
    ScoresError
        When HC2, HC3 or HC4 is asked for and a row is fitted exactly, such as
        the only member of a category: these errors divide by what it leaves.

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
    if errors in ("HC2", "HC3", "HC4"):
        _require_residuals(leverage, errors)
    weights = residuals**2 * _inflation(leverage, n, n_terms, errors)
    middle = orthogonal.T @ (weights[:, None] * orthogonal)
    return np.asarray(inverse @ middle @ inverse.T)


def _require_residuals(leverage: np.ndarray, errors: ErrorKind) -> None:
    n_exact = int((leverage > _GREATEST_LEVERAGE).sum())
    if n_exact:
        raise ScoresError(
            f"{n_exact} of {len(leverage)} respondents are fitted exactly, as the "
            f"only member of a category is, so {errors} errors are not defined",
            code="leverage_of_one",
            advice="Join rare categories, use fewer predictors, or ask for the "
            "errors HC1 or classic.",
            n=n_exact,
            errors=errors,
        )


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
