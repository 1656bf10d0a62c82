"""Reliability of a scale of ordered answers: categorical omega, ordinal alpha."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.inference import percentile_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.polychoric import OrderedMoments, ordered_moments
from srtoolkit.psychometrics.reliability.alpha import alpha_from_covariance
from srtoolkit.psychometrics.reliability.green_yang import categorical_reliability
from srtoolkit.psychometrics.reliability.ordered_draws import (
    fit_loadings,
    ordered_draws,
)
from srtoolkit.psychometrics.resampled import require_draws
from srtoolkit.psychometrics.scores import Missing, require_level, score_matrix

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit

_MODEL_NAME = "general"


@dataclass(frozen=True, slots=True)
class CategoricalOmegaResult:
    """Categorical omega of one scale.

    Attributes
    ----------
    omega, ci_low, ci_high : float or None
        Of the sum of the answers as numbers; None unless `status` is
        ``converged``, and without draws there is no interval.
    alpha_ordinal : float
        Alpha of the polychoric correlations: of responses nobody gives, so
        larger than a sum score deserves (Chalmers, 2018, Educational and
        Psychological Measurement 78, 1056-1071).
    ci_level : float
    n_respondents, n_items : int
    status : str
        Of the one-factor model; codes of `SemFit.status`.
    loadings : tuple of float
        Standardised.
    n_draws, n_draws_failed : int
    """

    omega: float | None
    ci_low: float | None
    ci_high: float | None
    alpha_ordinal: float
    ci_level: float
    n_respondents: int
    n_items: int
    status: str
    loadings: tuple[float, ...]
    n_draws: int = 0
    n_draws_failed: int = 0

    def tidy(self) -> pd.DataFrame:
        """Two rows: ``omega_categorical`` with its interval, ``alpha_ordinal``."""
        level = self.ci_level if self.n_draws else None
        values = (self.omega, self.ci_low, self.ci_high, level)
        rows = [
            Coefficient("omega_categorical", *values),
            Coefficient("alpha_ordinal", self.alpha_ordinal),
        ]
        return coefficient_table(rows)

    def glance(self) -> pd.DataFrame:
        """One row: estimates, interval, sizes and status."""
        import pandas as pd

        row = {key: v for key, v in self.to_dict().items() if key != "loadings"}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def ordinal_alpha(
    scores: np.ndarray | pd.DataFrame, *, missing: Missing = "error"
) -> float:
    """Return alpha of the polychoric correlations.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Ordered answers.
    missing : {"error", "listwise"}

    Raises
    ------
    ScoresError
        As `cronbach_alpha`; also with too many different answers.

    References
    ----------
    Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied Statistical
    Methods 6, 21-29.
    """
    complete: Missing = "error" if missing == "error" else "listwise"
    matrix = score_matrix(scores, min_items=2, missing=complete)
    return alpha_from_covariance(ordered_moments(matrix).correlation)


def categorical_omega(
    scores: np.ndarray | pd.DataFrame,
    *,
    total: Literal["observed", "implied"] = "observed",
    ci_level: float = 0.95,
    missing: Missing = "error",
    bootstrap: int = 0,
    seed: int | None = None,
) -> CategoricalOmegaResult:
    """Estimate the reliability of a sum of ordered answers.

    One factor is fitted to the polychoric correlations by diagonally weighted
    least squares. Resamples keep the sample's weights.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Ordered answers, three items or more, reverse-keyed ones turned.
    total : {"observed", "implied"}
        Whether the sum's variance is that of the sample's polychoric
        correlations (as R semTools' compRelSEM) or the model's.
    ci_level : float, in (0, 1)
    missing : {"error", "listwise"}
    bootstrap : int
        Resamples for a percentile interval; 0 for none.
    seed : int or None

    Raises
    ------
    ScoresError
        With fewer than three items, a missing score, an item that does not
        vary or has too many different answers.
    OptionError
        When `ci_level` is not in (0, 1) or `bootstrap` is negative.

    References
    ----------
    Green & Yang (2009), Psychometrika 74, 155-167.
    """
    require_level(ci_level)
    require_draws(bootstrap)
    complete: Missing = "error" if missing == "error" else "listwise"
    matrix = score_matrix(scores, min_items=3, missing=complete)
    moments = ordered_moments(matrix)
    fitted = _one_factor(matrix)
    converged = fitted.status.admissible
    loadings = _loadings(fitted)
    omega = low = high = None
    failed = 0
    if converged:
        limits = padded_thresholds(moments)
        omega = float(_omegas(loadings, moments.correlation, limits, total))
        if bootstrap:
            draws = _draws(fitted, moments, loadings, total, bootstrap, seed)
            low, high = percentile_interval(draws, ci_level)
            failed = int(np.isnan(draws).sum())
    return CategoricalOmegaResult(
        omega,
        low,
        high,
        alpha_from_covariance(moments.correlation),
        ci_level,
        len(matrix),
        matrix.shape[1],
        fitted.status.code,
        tuple(loadings.tolist()),
        bootstrap if converged else 0,
        failed,
    )


def padded_thresholds(moments: OrderedMoments) -> np.ndarray:
    """Return thresholds, shape (n_items, n_thresholds), 38 beyond the last."""
    from srtoolkit.sem.ordinal.polychoric import pad_limits

    return pad_limits(list(moments.thresholds))[:, 1:-1]


def _one_factor(matrix: np.ndarray) -> SemFit:
    import pandas as pd

    from srtoolkit.sem import fit

    names = [f"item{index + 1}" for index in range(matrix.shape[1])]
    model = f"{_MODEL_NAME} =~ {' + '.join(names)}"
    answers = pd.DataFrame(matrix, columns=names)
    return fit(model, answers, estimator="DWLS", ordered=True, std_lv=True)


def _loadings(fitted: SemFit) -> np.ndarray:
    implied = fitted.implied()[0]
    found = implied.arrows[: implied.n_observed, implied.n_observed]
    return np.asarray(found * (1 if found.sum() >= 0 else -1))


def _omegas(
    loadings: np.ndarray, correlation: np.ndarray, limits: np.ndarray, total: str
) -> np.ndarray:
    common = loadings[..., :, None] * loadings[..., None, :]
    if total == "implied":
        size = loadings.shape[-1]
        correlation = np.where(np.eye(size, dtype=bool), 1.0, common)
    return categorical_reliability(common, correlation, limits)


def _draws(
    fitted: SemFit,
    moments: OrderedMoments,
    loadings: np.ndarray,
    total: str,
    n_draws: int,
    seed: int | None,
) -> np.ndarray:
    found = ordered_draws(moments, n_draws, seed)
    fits = fit_loadings(found.correlations, _weights(fitted), loadings)
    return _omegas(fits, found.correlations, found.limits, total)


def _weights(fitted: SemFit) -> np.ndarray:
    """Return the weight of every correlation, shape (n_items, n_items)."""
    assert fitted.observed.ordinal is not None  # fitted with ordered=True
    group = fitted.observed.ordinal.groups[0]
    places = group.staged.places
    n_items = group.values.shape[1]
    weights = np.zeros((n_items, n_items))
    weights[places.first, places.second] = 1 / np.diagonal(group.gamma)[places.pairs]
    return np.asarray(weights + weights.T)
