"""Item analysis: item-rest correlations, and alpha without each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.alpha import alpha_from_covariance, feldt_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import Missing, require_level, score_matrix
from srtoolkit.psychometrics.split_half import fisher_interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ItemAnalysisResult:
    """How each item goes with the rest of its scale.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        For each item ``citc``, the corrected item-total correlation with
        Fisher's interval; with three items or more ``alpha_if_deleted`` with
        Feldt's.
    n_respondents, n_items : int
        Size of the score matrix used.
    """

    coefficients: tuple[Coefficient, ...]
    n_respondents: int
    n_items: int

    @property
    def negative(self) -> tuple[str, ...]:
        """Items that go against the rest: wrongly keyed, or turned twice."""
        return tuple(
            str(row.item)
            for row in self.coefficients
            if row.coefficient == "citc" and row.est is not None and row.est < 0
        )

    def tidy(self) -> pd.DataFrame:
        """One row per item and coefficient."""
        return coefficient_table(self.coefficients)

    def glance(self) -> pd.DataFrame:
        """One row: sizes and the number of negative item-rest correlations."""
        import pandas as pd

        row = {
            "n": self.n_respondents,
            "n_items": self.n_items,
            "n_negative": len(self.negative),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def item_analysis(
    scores: np.ndarray | pd.DataFrame,
    *,
    items: Sequence[str] | None = None,
    ci_level: float = 0.95,
    missing: Missing = "error",
) -> ItemAnalysisResult:
    """Correlate each item with the sum of the others.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Item scores in points, reverse-keyed items already turned.
    items : sequence of str, optional
        Names of the items; by default the frame's columns, else 1, 2, ...
    ci_level : float, in (0, 1)
        Coverage of the intervals.
    missing : {"error", "listwise"}
        Refuse missing scores, or leave out respondents with any.

    Returns
    -------
    ItemAnalysisResult

    Raises
    ------
    ScoresError
        With fewer than two items or four respondents, a missing score, an
        item that does not vary, or names that do not match the items.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Nunnally & Bernstein (1994), Psychometric theory, ch. 8.
    """
    require_level(ci_level)
    complete: Missing = "error" if missing == "error" else "listwise"
    matrix = score_matrix(scores, min_items=2, missing=complete)
    n, k = matrix.shape
    names = _names(scores, items, k)
    if n < 4:
        raise ScoresError(
            f"{n} respondents have the scores needed",
            code="too_few_respondents",
            allowed="4 respondents or more",
        )
    covariance = np.asarray(np.cov(matrix, rowvar=False))
    rows: list[Coefficient] = []
    for r, name in zip(item_rest_correlations(covariance), names, strict=True):
        low, high = fisher_interval(float(r), n, ci_level)
        rows.append(Coefficient("citc", float(r), low, high, ci_level, item=name))
    if k > 2:
        for alpha, name in zip(alphas_if_deleted(covariance), names, strict=True):
            low, high = feldt_interval(float(alpha), n, k - 1, ci_level)
            values = (float(alpha), low, high, ci_level)
            rows.append(Coefficient("alpha_if_deleted", *values, item=name))
    return ItemAnalysisResult(tuple(rows), n, k)


def item_rest_correlations(covariance: np.ndarray) -> np.ndarray:
    """Correlate each item with the sum of the others, shape (n_items,)."""
    variances = np.diag(covariance)
    with_rest = covariance.sum(axis=1) - variances
    rest_variances = covariance.sum() - 2 * covariance.sum(axis=1) + variances
    return np.asarray(with_rest / np.sqrt(variances * rest_variances))


def alphas_if_deleted(covariance: np.ndarray) -> np.ndarray:
    """Return alpha of the scale without each item, shape (n_items,)."""
    kept = [np.delete(np.arange(len(covariance)), i) for i in range(len(covariance))]
    return np.array([alpha_from_covariance(covariance[np.ix_(i, i)]) for i in kept])


def _names(
    scores: np.ndarray | pd.DataFrame, items: Sequence[str] | None, n_items: int
) -> list[str]:
    found = items if items is not None else getattr(scores, "columns", None)
    names = [str(n) for n in (range(1, n_items + 1) if found is None else found)]
    if len(names) != n_items:
        raise ScoresError(
            f"{len(names)} names were given for {n_items} items", code="item_names"
        )
    return names
