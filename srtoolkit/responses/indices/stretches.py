"""Large tables of answers, taken a stretch of respondents at a time.

What is made along the way then fits into the processor's cache, and a table of
100,000 respondents is never copied whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

_ROWS = 4096


def stretches(answers: np.ndarray) -> Iterator[slice]:
    """Yield the rows of a table, some thousands at a time; one stretch at least."""
    return (slice(at, at + _ROWS) for at in range(0, max(len(answers), 1), _ROWS))


def by_stretches(
    index: Callable[[np.ndarray], np.ndarray], answers: np.ndarray
) -> np.ndarray:
    """Compute an index that looks at one respondent at a time.

    Parameters
    ----------
    index : callable
        From answers, shape (n_rows, n_items), to values, first axis n_rows.
    answers : ndarray, shape (n_respondents, n_items)

    Returns
    -------
    ndarray, first axis n_respondents
    """
    return np.concatenate([index(answers[rows]) for rows in stretches(answers)])
