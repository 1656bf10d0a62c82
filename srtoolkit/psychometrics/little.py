"""Little's test of answers missing completely at random."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.psychometrics.scores import number_matrix

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class LittleTest:
    """Little's test of answers missing completely at random.

    Attributes
    ----------
    statistic, df, p : float
        Chi-square; small p speaks against completely at random.
    n : int
        Respondents with at least one answer.
    n_patterns : int
        Patterns of holes among them.
    converged : bool
        Whether the moments were found.
    """

    statistic: float
    df: int
    p: float
    n: int
    n_patterns: int
    converged: bool


def little_test(
    answers: np.ndarray | pd.DataFrame, *, asked: np.ndarray | None = None
) -> LittleTest:
    """Test whether answers are missing completely at random.

    Each pattern's means are held against the maximum-likelihood means, in the
    metric of the maximum-likelihood covariance (divisor n).

    Parameters
    ----------
    answers : ndarray or DataFrame, shape (n_respondents, n_variables)
        NaN where missing; rows without any answer are left out.
    asked : ndarray of bool, shape (n_respondents, n_variables), optional
        Which answers were asked for; what was not asked is no hole. Respondents
        who were asked the same are tested by themselves, and the statistics and
        degrees of freedom, independent of one another, are summed. Of several such
        groups, those with fewer than two respondents a variable are left out.

    Returns
    -------
    LittleTest

    Raises
    ------
    ScoresError
        Without holes, with a variable that nobody answered or that does not
        vary, or with one pattern alone; with several groups, when that holds for
        each of them.

    References
    ----------
    Little (1988), Journal of the American Statistical Association 83,
    1198-1202.
    """
    numbers = number_matrix(answers)
    if asked is None or asked.all():
        return _of_one_group(numbers)
    tests = []
    for questions in np.unique(asked, axis=0):
        group = numbers[(asked == questions).all(axis=1)][:, questions]
        if group.shape[1] > 1 and len(group) >= 2 * group.shape[1]:
            tests += _test_or_none(group)
    if not tests:
        raise _nothing_to_test()
    return _summed(tests)


def _test_or_none(group: np.ndarray) -> list[LittleTest]:
    try:
        return [_of_one_group(group)]
    except ScoresError:
        return []


def _summed(tests: Sequence[LittleTest]) -> LittleTest:
    from scipy.stats import chi2

    statistic, df = sum(t.statistic for t in tests), sum(t.df for t in tests)
    return LittleTest(
        statistic,
        df,
        float(chi2.sf(statistic, df)),
        sum(t.n for t in tests),
        sum(t.n_patterns for t in tests),
        all(t.converged for t in tests),
    )


def _of_one_group(numbers: np.ndarray) -> LittleTest:
    """Test respondents who were all asked the same."""
    from scipy.stats import chi2

    from srtoolkit.sem.incomplete.em import saturated_moments
    from srtoolkit.sem.incomplete.patterns import sort_patterns

    values = numbers[~np.isnan(numbers).all(axis=1)]
    _require_holes(values)
    # moments are found in standard units: the test does not depend on units
    values = (values - np.nanmean(values, axis=0)) / np.nanstd(values, axis=0)
    patterns = sort_patterns(values)
    moments = saturated_moments(patterns)
    statistic = 0.0
    for number, given in enumerate(patterns.present):
        rows = patterns.values[patterns.row_pattern == number][:, given]
        apart = rows.mean(axis=0) - moments.means[given]
        metric = moments.covariance[np.ix_(given, given)]
        statistic += len(rows) * float(apart @ np.linalg.solve(metric, apart))
    df = int(patterns.present.sum()) - values.shape[1]
    return LittleTest(
        statistic,
        df,
        float(chi2.sf(statistic, df)),
        len(values),
        len(patterns.counts),
        moments.converged,
    )


def _require_holes(values: np.ndarray) -> None:
    gone = np.isnan(values)
    if not gone.any() or gone.all(axis=0).any():
        raise _nothing_to_test()
    if len(np.unique(gone, axis=0)) < 2 or (np.nanstd(values, axis=0) == 0).any():
        raise ScoresError(
            "a test of holes needs two patterns or more, and variables that vary",
            code="nothing_to_test",
        )


def _nothing_to_test() -> ScoresError:
    return ScoresError(
        "a test of holes needs some, and every variable answered by some",
        code="nothing_to_test",
    )
