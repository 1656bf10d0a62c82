"""Intervals of tau squared."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from srtoolkit.comparison.meta_analysis.heterogeneity import (
    log_likelihood,
    weighted_rss,
)

_TOLERANCE = 1e-12
_MOST_DOUBLINGS = 200


def tau2_interval(
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    tau2: float,
    method: str,
    ci_level: float,
    kind: str,
) -> tuple[float | None, float | None]:
    """Return the ends of tau squared's interval; None for equal effects.

    Parameters
    ----------
    kind : {"q_profile", "profile_likelihood"}
        The second needs ML or REML; other estimators get the first.

    References
    ----------
    Viechtbauer (2007), Statistics in Medicine 26, 37-52 (Q-profile).
    Hardy & Thompson (1996), Statistics in Medicine 15, 619-629 (likelihood).
    """
    if method == "EE":
        return None, None
    if kind == "profile_likelihood" and method in ("ML", "REML"):
        return _likelihood(est, variance, design, tau2, method, ci_level)
    return _q_profile(est, variance, design, ci_level)


def _q_profile(
    est: np.ndarray, variance: np.ndarray, design: np.ndarray, ci_level: float
) -> tuple[float, float]:
    from scipy.stats import chi2

    df = design.shape[0] - design.shape[1]
    tail = (1 - ci_level) / 2

    def crossing(quantile: float) -> float:
        def excess(tau2: float) -> float:
            return weighted_rss(tau2, est, variance, design) - quantile

        return _falling_root(excess, 0.0, float(variance.mean()))

    return crossing(float(chi2.isf(tail, df))), crossing(float(chi2.ppf(tail, df)))


def _likelihood(
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    tau2: float,
    method: str,
    ci_level: float,
) -> tuple[float, float]:
    from scipy.optimize import brentq
    from scipy.stats import chi2

    def height(value: float) -> float:
        return log_likelihood(value, est, variance, design, restricted=method == "REML")

    floor = height(tau2) - float(chi2.ppf(ci_level, 1)) / 2

    def above(value: float) -> float:
        return height(value) - floor

    high = _falling_root(above, tau2, float(variance.mean()) + tau2)
    if tau2 == 0 or above(0.0) >= 0:
        return 0.0, high
    return float(brentq(above, 0.0, tau2, xtol=_TOLERANCE)), high


def _falling_root(
    function: Callable[[float], float], start: float, step: float
) -> float:
    """Return where a falling function meets zero; `start` if already below."""
    from scipy.optimize import brentq

    if function(start) <= 0:
        return start
    high = start + step
    for _ in range(_MOST_DOUBLINGS):
        if function(high) < 0:
            return float(brentq(function, start, high, xtol=_TOLERANCE))
        step *= 2
        high = start + step
    return float("inf")
