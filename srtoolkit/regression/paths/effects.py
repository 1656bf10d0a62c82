"""Estimates and intervals of effects from their draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from srtoolkit.inference import percentile_interval
from srtoolkit.regression.paths.polynomial import Polynomial

IntervalKind = Literal["percentile", "bc"]


@dataclass(frozen=True, slots=True)
class DrawnEffect:
    """An effect that is a product of paths, in the sample and in every draw.

    Attributes
    ----------
    label : str
        ``X -> M -> Y``, ``total``, or ``first - second``.
    estimate : Polynomial
        Coefficients of shape (1,).
    draws : Polynomial
        Coefficients of shape (n_draws,).
    """

    label: str
    estimate: Polynomial
    draws: Polynomial

    @property
    def moderators(self) -> tuple[str, ...]:
        """What the effect depends on."""
        return self.estimate.moderators

    def derivative(self, name: str) -> DrawnEffect:
        """Return how the effect changes with one moderator."""
        return DrawnEffect(
            self.label, self.estimate.derivative(name), self.draws.derivative(name)
        )

    def minus(self, other: DrawnEffect) -> DrawnEffect:
        """Return the difference of two effects."""
        minus = Polynomial({(): np.array([-1.0])})
        return DrawnEffect(
            f"({self.label}) - ({other.label})",
            self.estimate.plus(other.estimate.times(minus)),
            self.draws.plus(other.draws.times(minus)),
        )

    def at(self, values: Mapping[str, float]) -> tuple[float, np.ndarray]:
        """Return estimate and draws where the moderators have these values."""
        return float(self.estimate.at(values)[0]), self.draws.at(values)


def summarise(
    est: float, draws: np.ndarray, ci_level: float, kind: IntervalKind
) -> dict[str, Any]:
    """Return ``est, se, ci_low, ci_high`` of one effect; NaN draws left out."""
    low, high = draw_interval(est, draws, ci_level, kind)
    kept = draws[np.isfinite(draws)]
    se = float(kept.std(ddof=1)) if kept.size > 1 else float("nan")
    return {"est": est, "se": se, "ci_low": low, "ci_high": high}


def draw_interval(
    est: float, draws: np.ndarray, ci_level: float, kind: IntervalKind
) -> tuple[float, float]:
    """Return the percentile interval, or the bias-corrected one.

    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13-14;
    ``bc`` shifts the percentiles by how many draws lie below the estimate.
    """
    from scipy.stats import norm

    if kind == "percentile":
        return percentile_interval(draws, ci_level)
    kept = draws[np.isfinite(draws)]
    if kept.size == 0:
        return float("nan"), float("nan")
    below = (np.sum(kept < est) + 0.5 * np.sum(kept == est)) / kept.size
    bias = 2 * norm.ppf(np.clip(below, 0.5 / kept.size, 1 - 0.5 / kept.size))
    tail = norm.isf((1 - ci_level) / 2)
    low, high = np.quantile(kept, norm.cdf([bias - tail, bias + tail]))
    return float(low), float(high)


def share_beyond_zero(draws: np.ndarray, expect: str) -> float:
    """Return the bootstrap p: how often a draw lies on the other side of zero.

    One-sided for an expected direction, otherwise twice the smaller tail;
    never below 1 / (draws + 1).
    """
    kept = draws[np.isfinite(draws)]
    n = kept.size + 1
    at_most, at_least = (kept <= 0).sum() + 1, (kept >= 0).sum() + 1
    if expect == "positive":
        return float(at_most / n)
    if expect == "negative":
        return float(at_least / n)
    return float(min(1.0, 2 * min(at_most, at_least) / n))
