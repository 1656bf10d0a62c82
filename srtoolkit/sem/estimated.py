"""What an estimator hands over: every method of estimation fills one `Estimated`.

Fit indices, tables, statuses and comparisons read it and never ask which
estimator it came from.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.search.objective import Objective

if TYPE_CHECKING:
    from srtoolkit.sem.complete.moment_pieces import MomentPieces

ScaledKind = Literal[
    "satorra_bentler", "mean_var_adjusted", "scaled_shifted", "yuan_bentler_mplus"
]


@dataclass(frozen=True, slots=True)
class ScaledTest:
    """A test statistic corrected for non-normality.

    Attributes
    ----------
    kind : str
    chisq, df, p : float
        ``df`` need not be whole for ``mean_var_adjusted``.
    scaling_factor, shift : float
        chisq = unscaled / scaling_factor + shift.
    trace : float
        Trace of U times Gamma.
    """

    kind: ScaledKind
    chisq: float
    df: float
    p: float
    scaling_factor: float
    shift: float = 0.0
    trace: float = math.nan


@dataclass(frozen=True, slots=True)
class FitTest:
    """The test of a model against the saturated one.

    Attributes
    ----------
    chisq, p : float
        p is NaN at df = 0 and where the distribution is unknown (ULS).
    df : int
    scaled : ScaledTest or None
    """

    chisq: float
    df: int
    p: float
    scaled: ScaledTest | None = None


@dataclass(frozen=True, slots=True)
class RobustFit:
    """What robust CFI, TLI and RMSEA are computed from.

    Attributes
    ----------
    chisq, df, correction, chisq_scaled : float
        Unscaled statistic, its df, the c that divides it, and the scaled
        statistic behind interval and p of RMSEA.
    baseline_chisq, baseline_correction : float
    interval_correction : float or None
        The c of RMSEA's interval where it differs from `correction`.
    """

    chisq: float
    df: float
    correction: float
    chisq_scaled: float
    baseline_chisq: float
    baseline_correction: float
    interval_correction: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """A fitted model in the hands of its estimator.

    Attributes
    ----------
    objective : Objective
        What was made small.
    solution : Solution
    covariance : ndarray, shape (n_free, n_free)
        Sampling covariance of the free parameters; NaN where not identified.
    test, baseline : FitTest
    loglik, loglik_unrestricted : float
        NaN where the estimator has no likelihood.
    n_rmsea : float
        Respondents in RMSEA: N, or N less the number of groups.
    robust : RobustFit or None
        None: robust indices follow from `test` and `baseline` when scaled.
    further : mapping
        More figures for the fit indices, by name (``wrmr``,
        ``scaling_factor_h0``, …).
    moments : tuple of (covariance, means) or None
        Moments that standardised residuals and SRMR compare with, one pair a
        group; None: those of the sample.
    pieces : callable or None
        Gives derivatives, weights and fourth moments, for differences of
        scaled tests; None where there are none.
    """

    objective: Objective
    solution: Solution
    covariance: np.ndarray
    test: FitTest
    baseline: FitTest
    loglik: float
    loglik_unrestricted: float
    n_rmsea: float
    robust: RobustFit | None = None
    further: Mapping[str, float] = field(default_factory=dict)
    moments: tuple[tuple[np.ndarray, np.ndarray], ...] | None = None
    pieces: Callable[[], MomentPieces] | None = None


def chi_square_p(chisq: float, df: float) -> float:
    """Return the upper tail of chi-square, NaN at df = 0."""
    from scipy.special import chdtrc

    return float(chdtrc(df, chisq)) if df > 0 else math.nan
