"""Draws of the estimates, and the intervals that are read off them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.inference import percentile_interval

#: How an interval is read off the draws.
IntervalKind = Literal["percentile", "bias_corrected", "bca", "basic", "normal"]
INTERVAL_KINDS: tuple[IntervalKind, ...] = (
    "percentile",
    "bias_corrected",
    "bca",
    "basic",
    "normal",
)


@dataclass(frozen=True, slots=True, eq=False)
class BootstrapDraws:
    """Estimates of all draws.

    Attributes
    ----------
    vectors : ndarray, shape (n_draws, n_free + n_sample)
        A failed draw is a row of NaN.
    n_failed : int
        Draws that did not converge; they are in no interval.
    n_inadmissible : int
        Draws that converged on an inadmissible solution; they are kept.
    seed : int or None
    chisq : ndarray or None, shape (n_draws,)
        Chi-square of every draw; None for draws that are no refits.
    kind : {"ordinary", "monte_carlo"}
        Refits of resamples, or draws from the estimates' normal distribution.
    interval : {"percentile", "bias_corrected", "bca", "basic", "normal"}
    jackknife : ndarray or None, shape (n_respondents, n_free + n_sample)
        Estimates without each respondent, for ``bca``.
    """

    vectors: np.ndarray
    n_failed: int
    n_inadmissible: int
    seed: int | None
    chisq: np.ndarray | None = None
    kind: Literal["ordinary", "monte_carlo"] = "ordinary"
    interval: IntervalKind = "percentile"
    jackknife: np.ndarray | None = None

    @property
    def n_draws(self) -> int:
        """Draws asked for."""
        return len(self.vectors)


def require_interval_kind(kind: str) -> None:
    """Raise OptionError unless the kind of interval is known."""
    if kind not in INTERVAL_KINDS:
        raise OptionError(
            f'there is no bootstrap interval "{kind}"',
            code="unknown_interval",
            allowed=", ".join(INTERVAL_KINDS),
        )


def draw_interval(
    draws: np.ndarray,
    estimate: float,
    level: float,
    *,
    kind: IntervalKind = "percentile",
    jackknife: np.ndarray | None = None,
) -> tuple[float, float]:
    """Return an interval from draws, shape (n_draws,); NaN left out.

    Parameters
    ----------
    level : float, in (0, 1)
    jackknife : ndarray, shape (n_respondents,)
        Estimates without each respondent; asked for by ``bca``.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13 and 14;
    Davison & Hinkley (1997), Bootstrap Methods and their Application, ch. 5.
    """
    from scipy.stats import norm

    kept = draws[np.isfinite(draws)]
    if kept.size == 0 or kind == "percentile" or np.ptp(kept) == 0:
        return percentile_interval(draws, level)
    tail = (1 - level) / 2
    if kind == "basic":
        low, high = percentile_interval(kept, level)
        return 2 * estimate - high, 2 * estimate - low
    if kind == "normal":
        centre = 2 * estimate - float(kept.mean())
        width = float(norm.isf(tail)) * float(kept.std(ddof=1))
        return centre - width, centre + width
    below = (kept < estimate).mean()
    share = np.clip(below, 0.5 / kept.size, 1 - 0.5 / kept.size)
    bias = float(norm.ppf(share))
    acceleration = 0.0
    if kind == "bca" and jackknife is not None:
        acceleration = acceleration_of(jackknife)
    shifted = bias + norm.ppf([tail, 1 - tail])
    shares = norm.cdf(bias + shifted / (1 - acceleration * shifted))
    low, high = np.quantile(kept, shares)
    return float(low), float(high)


def acceleration_of(jackknife: np.ndarray) -> float:
    """Return the acceleration from leave-one-out estimates, shape (n,).

    Efron & Tibshirani (1993), equation 14.15.
    """
    kept = jackknife[np.isfinite(jackknife)]
    gaps = kept.mean() - kept
    spread = float((gaps**2).sum())
    if spread == 0:
        return 0.0
    return float((gaps**3).sum() / (6 * spread**1.5))
