"""Two shares of the same respondents."""

from __future__ import annotations

import numpy as np

from srtoolkit.comparison.ranks_and_shares.proportions import (
    ALTERNATIVES,
    newcombe_interval,
)
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.errors import ScoresError
from srtoolkit.inference import Expectation, interval_level, one_sided_p


def paired_proportions(
    after: np.ndarray,
    before: np.ndarray,
    *,
    exact: bool = False,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "after - before",
) -> ComparisonResult:
    """Compare two shares of the same respondents: McNemar, Newcombe's interval.

    Parameters
    ----------
    after, before : ndarray of bool, shape (n,)
        Whether each respondent did, for example stood in the top box.
    exact : bool
        The binomial p on those who changed, in place of McNemar's without
        continuity correction.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        `est` and interval are differences of shares, in [-1, 1]; p is None
        when nobody changed.

    Raises
    ------
    ScoresError
        When the lengths differ or nobody is there.

    References
    ----------
    McNemar (1947), Psychometrika 12, 153-157. Newcombe (1998), Statistics in
    Medicine 17, 2635-2650 (method 10).
    """
    after, before = np.asarray(after, dtype=bool), np.asarray(before, dtype=bool)
    if after.shape != before.shape or not after.size:
        raise ScoresError(
            f"the two columns of pairs have the shapes {after.shape} and "
            f"{before.shape}",
            code="pairs_unequal",
            allowed="one answer of each kind a respondent, and at least one of them",
        )
    n = len(after)
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    level = interval_level(alpha, expect)
    counts = int(after.sum()), int(before.sum())
    low, high = newcombe_interval(
        counts, (n, n), ci_level=level, correlation=_correlation(after, before)
    )
    est, changed = (gained - lost) / n, gained + lost
    statistic = (gained - lost) / float(np.sqrt(changed)) if changed else None
    p = None if statistic is None else one_sided_p(statistic, expect)
    if exact and changed:
        statistic, p = float(gained), _binomial_p(gained, changed, expect)
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="mcnemar_exact" if exact else "mcnemar",
        est=est,
        se=float(np.sqrt(changed / n - est**2) / np.sqrt(n)),
        statistic=statistic,
        p=p,
        ci_low=low,
        ci_high=high,
        ci_level=level,
        n=n,
    )


def _correlation(after: np.ndarray, before: np.ndarray) -> float:
    """Return phi, corrected for continuity as Newcombe's method 10 has it."""
    both, neither = int((after & before).sum()), int((~after & ~before).sum())
    gained, lost = int((after & ~before).sum()), int((before & ~after).sum())
    n = len(after)
    margins = (both + gained) * (lost + neither) * (both + lost) * (gained + neither)
    if margins == 0:
        return 0.0
    product = float(both * neither - gained * lost)
    if product > 0:
        product = max(product - n / 2, 0.0)
    return float(product / np.sqrt(margins))


def _binomial_p(gained: int, changed: int, expect: Expectation) -> float:
    from scipy.stats import binomtest

    return float(binomtest(gained, changed, alternative=ALTERNATIVES[expect]).pvalue)
