"""Pools effects of studies: equal effects, random effects, moderators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from srtoolkit.comparison.meta_analysis.heterogeneity import (
    THRESHOLD,
    estimate_tau2,
    projection,
    weighted_rss,
)
from srtoolkit.comparison.meta_analysis.requirements import (
    TestKind,
    require_estimable,
    require_options,
    require_studies,
)
from srtoolkit.comparison.meta_analysis.result import Coefficient, MetaAnalysis
from srtoolkit.comparison.meta_analysis.tau2_interval import tau2_interval
from srtoolkit.comparison.scores.covariates import code_covariates
from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    import pandas as pd

INTERCEPT = "(Intercept)"


@dataclass(frozen=True, slots=True)
class Pooled:
    """Weighted least squares of effects on a design, tau squared known.

    Attributes
    ----------
    coefficients : ndarray, shape (p,)
    covariance : ndarray, shape (p, p)
    scale : float
        Factor of Hartung and Knapp in `covariance`; 1 for Wald.
    tau2 : float
    tau2_se : float or None
    """

    coefficients: np.ndarray
    covariance: np.ndarray
    scale: float
    tau2: float
    tau2_se: float | None


def pool(
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    *,
    method: str,
    test: str,
    threshold: float = THRESHOLD,
) -> Pooled:
    """Estimate tau squared and the coefficients.

    References
    ----------
    Hartung & Knapp (2001), Statistics in Medicine 20, 3875-3889.
    Knapp & Hartung (2003), Statistics in Medicine 22, 2693-2710 (moderators;
    the ad-hoc correction never lets the factor shrink the error).
    """
    tau2, tau2_se = estimate_tau2(method, est, variance, design, threshold)
    weights = 1 / (variance + tau2)
    covariance = np.linalg.inv(design.T @ (weights[:, None] * design))
    coefficients = covariance @ (design.T @ (weights * est))
    scale = 1.0
    if test != "wald":
        df = design.shape[0] - design.shape[1]
        scale = weighted_rss(tau2, est, variance, design) / df
        scale = max(1.0, scale) if test == "knapp_hartung_adhoc" else scale
    return Pooled(coefficients, covariance * scale, scale, tau2, tau2_se)


def meta_analysis(
    est: ArrayLike,
    variance: ArrayLike,
    *,
    studies: Sequence[str] | None = None,
    moderators: pd.DataFrame | Mapping[str, ArrayLike] | None = None,
    method: str = "REML",
    test: TestKind | None = None,
    ci_level: float = 0.95,
    interval: Literal["q_profile", "profile_likelihood"] = "q_profile",
    measure: str = "",
    threshold: float = THRESHOLD,
) -> MetaAnalysis:
    """Pool the effects of several studies.

    Parameters
    ----------
    est, variance : shape (k,)
        Effects, all of one measure, and their sampling variances.
    studies : sequence of str, optional
        Names; numbered from 1 when left out.
    moderators : DataFrame or mapping, k rows
        Numeric columns as they are, text as one dummy a category but the
        first: a meta-regression.
    method : str
        ``EE`` (equal effects) or the estimator of tau squared: REML, DL, PM,
        ML, SJ, HE, EB, HS.
    test : {"wald", "knapp_hartung", "knapp_hartung_adhoc"}, optional
        Normal errors, or those of Hartung and Knapp with k - p degrees of
        freedom. None: Hartung and Knapp, but Wald for equal effects.
    ci_level : float
        Coverage of every interval, in (0, 1).
    interval : {"q_profile", "profile_likelihood"}
        Interval of tau squared; the second for ML and REML.
    measure : str
        What the effects are, for tables.
    threshold : float
        REML, ML and EB stop when tau squared moves by less; the default is
        metafor's.

    Returns
    -------
    MetaAnalysis
        The prediction interval uses the test's own distribution: normal for
        Wald, t with k - p for Hartung and Knapp.

    Raises
    ------
    ModelError
        With every study whose effect or variance is not usable, too few
        studies, or moderators that determine each other.
    OptionError
        When `method`, `test` or `interval` is not known.

    References
    ----------
    Viechtbauer (2010), Journal of Statistical Software 36(3), 1-48.
    Higgins & Thompson (2002), Statistics in Medicine 21, 1539-1558 (I2, H2).
    """
    test = test or ("wald" if method == "EE" else "knapp_hartung")
    require_options(method, test, interval)
    effects, variances = np.asarray(est, float), np.asarray(variance, float)
    names = tuple(studies or (str(row + 1) for row in range(len(effects))))
    require_studies(effects, variances, names)
    terms, design = _design(moderators, len(effects))
    require_estimable(design, terms)
    pooled = pool(
        effects, variances, design, method=method, test=test, threshold=threshold
    )
    limits = tau2_interval(
        effects, variances, design, pooled.tau2, method, ci_level, interval
    )
    return MetaAnalysis(
        measure=measure,
        method=method,
        test=test,
        studies=names,
        study_est=tuple(effects.tolist()),
        study_variance=tuple(variances.tolist()),
        weights=_weights(variances, pooled.tau2),
        coefficients=_coefficients(pooled, terms, design, test, ci_level),
        covariance=tuple(tuple(row) for row in pooled.covariance.tolist()),
        tau2=pooled.tau2,
        tau2_se=pooled.tau2_se,
        tau2_low=limits[0],
        tau2_high=limits[1],
        ci_level=ci_level,
        moderators=terms[1:],
        **_heterogeneity(effects, variances, design, pooled.tau2, method),
        **_prediction(pooled, design, method, test, ci_level),
        **_moderator_test(pooled, design, test),
        r2=_explained(effects, variances, design, pooled.tau2, method, threshold),
    )


def _design(
    moderators: pd.DataFrame | Mapping[str, ArrayLike] | None, k: int
) -> tuple[tuple[str, ...], np.ndarray]:
    import pandas as pd

    if moderators is None:
        return (INTERCEPT,), np.ones((k, 1))
    table = pd.DataFrame(moderators).reset_index(drop=True)
    if len(table) != k or table.isna().any(axis=None):
        raise ModelError(
            f"the moderators have {len(table.dropna())} complete rows for {k} studies",
            code="moderators_incomplete",
            advice="Give every study a value of every moderator, or leave it out.",
        )
    coded = code_covariates(table)
    return (INTERCEPT, *coded.terms), np.column_stack([np.ones(k), coded.matrix])


def _weights(variance: np.ndarray, tau2: float) -> tuple[float, ...]:
    weights = 1 / (variance + tau2)
    return tuple((100 * weights / weights.sum()).tolist())


def _coefficients(
    pooled: Pooled,
    terms: tuple[str, ...],
    design: np.ndarray,
    test: str,
    ci_level: float,
) -> tuple[Coefficient, ...]:
    from scipy.stats import norm, t

    df = None if test == "wald" else float(design.shape[0] - design.shape[1])
    spread = norm() if df is None else t(df)
    quantile = float(spread.isf((1 - ci_level) / 2))
    rows = []
    for term, est, se in zip(
        terms, pooled.coefficients, np.sqrt(np.diag(pooled.covariance)), strict=True
    ):
        p = float(2 * spread.sf(abs(est / se)))
        ends = float(est - quantile * se), float(est + quantile * se)
        rows.append(
            Coefficient(term, float(est), float(se), float(est / se), df, p, *ends)
        )
    return tuple(rows)


def _heterogeneity(
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    tau2: float,
    method: str,
) -> dict[str, Any]:
    from scipy.stats import chi2

    df = design.shape[0] - design.shape[1]
    q = weighted_rss(0.0, est, variance, design)
    if method == "EE":
        h2 = q / df
        i2 = 100 * max(0.0, (q - df) / q) if q > 0 else 0.0
    else:
        typical = df / float(np.trace(projection(1 / variance, design)))
        h2, i2 = tau2 / typical + 1, 100 * tau2 / (typical + tau2)
    return {"q": q, "q_df": df, "q_p": float(chi2.sf(q, df)), "i2": i2, "h2": h2}


def _prediction(
    pooled: Pooled, design: np.ndarray, method: str, test: str, ci_level: float
) -> dict[str, Any]:
    from scipy.stats import norm, t

    if design.shape[1] > 1 or method == "EE":
        return {"pi_low": None, "pi_high": None}
    tail = (1 - ci_level) / 2
    df = design.shape[0] - 1
    quantile = float(norm.isf(tail) if test == "wald" else t.isf(tail, df))
    reach = quantile * float(np.sqrt(pooled.covariance[0, 0] + pooled.tau2))
    est = float(pooled.coefficients[0])
    return {"pi_low": est - reach, "pi_high": est + reach}


def _moderator_test(pooled: Pooled, design: np.ndarray, test: str) -> dict[str, Any]:
    from scipy.stats import chi2
    from scipy.stats import f as f_distribution

    n_terms = design.shape[1]
    tested = slice(1, None) if n_terms > 1 else slice(None)
    values, block = pooled.coefficients[tested], pooled.covariance[tested, tested]
    statistic = float(values @ np.linalg.solve(block, values))
    df = len(values)
    if test == "wald":
        p = float(chi2.sf(statistic, df))
        return {"qm": statistic, "qm_df": df, "qm_p": p, "qm_df_error": None}
    df_error = float(design.shape[0] - n_terms)
    p = float(f_distribution.sf(statistic / df, df, df_error))
    return {"qm": statistic / df, "qm_df": df, "qm_p": p, "qm_df_error": df_error}


def _explained(
    est: np.ndarray,
    variance: np.ndarray,
    design: np.ndarray,
    tau2: float,
    method: str,
    threshold: float,
) -> float | None:
    if design.shape[1] == 1 or method == "EE":
        return None
    without, _ = estimate_tau2(method, est, variance, design[:, :1], threshold)
    return 100 * max(0.0, (without - tau2) / without) if without > 0 else None
