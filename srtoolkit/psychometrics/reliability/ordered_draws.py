"""Thresholds, polychorics and one factor of ordered answers in many resamples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.psychometrics.polychoric import OrderedMoments
from srtoolkit.resampling import resample_counts, seed_sequences
from srtoolkit.sem.ordinal.bivariate_normal import FAR
from srtoolkit.sem.ordinal.polychoric import PairTables, polychoric_correlations

#: Resamples of one seed.
_BLOCK = 250
_MAX_ITERATIONS = 100
#: Largest change of a loading in a settled draw.
_TOLERANCE = 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class OrderedDraws:
    """What each resample says.

    Attributes
    ----------
    limits : ndarray, shape (n_draws, n_items, n_thresholds)
        An empty category has two equal limits.
    correlations : ndarray, shape (n_draws, n_items, n_items)
    """

    limits: np.ndarray
    correlations: np.ndarray


def ordered_draws(
    moments: OrderedMoments, n_draws: int, seed: int | None
) -> OrderedDraws:
    """Estimate thresholds and polychoric correlations of resamples."""
    n_categories = max(len(values) for values in moments.thresholds) + 1
    chosen = (moments.codes[:, :, None] == np.arange(n_categories)).astype(float)
    everyone = np.zeros(len(chosen), dtype=np.intp)
    parts = [
        _block(chosen, resample_counts(everyone, part, _BLOCK))
        for part in seed_sequences(seed, -(-n_draws // _BLOCK))
    ]
    limits, correlations = (
        np.concatenate(p)[:n_draws] for p in zip(*parts, strict=True)
    )
    return OrderedDraws(limits, correlations)


def fit_loadings(
    correlations: np.ndarray, weights: np.ndarray, start: np.ndarray
) -> np.ndarray:
    """Fit one factor to each correlation matrix by weighted least squares.

    Parameters
    ----------
    correlations : ndarray, shape (n_draws, n_items, n_items)
    weights : ndarray, shape (n_items, n_items)
        Of the squared residuals; the diagonal does not count.
    start : ndarray, shape (n_items,)

    Returns
    -------
    ndarray, shape (n_draws, n_items)
        NaN where the search did not settle.
    """
    weight = weights * (1 - np.eye(len(weights)))
    weighted = correlations * weight
    loadings = np.tile(start, (len(correlations), 1))
    settled = np.zeros(len(loadings), dtype=bool)
    for _ in range(_MAX_ITERATIONS):
        squares = loadings**2
        gradient = loadings * (squares @ weight) - np.einsum(
            "dij,dj->di", weighted, loadings
        )
        bend = loadings[:, :, None] * loadings[:, None, :] * weight
        bend[:, range(len(start)), range(len(start))] = squares @ weight
        step = np.linalg.solve(bend, gradient[:, :, None])[:, :, 0]
        loadings = loadings - np.clip(step, -0.3, 0.3)
        settled = np.abs(step).max(axis=1) < _TOLERANCE
        if settled.all():
            break
    return np.where(settled[:, None], loadings, np.nan)


def _block(chosen: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.special import ndtri

    n, n_items, width = chosen.shape
    margins = np.tensordot(counts, chosen, axes=(1, 0)) / n
    shares = np.clip(np.cumsum(margins, axis=2)[:, :, :-1], 0, 1)
    limits = np.clip(ndtri(shares), -FAR, FAR)
    limits[shares > 1 - 0.5 / n] = FAR
    edges = np.full((len(counts), n_items, width + 1), FAR)
    edges[:, :, 0], edges[:, :, 1:-1] = -FAR, limits
    row, column = np.tril_indices(n_items, k=-1)
    both = chosen[:, row, :, None] * chosen[:, column, None, :]
    tables = (counts @ both.reshape(n, -1)).reshape(-1, width, width)
    pairs = PairTables(
        tables,
        edges[:, row].reshape(-1, width + 1),
        edges[:, column].reshape(-1, width + 1),
    )
    correlations = np.zeros((len(counts), n_items, n_items))
    correlations[:, row, column] = polychoric_correlations(pairs).reshape(
        len(counts), -1
    )
    correlations += correlations.swapaxes(1, 2)
    correlations += np.eye(n_items)
    return limits, correlations
