"""Whether correlations are worth a factor analysis: KMO and Bartlett's test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import OptionError, ScoresError
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.correlations import (
    Correlation,
    Handling,
    ItemCorrelations,
    correlate_items,
)
from srtoolkit.results import OneRow

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class KmoResult:
    """Sampling adequacy.

    Attributes
    ----------
    kmo : float
        Of all items, in [0, 1].
    kmo_items : tuple of float
        Of each item.
    items : tuple of str
    n : int or None
    """

    kmo: float
    kmo_items: tuple[float, ...]
    items: tuple[str, ...]
    n: int | None

    @property
    def lowest(self) -> tuple[str, float]:
        """The item with the lowest value, and that value."""
        at = int(np.argmin(self.kmo_items))
        return self.items[at], self.kmo_items[at]

    def tidy(self) -> pd.DataFrame:
        """One row for all items, then one an item; coefficient ``kmo``."""
        rows = [Coefficient("kmo", self.kmo)]
        rows += [
            Coefficient("kmo", value, item=item)
            for item, value in zip(self.items, self.kmo_items, strict=True)
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_items, kmo, kmo_lowest, kmo_lowest_item``."""
        import pandas as pd

        item, value = self.lowest
        names = ["n", "n_items", "kmo", "kmo_lowest", "kmo_lowest_item"]
        row = [self.n, len(self.items), self.kmo, value, item]
        return pd.DataFrame([row], columns=names)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class SphericityResult(OneRow):
    """Bartlett's test that no two items correlate.

    Attributes
    ----------
    chisq : float
    df : int
    p : float
    n, n_items : int
    """

    chisq: float
    df: int
    p: float
    n: int
    n_items: int

    def tidy(self) -> pd.DataFrame:
        """One row: the statistic under ``est``."""
        return coefficient_table([Coefficient("bartlett_chisq", self.chisq)])


def kmo(
    data: np.ndarray | pd.DataFrame,
    *,
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
) -> KmoResult:
    """Measure sampling adequacy, of all items and of each.

    Parameters
    ----------
    data, n, correlation, missing, items
        As in `factor_analysis`.

    Raises
    ------
    ScoresError
        As `correlate_items`; also when an item is a linear combination of
        others, for then partial correlations do not exist.
    OptionError
        When an option has another value.

    References
    ----------
    Kaiser & Rice (1974), Educational and Psychological Measurement 34,
    111-117.
    """
    given = correlate_items(
        data, n=n, correlation=correlation, missing=missing, items=items
    )
    return adequacy(given)


def adequacy(given: ItemCorrelations) -> KmoResult:
    """Return KMO of correlations that are checked already."""
    require_no_combination(given)
    inverse = np.linalg.inv(given.values)
    scale = np.sqrt(np.abs(np.diag(inverse)))
    partial = inverse / np.outer(scale, scale)
    off = ~np.eye(len(partial), dtype=bool)
    simple_squares = np.where(off, given.values**2, 0).sum(axis=0)
    partial_squares = np.where(off, partial**2, 0).sum(axis=0)
    of_items = simple_squares / (simple_squares + partial_squares)
    total = simple_squares.sum() + partial_squares.sum()
    return KmoResult(
        float(simple_squares.sum() / total),
        tuple(of_items.tolist()),
        given.items,
        given.n,
    )


def bartlett_sphericity(
    data: np.ndarray | pd.DataFrame,
    *,
    n: int | None = None,
    correlation: Correlation = "pearson",
    missing: Handling = "pairwise",
    items: Sequence[str] | None = None,
) -> SphericityResult:
    """Test whether all correlations are zero.

    Parameters
    ----------
    data, n, correlation, missing, items
        As in `factor_analysis`; two items or more.

    Raises
    ------
    ScoresError
        As `correlate_items`; also when the matrix has no positive
        determinant.
    OptionError
        When an option has another value, or the sample size behind a matrix
        is not given.

    References
    ----------
    Bartlett (1951), Biometrika 38, 337-344.
    """
    given = correlate_items(
        data, n=n, correlation=correlation, missing=missing, items=items, min_items=2
    )
    return sphericity(given)


def sphericity(given: ItemCorrelations) -> SphericityResult:
    """Test correlations that are checked already."""
    from scipy.stats import chi2

    if given.n is None:
        raise OptionError(
            "a correlation matrix does not tell its sample size",
            code="n_missing",
            advice="Pass n=, the number of respondents.",
        )
    require_no_combination(given)
    k = len(given.items)
    _, log_determinant = np.linalg.slogdet(given.values)
    chisq = float(-log_determinant * (given.n - 1 - (2 * k + 5) / 6))
    df = k * (k - 1) // 2
    return SphericityResult(chisq, df, float(chi2.sf(chisq, df)), given.n, k)


def require_no_combination(given: ItemCorrelations) -> None:
    """Check that the matrix can be inverted.

    Raises
    ------
    ScoresError
        When there are no more respondents than items, or naming the items
        that depend on each other.
    """
    values, vectors = np.linalg.eigh(given.values)
    if values[0] > np.finfo(float).eps * len(values):
        return
    if values[0] < -np.sqrt(np.finfo(float).eps):
        raise ScoresError(
            "the correlations are not those of any complete sample: the matrix "
            "has a negative eigenvalue",
            code="correlations_not_positive_definite",
            advice='Use missing="listwise", or leave out items with few answers.',
        )
    if given.n is not None and given.n <= len(values):
        raise ScoresError(
            f"{given.n} respondents are too few for {len(values)} items",
            code="too_few_respondents",
            allowed=f"more than {len(values)} respondents",
        )
    weights = np.abs(vectors[:, 0])
    involved = [
        item
        for item, weight in zip(given.items, weights, strict=True)
        if weight > 0.1 * weights.max()
    ]
    raise ScoresError(
        f"one of these items is a combination of the others: {', '.join(involved)}",
        code="items_dependent",
        items=involved,
        advice="Leave one of them out.",
    )
