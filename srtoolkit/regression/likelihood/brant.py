"""Does one coefficient hold at every split of an ordered outcome? Brant's test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from srtoolkit.regression.likelihood.logistic import logit_estimates
from srtoolkit.regression.likelihood.separation import FAR


@dataclass(frozen=True, slots=True)
class BrantTest:
    """Wald tests that the coefficients of all splits are the same.

    Attributes
    ----------
    terms : tuple of str
    coefficients : ndarray, shape (n_splits, n_terms)
        Log odds of an answer above each split, from a logistic regression of
        its own.
    chisq, p : ndarray, shape (n_terms,)
        Of each term, with `df` degrees of freedom.
    df : int
        One less than splits.
    all_chisq, all_p : float
        Of all terms together, with `all_df` degrees of freedom.
    all_df : int
    """

    terms: tuple[str, ...]
    coefficients: np.ndarray = field(repr=False)
    chisq: np.ndarray
    df: int
    p: np.ndarray
    all_chisq: float
    all_df: int
    all_p: float

    def differing(self, alpha: float = 0.05) -> tuple[str, ...]:
        """Name the terms whose coefficients differ between the splits."""
        pairs = zip(self.terms, self.p, strict=True)
        return tuple(term for term, p in pairs if p < alpha)


def brant_test(
    slopes: np.ndarray, codes: np.ndarray, terms: Sequence[str]
) -> BrantTest | None:
    """Test whether the odds of an ordered outcome are proportional.

    A proportional-odds regression takes the coefficients of all splits of the
    outcome (above the first answer, above the second, …) to be the same. Here
    each split has its own logistic regression, and the differences between
    their coefficients are tested, with the covariance that regressions of the
    same respondents have.

    Parameters
    ----------
    slopes : ndarray, shape (n, n_terms)
        Without an intercept.
    codes : ndarray of int, shape (n,)
        Categories from 0, three or more.
    terms : sequence of str

    Returns
    -------
    BrantTest or None
        None when a split has no finite coefficients of its own: predictors
        tell its two sides apart, as may happen beside a rare answer.

    References
    ----------
    Brant (1990), Biometrics 46, 1171-1178.
    """
    centre, spread = slopes.mean(axis=0), slopes.std(axis=0)
    matrix = np.column_stack([np.ones(len(slopes)), (slopes - centre) / spread])
    fitted = []
    for split in range(int(codes.max())):
        above = (codes > split).astype(float)
        estimates, probabilities, converged = logit_estimates(matrix, above)
        if not converged or np.abs(matrix @ estimates).max() > FAR:
            return None
        fitted.append((estimates[1:], probabilities))
    coefficients = np.array([estimates for estimates, _ in fitted])
    covariance = _joint_covariance(matrix, [shares for _, shares in fitted])
    return _tested(coefficients, covariance, tuple(terms), spread)


def _joint_covariance(matrix: np.ndarray, shares: Sequence[np.ndarray]) -> np.ndarray:
    """Return the covariance of all splits' slopes, split by split.

    Parameters
    ----------
    matrix : ndarray, shape (n, 1 + n_terms)
        The first column is the intercept.
    shares : sequence of ndarray, shape (n,)
        Fitted probabilities of an answer above each split, which fall from
        one split to the next.
    """
    inverses = [
        np.linalg.inv(matrix.T @ ((p * (1 - p))[:, None] * matrix)) for p in shares
    ]
    n_splits, n_terms = len(shares), matrix.shape[1] - 1
    covariance = np.empty((n_splits, n_terms, n_splits, n_terms))
    for one in range(n_splits):
        for other in range(one, n_splits):
            weights = shares[other] * (1 - shares[one])
            between = matrix.T @ (weights[:, None] * matrix)
            block = (inverses[one] @ between @ inverses[other])[1:, 1:]
            covariance[one, :, other] = block
            covariance[other, :, one] = block.T
    return covariance.reshape(n_splits * n_terms, -1)


def _tested(
    coefficients: np.ndarray,
    covariance: np.ndarray,
    terms: tuple[str, ...],
    spread: np.ndarray,
) -> BrantTest:
    from scipy.stats import chi2

    n_splits, n_terms = coefficients.shape
    differences = np.kron(
        np.column_stack([np.ones(n_splits - 1), -np.eye(n_splits - 1)]),
        np.eye(n_terms),
    )
    gaps = differences @ coefficients.ravel()
    between = differences @ covariance @ differences.T

    def wald(places: np.ndarray) -> float:
        block = between[np.ix_(places, places)]
        return float(gaps[places] @ np.linalg.solve(block, gaps[places]))

    every = np.arange(len(gaps))
    chisq = np.array([wald(every[place::n_terms]) for place in range(n_terms)])
    df, total = n_splits - 1, wald(every)
    return BrantTest(
        terms=terms,
        coefficients=coefficients / spread,
        chisq=chisq,
        df=df,
        p=np.asarray(chi2.sf(chisq, df)),
        all_chisq=total,
        all_df=len(gaps),
        all_p=float(chi2.sf(total, len(gaps))),
    )
