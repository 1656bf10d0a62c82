"""Do the predictors tell some answers apart without error?

Then a likelihood still rises as some coefficients run to infinity, and no
finite estimate exists. The directions in which it never falls form a cone; a
linear programme finds one in which it rises.

Albert & Anderson (1984), Biometrika 71, 1-10; Konis (2007), Linear
programming algorithms for detecting separated data in binary logistic
regression models, Oxford (the programme); Geyer (2009), Electronic Journal of
Statistics 3, 259-289 (directions of recession); Santos Silva & Tenreyro (2010),
Economics Letters 107, 310-312 (counts).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from srtoolkit.regression.status import CONVERGED, FitStatus

#: A search without an end carries some linear predictor (log odds, log mean)
#: farther than this before it stops; short of it no programme is needed.
FAR = 12.0
#: A coefficient of a direction below this share of what it might be is none.
_TAKES_PART = 1e-6


def rising_direction(
    rising: np.ndarray, level: np.ndarray | None = None
) -> np.ndarray | None:
    """Return a direction in which a likelihood rises without end.

    Parameters
    ----------
    rising : ndarray, shape (n_terms_of_likelihood, n_parameters)
        Rows r of which the likelihood rises, or stays, as r'd grows.
    level : ndarray, shape (n_level, n_parameters), optional
        Rows that must not change at all.

    Returns
    -------
    ndarray, shape (n_parameters,) or None
        Zero where a parameter takes no part; None when there is no such
        direction.
    """
    from scipy.optimize import linprog

    if level is None:
        level = np.empty((0, rising.shape[1]))
    size = np.abs(np.concatenate([rising, level])).max(axis=0)
    size = np.where(size > 0, size, 1.0)
    scaled = rising / size
    answer = linprog(
        -scaled.sum(axis=0),
        A_ub=-scaled,
        b_ub=np.zeros(len(scaled)),
        A_eq=level / size,
        b_eq=np.zeros(len(level)),
        bounds=(-1, 1),
        method="highs",
    )
    if answer.status != 0 or float(answer.fun or 0.0) > -_TAKES_PART:
        return None
    found = np.asarray(answer.x)
    return np.where(np.abs(found) > _TAKES_PART, found, 0.0) / size


def binary_direction(matrix: np.ndarray, events: np.ndarray) -> np.ndarray | None:
    """Return how a logistic likelihood rises without end.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
    events : ndarray of 0 and 1, shape (n,)
    """
    return rising_direction((2 * events - 1)[:, None] * matrix)


def ordered_direction(slopes: np.ndarray, codes: np.ndarray) -> np.ndarray | None:
    """Return how an ordered logit's likelihood rises: slopes, then thresholds.

    An answer grows more likely as the threshold above it moves up from its
    linear predictor and the one below it moves down.

    Parameters
    ----------
    slopes : ndarray, shape (n, n_slopes)
    codes : ndarray of int, shape (n,)
        Categories from 0.
    """
    edges = np.eye(int(codes.max()))
    upper, lower = codes < len(edges), codes > 0
    above = np.column_stack([-slopes[upper], edges[codes[upper]]])
    below = np.column_stack([slopes[lower], -edges[codes[lower] - 1]])
    return rising_direction(np.concatenate([above, below]))


def multinomial_direction(matrix: np.ndarray, codes: np.ndarray) -> np.ndarray | None:
    """Return how a multinomial likelihood rises, one block a category but the first.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
    codes : ndarray of int, shape (n,)
        Categories from 0, the one all others are set against.
    """
    n_categories, n_terms = int(codes.max()) + 1, matrix.shape[1]
    blocks = []
    for other in range(n_categories):
        against = np.flatnonzero(codes != other)
        block = np.zeros((len(against), n_categories, n_terms))
        block[np.arange(len(against)), codes[against]] += matrix[against]
        block[:, other] -= matrix[against]
        blocks.append(block[:, 1:].reshape(len(against), -1))
    return rising_direction(np.concatenate(blocks))


def bounded_direction(
    matrix: np.ndarray, at_lower: np.ndarray, at_upper: np.ndarray | None = None
) -> np.ndarray | None:
    """Return how a likelihood rises whose answers at a limit may lie beyond it.

    Zero counts are such answers, and those at the limits of a Tobit
    regression; all other answers hold their linear predictor.

    Parameters
    ----------
    matrix : ndarray, shape (n, n_terms)
    at_lower, at_upper : ndarray of bool, shape (n,)
    """
    upper = np.zeros(len(matrix), bool) if at_upper is None else at_upper
    rising = np.concatenate([-matrix[at_lower], matrix[upper]])
    if not len(rising):
        return None
    return rising_direction(rising, matrix[~(at_lower | upper)])


def fit_status(
    converged: bool, direction: np.ndarray | None, terms: Sequence[str]
) -> FitStatus:
    """Judge a search that ended, with a direction in which it has no end.

    Parameters
    ----------
    direction : ndarray, shape (n_blocks * n_terms,) or longer, or None
        As the functions here return it; what follows the terms is left aside.
    terms : sequence of str
        Names of the first columns; repeated where there are several blocks.
    """
    if direction is None:
        return CONVERGED if converged else FitStatus("not_converged", False)
    named = dict.fromkeys(
        term
        for term, share in zip(terms, direction, strict=False)
        if share != 0 and not term.startswith("(")
    )
    return FitStatus("separation", False, {"terms": list(named)})
