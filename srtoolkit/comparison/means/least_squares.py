"""Least squares of scores on groups and covariates, with robust errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference.robust import ErrorKind, coefficient_covariance


@dataclass(frozen=True, slots=True, eq=False)
class LeastSquares:
    """A fitted linear model.

    Attributes
    ----------
    coefficients : ndarray, shape (n_terms,)
    covariance : ndarray, shape (n_terms, n_terms)
        Sampling covariance, by the kind of errors asked for.
    residual_squares : float
    df : float
        Respondents minus terms.
    n : int
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    residual_squares: float
    df: float
    n: int

    def combination(self, weights: np.ndarray) -> tuple[float, float]:
        """Return a weighted sum of coefficients and its error."""
        variance = float(weights @ self.covariance @ weights)
        return float(weights @ self.coefficients), float(np.sqrt(max(variance, 0.0)))


def fit_least_squares(
    scores: np.ndarray, design: np.ndarray, *, errors: ErrorKind = "HC3"
) -> LeastSquares:
    """Fit scores, shape (n,), on a design, shape (n, n_terms).

    Raises
    ------
    ScoresError
        When respondents are too few or columns determine each other.
    """
    require_estimable(design)
    coefficients, *_ = np.linalg.lstsq(design, scores, rcond=None)
    residuals = scores - design @ coefficients
    return LeastSquares(
        coefficients=coefficients,
        covariance=coefficient_covariance(design, residuals, errors),
        residual_squares=float(residuals @ residuals),
        df=float(len(design) - design.shape[1]),
        n=len(design),
    )


def clustered_covariance(
    design: np.ndarray, residuals: np.ndarray, clusters: np.ndarray
) -> np.ndarray:
    """Return the covariance of coefficients with dependent rows in a cluster.

    With Stata's small-sample factor, m / (m - 1) times (n - 1) / (n - k): CR1S,
    R's ``vcovCL(type = "HC1")``.

    Parameters
    ----------
    design : ndarray, shape (n, n_terms)
    residuals : ndarray, shape (n,)
    clusters : ndarray, shape (n,)
        Which cluster each row belongs to.

    References
    ----------
    Liang & Zeger (1986), Biometrika 73, 13-22. Cameron & Miller (2015),
    Journal of Human Resources 50, 317-372 (factor).
    """
    bread = np.linalg.inv(design.T @ design)
    _, places = np.unique(clusters, return_inverse=True)
    m, (n, n_terms) = int(places.max()) + 1, design.shape
    sums = np.zeros((m, n_terms))
    np.add.at(sums, places, design * residuals[:, None])
    factor = m / (m - 1) * (n - 1) / (n - n_terms)
    return np.asarray(factor * bread @ sums.T @ sums @ bread)


def require_estimable(design: np.ndarray) -> None:
    """Check that a design, shape (n, n_terms), can be fitted.

    Raises
    ------
    ScoresError
        When respondents are too few or columns determine each other.
    """
    n, n_parameters = design.shape
    if n <= n_parameters:
        raise ScoresError(
            f"{n} complete respondents are too few for {n_parameters} parameters",
            code="too_few_rows",
            advice="Use fewer covariates, or look for the one with missing values.",
        )
    spread = np.linalg.norm(design, axis=0)
    scaled = design / np.where(spread > 0, spread, 1.0)
    if np.linalg.matrix_rank(scaled) < n_parameters:
        raise ScoresError(
            "the covariates are constant, determine each other, or determine the "
            "group, so the adjusted difference is not defined",
            code="covariates_collinear",
            advice="Leave out one of them, or check that both groups vary on each.",
        )
