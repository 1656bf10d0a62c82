"""Item analysis: how each item was answered, and how it goes with its scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.correlations import Correlation
from srtoolkit.psychometrics.item_level.extreme_groups import (
    ExtremeGroups,
    compare_extremes,
)
from srtoolkit.psychometrics.polychoric import polychoric_matrix
from srtoolkit.psychometrics.reliability.alpha import (
    alpha_from_covariance,
    feldt_interval,
)
from srtoolkit.psychometrics.reliability.split_half import fisher_interval
from srtoolkit.psychometrics.scores import (
    Missing,
    require_level,
    require_number,
    require_options,
    score_matrix,
)
from srtoolkit.responses import Moments, moments

if TYPE_CHECKING:
    import pandas as pd


#: Smaller groups of high and low totals say nothing.
_LEAST_SHARE = 0.05

Limits = Sequence[tuple[float, float] | None]


@dataclass(frozen=True, slots=True, eq=False)
class ItemAnalysisResult:
    """How each item was answered, and how it goes with the rest of its scale.

    Attributes
    ----------
    coefficients : tuple of Coefficient
        For each item ``citc``, the corrected item-total correlation with
        Fisher's interval; with three items or more ``alpha_if_deleted`` with
        Feldt's; with polychorics also ``citc_polychoric``.
    items : tuple of str
    moments : tuple of Moments
    floor_shares, ceiling_shares : tuple of float or None
        Share of respondents at the lowest and highest possible score; None
        where the possible scores are not told.
    extremes : ExtremeGroups or None
        Items between respondents with high and low totals; None where the
        totals make no two groups.
    correlation : ndarray, shape (n_items, n_items)
    polychoric : ndarray, shape (n_items, n_items), or None
    n_respondents, n_items : int
        Size of the score matrix used.
    """

    coefficients: tuple[Coefficient, ...]
    items: tuple[str, ...]
    moments: tuple[Moments, ...]
    floor_shares: tuple[float | None, ...]
    ceiling_shares: tuple[float | None, ...]
    extremes: ExtremeGroups | None
    correlation: np.ndarray
    polychoric: np.ndarray | None
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
        """One row per item and coefficient.

        Beside `coefficients`: ``mean``, ``sd``, ``skewness``, ``kurtosis``,
        ``floor_share``, ``ceiling_share``; ``extreme_difference`` (points,
        with an interval), ``critical_ratio`` and ``critical_ratio_p``; and
        ``mean_inter_item_correlation`` of the scale.
        """
        return coefficient_table([*self.coefficients, *self.further_coefficients()])

    def further_coefficients(self) -> Iterable[Coefficient]:
        """Yield the rows of ``tidy()`` that are not in `coefficients`."""
        for at, item in enumerate(self.items):
            for kind in ("mean", "sd", "skewness", "kurtosis"):
                est = getattr(self.moments[at], kind)
                yield Coefficient(kind, est, item=item)
            yield Coefficient("floor_share", self.floor_shares[at], item=item)
            yield Coefficient("ceiling_share", self.ceiling_shares[at], item=item)
            if self.extremes is not None:
                yield from _extreme_rows(self.extremes, at, item)
        for matrix, kind in (
            (self.correlation, "mean_inter_item_correlation"),
            (self.polychoric, "mean_inter_item_polychoric"),
        ):
            if matrix is not None:
                pairs = matrix[np.triu_indices(len(matrix), 1)]
                yield Coefficient(kind, float(pairs.mean()))

    def glance(self) -> pd.DataFrame:
        """One row: sizes and the number of negative item-rest correlations."""
        import pandas as pd

        row = {
            "n": self.n_respondents,
            "n_items": self.n_items,
            "n_negative": len(self.negative),
            "n_low": self.extremes.n_low if self.extremes else None,
            "n_high": self.extremes.n_high if self.extremes else None,
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        plain = asdict(self)
        for name in ("correlation", "polychoric"):
            if plain[name] is not None:
                plain[name] = plain[name].tolist()
        return plain


def item_analysis(
    scores: np.ndarray | pd.DataFrame,
    *,
    items: Sequence[str] | None = None,
    limits: Limits | None = None,
    correlation: Correlation = "pearson",
    extreme_share: float = 1 / 3,
    ci_level: float = 0.95,
    missing: Missing = "error",
) -> ItemAnalysisResult:
    """Describe each item and relate it to the sum of the others.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Item scores in points, reverse-keyed items already turned.
    items : sequence of str, optional
        Names of the items; by default the frame's columns, else 1, 2, ...
    limits : sequence of (lowest, highest) or None, optional
        Possible scores of each item; floor and ceiling are counted by them.
    correlation : {"pearson", "polychoric"}
        Whether polychoric correlations are wanted too.
    extreme_share : float, from 0.05 to 0.5
        Share of respondents in the upper and the lower group; 0.27 is usual
        too.
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
        item that does not vary, too many different scores for a polychoric
        correlation, or names or limits that do not match the items.
    OptionError
        When `ci_level` is not in (0, 1) or another option has a value that is
        not allowed.

    References
    ----------
    Nunnally & Bernstein (1994), Psychometric theory, ch. 8.
    Kelley (1939), Journal of Educational Psychology 30, 17-24 (upper and
    lower groups).
    """
    require_level(ci_level)
    require_options({"correlation": (correlation, ("pearson", "polychoric"))})
    require_number("extreme_share", extreme_share, _LEAST_SHARE, 0.5)
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
    polychoric = polychoric_matrix(matrix) if correlation == "polychoric" else None
    floors, ceilings = _shares(matrix, limits)
    return ItemAnalysisResult(
        coefficients=tuple(_with_rest(matrix, polychoric, names, ci_level)),
        items=tuple(names),
        moments=tuple(moments(column) for column in matrix.T),
        floor_shares=floors,
        ceiling_shares=ceilings,
        extremes=compare_extremes(matrix, extreme_share, ci_level),
        correlation=np.asarray(np.corrcoef(matrix, rowvar=False)),
        polychoric=polychoric,
        n_respondents=n,
        n_items=k,
    )


def _with_rest(
    matrix: np.ndarray,
    polychoric: np.ndarray | None,
    names: Sequence[str],
    ci_level: float,
) -> Iterable[Coefficient]:
    n, k = matrix.shape
    covariance = np.asarray(np.cov(matrix, rowvar=False))
    for r, name in zip(item_rest_correlations(covariance), names, strict=True):
        low, high = fisher_interval(float(r), n, ci_level)
        yield Coefficient("citc", float(r), low, high, ci_level, item=name)
    if k > 2:
        for alpha, name in zip(alphas_if_deleted(covariance), names, strict=True):
            low, high = feldt_interval(float(alpha), n, k - 1, ci_level)
            values = (float(alpha), low, high, ci_level)
            yield Coefficient("alpha_if_deleted", *values, item=name)
    if polychoric is not None:
        for r, name in zip(item_rest_correlations(polychoric), names, strict=True):
            yield Coefficient("citc_polychoric", float(r), item=name)


def _extreme_rows(extremes: ExtremeGroups, at: int, item: str) -> Iterable[Coefficient]:
    low, high = extremes.ci_low[at], extremes.ci_high[at]
    yield Coefficient(
        "extreme_difference",
        extremes.difference[at],
        low,
        high,
        extremes.ci_level,
        item=item,
    )
    yield Coefficient("critical_ratio", extremes.critical_ratio[at], item=item)
    yield Coefficient("critical_ratio_p", extremes.p[at], item=item)


def _shares(
    matrix: np.ndarray, limits: Limits | None
) -> tuple[tuple[float | None, ...], tuple[float | None, ...]]:
    """Return the shares at each item's lowest and highest possible score."""
    known = [None] * matrix.shape[1] if limits is None else list(limits)
    if len(known) != matrix.shape[1]:
        raise ScoresError(
            f"{len(known)} limits were given for {matrix.shape[1]} items",
            code="item_limits",
        )
    floors, ceilings = (
        tuple(
            None if limit is None else float(np.mean(column == limit[end]))
            for column, limit in zip(matrix.T, known, strict=True)
        )
        for end in (0, 1)
    )
    return floors, ceilings


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
