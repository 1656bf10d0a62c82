"""Maximum likelihood from the scores of each respondent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from srtoolkit.regression.robust import ErrorKind

#: Steps and halvings before a search is given up.
_STEPS, _HALVINGS = 100, 30
#: Squared length of the next Newton step, in standard errors, that ends it.
_CLOSE = 1e-16
#: Step of the numerical derivative of the scores, relative to a parameter.
_DERIVATIVE = 1e-5

#: Parameters to each respondent's log-likelihood, shape (n,), and scores,
#: shape (n, n_parameters).
Contributions = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True, slots=True)
class Maximum:
    """Where a likelihood is largest.

    Attributes
    ----------
    parameters : ndarray, shape (n_parameters,)
    information : ndarray, shape (n_parameters, n_parameters)
        Observed.
    scores : ndarray, shape (n, n_parameters)
    loglik : float
    converged : bool
    """

    parameters: np.ndarray
    information: np.ndarray
    scores: np.ndarray
    loglik: float
    converged: bool

    def covariance(self, errors: ErrorKind) -> np.ndarray:
        """Inverse information, or with HC0 and HC1 the sandwich of the scores.

        White (1982), Econometrica 50, 1-25.
        """
        size = np.sqrt(np.abs(np.diag(self.information)))
        unit = np.outer(*2 * [np.where(size > 0, size, 1.0)])
        inverse = np.linalg.pinv(self.information / unit, hermitian=True) / unit
        if errors == "classic":
            return inverse
        n, n_parameters = self.scores.shape
        factor = n / (n - n_parameters) if errors == "HC1" else 1.0
        meat = self.scores.T @ self.scores
        return np.asarray(factor * inverse @ meat @ inverse)


def maximise(contributions: Contributions, start: np.ndarray) -> Maximum:
    """Climb to the maximum by Newton steps, halved when they overshoot.

    Parameters
    ----------
    contributions : callable
    start : ndarray, shape (n_parameters,)
        In units in which the parameters are alike.
    """
    parameters = np.array(start, dtype=float)
    loglik, scores = _value(contributions, parameters)
    for _ in range(_STEPS):
        information = observed_information(contributions, parameters)
        gradient = scores.sum(axis=0)
        step = _uphill(information, gradient)
        if abs(float(gradient @ step)) < _CLOSE:
            return Maximum(parameters, information, scores, loglik, True)
        for _ in range(_HALVINGS):
            tried, tried_scores = _value(contributions, parameters + step)
            if tried >= loglik - 1e-12 * abs(loglik):
                break
            step = step / 2
        else:
            break
        if tried - loglik < 1e-13 * abs(loglik) and abs(float(gradient @ step)) < 1e-9:
            return Maximum(parameters, information, scores, loglik, True)
        parameters, loglik, scores = parameters + step, tried, tried_scores
    information = observed_information(contributions, parameters)
    return Maximum(parameters, information, scores, loglik, False)


def observed_information(
    contributions: Contributions, parameters: np.ndarray
) -> np.ndarray:
    """Return minus the derivative of the total score, by central differences."""
    rows = []
    for place, value in enumerate(parameters):
        step = _DERIVATIVE * max(1.0, abs(value))
        moved = np.zeros(len(parameters))
        moved[place] = step
        above = contributions(parameters + moved)[1].sum(axis=0)
        below = contributions(parameters - moved)[1].sum(axis=0)
        rows.append((below - above) / (2 * step))
    information = np.array(rows)
    return np.asarray((information + information.T) / 2)


def _value(
    contributions: Contributions, parameters: np.ndarray
) -> tuple[float, np.ndarray]:
    with np.errstate(all="ignore"):
        loglik, scores = contributions(parameters)
    total = float(loglik.sum())
    return (total if np.isfinite(total) else -np.inf), scores


def _uphill(information: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Return a Newton step; where the surface bends upwards, one made safe."""
    values, vectors = np.linalg.eigh(information)
    safe = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
    return np.asarray(vectors @ ((vectors.T @ gradient) / safe))
