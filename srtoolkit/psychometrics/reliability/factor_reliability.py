"""Reliability of factors from a fitted measurement model."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.reliability.alpha import alpha_from_covariance
from srtoolkit.psychometrics.reliability.composite import (
    average_variance_extracted,
    composite_reliability,
)
from srtoolkit.psychometrics.reliability.green_yang import categorical_reliability
from srtoolkit.psychometrics.validity.measurement import Factor, factors_of

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit

_COEFFICIENTS = (
    "alpha",
    "alpha_ordinal",
    "omega_model",
    "omega_implied",
    "omega_observed",
    "cr",
    "ave",
    "ave_model",
    "ave_observed",
)


@dataclass(frozen=True, slots=True)
class FactorReliability:
    """All reliabilities of one factor.

    Attributes
    ----------
    factor : str
    n_items : int
    alpha : float
        Of the items in points.
    alpha_ordinal : float or None
        Of their polychoric correlations; None unless all are ordered.
    omega_model, omega_implied, omega_observed : float or None
        Share of the sum of items in points due to the factor; the sum's
        variance is the factor's part and the residuals, the model's, or the
        sample's: ``omega``, ``omega2`` and ``omega3`` of R semTools'
        ``reliability()``, the last also its ``compRelSEM()``. Of ordered items
        Green and Yang's categorical omega; None where only some are ordered.
    cr, ave : float
        Composite reliability and average variance extracted from completely
        standardised loadings, as AMOS users compute them.
    ave_model, ave_observed : float or None
        From unstandardised loadings, over the model's or the sample's
        variances: semTools' ``avevar`` and ``AVE()``; None where an item loads
        on another factor too.
    """

    factor: str
    n_items: int
    alpha: float
    alpha_ordinal: float | None
    omega_model: float | None
    omega_implied: float | None
    omega_observed: float | None
    cr: float
    ave: float
    ave_model: float | None
    ave_observed: float | None

    def coefficients(self) -> list[Coefficient]:
        """Return one row per coefficient that is there."""
        return [
            Coefficient(name, getattr(self, name), scale=self.factor)
            for name in _COEFFICIENTS
            if getattr(self, name) is not None
        ]


@dataclass(frozen=True, slots=True)
class FactorReliabilityResult:
    """Reliability of every factor of two items or more.

    Attributes
    ----------
    factors : tuple of FactorReliability
    n : int
        Respondents of the fit.
    status : str
        Of the fit.
    """

    factors: tuple[FactorReliability, ...]
    n: int
    status: str

    def tidy(self) -> pd.DataFrame:
        """One row per factor and coefficient."""
        return coefficient_table(r for f in self.factors for r in f.coefficients())

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_factors, status``."""
        import pandas as pd

        row = {"n": self.n, "n_factors": len(self.factors), "status": self.status}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def factor_reliability(fit: SemFit) -> FactorReliabilityResult:
    """Estimate every reliability of the factors of a fit.

    Parameters
    ----------
    fit : SemFit
        Confirmatory factor analysis of one group.

    Raises
    ------
    ModelError
        With several groups, or without a factor of observed items.

    References
    ----------
    Bentler (1972), Social Science Research 1, 343-357; McDonald (1999), Test
    theory: A unified treatment (the three denominators of omega).
    Green & Yang (2009), Psychometrika 74, 155-167 (ordered items).
    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50 (AVE).
    """
    found = (f for f in factors_of(fit) if len(f.items) > 1)
    return FactorReliabilityResult(
        tuple(_of_factor(fit, factor) for factor in found), fit.n, fit.status.code
    )


def _of_factor(fit: SemFit, factor: Factor) -> FactorReliability:
    ordered = _ordered_items(fit) & set(factor.items)
    sample = _sample(fit, factor)
    standard = (factor.loadings, factor.residual_variances)
    if ordered:
        omegas = _categorical_omegas(fit, factor, sample, len(ordered))
    else:
        omegas = _omegas(fit, factor, sample)
    return FactorReliability(
        factor.name,
        len(factor.items),
        _alpha(fit, factor) if ordered else alpha_from_covariance(sample),
        alpha_from_covariance(sample) if len(ordered) == len(factor.items) else None,
        *omegas,
        composite_reliability(*standard),
        average_variance_extracted(*standard),
        *_extracted(fit, factor, sample),
    )


def _omegas(
    fit: SemFit, factor: Factor, sample: np.ndarray
) -> tuple[float, float, float]:
    common, residual, implied = _parts(fit, factor)
    part = common.sum()
    return (
        float(part / (part + residual.sum())),
        float(part / implied.sum()),
        float(part / sample.sum()),
    )


def _categorical_omegas(
    fit: SemFit, factor: Factor, sample: np.ndarray, n_ordered: int
) -> tuple[float | None, float | None, float | None]:
    if n_ordered < len(factor.items):
        return None, None, None
    common, residual, implied = _parts(fit, factor)
    sd = np.sqrt(np.diag(implied))
    scale = np.outer(sd, sd)
    limits = _thresholds(fit, factor)
    totals = [_unit(common + residual), implied / scale, _unit(sample)]
    found = [
        float(categorical_reliability(common / scale, total, limits))
        for total in totals
    ]
    return found[0], found[1], found[2]


def _parts(fit: SemFit, factor: Factor) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the factor's, the residual and all implied covariance of its items."""
    implied = fit.implied()[0]
    at, own = _places(fit, factor)
    loadings = implied.arrows[at, own]
    common = np.outer(loadings, loadings) * implied.joint[own, own]
    square = np.ix_(at, at)
    return common, implied.residuals[square], implied.joint[square]


def _extracted(
    fit: SemFit, factor: Factor, sample: np.ndarray
) -> tuple[float | None, float | None]:
    """Return AVE over implied and over observed variances."""
    implied = fit.implied()[0]
    at, _ = _places(fit, factor)
    loads_elsewhere = (np.abs(implied.arrows[at]) > 1e-5).sum(axis=1) > 1
    if loads_elsewhere.any():
        return None, None
    common, _, total = _parts(fit, factor)
    part = float(np.trace(common))
    observed = np.trace(total) if _ordered_items(fit) else np.trace(sample)
    return part / float(np.trace(total)), part / float(observed)


def _places(fit: SemFit, factor: Factor) -> tuple[list[int], int]:
    place = {name: index for index, name in enumerate(fit.specification.variables)}
    return [place[item] for item in factor.items], place[factor.name]


def _sample(fit: SemFit, factor: Factor) -> np.ndarray:
    """Return the items' covariance in the sample; polychoric of ordered ones."""
    at = [fit.observed.names.index(item) for item in factor.items]
    return np.asarray(fit.observed.groups[0].covariance[np.ix_(at, at)])


def _alpha(fit: SemFit, factor: Factor) -> float:
    """Return alpha of ordered answers taken as numbers."""
    assert fit.observed.ordinal is not None  # some item is ordered
    at = [fit.observed.ordinal.variables.index(item) for item in factor.items]
    answers = fit.observed.ordinal.groups[0].values[:, at]
    complete = answers[~np.isnan(answers).any(axis=1)]
    return alpha_from_covariance(np.cov(complete, rowvar=False))


def _ordered_items(fit: SemFit) -> set[str]:
    ordinal = fit.observed.ordinal
    return set() if ordinal is None else {name for name, _ in ordinal.thresholds}


def _thresholds(fit: SemFit, factor: Factor) -> np.ndarray:
    """Return standardised thresholds, shape (n_items, n_thresholds)."""
    from srtoolkit.sem.ordinal.polychoric import pad_limits

    table = fit.tidy()
    rows = table[table["op"] == "|"]
    found = [
        np.sort(rows.loc[rows["lhs"] == item, "std"].to_numpy(dtype=float))
        for item in factor.items
    ]
    return pad_limits(found)[:, 1:-1]


def _unit(covariance: np.ndarray) -> np.ndarray:
    sd = np.sqrt(np.diag(covariance))
    return np.asarray(covariance / np.outer(sd, sd))
