"""What an interaction means: slopes at values of the moderator.

Aiken & West (1991), Multiple Regression: Testing and Interpreting
Interactions; Bauer & Curran (2005), Multivariate Behavioral Research 40,
373-400 (Johnson-Neyman).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np


@dataclass(frozen=True, slots=True)
class SimpleSlope:
    """The slope of a predictor at one value of the moderator.

    Attributes
    ----------
    value : float
        Of the moderator, on the scale the slope was asked for.
    slope, se, p, ci_low, ci_high : float
        p is two-sided.
    ci_level : float
    """

    value: float
    slope: float
    se: float
    p: float
    ci_low: float
    ci_high: float
    ci_level: float


@dataclass(frozen=True, slots=True)
class JohnsonNeyman:
    """Where the slope of a predictor differs from zero.

    Attributes
    ----------
    bounds : tuple of float
        None, or two values of the moderator, ascending, at which the interval
        of the slope touches zero.
    significant : {"inside", "outside", "everywhere", "nowhere"}
        On which side of the bounds the interval excludes zero.
    ci_level : float
    """

    bounds: tuple[float, ...]
    significant: Literal["inside", "outside", "everywhere", "nowhere"]
    ci_level: float


def simple_slope(
    value: float,
    estimates: np.ndarray,
    covariance: np.ndarray,
    *,
    df: float,
    ci_level: float = 0.95,
) -> SimpleSlope:
    """Return the slope at one value of the moderator.

    Parameters
    ----------
    value : float
        Of the moderator, as it entered the product.
    estimates : ndarray, shape (2,)
        Coefficients of the predictor and of the product.
    covariance : ndarray, shape (2, 2)
        Their sampling covariance.
    df : float
        Residual degrees of freedom.
    """
    from scipy.stats import t

    weights = np.array([1.0, value])
    slope = float(weights @ estimates)
    se = float(np.sqrt(weights @ covariance @ weights))
    reach = float(t.isf((1 - ci_level) / 2, df)) * se
    p = float(2 * t.sf(abs(slope / se), df))
    return SimpleSlope(value, slope, se, p, slope - reach, slope + reach, ci_level)


def johnson_neyman(
    estimates: np.ndarray,
    covariance: np.ndarray,
    *,
    df: float,
    ci_level: float = 0.95,
) -> JohnsonNeyman:
    """Return the values of the moderator where the slope's interval meets zero.

    Parameters as `simple_slope`.
    """
    from scipy.stats import t

    critical = float(t.isf((1 - ci_level) / 2, df)) ** 2
    slope, product = estimates
    # slope(w)^2 = t^2 var(w), a quadratic in w; the slope differs where it is > 0
    a = product**2 - critical * covariance[1, 1]
    b = 2 * (slope * product - critical * covariance[0, 1])
    c = slope**2 - critical * covariance[0, 0]
    root = b**2 - 4 * a * c
    if root <= 0 or a == 0:
        # a parabola without roots has everywhere the sign of its ends
        return JohnsonNeyman((), "everywhere" if a > 0 else "nowhere", ci_level)
    bounds = sorted((-b + sign * np.sqrt(root)) / (2 * a) for sign in (-1, 1))
    side: Literal["inside", "outside"] = "outside" if a > 0 else "inside"
    return JohnsonNeyman((float(bounds[0]), float(bounds[1])), side, ci_level)
