"""How well common factors reproduce the correlations, as ``psych::fa``."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.psychometrics.exploratory.correlations import (
    ItemCorrelations,
    smoothed,
)
from srtoolkit.sem import rmsea_interval


@dataclass(frozen=True, slots=True)
class FactorFit:
    """Fit of a solution; None where it needs a sample size, or df above zero.

    Attributes
    ----------
    df : int
        Negative when more is estimated than there are correlations.
    objective, objective_null : float
        ML discrepancy of the solution and of uncorrelated items.
    chisq, p : float or None
        Bartlett's corrected likelihood ratio statistic.
    chisq_null : float or None
    chisq_empirical, p_empirical : float or None
        n times the squared residual correlations.
    rmsea, rmsea_ci_low, rmsea_ci_high : float or None
        With the limits of the 90 % interval.
    tli, bic, sabic, bic_empirical : float or None
        BIC is chi-square less df times log n: only differences mean something.
    rmsr, rmsr_corrected : float or None
        Root mean square of the residual correlations, and by df.
    fit, fit_off_diagonal : float
        Share of the squared correlations that is reproduced.
    """

    df: int
    objective: float
    objective_null: float
    chisq: float | None
    p: float | None
    chisq_null: float | None
    chisq_empirical: float | None
    p_empirical: float | None
    rmsea: float | None
    rmsea_ci_low: float | None
    rmsea_ci_high: float | None
    tli: float | None
    bic: float | None
    sabic: float | None
    bic_empirical: float | None
    rmsr: float | None
    rmsr_corrected: float | None
    fit: float
    fit_off_diagonal: float


def factor_fit(given: ItemCorrelations, model: np.ndarray, n_factors: int) -> FactorFit:
    """Judge the correlations that a solution implies.

    Parameters
    ----------
    given : ItemCorrelations
    model : ndarray, shape (n_items, n_items)
        Pattern, factor correlations and pattern again; communalities on the
        diagonal.

    References
    ----------
    Bartlett (1951), Biometrika 38, 337-344 (chi-square).
    Tucker & Lewis (1973), Psychometrika 38, 1-10.
    Steiger (1990), Multivariate Behavioral Research 25, 173-180 (RMSEA).
    """
    k = len(model)
    df = k * (k - 1) // 2 - k * n_factors + n_factors * (n_factors - 1) // 2
    objective, objective_null = _objectives(given.values, model)
    residuals = given.values - model
    off = residuals - np.diag(np.diag(residuals))
    squared = float((given.values**2).sum())
    likelihood = _likelihood_ratio(objective, objective_null, df, given.n, k, n_factors)
    return FactorFit(
        df=df,
        objective=objective,
        objective_null=objective_null,
        **likelihood,
        **_empirical(off, given, df),
        fit=1 - float((residuals**2).sum()) / squared,
        fit_off_diagonal=_fit_off_diagonal(off, given),
    )


def _objectives(correlation: np.ndarray, model: np.ndarray) -> tuple[float, float]:
    """Return the ML discrepancy of the model and of independence."""
    implied = model.copy()
    np.fill_diagonal(implied, 1.0)
    sample = smoothed(correlation)
    ratio = np.linalg.solve(smoothed(implied), sample)
    k = len(model)
    log_ratio, log_sample = (np.linalg.slogdet(matrix)[1] for matrix in (ratio, sample))
    return float(np.trace(ratio) - log_ratio - k), float(-log_sample)


def _likelihood_ratio(
    objective: float,
    objective_null: float,
    df: int,
    n: int | None,
    n_items: int,
    n_factors: int,
) -> dict[str, float | None]:
    from scipy.stats import chi2

    names = ("chisq", "p", "chisq_null", "tli", "bic", "sabic")
    found: dict[str, float | None] = dict.fromkeys(
        (*names, "rmsea", "rmsea_ci_low", "rmsea_ci_high")
    )
    if n is None:
        return found
    null_factor = n - 1 - (2 * n_items + 5) / 6
    factor = null_factor - 2 * n_factors / 3
    chisq = max(objective * factor, 0.0)
    found |= {"chisq": chisq, "chisq_null": objective_null * null_factor}
    if df <= 0:
        return found
    null_mean = objective_null * 2 / (n_items * (n_items - 1))
    low, high = rmsea_interval(chisq, df, n - 1)
    return found | {
        "p": float(chi2.sf(chisq, df)),
        "tli": (null_mean - objective / df) / (null_mean - 1 / factor),
        "bic": chisq - df * float(np.log(n)),
        "sabic": chisq - df * float(np.log((n + 2) / 24)),
        "rmsea": float(np.sqrt(max(chisq / (df * n) - 1 / (n - 1), 0.0))),
        "rmsea_ci_low": low,
        "rmsea_ci_high": high,
    }


def _empirical(
    off: np.ndarray, given: ItemCorrelations, df: int
) -> dict[str, float | None]:
    """Statistics from the residuals, each pair by its own respondents."""
    from scipy.stats import chi2

    names = ("chisq_empirical", "p_empirical", "bic_empirical")
    found: dict[str, float | None] = dict.fromkeys((*names, "rmsr_corrected"))
    k = len(off)
    if given.n is None:
        found["rmsr"] = float(np.sqrt((off**2).sum() / (k * (k - 1))))
        return found
    counts, n = _weights(given)
    chisq = float((off**2 * counts).sum())
    found |= {"chisq_empirical": chisq, "rmsr": np.sqrt(chisq / (n * k * (k - 1)))}
    if df <= 0:
        return found
    return found | {
        "p_empirical": float(chi2.sf(chisq, df)),
        "bic_empirical": chisq - df * float(np.log(n)),
        "rmsr_corrected": float(np.sqrt(chisq / (2 * n * df))),
    }


def _weights(given: ItemCorrelations) -> tuple[np.ndarray | int, float]:
    """Return respondents of each pair and their harmonic mean."""
    if given.pair_counts is None:
        return given.n or 1, float(given.n or 1)
    return given.pair_counts, float(1 / np.mean(1 / given.pair_counts))


def _fit_off_diagonal(off: np.ndarray, given: ItemCorrelations) -> float:
    counts, _ = _weights(given)
    sample = given.values - np.eye(len(off))
    return 1 - float((off**2 * counts).sum() / (sample**2 * counts).sum())
