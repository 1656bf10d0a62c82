"""What an additive outcome without any necessity would look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.comparison.scores.ranges import OutcomeRange

#: Finer steps than this share of a standard deviation count as continuous.
_FINE = 0.02
_TINY = 1e-300


@dataclass(frozen=True, slots=True)
class AdditiveModel:
    """Conditions add up, plus normal noise, seen through the response scale.

    Attributes
    ----------
    mean : ndarray, shape (n,)
        Of each respondent before rounding, in points.
    sd : float
        Of the noise, in points.
    scale : OutcomeRange
        Answers are rounded to its steps and cannot leave its ends.
    """

    mean: np.ndarray
    sd: float
    scale: OutcomeRange

    def draw(self, generator: np.random.Generator, n_sets: int) -> np.ndarray:
        """Return outcomes as they would be answered, shape (n_sets, n)."""
        latent = self.mean + self.sd * generator.standard_normal(
            (n_sets, len(self.mean))
        )
        scale = self.scale
        steps = np.round((latent - scale.low) / scale.step)
        return np.clip(scale.low + steps * scale.step, scale.low, scale.high)


def fit_additive(
    outcome: np.ndarray, conditions: np.ndarray, scale: OutcomeRange
) -> AdditiveModel:
    """Fit the additive model by the likelihood of the rounded answers.

    Each answer stands for the interval of values that round to it; the ends
    of the scale take everything beyond them, so that a ceiling of the scale
    does not bend the fitted slopes.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
    conditions : ndarray, shape (n, n_conditions)
    scale : OutcomeRange

    References
    ----------
    Stewart (1983), Review of Economic Studies 50, 737-753 (grouped outcome).
    """
    from scipy.optimize import minimize

    spread = conditions.std(axis=0)
    scaled = (conditions - conditions.mean(axis=0)) / np.where(spread > 0, spread, 1)
    design = np.column_stack([np.ones(len(outcome)), scaled])
    beta = np.linalg.lstsq(design, outcome, rcond=None)[0]
    sd = max(float(np.std(outcome - design @ beta)), scale.step / 4)
    lower = np.where(outcome <= scale.low, -np.inf, outcome - scale.step / 2)
    upper = np.where(outcome >= scale.high, np.inf, outcome + scale.step / 2)

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        return _interval_loss(parameters, design, lower, upper)

    start = np.append(beta, np.log(sd))
    found = minimize(loss, start, jac=True, method="BFGS")
    return AdditiveModel(design @ found.x[:-1], float(np.exp(found.x[-1])), scale)


def _interval_loss(
    parameters: np.ndarray, design: np.ndarray, lower: np.ndarray, upper: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return the negative log-likelihood and its gradient."""
    from scipy.special import ndtr

    sd = float(np.exp(parameters[-1]))
    centre = design @ parameters[:-1]
    low, high = (lower - centre) / sd, (upper - centre) / sd
    flipped = low > 0  # the lower tail keeps its digits
    chance = np.where(flipped, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))
    chance = np.maximum(chance, _TINY)
    at_low, at_high = _density(low), _density(high)
    by_centre = (at_low - at_high) / chance / sd
    finite_low = np.where(np.isfinite(low), low, 0.0)
    finite_high = np.where(np.isfinite(high), high, 0.0)
    by_log_sd = (at_low * finite_low - at_high * finite_high) / chance
    gradient = np.append(design.T @ by_centre, by_log_sd.sum())
    return -float(np.log(chance).sum()), -gradient


def _density(z: np.ndarray) -> np.ndarray:
    finite = np.where(np.isfinite(z), z, 0.0)
    height = np.exp(-(finite**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(np.where(np.isfinite(z), height, 0.0))


def answer_scale(outcome: np.ndarray, declared: OutcomeRange | None) -> OutcomeRange:
    """Return ends and step of the outcome: declared ends, observed step.

    A scale score moves in finer steps than its items; the smallest gap
    between two observed scores is that step.
    """
    values = np.unique(outcome)
    low = min(values[0], declared.low) if declared else values[0]
    high = max(values[-1], declared.high) if declared else values[-1]
    step = float(np.diff(values).min()) if len(values) > 1 else 1.0
    step = max(step, _FINE * float(outcome.std()))
    return OutcomeRange(float(low), float(high), step)
