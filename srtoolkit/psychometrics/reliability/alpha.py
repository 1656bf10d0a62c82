"""Cronbach's alpha."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import (
    Missing,
    pairwise_covariance,
    require_level,
    score_matrix,
)
from srtoolkit.results import OneRow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class AlphaResult(OneRow):
    """Cronbach's alpha of one scale.

    Attributes
    ----------
    alpha, ci_low, ci_high : float
        Estimate and interval; no unit, at most 1.
    ci_level : float
        Coverage of the interval, in (0, 1).
    n_respondents, n_items : int
        Size of the score matrix used.
    alpha_standardised : float
        Alpha of the z-standardised items.
    se : float
        Standard error under normality.
    mean_correlation : float
        Between two items.
    lambda6 : float
        Guttman's lower bound by squared multiple correlations; NaN where the
        items' correlations are singular.
    """

    alpha: float
    ci_low: float
    ci_high: float
    ci_level: float
    n_respondents: int
    n_items: int
    alpha_standardised: float
    se: float
    mean_correlation: float
    lambda6: float

    def tidy(self) -> pd.DataFrame:
        """One row: the coefficient with its interval."""
        return coefficient_table(
            [Coefficient("alpha", self.alpha, self.ci_low, self.ci_high, self.ci_level)]
        )


def cronbach_alpha(
    scores: np.ndarray | pd.DataFrame,
    *,
    ci_level: float = 0.95,
    missing: Missing = "error",
) -> AlphaResult:
    """Estimate the internal consistency of one scale.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Item scores in points, reverse-keyed items already turned.
    ci_level : float, in (0, 1)
        Coverage of the interval.
    missing : {"error", "listwise", "pairwise"}
        Refuse missing scores, leave out respondents with any, or take each
        covariance from the respondents who have both items. The interval then
        counts every respondent with an answer, as R psych does.

    Returns
    -------
    AlphaResult

    Raises
    ------
    ScoresError
        With fewer than two items or three respondents, a missing score, or an
        item that does not vary.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334 (estimate).
    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement
    11, 93-103 (interval).
    Duhachek & Iacobucci (2004), Journal of Applied Psychology 89, 792-808
    (standard error).
    Guttman (1945), Psychometrika 10, 255-282 (lambda 6).
    """
    require_level(ci_level)
    matrix = score_matrix(scores, min_items=2, missing=missing)
    covariance = pairwise_covariance(matrix)
    alpha = alpha_from_covariance(covariance)
    n, k = int((~np.isnan(matrix)).any(axis=1).sum()), matrix.shape[1]
    low, high = feldt_interval(alpha, n, k, ci_level)
    correlation = correlation_from_covariance(covariance)
    return AlphaResult(
        alpha,
        low,
        high,
        ci_level,
        n,
        k,
        alpha_from_covariance(correlation),
        se=_standard_error(covariance, n),
        mean_correlation=float((correlation.sum() - k) / (k * (k - 1))),
        lambda6=_lambda6(correlation),
    )


def alpha_from_covariance(covariance: np.ndarray) -> float:
    """Return alpha; `covariance` has shape (n_items, n_items)."""
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _standard_error(covariance: np.ndarray, n_respondents: int) -> float:
    """Return Duhachek and Iacobucci's error, their equation 1."""
    k, total, own = len(covariance), covariance.sum(), np.trace(covariance)
    squared = covariance @ covariance
    bracket = total * (np.trace(squared) + own**2) - 2 * own * squared.sum()
    variance = 2 * k**2 / ((k - 1) ** 2 * total**3) * bracket
    return float(np.sqrt(max(variance, 0.0) / n_respondents))


def _lambda6(correlation: np.ndarray) -> float:
    """Return one less the unexplained variances over the sum's variance."""
    if np.linalg.eigvalsh(correlation)[0] <= 1e-10:
        return float("nan")
    unexplained = 1 / np.diag(np.linalg.inv(correlation))
    return float(1 - unexplained.sum() / correlation.sum())


def feldt_interval(
    alpha: float, n_respondents: int, n_items: int, ci_level: float
) -> tuple[float, float]:
    """Return Feldt's interval from the F distribution.

    Feldt, Woodruff & Salih (1987), equation 6: (1 - alpha) F is the
    population's 1 - alpha, on n - 1 and (n - 1)(k - 1) degrees of freedom.
    """
    from scipy.stats import f

    df1 = n_respondents - 1
    df2 = df1 * (n_items - 1)
    tail = (1 - ci_level) / 2
    low = 1 - (1 - alpha) * f.isf(tail, df1, df2)
    high = 1 - (1 - alpha) * f.ppf(tail, df1, df2)
    return float(low), float(high)


def correlation_from_covariance(covariance: np.ndarray) -> np.ndarray:
    """Return correlations, shape (n_items, n_items)."""
    sd = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(sd, sd))
