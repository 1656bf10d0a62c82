"""Cross-products of columns in many resamples at once.

A resample changes sums only through how often each row counts, so the
cross-products of a block of resamples are one matrix product.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from srtoolkit.resampling import one_thread, report_progress, resample_counts

#: Cells of one block of resamples: small enough for the processor's cache.
_CELLS = 1_000_000


def moment_blocks(
    matrix: np.ndarray, *, n_draws: int, seed: int | None
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Resample rows with replacement, block by block.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_columns)
    n_draws : int

    Yields
    ------
    counts : ndarray, shape (n_here, n)
        How often each row was drawn.
    moments : ndarray, shape (n_here, n_columns, n_columns)
        Sums of cross-products.
    """
    n, n_columns = matrix.shape
    left, right = np.triu_indices(n_columns)
    pairs = matrix[:, left] * matrix[:, right]
    size = max(1, min(n_draws, _CELLS // n))
    n_blocks = -(-n_draws // size)
    groups = np.zeros(n, dtype=np.intp)
    done = 0
    for child in np.random.SeedSequence(seed).spawn(n_blocks):
        counts = resample_counts(groups, child, min(size, n_draws - done))
        moments = np.empty((len(counts), n_columns, n_columns))
        with one_thread():
            moments[:, left, right] = counts @ pairs
        moments[:, right, left] = moments[:, left, right]
        yield counts, moments
        done += len(counts)
        report_progress("bootstrap", done, n_draws)


def bootstrap_correlations(
    columns: np.ndarray, *, n_draws: int, seed: int | None
) -> np.ndarray:
    """Return correlation matrices of resamples, shape (n_draws, k, k).

    Parameters
    ----------
    columns : ndarray, shape (n, k)
    """
    n = len(columns)
    centred = columns - columns.mean(axis=0)
    matrix = np.column_stack([np.ones(n), centred / centred.std(axis=0)])
    pieces = []
    for _, moments in moment_blocks(matrix, n_draws=n_draws, seed=seed):
        sums = moments[:, 0, 1:]
        squares = moments[:, 1:, 1:] - sums[:, :, None] * sums[:, None, :] / n
        sds = np.sqrt(np.einsum("dii->di", squares))
        with np.errstate(divide="ignore", invalid="ignore"):
            pieces.append(squares / (sds[:, :, None] * sds[:, None, :]))
    return np.concatenate(pieces)
