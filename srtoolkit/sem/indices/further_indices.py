"""Fit indices beyond the usual ones, in lavaan's definitions."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.sem.complete.least_squares import weighted
from srtoolkit.sem.following.residuals import sample_moments
from srtoolkit.sem.structure.moment_structure import moment_vector

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted


def further_indices(fitted: Fitted) -> dict[str, float]:
    """Return IFI, RNI, RFI, PNFI, GFI, AGFI, PGFI, ECVI, MFI and Hoelter's N."""
    basic: dict[str, Any] = dict(fitted.indices.as_dict())
    chisq, df = float(basic["chisq"]), float(basic["df"])
    worst, worst_df = float(basic["baseline_chisq"]), float(basic["baseline_df"])
    n, npar = fitted.estimated.n_rmsea, float(basic["npar"])
    gfi, n_moments = _gfi(fitted)
    gfi = float(basic.get("gfi", gfi))
    return {
        "ifi": _ifi(chisq, df, worst),
        "rni": _rni(chisq, df, worst, worst_df),
        "rfi": _rfi(chisq, df, worst, worst_df),
        "pnfi": _pnfi(chisq, df, worst, worst_df),
        "gfi": gfi,
        "agfi": _agfi(gfi, n_moments, df),
        "pgfi": gfi * df / n_moments,
        "ecvi": chisq / n + 2 * npar / n,
        "mfi": math.exp(-0.5 * (chisq - df) / n),
        "cn_05": _hoelter(chisq, df, n, 0.05),
        "cn_01": _hoelter(chisq, df, n, 0.01),
    }


def _ifi(chisq: float, df: float, worst: float) -> float:
    """Bollen (1989), Sociological Methods & Research 17, 303-316."""
    below = worst - df
    if below < 0:
        return 1.0
    return (worst - chisq) / below if below > 0 else math.nan


def _rni(chisq: float, df: float, worst: float, worst_df: float) -> float:
    """McDonald & Marsh (1990), Psychological Bulletin 107, 247-255."""
    below = worst - worst_df
    return 1 - (chisq - df) / below if below != 0 else math.nan


def _rfi(chisq: float, df: float, worst: float, worst_df: float) -> float:
    """Bollen (1986), Psychometrika 51, 375-377."""
    if df > worst_df:
        return math.nan
    if df <= 0 or worst_df <= 0:
        return 1.0
    above, below = worst / worst_df - chisq / df, worst / worst_df
    return 1.0 if above < 0 else above / below


def _pnfi(chisq: float, df: float, worst: float, worst_df: float) -> float:
    """James, Mulaik & Brett (1982), Causal Analysis."""
    if worst_df <= 0 or worst <= 0:
        return math.nan
    return df / worst_df * (worst - chisq) / worst


def _agfi(gfi: float, n_moments: int, df: float) -> float:
    """Jöreskog & Sörbom (1984), LISREL VI User's Guide."""
    return 1 - n_moments / df * (1 - gfi) if df > 0 else 1.0


def _hoelter(chisq: float, df: float, n: float, alpha: float) -> float:
    """Hoelter (1983), Sociological Methods & Research 11, 325-344."""
    from scipy.special import chdtri

    if df <= 0 or chisq <= 0:
        return math.nan
    return float(chdtri(df, alpha)) / (chisq / n) + 1


def _gfi(fitted: Fitted) -> tuple[float, int]:
    """Goodness of fit and how many moments it counts.

    Tanaka & Huba (1985), British Journal of Mathematical and Statistical
    Psychology 38, 197-201: one less the weighted share of the moments that the
    model leaves, with the weights of normal theory at the implied moments.
    Averaged over groups by their size.
    """
    objective: Any = fitted.estimated.objective
    if hasattr(objective, "targets"):
        return _gfi_of_least_squares(fitted, objective)
    total, n_moments = 0.0, 0
    has_means = fitted.layout.has_means
    outside = _fixed_places(fitted)
    samples = sample_moments(fitted)
    for (covariance, means), implied, group in zip(
        samples, fitted.implied(), fitted.observed.groups, strict=True
    ):
        precision = np.linalg.inv(implied.covariance)
        left = _normal_square(
            precision,
            covariance - implied.covariance,
            (means - implied.means) * has_means,
            outside,
        )
        whole = _normal_square(precision, covariance, means * has_means, outside)
        total += group.n * (1 - left / whole)
        n_moments += len(moment_vector(covariance, means, has_means))
    return total / fitted.n, n_moments


def _fixed_places(fitted: Fitted) -> np.ndarray:
    """Tell which observed variables are fixed exogenous ones."""
    specification = fitted.specification
    fixed = specification.exogenous if specification.options.fixed_x else ()
    return np.array([name in fixed for name in specification.observed], dtype=bool)


def _normal_square(
    precision: np.ndarray,
    covariance: np.ndarray,
    means: np.ndarray,
    outside: np.ndarray,
) -> float:
    """Return the moments' square with normal-theory weights.

    Half the trace of (P M)^2 with P the precision, plus m' P m; moments of
    fixed variables among themselves have no weight.
    """
    counted, centre = covariance.copy(), np.where(outside, 0.0, means)
    counted[np.ix_(outside, outside)] = 0.0
    turned = precision @ counted
    return float(np.vdot(turned, turned.T)) / 2 + float(centre @ precision @ centre)


def _gfi_of_least_squares(fitted: Fitted, objective: Any) -> tuple[float, int]:
    """Goodness of fit with the estimator's own moments and weights."""
    total, vector = 0.0, fitted.solution.vector
    for number, group in enumerate(fitted.observed.groups):
        alone = [float(i == number) for i in range(len(objective.sizes))]
        only = replace(objective, sizes=tuple(alone))
        left = only.at(vector, information=False).value
        target = objective.targets[number]
        whole = float(target @ weighted(objective.weights[number], target))
        total += group.n * (1 - left / whole)
    return total / fitted.n, sum(len(target) for target in objective.targets)
