"""Seeds that give the same draws at any number of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def seed_sequences(seed: int | None, n_draws: int) -> list[np.random.SeedSequence]:
    """Return one independent seed a draw, so that jobs may share them freely."""
    import numpy as np

    return np.random.SeedSequence(seed).spawn(n_draws)


def resample_rows(groups: np.ndarray, seed: np.random.SeedSequence) -> np.ndarray:
    """Draw row numbers with replacement within each group.

    Parameters
    ----------
    groups : ndarray, shape (n_rows,)
        Group of each row; one value throughout for an ordinary bootstrap.

    Returns
    -------
    ndarray of int, shape (n_rows,)
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    rows = np.empty(len(groups), dtype=np.intp)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        rows[members] = generator.choice(members, size=len(members))
    return rows


def resample_counts(
    groups: np.ndarray, seed: np.random.SeedSequence, n_draws: int
) -> np.ndarray:
    """Draw rows with replacement within each group, many times.

    Parameters
    ----------
    groups : ndarray, shape (n_rows,)
        Group of each row.

    Returns
    -------
    ndarray of float, shape (n_draws, n_rows)
        How often each row was drawn.
    """
    import numpy as np

    generator = np.random.default_rng(seed)
    counts = np.empty((n_draws, len(groups)))
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        size = len(members)
        drawn = generator.integers(0, size, size=(n_draws, size))
        drawn += size * np.arange(n_draws)[:, None]
        tally = np.bincount(drawn.ravel(), minlength=n_draws * size)
        counts[:, members] = tally.reshape(n_draws, size)
    return counts
