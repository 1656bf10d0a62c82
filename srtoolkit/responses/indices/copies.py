"""Respondents who answered as another one did."""

from __future__ import annotations

import numpy as np

from srtoolkit.responses.indices.stretches import by_stretches


def duplicates(answers: np.ndarray) -> np.ndarray:
    """Tell which respondents answered every item as another one did.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        NaN where missing; two respondents who skipped the same item agree
        there. Respondents without any answer are not marked.

    Returns
    -------
    ndarray of bool, shape (n_respondents,)
    """
    answered = ~np.isnan(answers).all(axis=1)
    return np.asarray((_sizes(_digests(answers).sum(axis=1)) > 1) & answered)


def copies(answers: np.ndarray, *, fewest_items: int = 10) -> np.ndarray:
    """Tell whose answers are copied rather than alike by coincidence.

    Equal answers are common where few items were asked, and where everybody is
    delighted. A respondent counts as a copy when

    - `fewest_items` or more were answered, with three different answers or more,
    - another respondent gave exactly the same answers, and
    - fewer respondents differ from these in one single answer than agree in
      all: coincidence makes near neighbours more often than copies.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        NaN where missing.
    fewest_items : int

    Returns
    -------
    ndarray of bool, shape (n_respondents,)
    """
    digests = _digests(answers)
    whole = digests.sum(axis=1)
    agreeing = _sizes(whole) - 1
    candidates = agreeing > 0
    candidates &= (~np.isnan(answers)).sum(axis=1) >= fewest_items
    candidates &= _n_different(answers) >= 3
    if not candidates.any():
        return candidates
    near = np.zeros(len(answers), dtype=np.int64)
    for column in digests.T:
        # who agrees in all items but this one
        near += _sizes(whole - column) - 1 - agreeing
    return np.asarray(candidates & (near < agreeing))


def _digests(answers: np.ndarray) -> np.ndarray:
    """Return a 64-bit digest of every cell; those of a row add up to the row's."""
    return by_stretches(_digests_of, answers)


def _digests_of(answers: np.ndarray) -> np.ndarray:
    filled = np.ascontiguousarray(np.where(np.isnan(answers), np.inf, answers + 0.0))
    places = np.arange(1, answers.shape[1] + 1, dtype=np.uint64)
    mixed: np.ndarray = filled.view(np.uint64)
    mixed = mixed + places * np.uint64(0x9E3779B97F4A7C15)
    # the finaliser of SplitMix64: Steele, Lea & Flood (2014)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


def _sizes(digests: np.ndarray) -> np.ndarray:
    """Return for each respondent how many have the same digest, itself included."""
    _, group, sizes = np.unique(digests, return_inverse=True, return_counts=True)
    return np.asarray(sizes[group.ravel()])


def _n_different(answers: np.ndarray) -> np.ndarray:
    """Count the different answers of each respondent."""
    return by_stretches(_n_different_of, answers)


def _n_different_of(answers: np.ndarray) -> np.ndarray:
    ordered = np.sort(answers, axis=1)  # NaN last
    steps = (ordered[:, 1:] != ordered[:, :-1]) & ~np.isnan(ordered[:, 1:])
    return np.asarray(steps.sum(axis=1) + ~np.isnan(ordered[:, 0]))
