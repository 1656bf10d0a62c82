"""How well a model fits: lavaan's definitions.

Sources stand at each function; an overview is in West, Taylor & Wu (2012),
Handbook of Structural Equation Modeling, ch. 13.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np

from srtoolkit.sem.estimated import Estimated
from srtoolkit.sem.indices.corrected_indices import corrected_indices
from srtoolkit.sem.indices.rmsea import cfi, rmsea, rmsea_interval, rmsea_p_close, tli
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.structure.constraints import n_restrictions
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification


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
    further : mapping
        Scaled, robust and estimator's own figures by name: ``chisq_scaled``,
        ``cfi_robust``, …; see `corrected_indices`.
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
    further: Mapping[str, float] = field(default_factory=dict)

    def as_dict(self) -> Mapping[str, float]:
        """Return all indices by name."""
        own = (each.name for each in fields(self) if each.name != "further")
        return {name: getattr(self, name) for name in own} | dict(self.further)


def fit_indices_of(
    specification: Specification,
    layout: Layout,
    moments: tuple[GroupMoments, ...],
    estimated: Estimated,
) -> FitIndices:
    """Compute all indices of a fitted model."""
    test, baseline = estimated.test, estimated.baseline
    chisq, df, n_groups = test.chisq, test.df, len(moments)
    n = sum(group.n for group in moments)
    npar = specification.n_free - n_restrictions(specification)
    low, high = rmsea_interval(chisq, df, estimated.n_rmsea, n_groups)
    loglik = estimated.loglik
    return FitIndices(
        chisq=chisq,
        df=df,
        p=test.p,
        baseline_chisq=baseline.chisq,
        baseline_df=baseline.df,
        cfi=cfi(chisq, df, baseline.chisq, baseline.df),
        tli=tli(chisq, df, baseline.chisq, baseline.df),
        nfi=1 - chisq / baseline.chisq if baseline.chisq > 0 else math.nan,
        rmsea=rmsea(chisq, df, estimated.n_rmsea, n_groups),
        rmsea_ci_low=low,
        rmsea_ci_high=high,
        rmsea_p_close=rmsea_p_close(chisq, df, estimated.n_rmsea, n_groups),
        srmr=_srmr(layout, moments, estimated),
        loglik=loglik,
        loglik_unrestricted=estimated.loglik_unrestricted,
        aic=-2 * loglik + 2 * npar,
        bic=-2 * loglik + npar * math.log(n),
        sabic=-2 * loglik + npar * math.log((n + 2) / 24),
        n=n,
        npar=npar,
        further=corrected_indices(estimated, n_groups) | dict(estimated.further),
    )


def degrees_of_freedom(specification: Specification) -> int:
    """Moments that fixed exogenous variables leave, less free parameters.

    Equality constraints give one back each.
    """
    observed = len(specification.observed)
    fixed = len(specification.exogenous) if specification.options.fixed_x else 0
    moments = observed * (observed + 1) // 2 - fixed * (fixed + 1) // 2
    if specification.options.mean_structure:
        moments += observed - fixed
    # an ordered variable has thresholds instead of a mean and a variance
    moments += sum(count - 2 for _, count in specification.options.thresholds)
    free = specification.n_free - n_restrictions(specification)
    return specification.n_groups * moments - free


def _srmr(
    layout: Layout, moments: tuple[GroupMoments, ...], estimated: Estimated
) -> float:
    """Return the standardised root mean square residual, weighted by groups.

    Residuals are divided by the sample's standard deviations: Bentler (1995),
    EQS Program Manual. With a mean structure the means count too.
    """
    if "srmr" in estimated.further:
        return float(estimated.further["srmr"])
    total = 0.0
    samples = estimated.moments or tuple((g.covariance, g.means) for g in moments)
    implied_groups = implied_moments(layout, estimated.solution.vector)
    for group, sample, implied in zip(moments, samples, implied_groups, strict=True):
        covariance, means = sample
        sd = np.sqrt(np.diagonal(covariance))
        gaps = (covariance - implied.covariance) / np.outer(sd, sd)
        squares = gaps[np.tril_indices(len(sd))] ** 2
        if layout.has_means:
            apart = ((means - implied.means) / sd) ** 2
            squares = np.concatenate([squares, apart])
        total += group.n * math.sqrt(float(np.mean(squares)))
    return total / sum(group.n for group in moments)
