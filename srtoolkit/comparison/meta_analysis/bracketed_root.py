"""Brent's root between two ends, as R's ``uniroot`` walks to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

_EPSILON = float(np.finfo(float).eps)
_MOST_STEPS = 1000


def bracketed_root(
    function: Callable[[float], float], low: float, high: float, tolerance: float
) -> float:
    """Find where `function` changes sign between `low` and `high`.

    The steps are those of zeroin, so that a coarse `tolerance` stops at the
    same digit as R does.

    Parameters
    ----------
    low, high : float
        Ends; the function's values there have opposite signs. Where they do
        not, the end with the smaller value is returned.
    tolerance : float
        Half the width at which the search stops, in units of the argument.

    References
    ----------
    Brent (1973), Algorithms for Minimization without Derivatives, ch. 4.
    """
    a, b = low, high
    fa, fb = function(a), function(b)
    if fa * fb > 0:
        return a if abs(fa) < abs(fb) else b
    c, fc = a, fa
    for _ in range(_MOST_STEPS):
        previous = b - a
        if abs(fc) < abs(fb):
            a, b, c = b, c, b
            fa, fb, fc = fb, fc, fb
        smallest = 2 * _EPSILON * abs(b) + tolerance / 2
        step = (c - b) / 2
        if abs(step) <= smallest or fb == 0:
            return b
        if abs(previous) >= smallest and abs(fa) > abs(fb):
            width = c - b
            if a == c:  # two points: a straight line
                ratio = fb / fa
                p, q = width * ratio, 1 - ratio
            else:  # three points: inverse quadratic
                q, ratio, other = fa / fc, fb / fc, fb / fa
                p = other * (width * q * (q - ratio) - (b - a) * (ratio - 1))
                q = (q - 1) * (ratio - 1) * (other - 1)
            p, q = (p, -q) if p > 0 else (-p, q)
            is_inside = p < 0.75 * width * q - abs(smallest * q) / 2
            if is_inside and p < abs(previous * q / 2):
                step = p / q
        if abs(step) < smallest:
            step = smallest if step > 0 else -smallest
        a, fa = b, fb
        b += step
        fb = function(b)
        if (fb > 0) == (fc > 0):
            c, fc = a, fa
    return b
