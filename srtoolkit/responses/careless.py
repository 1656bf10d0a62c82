"""Indices of careless responding, one number a respondent.

Defined as in R careless 1.2.2.
"""

from __future__ import annotations

import numpy as np


def longest_run(answers: np.ndarray) -> np.ndarray:
    """Return the length of each respondent's longest run of equal answers.

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        In questionnaire order; NaN equals nothing, itself included.

    Returns
    -------
    ndarray of int, shape (n_respondents,)

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129.
    """
    longest = np.ones(len(answers), dtype=int)
    running = np.ones(len(answers), dtype=int)
    for earlier, later in zip(answers.T[:-1], answers.T[1:], strict=True):
        running = np.where(earlier == later, running + 1, 1)
        longest = np.maximum(longest, running)
    return longest


def response_variability(answers: np.ndarray) -> np.ndarray:
    """Return the standard deviation of each respondent's answers (IRV).

    Parameters
    ----------
    answers : ndarray, shape (n_respondents, n_items)
        NaN where missing.

    Returns
    -------
    ndarray, shape (n_respondents,)
        In points, denominator m - 1 over the m answers; NaN below two answers.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and
    Psychology 33, 105-121.
    """
    n_valid = np.sum(~np.isnan(answers), axis=1)
    counted = np.where(n_valid > 1, n_valid, np.nan)
    means = np.nansum(answers, axis=1) / counted
    squares = np.nansum((answers - means[:, None]) ** 2, axis=1)
    return np.asarray(np.sqrt(squares / (counted - 1)))


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
    filled = np.where(np.isnan(answers), np.inf, answers)
    _, group, sizes = np.unique(filled, axis=0, return_inverse=True, return_counts=True)
    answered = ~np.isnan(answers).all(axis=1)
    return np.asarray((sizes[group.ravel()] > 1) & answered)
