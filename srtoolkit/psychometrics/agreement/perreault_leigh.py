"""Perreault and Leigh's index of two judges of qualitative data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.agreement.codes import read_codes
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.results import OneRow

if TYPE_CHECKING:
    import pandas as pd

#: The normal interval holds from this many units times the index.
_ENOUGH = 5


@dataclass(frozen=True, slots=True)
class PerreaultLeighResult(OneRow):
    """Reliability of two judges.

    Attributes
    ----------
    index, ci_low, ci_high : float
        0 where judges agree no more than by chance; no interval where the
        index times the units is 5 or less.
    ci_level : float
    agreement : float
        Share of units with the same code.
    n, n_categories : int
        Units that both coded; categories open to the judges.
    """

    index: float
    ci_low: float | None
    ci_high: float | None
    ci_level: float
    agreement: float
    n: int
    n_categories: int

    def tidy(self) -> pd.DataFrame:
        """One row: ``perreault_leigh``."""
        level = None if self.ci_low is None else self.ci_level
        values = (self.index, self.ci_low, self.ci_high, level)
        return coefficient_table([Coefficient("perreault_leigh", *values)])


def perreault_leigh(
    codes: np.ndarray | pd.DataFrame,
    *,
    n_categories: int | None = None,
    categories: Sequence[object] | None = None,
    ci_level: float = 0.95,
) -> PerreaultLeighResult:
    """Estimate the reliability of two judges who sort units into categories.

    Parameters
    ----------
    codes : ndarray or DataFrame, shape (n_units, 2)
    n_categories : int, optional
        Categories the judges could choose from; by default those given in
        `categories`, else those that occur. More categories raise the index.
    categories : sequence, optional
    ci_level : float, in (0, 1)

    Raises
    ------
    ScoresError
        Unless there are two judges and two units both coded; with fewer than
        two categories, or fewer than occur.
    OptionError
        When `ci_level` is not in (0, 1).

    References
    ----------
    Perreault & Leigh (1989), Journal of Marketing Research 26, 135-148.
    """
    from scipy.stats import norm

    require_level(ci_level)
    read = read_codes(codes, categories=categories)
    pairs = read.complete
    if read.positions.shape[1] != 2 or len(pairs) < 2:
        raise ScoresError(
            f"{read.positions.shape[1]} judges, {len(pairs)} units that all coded",
            code="not_two_coders",
            allowed="two judges and two units or more",
        )
    k = n_categories or len(read.categories)
    if k < max(2, len(read.categories)):
        raise ScoresError(
            f"n_categories is {k}, but {len(read.categories)} occur",
            code="too_few_categories",
            allowed=f"{max(2, len(read.categories))} or more",
        )
    n = len(pairs)
    agreement = float((pairs[:, 0] == pairs[:, 1]).mean())
    index = float(np.sqrt(max(agreement - 1 / k, 0.0) * k / (k - 1)))
    low = high = None
    if n * index > _ENOUGH:
        error = float(np.sqrt(index * (1 - index) / n))
        margin = float(norm.isf((1 - ci_level) / 2)) * error
        low, high = max(index - margin, 0.0), min(index + margin, 1.0)
    return PerreaultLeighResult(index, low, high, ci_level, agreement, n, k)
