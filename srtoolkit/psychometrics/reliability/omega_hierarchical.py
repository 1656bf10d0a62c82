"""Omega hierarchical by Schmid and Leiman's transformation."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import percentile_interval
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.exploratory.extraction import extract
from srtoolkit.psychometrics.exploratory.rotation import rotate
from srtoolkit.psychometrics.resampled import (
    correlations_of,
    require_draws,
    resampled_covariances,
)
from srtoolkit.psychometrics.scores import (
    Missing,
    pairwise_covariance,
    require_level,
    score_matrix,
)

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class SchmidLeiman:
    """A general factor and group factors, all uncorrelated.

    Attributes
    ----------
    general : ndarray, shape (n_items,)
        Loadings on the general factor.
    group : ndarray, shape (n_items, n_factors)
        Loadings on the group factors.
    residual_variances : ndarray, shape (n_items,)
        Of standardised items.
    correlation : ndarray, shape (n_items, n_items)
        Of the items, turned the way of the general factor.
    status : {"converged", "not_converged", "heywood_case"}
        ``heywood_case``: an item or a group factor has no variance of its own
        left, so that the parts are not to be trusted.
    """

    general: np.ndarray
    group: np.ndarray
    residual_variances: np.ndarray
    correlation: np.ndarray
    status: str = "converged"

    @property
    def omega_hierarchical(self) -> float:
        """Share of the sum's variance due to the general factor."""
        return float(self.general.sum() ** 2 / self.correlation.sum())

    @property
    def omega_total(self) -> float:
        """Share of the sum's variance due to all common factors."""
        total = self.correlation.sum()
        return float((total - self.residual_variances.sum()) / total)

    @property
    def ecv(self) -> float:
        """Share of the common variance that is the general factor's."""
        general = float(self.general @ self.general)
        return general / (general + float((self.group**2).sum()))


@dataclass(frozen=True, slots=True)
class HierarchicalOmegaResult:
    """Omega hierarchical and total of one set of items.

    Attributes
    ----------
    omega_hierarchical, ci_low, ci_high : float
        Estimate and interval; no interval without draws.
    omega_total, omega_total_low, omega_total_high : float
    ecv : float
        Explained common variance of the general factor.
    n_factors : int
        Group factors.
    ci_level : float
    n_respondents, n_items : int
    general, residual_variances : tuple of float
        Of standardised items.
    group : tuple of tuple of float
        A row an item.
    n_draws : int
    status : str
        As of `SchmidLeiman`.
    """

    omega_hierarchical: float
    ci_low: float | None
    ci_high: float | None
    omega_total: float
    omega_total_low: float | None
    omega_total_high: float | None
    ecv: float
    n_factors: int
    ci_level: float
    n_respondents: int
    n_items: int
    general: tuple[float, ...]
    group: tuple[tuple[float, ...], ...]
    residual_variances: tuple[float, ...]
    n_draws: int = 0
    status: str = "converged"

    def tidy(self) -> pd.DataFrame:
        """Three rows: ``omega_hierarchical``, ``omega_total``, ``ecv``."""
        level = self.ci_level if self.n_draws else None
        general = (self.omega_hierarchical, self.ci_low, self.ci_high, level)
        limits = (self.omega_total_low, self.omega_total_high, level)
        return coefficient_table(
            [
                Coefficient("omega_hierarchical", *general),
                Coefficient("omega_total", self.omega_total, *limits),
                Coefficient("ecv", self.ecv),
            ]
        )

    def glance(self) -> pd.DataFrame:
        """One row: estimates, intervals and sizes."""
        import pandas as pd

        lists = ("general", "group", "residual_variances")
        row = {key: v for key, v in self.to_dict().items() if key not in lists}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(self)


def hierarchical_omega(
    scores: np.ndarray | pd.DataFrame,
    *,
    n_factors: int = 3,
    ci_level: float = 0.95,
    missing: Missing = "error",
    bootstrap: int = 0,
    seed: int | None = None,
) -> HierarchicalOmegaResult:
    """Estimate how much of a sum of standardised items one general factor carries.

    Minimum residuals, an oblimin rotation, a factor of the factors, and Schmid
    and Leiman's transformation, as R psych's ``omega``. Items are turned the
    way of the general factor. With two group factors their shares of the
    general factor are taken as equal.

    Parameters
    ----------
    scores : ndarray or DataFrame, shape (n_respondents, n_items)
    n_factors : int, 2 or more
        Group factors; three or more identify the general one.
    ci_level : float, in (0, 1)
    missing : {"error", "listwise", "pairwise"}
        As in `cronbach_alpha`.
    bootstrap : int
        Resamples for percentile intervals; 0 for none.
    seed : int or None

    Raises
    ------
    ScoresError
        With fewer than two group factors or fewer than three items a factor,
        a missing score, or an item that does not vary.
    OptionError
        When `ci_level` is not in (0, 1) or `bootstrap` is negative.

    References
    ----------
    Schmid & Leiman (1957), Psychometrika 22, 53-61.
    Zinbarg, Revelle, Yovel & Li (2005), Psychometrika 70, 123-133.
    """
    require_level(ci_level)
    require_draws(bootstrap)
    least = max(2 * n_factors, 3)
    matrix = score_matrix(scores, min_items=least, missing=missing)
    if n_factors < 2:
        raise ScoresError(
            f"n_factors is {n_factors}: with one factor omega hierarchical is omega",
            code="too_few_factors",
            allowed="2 or more",
        )
    found = schmid_leiman(correlations_of(pairwise_covariance(matrix)), n_factors)
    limits: list[tuple[float | None, float | None]] = [(None, None)] * 2
    if bootstrap:
        draws = _draws(matrix, n_factors, bootstrap, seed)
        limits = [percentile_interval(column, ci_level) for column in draws.T]
    return HierarchicalOmegaResult(
        found.omega_hierarchical,
        *limits[0],
        found.omega_total,
        *limits[1],
        found.ecv,
        n_factors,
        ci_level,
        len(matrix),
        matrix.shape[1],
        tuple(found.general.tolist()),
        tuple(map(tuple, found.group.tolist())),
        tuple(found.residual_variances.tolist()),
        bootstrap,
        found.status,
    )


def schmid_leiman(correlation: np.ndarray, n_factors: int) -> SchmidLeiman:
    """Part the common factors of a correlation matrix into one and the rest.

    Parameters
    ----------
    correlation : ndarray, shape (n_items, n_items)
    n_factors : int, 2 or more
    """
    first = extract(correlation, n_factors, "minres")
    extracted = first.loadings
    oblique = rotate(rotate(extracted, "varimax").loadings, "oblimin")
    second = _second_order(oblique.correlation)
    improper = first.bounded.any() or (np.abs(second) >= 1).any()
    settled = first.status == "converged" and oblique.converged
    general = oblique.loadings @ second
    group = np.sign(oblique.loadings) * np.sqrt(
        np.maximum(oblique.loadings**2 * (1 - second**2), 0)
    )
    signs = np.where(general < 0, -1.0, 1.0)
    return SchmidLeiman(
        general * signs,
        group * signs[:, None],
        1 - (extracted**2).sum(axis=1),
        correlation * np.outer(signs, signs),
        "heywood_case" if improper else "converged" if settled else "not_converged",
    )


def _second_order(correlation: np.ndarray) -> np.ndarray:
    """Return the factors' loadings on the general factor."""
    if len(correlation) > 2:
        return extract(correlation, 1, "minres").loadings[:, 0]
    r = correlation[0, 1]
    root = np.sqrt(abs(r))
    return np.array([root, np.sign(r) * root])


def _draws(
    matrix: np.ndarray, n_factors: int, n_draws: int, seed: int | None
) -> np.ndarray:
    """Return both omegas of every resample, shape (n_draws, 2)."""
    values = np.full((n_draws, 2), np.nan)
    resampled = correlations_of(resampled_covariances(matrix, n_draws, seed))
    for at, correlation in enumerate(resampled):
        if np.isfinite(correlation).all():
            found = schmid_leiman(correlation, n_factors)
            values[at] = found.omega_hierarchical, found.omega_total
    return values
