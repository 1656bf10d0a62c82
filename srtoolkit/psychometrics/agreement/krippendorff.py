"""Krippendorff's alpha of several coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import percentile_interval
from srtoolkit.psychometrics.agreement.codes import Level, read_codes
from srtoolkit.psychometrics.agreement.codes import require_level as require_known
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.resampled import require_draws
from srtoolkit.psychometrics.scores import require_level
from srtoolkit.resampling import resample_counts, seed_sequences
from srtoolkit.results import OneRow

if TYPE_CHECKING:
    import pandas as pd

#: Resamples of one seed.
_BLOCK = 250


@dataclass(frozen=True, slots=True)
class KrippendorffResult(OneRow):
    """Agreement of coders against what chance would give.

    Attributes
    ----------
    alpha, ci_low, ci_high : float
        1 is agreement, 0 what chance gives; no interval without draws.
    level : {"nominal", "ordinal", "interval"}
    ci_level : float
    n : int
        Units that two coders or more coded.
    n_coders, n_draws : int
    """

    alpha: float
    ci_low: float | None
    ci_high: float | None
    level: str
    ci_level: float
    n: int
    n_coders: int
    n_draws: int = 0

    def tidy(self) -> pd.DataFrame:
        """One row: ``krippendorff_alpha``."""
        level = self.ci_level if self.n_draws else None
        values = (self.alpha, self.ci_low, self.ci_high, level)
        return coefficient_table([Coefficient("krippendorff_alpha", *values)])


def krippendorff_alpha(
    codes: np.ndarray | pd.DataFrame,
    *,
    level: Level = "nominal",
    categories: Sequence[object] | None = None,
    ci_level: float = 0.95,
    bootstrap: int = 0,
    seed: int | None = None,
) -> KrippendorffResult:
    """Estimate the agreement of any number of coders, codes missing or not.

    Parameters
    ----------
    codes : ndarray or DataFrame, shape (n_units, n_coders)
        NaN where a coder gave none; for ``interval`` numbers.
    level : {"nominal", "ordinal", "interval"}
    categories : sequence, optional
        All categories in rising order; by default those that occur, sorted.
    ci_level : float, in (0, 1)
    bootstrap : int
        Resamples of units for a percentile interval; 0 for none.
    seed : int or None

    Raises
    ------
    ScoresError
        Without two units coded twice, with one category, or texts where
        numbers are needed.
    OptionError
        When the level or `ci_level` is wrong or `bootstrap` is negative.

    References
    ----------
    Krippendorff (2011), Computing Krippendorff's alpha-reliability, University
    of Pennsylvania (coincidences; difference functions).
    Zapf, Castell, Morawietz & Karch (2016), BMC Medical Research Methodology 16,
    93 (percentile intervals from resampled units).
    """
    require_level(ci_level)
    require_known(level)
    require_draws(bootstrap)
    read = read_codes(codes, categories=categories)
    pairable = read.counts[read.counts.sum(axis=1) > 1]
    if len(pairable) < 2 or (pairable.sum(axis=0) > 0).sum() < 2:
        raise ScoresError(
            "alpha needs two units coded twice or more, with two categories",
            code="too_few_units",
            units=len(pairable),
        )
    values = _values(read.categories, level)
    coincidences = _coincidences(pairable)
    alpha = float(_alphas(coincidences.sum(axis=0)[None], values, level)[0])
    low = high = None
    if bootstrap:
        draws = _draws(coincidences, values, level, bootstrap, seed)
        low, high = percentile_interval(draws, ci_level)
    n_coders = read.positions.shape[1]
    return KrippendorffResult(
        alpha, low, high, level, ci_level, len(pairable), n_coders, bootstrap
    )


def _values(categories: tuple[object, ...], level: str) -> np.ndarray:
    """Return the categories as numbers; their ranks unless distances count."""
    if level != "interval":
        return np.arange(len(categories), dtype=float)
    try:
        values = np.asarray(categories, dtype=float)
    except (TypeError, ValueError) as error:
        raise ScoresError(
            "codes at the interval level are numbers", code="scores_not_numeric"
        ) from error
    if np.isinf(values).any():
        raise ScoresError("a code is infinite", code="scores_not_finite")
    return values


def _coincidences(counts: np.ndarray) -> np.ndarray:
    """Return each unit's pairs of codes, shape (n_units, k, k)."""
    pairs = counts[:, :, None] * counts[:, None, :].astype(float)
    places = np.arange(counts.shape[1])
    pairs[:, places, places] -= counts
    return np.asarray(pairs / (counts.sum(axis=1) - 1)[:, None, None])


def _alphas(coincidences: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    """Return alpha of a stack of summed coincidences, shape (n, k, k)."""
    margins = coincidences.sum(axis=2)
    total = margins.sum(axis=1)
    distance = _distances(margins, values, level)
    observed = (coincidences * distance).sum(axis=(1, 2)) / total
    chance = margins[:, :, None] * margins[:, None, :]
    expected = (chance * distance).sum(axis=(1, 2)) / (total * (total - 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(1 - observed / np.where(expected > 0, expected, np.nan))


def _distances(margins: np.ndarray, values: np.ndarray, level: str) -> np.ndarray:
    if level == "nominal":
        return np.broadcast_to(
            1 - np.eye(len(values)), (len(margins), *[len(values)] * 2)
        )
    if level == "interval":
        return np.asarray(np.subtract.outer(values, values) ** 2)[None]
    # ranks: what lies between two categories, with half of each of them
    centre = np.cumsum(margins, axis=1) - margins / 2
    return np.asarray((centre[:, :, None] - centre[:, None, :]) ** 2)


def _draws(
    coincidences: np.ndarray,
    values: np.ndarray,
    level: str,
    n_draws: int,
    seed: int | None,
) -> np.ndarray:
    n, k, _ = coincidences.shape
    flat, everyone = coincidences.reshape(n, -1), np.zeros(n, dtype=np.intp)
    parts = [
        _alphas(
            (resample_counts(everyone, part, _BLOCK) @ flat).reshape(-1, k, k),
            values,
            level,
        )
        for part in seed_sequences(seed, -(-n_draws // _BLOCK))
    ]
    return np.concatenate(parts)[:n_draws]
