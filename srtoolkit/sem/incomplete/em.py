"""Means and covariance of incomplete answers by maximum likelihood.

The EM algorithm for the multivariate normal: Dempster, Laird & Rubin (1977),
Journal of the Royal Statistical Society B 39, 1-38; Little & Rubin (2002),
section 8.2. Its steps are lengthened by squared extrapolation: Varadhan &
Roland (2008), Scandinavian Journal of Statistics 35, 335-353, scheme S3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.incomplete.expectation import expect_missing
from srtoolkit.sem.incomplete.patterns import Patterns

#: Largest change in a step, in standard deviations, that ends the search.
TOLERANCE = 1e-9
_MAX_STEPS = 5000


@dataclass(frozen=True, slots=True, eq=False)
class SaturatedMoments:
    """Moments of an unrestricted normal distribution.

    Attributes
    ----------
    means : ndarray, shape (n_observed,)
    covariance : ndarray, shape (n_observed, n_observed)
    minus_two_loglik : float
        Without the constant in pi.
    converged : bool
    iterations : int
        EM steps.
    """

    means: np.ndarray
    covariance: np.ndarray
    minus_two_loglik: float
    converged: bool
    iterations: int


_Moments = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """Where an EM step leads, and the value where it began."""

    moments: _Moments
    minus_two_loglik: float


def saturated_moments(
    patterns: Patterns, *, start: _Moments | None = None, tolerance: float = TOLERANCE
) -> SaturatedMoments:
    """Estimate means and covariance, divisor n.

    Parameters
    ----------
    start : (means, covariance), optional
        Else the means and variances of the given answers.
    tolerance : float
        In standard deviations.
    """
    here = _available_moments(patterns) if start is None else start
    scale = np.sqrt(np.diagonal(here[1]))
    first = _step(patterns, here)
    iterations = 0
    while first is not None and iterations < _MAX_STEPS:
        second = _step(patterns, first.moments)
        iterations += 2
        if second is None:
            break
        if _distance(first.moments, second.moments, scale) < tolerance:
            return SaturatedMoments(
                *first.moments, second.minus_two_loglik, True, iterations
            )
        further = _extrapolated(here, first.moments, second.moments, scale)
        moved = _step(patterns, further)
        iterations += 1
        if moved is None or moved.minus_two_loglik > second.minus_two_loglik:
            further = second.moments
            moved = _step(patterns, further)
        here, first = further, moved
    last = expect_missing(patterns, *here)
    value = np.nan if last is None else last.minus_two_loglik
    return SaturatedMoments(*here, value, False, iterations)


def _available_moments(patterns: Patterns) -> _Moments:
    """Means and variances of what is given; no covariance."""
    given = patterns.present[patterns.row_pattern] * (patterns.unit**2)[:, None]
    counts = given.sum(axis=0)
    means = patterns.unit @ patterns.values / counts
    squares = (patterns.values**2).sum(axis=0) / counts
    return means, np.diag(squares - means**2)


def _step(patterns: Patterns, moments: _Moments) -> _Step | None:
    """Make one EM step; None where the covariance is not positive definite."""
    expected = expect_missing(patterns, *moments)
    if expected is None:
        return None
    shift = expected.sums / patterns.n
    covariance = expected.products / patterns.n - np.outer(shift, shift)
    return _Step((moments[0] + shift, covariance), expected.minus_two_loglik)


def _distance(before: _Moments, after: _Moments, scale: np.ndarray) -> float:
    means = np.abs(after[0] - before[0]) / scale
    covariances = np.abs(after[1] - before[1]) / np.outer(scale, scale)
    return float(max(means.max(), covariances.max()))


def _extrapolated(
    start: _Moments, first: _Moments, second: _Moments, scale: np.ndarray
) -> _Moments:
    """Follow the line that three points of the search draw."""
    units = (scale, np.outer(scale, scale))
    change = [b - a for a, b in zip(start, first, strict=True)]
    bend = [c - 2 * b + a for a, b, c in zip(start, first, second, strict=True)]
    size = sum(((part / u) ** 2).sum() for part, u in zip(change, units, strict=True))
    curve = sum(((part / u) ** 2).sum() for part, u in zip(bend, units, strict=True))
    length = max(1.0, float(np.sqrt(size / curve))) if curve > 0 else 1.0
    means, covariance = (
        a + 2 * length * r + length**2 * v
        for a, r, v in zip(start, change, bend, strict=True)
    )
    return means, covariance
