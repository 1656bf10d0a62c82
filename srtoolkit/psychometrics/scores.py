"""Checks scores at the door and gives their covariance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import OptionError, Problem, ScoresError, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

Missing = Literal["error", "listwise", "pairwise"]


def score_matrix(
    scores: np.ndarray | pd.DataFrame, *, min_items: int, missing: Missing = "error"
) -> np.ndarray:
    """Return scores as floats, checked.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Points, NaN where missing.
    min_items : int
        Fewest items the method is defined for.
    missing : {"error", "listwise", "pairwise"}
        Refuse missing scores, leave out respondents with any, or keep them.

    Raises
    ------
    ScoresError
        When it is no matrix of numbers, has too few items or respondents, a
        missing score that is not allowed, or an item without variance.
    """
    matrix = number_matrix(scores)
    incomplete = np.isnan(matrix).any(axis=1)
    if missing == "error" and incomplete.any():
        raise ScoresError(
            f"{int(incomplete.sum())} respondents lack a score",
            code="scores_missing",
            advice='Leave them out, or pass missing="listwise".',
        )
    if missing == "listwise":
        matrix = matrix[~incomplete]
    if matrix.shape[1] < min_items:
        raise ScoresError(
            f"the scale has {matrix.shape[1]} item(s)",
            code="too_few_items",
            allowed=f"{min_items} items or more",
        )
    if len(matrix) < 3:
        raise ScoresError(
            f"{len(matrix)} respondents have the scores needed",
            code="too_few_respondents",
            allowed="3 respondents or more",
        )
    constant = np.flatnonzero(np.nanstd(matrix, axis=0) == 0)
    if len(constant):
        columns = getattr(scores, "columns", range(1, matrix.shape[1] + 1))
        named = ", ".join(str(columns[i]) for i in constant)
        raise ScoresError(
            f"item {named} does not vary",
            code="item_constant",
            items=constant.tolist(),
        )
    return matrix


def pairwise_covariance(scores: np.ndarray) -> np.ndarray:
    """Return covariances, each from the respondents who have both scores.

    Parameters
    ----------
    scores : ndarray, shape (n_respondents, n_items)

    Returns
    -------
    ndarray, shape (n_items, n_items)
        Denominator n - 1 of each pair; the ordinary covariance when nothing
        is missing. Each pair's means are its own.

    Raises
    ------
    ScoresError
        When fewer than two respondents have both scores of a pair.
    """
    if not np.isnan(scores).any():
        return np.asarray(np.cov(scores, rowvar=False))
    n_items = scores.shape[1]
    covariance = np.empty((n_items, n_items))
    for first in range(n_items):
        for second in range(first, n_items):
            pair = scores[:, [first, second]]
            both = pair[~np.isnan(pair).any(axis=1)]
            if len(both) < 2:
                raise ScoresError(
                    f"{len(both)} respondents have both item {first + 1} and item "
                    f"{second + 1}",
                    code="no_common_answers",
                    allowed="2 respondents or more for each pair of items",
                    advice="Leave an item out that too few people answered.",
                )
            value = np.cov(both, rowvar=False)[0, 1]
            covariance[first, second] = covariance[second, first] = value
    return covariance


def require_level(ci_level: float) -> None:
    """Check that a coverage is one.

    Raises
    ------
    OptionError
        When it is not between 0 and 1.
    """
    if not 0 < ci_level < 1:
        raise OptionError(
            f"ci_level is {ci_level}", code="wrong_level", allowed="between 0 and 1"
        )


def require_options(given: Mapping[str, tuple[object, Sequence[object]]]) -> None:
    """Check options that take one of a few values.

    Parameters
    ----------
    given : mapping
        Name of each option to its value and the values it may have.

    Raises
    ------
    OptionError
        With one problem for each that has another value.
    """
    problems = [
        Problem(
            "wrong_option",
            f'{name} is "{value}"',
            allowed=", ".join(map(str, allowed)),
            advice=did_you_mean(str(value), [str(word) for word in allowed]),
            pieces={"option": name, "found": value},
        )
        for name, (value, allowed) in given.items()
        if value not in allowed
    ]
    if problems:
        raise OptionError(problems)


def require_number(
    name: str,
    value: object,
    low: float,
    high: float = float("inf"),
    *,
    whole: bool = False,
    open_ends: bool = False,
) -> None:
    """Check that an option is a number between two others.

    Parameters
    ----------
    name : str
    value : object
        As a plan has it.
    low, high : float
        Allowed too, unless `open_ends`.
    whole : bool
        Whether only whole numbers are.

    Raises
    ------
    OptionError
        When it is not.
    """
    number = isinstance(value, int if whole else (int, float))
    if number and not isinstance(value, bool):
        inside = low < value < high if open_ends else low <= value <= high  # type: ignore[operator]
        if inside:
            return
    ends = f"{low:g} or more" if high == float("inf") else f"{low:g} to {high:g}"
    raise OptionError(
        f"{name} is {value!r}",
        code="wrong_option",
        allowed=f"a {'whole ' if whole else ''}number, {ends}"
        + (", without the ends" if open_ends else ""),
        option=name,
        found=value,
    )


def number_matrix(scores: np.ndarray | pd.DataFrame) -> np.ndarray:
    """Return scores as floats.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Points, NaN where missing.

    Raises
    ------
    ScoresError
        When they are not numbers, infinite, or no table.
    """
    try:
        matrix = np.asarray(scores, dtype=float)
    except (TypeError, ValueError) as error:
        raise ScoresError(
            f"the scores are not numbers: {error}", code="scores_not_numeric"
        ) from error
    if matrix.ndim != 2:
        raise ScoresError(
            f"the scores have {matrix.ndim} dimension(s)",
            code="scores_shape",
            allowed="respondents in rows, items in columns",
        )
    if np.isinf(matrix).any():
        raise ScoresError("a score is infinite", code="scores_not_finite")
    return matrix
