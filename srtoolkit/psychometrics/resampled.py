"""Covariances of many resamples of respondents, all at once."""

from __future__ import annotations

import numpy as np

from srtoolkit.errors import OptionError
from srtoolkit.resampling import resample_counts, seed_sequences
from srtoolkit.sem.resamples.stacked_moments import MomentSource

#: Resamples of one seed.
_BLOCK = 250


def resampled_covariances(
    points: np.ndarray, n_draws: int, seed: int | None
) -> np.ndarray:
    """Return the covariances of resamples with replacement.

    Parameters
    ----------
    points : ndarray, shape (n_respondents, n_items)
        NaN where missing: each covariance is then from the respondents of the
        resample who have both items.
    n_draws : int, 1 or more
    seed : int or None

    Returns
    -------
    ndarray, shape (n_draws, n_items, n_items)
        With divisor n.
    """
    complete = not np.isnan(points).any()
    source = MomentSource(points) if complete else None
    everyone = np.zeros(len(points), dtype=np.intp)
    blocks = []
    for part in seed_sequences(seed, -(-n_draws // _BLOCK)):
        counts = resample_counts(everyone, part, _BLOCK)
        if source is not None:
            blocks.append(source.moments(counts).covariance)
        else:
            blocks.append(_pairwise(points, counts))
    return np.concatenate(blocks)[:n_draws]


def leave_one_out_covariances(points: np.ndarray) -> np.ndarray:
    """Return the covariances without each respondent; see `resampled_covariances`."""
    n = len(points)
    source = MomentSource(points)
    blocks = [
        source.moments(1.0 - np.eye(n)[first : first + _BLOCK]).covariance
        for first in range(0, n, _BLOCK)
    ]
    return np.concatenate(blocks)


def correlations_of(covariances: np.ndarray) -> np.ndarray:
    """Return correlations, shape (..., n_items, n_items); NaN without variance."""
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    sd = np.sqrt(np.where(variances > 0, variances, np.nan))
    return np.asarray(covariances / (sd[..., :, None] * sd[..., None, :]))


def _pairwise(points: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return covariances from the respondents who have both items."""
    present = (~np.isnan(points)).astype(float)
    values = np.where(present > 0, points - np.nanmean(points, axis=0), 0.0)
    first, second = np.tril_indices(points.shape[1])
    size = counts @ (present[:, first] * present[:, second])
    with np.errstate(invalid="ignore", divide="ignore"):
        own = counts @ (values[:, first] * present[:, second]) / size
        other = counts @ (present[:, first] * values[:, second]) / size
        lower = counts @ (values[:, first] * values[:, second]) / size - own * other
    square = np.empty((len(counts), points.shape[1], points.shape[1]))
    square[:, first, second] = lower
    square[:, second, first] = lower
    return square


def require_draws(bootstrap: int) -> None:
    """Check a number of draws.

    Raises
    ------
    OptionError
        When it is negative.
    """
    if bootstrap < 0:
        raise OptionError(
            f"bootstrap is {bootstrap}",
            code="wrong_draws",
            allowed="0 for no draws, or some hundreds",
        )
