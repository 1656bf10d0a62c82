"""McDonald's omega total of one factor."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.inference import delta_method, percentile_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.reliability.composite import composite_reliability
from srtoolkit.psychometrics.reliability.one_factor import OneFactorFit, fit_one_factor
from srtoolkit.psychometrics.reliability.one_factor_draws import (
    OneFactorDraws,
    fit_one_factor_draws,
)
from srtoolkit.psychometrics.resampled import require_draws, resampled_covariances
from srtoolkit.psychometrics.scores import (
    Missing,
    pairwise_covariance,
    require_level,
    score_matrix,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class OmegaResult:
    """Omega total of one scale.

    Attributes
    ----------
    omega, se, ci_low, ci_high : float or None
        Estimate, standard error and interval; None unless `status` is
        ``converged``.
    ci_level : float
        Coverage of the interval, in (0, 1).
    n_respondents, n_items : int
        Size of the score matrix used.
    status : str
        ``converged``, ``not_converged`` or ``negative_variance``: a one-factor
        model that does not fit the items in a proper way gives no omega. Look
        at the residual variances and the item-rest correlations then.
    loadings, residual_variances : tuple of float
        Of the one-factor model, in points and squared points.
    interval : {"delta", "percentile"}
        How the interval was made.
    n_draws, n_draws_failed, n_draws_inadmissible : int
        Resamples; those without a solution are in no interval, those with a
        negative residual variance are kept.
    """

    omega: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    ci_level: float
    n_respondents: int
    n_items: int
    status: str
    loadings: tuple[float, ...]
    residual_variances: tuple[float, ...]
    interval: str = "delta"
    n_draws: int = 0
    n_draws_failed: int = 0
    n_draws_inadmissible: int = 0

    def tidy(self) -> pd.DataFrame:
        """One row: the coefficient with its interval."""
        return coefficient_table(
            [Coefficient("omega", self.omega, self.ci_low, self.ci_high, self.ci_level)]
        )

    def glance(self) -> pd.DataFrame:
        """One row: estimate, error, interval, sizes and status."""
        import pandas as pd

        lists = ("loadings", "residual_variances")
        row = {key: v for key, v in self.to_dict().items() if key not in lists}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def mcdonald_omega(
    scores: np.ndarray | pd.DataFrame,
    *,
    ci_level: float = 0.95,
    missing: Missing = "error",
    bootstrap: int = 0,
    seed: int | None = None,
) -> OmegaResult:
    """Estimate the share of a sum score's variance due to one common factor.

    The factor model is fitted by maximum likelihood to the covariances, so
    omega speaks of the sum of items in points, as alpha does.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
        Item scores in points, reverse-keyed items already turned.
    ci_level : float, in (0, 1)
        Coverage of the interval.
    missing : {"error", "listwise", "pairwise"}
        As in `cronbach_alpha`.
    bootstrap : int
        Resamples of respondents for a percentile interval; 0 for a normal
        interval around the estimate.
    seed : int or None
        Of the resamples.

    Returns
    -------
    OmegaResult

    Raises
    ------
    ScoresError
        With fewer than three items (two do not identify the loadings) or
        three respondents, a missing score, or an item that does not vary.
    OptionError
        When `ci_level` is not in (0, 1) or `bootstrap` is negative.

    References
    ----------
    McDonald (1999), Test theory: A unified treatment, ch. 6 (estimate).
    Raykov (2002), Multivariate Behavioral Research 37, 89-103 (interval by
    the delta method).
    Kelley & Pornprasertmanit (2016), Psychological Methods 21, 69-92 (the
    bootstrap holds its coverage where the delta method does not).
    """
    require_level(ci_level)
    require_draws(bootstrap)
    matrix = score_matrix(scores, min_items=3, missing=missing)
    n = int((~np.isnan(matrix)).any(axis=1).sum())
    fit = fit_one_factor(pairwise_covariance(matrix), n)
    omega, se, low, high = _wald(fit, ci_level)
    draws = None
    if bootstrap and omega is not None:
        draws = _draws(matrix, fit, bootstrap, seed)
        low, high = percentile_interval(draws.omegas, ci_level)
        se = float(np.nanstd(draws.omegas, ddof=1))
    return OmegaResult(
        omega=omega,
        se=se,
        ci_low=low,
        ci_high=high,
        ci_level=ci_level,
        n_respondents=n,
        n_items=matrix.shape[1],
        status=fit.status,
        loadings=tuple(fit.loadings.tolist()),
        residual_variances=tuple(fit.residual_variances.tolist()),
        interval="delta" if draws is None else "percentile",
        n_draws=0 if draws is None else bootstrap,
        n_draws_failed=0 if draws is None else draws.n_failed,
        n_draws_inadmissible=0 if draws is None else draws.n_inadmissible,
    )


def _draws(
    matrix: np.ndarray, fit: OneFactorFit, n_draws: int, seed: int | None
) -> OneFactorDraws:
    covariances = resampled_covariances(matrix, n_draws, seed)
    return fit_one_factor_draws(covariances, fit.loadings, fit.residual_variances)


def _wald(
    fit: OneFactorFit, ci_level: float
) -> tuple[float, float, float, float] | tuple[None, None, None, None]:
    from scipy.stats import norm

    if fit.status != "converged":
        return None, None, None, None
    parameters = np.concatenate([fit.loadings, fit.residual_variances])
    omega, se = delta_method(_omega, parameters, fit.covariance)
    margin = float(norm.isf((1 - ci_level) / 2)) * se
    return omega, se, omega - margin, omega + margin


def _omega(parameters: np.ndarray) -> float:
    loadings, residuals = np.split(parameters, 2)
    return composite_reliability(loadings, residuals)
