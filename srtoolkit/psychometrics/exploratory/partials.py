"""Velicer's minimum average partial: how many components to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.correlations import (
    Correlation,
    Handling,
    ItemCorrelations,
    correlate_items,
)
from srtoolkit.psychometrics.scores import require_number

if TYPE_CHECKING:
    import pandas as pd

#: An item that is used up to that variance has no partial correlations.
_USED_UP = 1e-12


@dataclass(frozen=True, slots=True)
class MinimumAveragePartialResult:
    """Average partial correlations after taking out components.

    Attributes
    ----------
    squared : tuple of float
        Mean squared partial correlation after 0, 1, 2, ... components (the
        original rule).
    fourth : tuple of float
        Mean of their fourth powers (the revised rule).
    n_items : int
    n : int or None
    """

    squared: tuple[float, ...]
    fourth: tuple[float, ...]
    n_items: int
    n: int | None

    @property
    def n_factors(self) -> int:
        """Components at the minimum of the original rule."""
        return int(np.argmin(self.squared))

    @property
    def n_factors_revised(self) -> int:
        """Components at the minimum of the revised rule."""
        return int(np.argmin(self.fourth))

    def tidy(self) -> pd.DataFrame:
        """One row a number of components (`item`) and rule.

        Coefficients ``map`` and ``map_revised``.
        """
        rows = [
            Coefficient(kind, value, item=str(number))
            for kind, values in (("map", self.squared), ("map_revised", self.fourth))
            for number, value in enumerate(values)
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_items, n_factors, n_factors_revised``."""
        import pandas as pd

        names = ("n", "n_items", "n_factors", "n_factors_revised")
        return pd.DataFrame([{name: getattr(self, name) for name in names}])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def minimum_average_partial(
    data: np.ndarray | pd.DataFrame,
    *,
    max_factors: int | None = None,
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
) -> MinimumAveragePartialResult:
    """Take out components one by one and average what is left.

    Parameters
    ----------
    data, n, correlation, missing, items
        As in `factor_analysis`.
    max_factors : int, optional
        Most components tried; by default 8 (as ``psych::vss``), fewer where
        there are fewer items.

    Raises
    ------
    ScoresError
        As `correlate_items`.
    OptionError
        When an option has another value.

    Notes
    -----
    With no component at all the average is that of the correlations
    themselves, as Velicer has it; psych starts with one component.

    References
    ----------
    Velicer (1976), Psychometrika 41, 321-327.
    Velicer, Eaton & Fava (2000), in Goffin & Helmes (eds), Problems and
    solutions in human assessment, 41-71 (fourth powers).
    """
    given = correlate_items(
        data, n=n, correlation=correlation, missing=missing, items=items
    )
    if max_factors is not None:
        require_number("max_factors", max_factors, 1, whole=True)
    return average_partials(given, max_factors)


def average_partials(
    given: ItemCorrelations, max_factors: int | None = None
) -> MinimumAveragePartialResult:
    """Return the averages of correlations that are checked already."""
    k = len(given.items)
    most = min(8 if max_factors is None else max_factors, k - 1)
    values, vectors = np.linalg.eigh(given.values)
    components = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1]
    squared, fourth = [], []
    for taken in range(most + 1):
        left = given.values - components[:, :taken] @ components[:, :taken].T
        variances = np.diag(left)
        if variances.min() < _USED_UP:
            break
        partial = left / np.sqrt(np.outer(variances, variances))
        np.fill_diagonal(partial, 0.0)
        squared.append(float((partial**2).sum() / (k * (k - 1))))
        fourth.append(float((partial**4).sum() / (k * (k - 1))))
    return MinimumAveragePartialResult(tuple(squared), tuple(fourth), k, given.n)
