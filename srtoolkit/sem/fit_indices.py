"""How well a model fits: lavaan's definitions.

Sources stand at each function; an overview is in West, Taylor & Wu (2012),
Handbook of Structural Equation Modeling, ch. 13.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from srtoolkit.sem.implied import implied_moments
from srtoolkit.sem.layout import Layout
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.specification import Specification

#: Hypothesis of close fit: Browne & Cudeck (1992).
_CLOSE_FIT = 0.05


@dataclass(frozen=True, slots=True)
class FitIndices:
    """Fit of one model.

    Attributes
    ----------
    chisq, df, p : float
        Likelihood-ratio test against the saturated model; p is NaN at df = 0.
    baseline_chisq, baseline_df : float
        The same of the model without any relation.
    cfi, tli, nfi, srmr : float
    rmsea, rmsea_ci_low, rmsea_ci_high, rmsea_p_close : float
        With its 90 % interval and the p value of RMSEA <= .05.
    loglik, loglik_unrestricted, aic, bic, sabic : float
        Conditional on fixed exogenous variables.
    n, npar : int
    """

    chisq: float
    df: int
    p: float
    baseline_chisq: float
    baseline_df: int
    cfi: float
    tli: float
    nfi: float
    rmsea: float
    rmsea_ci_low: float
    rmsea_ci_high: float
    rmsea_p_close: float
    srmr: float
    loglik: float
    loglik_unrestricted: float
    aic: float
    bic: float
    sabic: float
    n: int
    npar: int

    def as_dict(self) -> Mapping[str, float]:
        """Return all indices by name."""
        return asdict(self)


def fit_indices_of(
    specification: Specification,
    layout: Layout,
    moments: tuple[GroupMoments, ...],
    vector: np.ndarray,
    chisq: float,
) -> FitIndices:
    """Compute all indices of a fitted model."""
    from scipy.stats import chi2

    n = sum(group.n for group in moments)
    df = degrees_of_freedom(specification)
    chisq = max(chisq, 0.0)
    baseline_chisq, baseline_df = _baseline(specification, moments)
    unrestricted = _saturated_loglik(specification, moments)
    loglik = unrestricted - chisq / 2
    npar = specification.n_free
    low, high = rmsea_interval(chisq, df, n, len(moments))
    return FitIndices(
        chisq=chisq,
        df=df,
        p=float(chi2.sf(chisq, df)) if df > 0 else math.nan,
        baseline_chisq=baseline_chisq,
        baseline_df=baseline_df,
        cfi=_cfi(chisq, df, baseline_chisq, baseline_df),
        tli=_tli(chisq, df, baseline_chisq, baseline_df),
        nfi=1 - chisq / baseline_chisq if baseline_chisq > 0 else math.nan,
        rmsea=_rmsea(chisq, df, n, len(moments)),
        rmsea_ci_low=low,
        rmsea_ci_high=high,
        rmsea_p_close=_p_close(chisq, df, n, len(moments)),
        srmr=_srmr(layout, moments, vector),
        loglik=loglik,
        loglik_unrestricted=unrestricted,
        aic=-2 * loglik + 2 * npar,
        bic=-2 * loglik + npar * math.log(n),
        sabic=-2 * loglik + npar * math.log((n + 2) / 24),
        n=n,
        npar=npar,
    )


def degrees_of_freedom(specification: Specification) -> int:
    """Moments that fixed exogenous variables leave, less free parameters."""
    observed = len(specification.observed)
    fixed = len(specification.exogenous) if specification.options.fixed_x else 0
    moments = observed * (observed + 1) // 2 - fixed * (fixed + 1) // 2
    if specification.options.mean_structure:
        moments += observed - fixed
    return specification.n_groups * moments - specification.n_free


def _baseline(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> tuple[float, int]:
    """Chi-square and df of the model in which only exogenous x covary."""
    names = specification.observed
    outside = [i for i, name in enumerate(names) if name in specification.exogenous]
    inside = [i for i in range(len(names)) if i not in outside]
    chisq = 0.0
    for group in moments:
        independent = float(np.log(np.diagonal(group.covariance)[inside]).sum())
        independent += _log_determinant(group.covariance, outside)
        chisq += group.n * (independent - group.log_determinant)
    p, x = len(names), len(outside)
    pairs = p * (p - 1) // 2 - x * (x - 1) // 2
    return chisq, pairs * len(moments)


def _saturated_loglik(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> float:
    """Log-likelihood of the saturated model, given fixed exogenous x."""
    fixed = specification.exogenous if specification.options.fixed_x else ()
    outside = [i for i, name in enumerate(specification.observed) if name in fixed]
    loglik = 0.0
    for group in moments:
        free = len(specification.observed) - len(outside)
        spread = group.log_determinant - _log_determinant(group.covariance, outside)
        loglik -= group.n / 2 * (free * (math.log(2 * math.pi) + 1) + spread)
    return loglik


def _log_determinant(covariance: np.ndarray, places: list[int]) -> float:
    return float(np.linalg.slogdet(covariance[np.ix_(places, places)])[1])


def _cfi(chisq: float, df: int, baseline: float, baseline_df: int) -> float:
    """Bentler (1990), Psychological Bulletin 107, 238-246."""
    misfit = max(chisq - df, 0.0)
    worst = max(chisq - df, baseline - baseline_df, 0.0)
    return 1 - misfit / worst if worst > 0 else 1.0


def _tli(chisq: float, df: int, baseline: float, baseline_df: int) -> float:
    """Tucker & Lewis (1973), Psychometrika 38, 1-10; one at df = 0."""
    if df <= 0:
        return 1.0
    if baseline_df == 0 or baseline == baseline_df:
        return math.nan
    reference = baseline / baseline_df
    return (reference - chisq / df) / (reference - 1)


def _rmsea(chisq: float, df: int, n: int, n_groups: int) -> float:
    """Steiger (1990), Multivariate Behavioral Research 25, 173-180.

    Times the root of the number of groups: Steiger (1998), Structural
    Equation Modeling 5, 411-419.
    """
    if df <= 0:
        return 0.0
    return math.sqrt(max((chisq - df) / (n * df), 0.0) * n_groups)


def rmsea_interval(
    chisq: float, df: int, n: int, n_groups: int = 1, level: float = 0.90
) -> tuple[float, float]:
    """Return the interval of RMSEA. Browne & Cudeck (1992), SMR 21, 230-258."""
    if df <= 0:
        return 0.0, 0.0
    tail = (1 - level) / 2
    limits = (_noncentrality(chisq, df, share) for share in (1 - tail, tail))
    low, high = (math.sqrt(limit / (n * df) * n_groups) for limit in limits)
    return low, high


def _noncentrality(chisq: float, df: int, share: float) -> float:
    """Noncentrality at which chi-square is the quantile of `share`."""
    from scipy.optimize import brentq
    from scipy.stats import chi2, ncx2

    if chi2.cdf(chisq, df) < share:
        return 0.0

    def excess(noncentrality: float) -> float:
        return float(ncx2.cdf(chisq, df, noncentrality)) - share

    top = max(chisq, 1.0)
    while excess(top) > 0:
        top *= 2
    return float(brentq(excess, 1e-12, top, xtol=1e-10))


def _p_close(chisq: float, df: int, n: int, n_groups: int) -> float:
    """Return p of RMSEA <= .05. Browne & Cudeck (1992), SMR 21, 230-258."""
    from scipy.stats import ncx2

    if df <= 0:
        return math.nan
    return float(ncx2.sf(chisq, df, n * df * _CLOSE_FIT**2 / n_groups))


def _srmr(
    layout: Layout, moments: tuple[GroupMoments, ...], vector: np.ndarray
) -> float:
    """Return the standardised root mean square residual, weighted by groups.

    Residuals are divided by the sample's standard deviations: Bentler (1995),
    EQS Program Manual. With a mean structure the means count too.
    """
    total = 0.0
    for group, implied in zip(moments, implied_moments(layout, vector), strict=True):
        sd = np.sqrt(np.diagonal(group.covariance))
        gaps = (group.covariance - implied.covariance) / np.outer(sd, sd)
        squares = list(gaps[np.tril_indices(len(sd))] ** 2)
        if layout.has_means:
            squares += list(((group.means - implied.means) / sd) ** 2)
        total += group.n * math.sqrt(float(np.mean(squares)))
    return total / sum(group.n for group in moments)
