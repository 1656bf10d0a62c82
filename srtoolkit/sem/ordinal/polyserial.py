"""Correlations of pairs that no two-way table can hold.

An ordered with a continuous variable (Olsson, Drasgow & Dorans, 1982,
Psychometrika 47, 337-347), two continuous ones, and two ordered ones given
covariates: the likelihood is that of every respondent, and what stage one
estimated is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from srtoolkit.sem.ordinal.bivariate_normal import (
    bivariate_cdf,
    bivariate_density,
    density_slope,
    normal_density,
)
from srtoolkit.sem.ordinal.polychoric import LEAST_CELL, LIMIT
from srtoolkit.sem.ordinal.thresholds import Margin

_MAX_ITERATIONS = 100
#: Newton's steps are squared: after this one nothing is left.
_TOLERANCE = 1e-8
_LEAST_SHARE = float(np.finfo(float).eps)


@dataclass(frozen=True, slots=True, eq=False)
class PairScores:
    """Derivatives of each respondent's log-likelihood of one pair.

    Attributes
    ----------
    correlation : ndarray, shape (n,)
        By the correlation; zero where an answer is missing.
    first, second : ndarray, shape (n, n_parameters)
        By what stage one estimated of either variable; see `Margin.scores`.
    """

    correlation: np.ndarray
    first: np.ndarray
    second: np.ndarray


_State = Callable[[float], tuple[float, float, float]]


def pair_correlation(first: Margin, second: Margin) -> float:
    """Return the correlation of two margins given the covariates."""
    both = first.present & second.present
    if first.ordered and second.ordered:
        start = _guess(first.codes[both], second.codes[both])
        return _maximise(lambda rho: _ordered_state(first, second, both, rho), start)
    if not first.ordered and not second.ordered:
        return _continuous_correlation(first.upper[both], second.upper[both])
    if first.ordered:
        first, second = second, first
    z, lower, upper = first.upper[both], second.lower[both], second.upper[both]
    return _maximise(lambda rho: _mixed_state(z, lower, upper, rho))


def pair_scores(first: Margin, second: Margin, rho: float, x: np.ndarray) -> PairScores:
    """Return the scores of a pair; see `PairScores`.

    Parameters
    ----------
    rho : float
        Its correlation.
    x : ndarray, shape (n, n_covariates)
    """
    both = first.present & second.present
    if first.ordered and second.ordered:
        return _ordered_scores(first, second, rho, x, both)
    if not first.ordered and not second.ordered:
        return _continuous_scores(first, second, rho, x, both)
    if second.ordered:
        return _mixed_scores(first, second, rho, x, both)
    turned = _mixed_scores(second, first, rho, x, both)
    return PairScores(turned.correlation, turned.second, turned.first)


def _guess(first: np.ndarray, second: np.ndarray) -> float:
    """Product-moment correlation of the category numbers, where there is one."""
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return 0.0
    return float(np.clip(np.corrcoef(first, second)[0, 1], -0.9, 0.9))


def _maximise(state: _State, start: float = 0.0) -> float:
    """Newton's method; a step that does not raise the value is halved."""
    rho = start
    value, slope, bend = state(rho)
    for _ in range(_MAX_ITERATIONS):
        step = slope / bend
        for _ in range(40):
            moved = float(np.clip(rho + step, -LIMIT, LIMIT))
            found = state(moved)
            if found[0] >= value - 1e-11 * abs(value):
                break
            step /= 2
        arrived = abs(moved - rho) < _TOLERANCE
        rho = moved
        value, slope, bend = found
        if arrived:
            break
    return rho


def _ordered_corners(first: Margin, second: Margin, both: np.ndarray) -> np.ndarray:
    """Limits of each respondent's cell, shape (2, 4, n): signs + - - +."""
    a, b = first, second
    return np.array(
        [
            [a.upper[both], a.lower[both], a.upper[both], a.lower[both]],
            [b.upper[both], b.upper[both], b.lower[both], b.lower[both]],
        ]
    )


_SIGNS = np.array([1.0, -1.0, -1.0, 1.0])


def _ordered_state(
    first: Margin, second: Margin, both: np.ndarray, rho: float
) -> tuple[float, float, float]:
    h, k = _ordered_corners(first, second, both)
    correlation = np.array(rho)
    share = np.maximum(_SIGNS @ bivariate_cdf(h, k, correlation), LEAST_CELL)
    density = bivariate_density(h, k, correlation)
    slopes = (_SIGNS @ density) / share
    bent = (_SIGNS @ (density * density_slope(h, k, correlation))) / share
    return _summed(share, slopes, bent)


def _mixed_state(
    z: np.ndarray, lower: np.ndarray, upper: np.ndarray, rho: float
) -> tuple[float, float, float]:
    """State given the continuous variable's standardised residual `z`."""
    from scipy.special import ndtr

    rest = 1 - rho * rho
    root = np.sqrt(rest)
    up, down = (upper - rho * z) / root, (lower - rho * z) / root
    share = np.maximum(ndtr(up) - ndtr(down), _LEAST_SHARE)
    moves = [(limit * rho - z) / (rest * root) for limit in (upper, lower)]
    # derivative of a move: limit / (rest root) + 3 rho move / rest
    bends = [
        limit / (rest * root) + 3 * rho * move / rest
        for limit, move in zip((upper, lower), moves, strict=True)
    ]
    density_up, density_down = normal_density(up), normal_density(down)
    slopes = (density_up * moves[0] - density_down * moves[1]) / share
    bent = density_up * (bends[0] - up * moves[0] ** 2)
    bent -= density_down * (bends[1] - down * moves[1] ** 2)
    return _summed(share, slopes, bent / share)


def _summed(
    share: np.ndarray, slopes: np.ndarray, bent: np.ndarray
) -> tuple[float, float, float]:
    scoring = float(slopes @ slopes)
    bend = scoring - float(bent.sum())
    return (
        float(np.log(share).sum()),
        float(slopes.sum()),
        bend if bend > 0.1 * scoring else max(scoring, 1e-12),
    )


def _continuous_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Maximise the likelihood with means and variances kept.

    With complete answers it is the product-moment correlation.
    """
    n = len(first)
    product, squares = float(first @ second) / n, float(first @ first) / n
    squares += float(second @ second) / n
    if abs(squares - 2) < 1e-10:
        return product

    def state(rho: float) -> tuple[float, float, float]:
        rest = 1 - rho * rho
        value = -0.5 * np.log(rest) - (squares - 2 * rho * product) / (2 * rest)
        slope = (rho + product) / rest - rho * (squares - 2 * rho * product) / rest**2
        scoring = (1 + rho * rho) / rest**2
        return n * float(value), n * slope, n * scoring

    return _maximise(state, product)


def _ordered_scores(
    first: Margin, second: Margin, rho: float, x: np.ndarray, both: np.ndarray
) -> PairScores:
    from scipy.special import ndtr

    h, k = _ordered_corners(first, second, both)
    correlation, root = np.array(rho), np.sqrt(1 - rho * rho)
    share = _SIGNS @ bivariate_cdf(h, k, correlation)
    inverse = np.where(share > LEAST_CELL, 1 / np.maximum(share, LEAST_CELL), 0.0)
    slopes = (_SIGNS @ bivariate_density(h, k, correlation)) * inverse

    def gain(limit: np.ndarray, other: Margin) -> np.ndarray:
        """What the cell gains as a limit of its own rises."""
        above = ndtr((other.upper[both] - rho * limit) / root)
        below = ndtr((other.lower[both] - rho * limit) / root)
        return np.asarray(normal_density(limit) * (above - below) * inverse)

    def scores(own: Margin, other: Margin) -> np.ndarray:
        up, down = gain(own.upper[both], other), gain(own.lower[both], other)
        return _ordered_margin_scores(own, up, down, x, both)

    return PairScores(
        _spread(slopes, both), scores(first, second), scores(second, first)
    )


def _ordered_margin_scores(
    margin: Margin, up: np.ndarray, down: np.ndarray, x: np.ndarray, both: np.ndarray
) -> np.ndarray:
    """Scores by thresholds and slopes, from those by the cell's own limits."""
    codes = margin.codes[both][:, None]
    places = np.arange(len(margin.location))
    by_threshold = (codes == places) * up[:, None] - (codes == places + 1) * down[
        :, None
    ]
    return _spread(np.hstack([by_threshold, x[both] * (down - up)[:, None]]), both)


def _mixed_scores(
    first: Margin, second: Margin, rho: float, x: np.ndarray, both: np.ndarray
) -> PairScores:
    """Scores of a continuous `first` with an ordered `second`."""
    from scipy.special import ndtr

    root = np.sqrt(1 - rho * rho)
    z, lower, upper = first.upper[both], second.lower[both], second.upper[both]
    up, down = (upper - rho * z) / root, (lower - rho * z) / root
    share = np.maximum(ndtr(up) - ndtr(down), _LEAST_SHARE)
    rise, fall = normal_density(up) / share, normal_density(down) / share
    slopes = (rise * (upper * rho - z) - fall * (lower * rho - z)) / root**3
    by_mean = (z + rho / root * (rise - fall)) / first.sd
    by_variance = (z * z - 1 + rho * z / root * (rise - fall)) / (2 * first.variance)
    design = np.column_stack([np.ones(len(z)), x[both]])
    own = np.column_stack([design * by_mean[:, None], by_variance])
    return PairScores(
        _spread(slopes, both),
        _spread(own, both),
        _ordered_margin_scores(second, rise / root, fall / root, x, both),
    )


def _continuous_scores(
    first: Margin, second: Margin, rho: float, x: np.ndarray, both: np.ndarray
) -> PairScores:
    a, b, rest = first.upper[both], second.upper[both], 1 - rho * rho
    distance = a * a - 2 * rho * a * b + b * b
    slopes = rho / rest + a * b / rest - rho * distance / rest**2
    design = np.column_stack([np.ones(len(a)), x[both]])
    scores = []
    for own, z, other in ((first, a, b), (second, b, a)):
        by_mean = (z - rho * other) / (rest * own.sd)
        by_variance = (z * (z - rho * other) / rest - 1) / (2 * own.variance)
        both_kinds = np.column_stack([design * by_mean[:, None], by_variance])
        scores.append(_spread(both_kinds, both))
    return PairScores(_spread(slopes, both), *scores)


def _spread(values: np.ndarray, both: np.ndarray) -> np.ndarray:
    """Put values back into the rows of those who answered both."""
    rows = np.zeros((len(both), *values.shape[1:]))
    rows[both] = values
    return rows
