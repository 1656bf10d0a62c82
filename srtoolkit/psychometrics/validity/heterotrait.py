"""The heterotrait–monotrait ratio of correlations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason, percentile_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.resampled import (
    correlations_of,
    require_draws,
    resampled_covariances,
)
from srtoolkit.psychometrics.scores import (
    Missing,
    pairwise_covariance,
    require_level,
    score_matrix,
)
from srtoolkit.psychometrics.validity.heterotrait_ratio import (
    heterotrait_ratios,
    mean_heterotrait,
    orientation,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class HtmtPair:
    """Both ratios of two sets of items.

    Attributes
    ----------
    first, second : str
    htmt, htmt_low, htmt_high : float or None
        Ratio of arithmetic means and its interval.
    htmt2, htmt2_low, htmt2_high : float or None
        Ratio of geometric means and its interval.
    interval_unreliable : bool
        True where the mean correlation between the two sets is not clearly
        above zero: the ratio, which takes absolute values, then cannot fall to
        its population's value, and no interval around it covers.
    """

    first: str
    second: str
    htmt: float
    htmt2: float
    htmt_low: float | None = None
    htmt_high: float | None = None
    htmt2_low: float | None = None
    htmt2_high: float | None = None
    interval_unreliable: bool = False


@dataclass(frozen=True, slots=True)
class HtmtResult:
    """Heterotrait–monotrait ratios of all pairs of factors.

    Attributes
    ----------
    pairs : tuple of HtmtPair
    ci_level : float or None
        Coverage of the intervals; None without draws.
    n : int
        Respondents.
    n_draws : int
    """

    pairs: tuple[HtmtPair, ...]
    ci_level: float | None
    n: int
    n_draws: int = 0

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Pairs whose interval must not be read."""
        return tuple(
            Reason("htmt_interval_unreliable", {"first": p.first, "second": p.second})
            for p in self.pairs
            if p.interval_unreliable
        )

    def coefficients(self) -> list[Coefficient]:
        """Return ``htmt``, then ``htmt2``, of every pair."""
        return [
            Coefficient(
                name,
                getattr(pair, name),
                getattr(pair, f"{name}_low"),
                getattr(pair, f"{name}_high"),
                self.ci_level,
                scale=pair.first,
                item=pair.second,
            )
            for name in ("htmt", "htmt2")
            for pair in self.pairs
        ]

    def tidy(self) -> pd.DataFrame:
        """One row per pair and ratio; the second factor stands in ``item``."""
        return coefficient_table(self.coefficients())

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_pairs, n_draws, n_unreliable``."""
        import pandas as pd

        row = {
            "n": self.n,
            "n_pairs": len(self.pairs),
            "n_draws": self.n_draws,
            "n_unreliable": len(self.notes),
        }
        return pd.DataFrame([row])

    def matrix(self, coefficient: str = "htmt") -> pd.DataFrame:
        """Return ``htmt`` or ``htmt2`` as a symmetric table with ones."""
        import pandas as pd

        names = list(dict.fromkeys(n for p in self.pairs for n in (p.first, p.second)))
        table = pd.DataFrame(np.eye(len(names)), index=names, columns=names)
        for pair in self.pairs:
            value = getattr(pair, coefficient)
            table.loc[pair.first, pair.second] = value
            table.loc[pair.second, pair.first] = value
        return table

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def htmt(
    scores: pd.DataFrame,
    factors: Mapping[str, Sequence[str]],
    *,
    missing: Missing = "error",
    ordered: bool = False,
    bootstrap: int = 0,
    seed: int | None = None,
    ci_level: float = 0.95,
) -> HtmtResult:
    """Estimate the heterotrait–monotrait ratios HTMT and HTMT2.

    Absolute correlations are averaged, as in R semTools, so keying does not
    matter. Intervals are percentiles of resamples.

    Parameters
    ----------
    scores : DataFrame, shape (n_respondents, n_columns)
    factors : mapping of str to sequence of str
        Names of each factor's items, two or more each.
    missing : {"error", "listwise", "pairwise"}
        As in `cronbach_alpha`.
    ordered : bool
        Take polychoric correlations; there are no intervals of those.
    bootstrap : int
        Resamples of respondents; 0 for no intervals.
    seed : int or None
    ci_level : float, in (0, 1)

    Raises
    ------
    ScoresError
        When a factor has one item, two factors are not given, a column is
        missing, or the scores cannot be used.
    OptionError
        When `ci_level` is not in (0, 1) or `bootstrap` is negative.

    References
    ----------
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing
    Science 43, 115-135 (HTMT, percentile intervals).
    Roemer, Schuberth & Henseler (2021), Industrial Management & Data Systems
    121, 2637-2650 (HTMT2).
    """
    require_level(ci_level)
    require_draws(bootstrap)
    places, items = _places(scores, factors)
    matrix = score_matrix(scores[items], min_items=4, missing=missing)
    if ordered:
        from srtoolkit.psychometrics.polychoric import polychoric_matrix

        correlation = polychoric_matrix(matrix)
    else:
        correlation = correlations_of(pairwise_covariance(matrix))
    draws = None
    if bootstrap and not ordered:
        draws = correlations_of(resampled_covariances(matrix, bootstrap, seed))
    found = _pairs(list(factors), places, correlation, draws, ci_level)
    n_draws = 0 if draws is None else bootstrap
    return HtmtResult(tuple(found), ci_level if n_draws else None, len(matrix), n_draws)


def _places(
    scores: pd.DataFrame, factors: Mapping[str, Sequence[str]]
) -> tuple[list[np.ndarray], list[str]]:
    """Return where each factor's items stand among all items used."""
    if not hasattr(scores, "columns"):
        raise ScoresError(
            "the scores have no named columns",
            code="scores_shape",
            allowed="a DataFrame whose columns are the items of the factors",
        )
    short = [name for name, items in factors.items() if len(items) < 2]
    if short or len(factors) < 2:
        raise ScoresError(
            "the heterotrait-monotrait ratio needs two factors of two items each; "
            + (f"one item has {', '.join(short)}" if short else "there is one factor"),
            code="too_few_items",
        )
    items = list(dict.fromkeys(item for own in factors.values() for item in own))
    absent = [item for item in items if item not in scores.columns]
    if absent:
        raise ScoresError(
            f"the scores have no column {', '.join(absent)}",
            code="column_missing",
            allowed=", ".join(map(str, scores.columns)),
        )
    place = {item: index for index, item in enumerate(items)}
    return [np.array([place[i] for i in own]) for own in factors.values()], items


def _pairs(
    names: Sequence[str],
    places: Sequence[np.ndarray],
    correlation: np.ndarray,
    draws: np.ndarray | None,
    ci_level: float,
) -> list[HtmtPair]:
    pairs = list(combinations(range(len(names)), 2))
    found = [
        heterotrait_ratios(correlation, places, geometric=g) for g in (False, True)
    ]
    if draws is None:
        return [
            HtmtPair(names[a], names[b], float(found[0][at]), float(found[1][at]))
            for at, (a, b) in enumerate(pairs)
        ]
    resampled = [heterotrait_ratios(draws, places, geometric=g) for g in (False, True)]
    signs = orientation(correlation, places)
    means = mean_heterotrait(draws, places, signs)
    result = []
    for at, (a, b) in enumerate(pairs):
        low, high = percentile_interval(means[:, at], ci_level)
        result.append(
            HtmtPair(
                names[a],
                names[b],
                float(found[0][at]),
                float(found[1][at]),
                *percentile_interval(resampled[0][:, at], ci_level),
                *percentile_interval(resampled[1][:, at], ci_level),
                interval_unreliable=low <= 0 <= high,
            )
        )
    return result
