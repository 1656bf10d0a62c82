"""Could so much empty space arise when condition and outcome are unrelated?"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from srtoolkit.resampling import report_progress, seed_sequences

#: Numbers held in memory at once.
_BLOCK_CELLS = 2_000_000


def permuted_sizes(
    outcome: np.ndarray,
    measure: Callable[[np.ndarray], np.ndarray],
    *,
    permutations: int,
    seed: int | None,
) -> np.ndarray:
    """Measure d after shuffling the outcome.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    measure : callable
        Gives d, shape (n_cases, n_sets), of outcomes of shape (n_sets, n).

    Returns
    -------
    ndarray, shape (n_cases, permutations)

    References
    ----------
    Dul, van der Laan & Kuik (2020), Organizational Research Methods 23,
    385-395.
    """

    def shuffled(generator: np.random.Generator, size: int) -> np.ndarray:
        return generator.permuted(np.tile(outcome, (size, 1)), axis=1)

    return in_blocks(shuffled, measure, len(outcome), permutations, seed)


def in_blocks(
    draw: Callable[[np.random.Generator, int], np.ndarray],
    measure: Callable[[np.ndarray], np.ndarray],
    n: int,
    n_draws: int,
    seed: int | None,
) -> np.ndarray:
    """Draw sets of outcomes in blocks and measure each set."""
    size = max(1, min(n_draws, _BLOCK_CELLS // n))
    found: list[np.ndarray] = []
    done = 0
    for block in seed_sequences(seed, -(-n_draws // size)):
        found.append(measure(draw(np.random.default_rng(block), size)))
        done += size
        report_progress("simulation", min(done, n_draws), n_draws)
    return np.concatenate(found, axis=-1)[..., :n_draws]


def share_at_least(draws: np.ndarray, observed: float) -> float:
    """Return the p value: share of draws as large, the observed one counted.

    Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular
    Biology 9, 39.
    """
    as_large = int(np.sum(draws >= observed - 1e-12))
    return (1 + as_large) / (1 + len(draws))
