"""The one-factor model by maximum likelihood, for many covariances at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.psychometrics.resampled import correlations_of

#: Largest gradient of a settled draw, in the metric of correlations.
_GRADIENT = 1e-6
_MAX_ITERATIONS = 60
#: A step is halved at most so often before the draw counts as failed.
_HALVINGS = 12


@dataclass(frozen=True, slots=True, eq=False)
class OneFactorDraws:
    """Loadings and residual variances of every draw, NaN where it failed.

    Attributes
    ----------
    loadings, residual_variances : ndarray, shape (n_draws, n_items)
        On a factor of variance 1, in points and squared points.
    """

    loadings: np.ndarray
    residual_variances: np.ndarray

    @property
    def omegas(self) -> np.ndarray:
        """Omega total of every draw, shape (n_draws,)."""
        common = self.loadings.sum(axis=1) ** 2
        return np.asarray(common / (common + self.residual_variances.sum(axis=1)))

    @property
    def n_failed(self) -> int:
        """Draws without a solution."""
        return int(np.isnan(self.loadings).any(axis=1).sum())

    @property
    def n_inadmissible(self) -> int:
        """Draws with a negative residual variance; they are kept."""
        return int((self.residual_variances < 0).any(axis=1).sum())


def fit_one_factor_draws(
    covariances: np.ndarray, loadings: np.ndarray, residual_variances: np.ndarray
) -> OneFactorDraws:
    """Fit one factor to each covariance by Fisher scoring.

    Parameters
    ----------
    covariances : ndarray, shape (n_draws, n_items, n_items)
    loadings, residual_variances : ndarray, shape (n_items,)
        Of the sample, in points: where every draw starts.

    References
    ----------
    Jöreskog (1969), Psychometrika 34, 183-202.
    """
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    sd = np.sqrt(np.where(variances > 0, variances, np.nan))
    n_items = len(loadings)
    found = np.full((len(covariances), 2 * n_items), np.nan)
    usable = np.flatnonzero(np.isfinite(sd).all(axis=1))
    start = np.concatenate(
        [loadings / sd[usable], residual_variances / sd[usable] ** 2], axis=1
    )
    found[usable] = _scored(correlations_of(covariances[usable]), start)
    return OneFactorDraws(found[:, :n_items] * sd, found[:, n_items:] * sd**2)


def _scored(samples: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Search all draws together; those that settle leave the stack."""
    vectors, settled = start.copy(), np.zeros(len(start), dtype=bool)
    active = np.arange(len(start))
    for _ in range(_MAX_ITERATIONS):
        gradient, information = _slopes(vectors[active], samples[active])
        done = np.abs(gradient).max(axis=1) < _GRADIENT
        settled[active[done]] = True
        active, going = active[~done], ~done
        if not len(active):
            break
        step = -np.linalg.solve(information[going], gradient[going][:, :, None])
        moved = _improved(vectors[active], step[:, :, 0], samples[active])
        active = active[np.isfinite(moved).all(axis=1)]
        vectors[active] = moved[np.isfinite(moved).all(axis=1)]
    vectors[~settled] = np.nan
    return vectors


def _improved(
    vectors: np.ndarray, steps: np.ndarray, samples: np.ndarray
) -> np.ndarray:
    """Move along each step, halved until the discrepancy falls; NaN if never."""
    before, share = _discrepancies(vectors, samples), np.ones(len(vectors))
    for _ in range(_HALVINGS):
        moved = vectors + share[:, None] * steps
        worse = ~(_discrepancies(moved, samples) <= before + 1e-12)
        if not worse.any():
            return np.asarray(moved)
        share[worse] /= 2
    moved[worse] = np.nan
    return np.asarray(moved)


def _implied(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    loadings, residuals = np.split(vectors, 2, axis=1)
    implied = loadings[:, :, None] * loadings[:, None, :]
    places = np.arange(loadings.shape[1])
    implied[:, places, places] += residuals
    return loadings, implied


def _discrepancies(vectors: np.ndarray, samples: np.ndarray) -> np.ndarray:
    """Return log|Sigma| + tr(S Sigma^-1); infinite where there is no density."""
    _, implied = _implied(vectors)
    positive = np.linalg.eigvalsh(implied)[:, 0] > 0
    values = np.full(len(vectors), np.inf)
    inverse = np.linalg.inv(implied[positive])
    logs = np.linalg.slogdet(implied[positive])[1]
    values[positive] = logs + np.einsum("dij,dji->d", inverse, samples[positive])
    return values


def _slopes(vectors: np.ndarray, samples: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return gradients and expected second derivatives of the discrepancy."""
    loadings, implied = _implied(vectors)
    inverse = np.linalg.inv(implied)
    residual = inverse @ (implied - samples) @ inverse
    gradient = np.concatenate(
        [
            2 * np.einsum("dij,dj->di", residual, loadings),
            np.diagonal(residual, axis1=1, axis2=2),
        ],
        axis=1,
    )
    weighted = np.einsum("dij,dj->di", inverse, loadings)
    length = np.einsum("di,di->d", weighted, loadings)[:, None, None]
    common = 2 * (inverse * length + weighted[:, :, None] * weighted[:, None, :])
    mixed = 2 * inverse * weighted[:, None, :]
    top = np.concatenate([common, mixed], axis=2)
    bottom = np.concatenate([mixed.swapaxes(1, 2), inverse**2], axis=2)
    return gradient, np.concatenate([top, bottom], axis=1)
