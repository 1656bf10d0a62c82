"""The Spearman–Brown coefficient of a two-item scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import Missing, require_level, score_matrix
from srtoolkit.results import OneRow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SpearmanBrownResult(OneRow):
    """Reliability of the sum of two items.

    Attributes
    ----------
    spearman_brown, ci_low, ci_high : float
        Estimate and interval; no unit, at most 1.
    ci_level : float
        Coverage of the interval, in (0, 1).
    correlation : float
        Between the two items.
    n_respondents : int
        Respondents with both scores.
    """

    spearman_brown: float
    ci_low: float
    ci_high: float
    ci_level: float
    correlation: float
    n_respondents: int

    def tidy(self) -> pd.DataFrame:
        """One row: the coefficient with its interval."""
        row = Coefficient(
            "spearman_brown",
            self.spearman_brown,
            self.ci_low,
            self.ci_high,
            self.ci_level,
        )
        return coefficient_table([row])


def spearman_brown(
    scores: np.ndarray | pd.DataFrame,
    *,
    ci_level: float = 0.95,
    missing: Missing = "error",
) -> SpearmanBrownResult:
    """Estimate the reliability of a two-item scale.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, 2)
        Item scores in points, reverse-keyed items already turned.
    ci_level : float, in (0, 1)
        Coverage; the interval of the correlation (Fisher's z), stepped up.
    missing : {"error", "listwise", "pairwise"}
        As in `cronbach_alpha`.

    Returns
    -------
    SpearmanBrownResult

    Raises
    ------
    ScoresError
        Unless there are two items that vary and four respondents with both.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Eisinga, Te Grotenhuis & Pelzer (2013), International Journal of Public
    Health 58, 637-642.
    """
    require_level(ci_level)
    complete: Missing = "error" if missing == "error" else "listwise"
    matrix = score_matrix(scores, min_items=2, missing=complete)
    if matrix.shape[1] != 2 or len(matrix) < 4:
        raise ScoresError(
            f"the scores have {matrix.shape[1]} items and {len(matrix)} respondents",
            code="not_two_items",
            allowed="two items and four respondents or more",
        )
    r = float(np.corrcoef(matrix, rowvar=False)[0, 1])
    low, high = fisher_interval(r, len(matrix), ci_level)
    return SpearmanBrownResult(
        stepped_up(r), stepped_up(low), stepped_up(high), ci_level, r, len(matrix)
    )


def stepped_up(correlation: float) -> float:
    """Return the reliability of twice the length."""
    return 2 * correlation / (1 + correlation)


def fisher_interval(
    correlation: float, n_respondents: int, ci_level: float
) -> tuple[float, float]:
    """Return the interval of a correlation by Fisher's z; needs n of 4 or more."""
    from scipy.stats import norm

    if abs(correlation) >= 1:
        return correlation, correlation
    margin = float(norm.isf((1 - ci_level) / 2)) / np.sqrt(n_respondents - 3)
    z = np.arctanh(correlation)
    return float(np.tanh(z - margin)), float(np.tanh(z + margin))
