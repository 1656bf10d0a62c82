"""Errors from draws that refit the propensity model."""

from __future__ import annotations

from functools import partial

import numpy as np

from srtoolkit.comparison.propensity.comparable import ComparableGroups
from srtoolkit.comparison.propensity.estimators import redrawn
from srtoolkit.comparison.propensity.weights import Weighting
from srtoolkit.resampling import parallel_map, resample_counts, seed_sequences

#: Draws that share one seed and one block of memory.
_BLOCK = 50


def redrawn_differences(
    data: ComparableGroups,
    beta: np.ndarray,
    weighting: Weighting,
    is_doubly_robust: bool,
    n_draws: int,
    *,
    seed: int | None,
    jobs: int,
) -> np.ndarray:
    """Draw respondents anew, refit everything, and estimate again.

    Returns
    -------
    ndarray, shape (n_draws,)
        NaN where a draw has no estimate; the same at any number of jobs.
    """
    blocks = seed_sequences(seed, -(-n_draws // _BLOCK))
    found = parallel_map(
        partial(_block, data, beta, weighting, is_doubly_robust),
        blocks,
        jobs=jobs,
        task="bootstrap",
        chunk=1,
    )
    return np.concatenate([*found, np.empty(0)])[:n_draws]


def _block(
    data: ComparableGroups,
    beta: np.ndarray,
    weighting: Weighting,
    is_doubly_robust: bool,
    seed: np.random.SeedSequence,
) -> np.ndarray:
    everybody = np.zeros(len(data.outcome), dtype=int)
    counts = resample_counts(everybody, seed, _BLOCK)
    return np.array(
        [
            redrawn(
                row,
                data.outcome,
                data.is_treated,
                data.design,
                beta,
                weighting,
                is_doubly_robust=is_doubly_robust,
            )
            for row in counts
        ]
    )
