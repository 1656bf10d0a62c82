"""Draws for a fit that stands: resamples, normal draws, and the test of fit."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.fitted import Fitted
from srtoolkit.sem.observed import Observed, group_moments
from srtoolkit.sem.resamples.bootstrap import block_refit, bootstrap_draws
from srtoolkit.sem.resamples.draw_refits import draw_refit
from srtoolkit.sem.resamples.draws import (
    BootstrapDraws,
    IntervalKind,
    require_interval_kind,
)

if TYPE_CHECKING:
    import pandas as pd

_Model = TypeVar("_Model", bound=Fitted)


@dataclass(frozen=True, slots=True)
class BollenStine:
    """The bootstrap's test of a model's fit.

    Attributes
    ----------
    chisq : float
        Of the model in the answers as they are.
    p : float
        Share of draws with a chi-square at least as great.
    n_draws, n_failed : int
    mean_chisq : float
        Over the draws.
    """

    chisq: float
    p: float
    n_draws: int
    n_failed: int
    mean_chisq: float

    def tidy(self) -> pd.DataFrame:
        """Return the test as one row."""
        import pandas as pd

        return pd.DataFrame([self.to_dict()])

    def glance(self) -> pd.DataFrame:
        """Return the same row."""
        return self.tidy()

    def to_dict(self) -> dict[str, Any]:
        """Return all values by name."""
        return asdict(self)


def with_draws(
    fitted: _Model,
    n_draws: int,
    *,
    seed: int | None = None,
    jobs: int = 1,
    interval: IntervalKind = "percentile",
) -> _Model:
    """Refit on resamples; see `bootstrap_draws`.

    Parameters
    ----------
    interval : {"percentile", "bias_corrected", "bca", "basic", "normal"}
        ``bca`` refits once more without each respondent.

    Raises
    ------
    ModelError
        When only moments were given.
    OptionError
        When the interval is unknown.
    """
    require_interval_kind(interval)
    draws = bootstrap_draws(
        fitted.specification,
        fitted.layout,
        fitted.observed,
        fitted.solution.vector,
        fitted.covariance,
        n_draws=n_draws,
        seed=seed,
        jobs=jobs,
        refit=draw_refit(fitted),
    )
    removed = _leave_one_out(fitted) if interval == "bca" else None
    draws = replace(draws, interval=interval, jackknife=removed)
    return replace(fitted, bootstrap=draws)


def with_normal_draws(
    fitted: _Model, n_draws: int, *, seed: int | None = None
) -> _Model:
    """Draw the estimates from their normal distribution.

    Raises
    ------
    ModelError
        When the estimates have no sampling covariance.
    """
    if not np.isfinite(fitted.covariance).all():
        raise ModelError(
            "the estimates have no standard errors to draw by",
            code="no_standard_errors",
        )
    generator = np.random.default_rng(seed)
    values, turned = np.linalg.eigh(fitted.covariance)
    root = turned * np.sqrt(np.maximum(values, 0.0))
    vectors = np.tile(fitted.solution.vector, (n_draws, 1))
    n_free = fitted.specification.n_free
    vectors[:, :n_free] += generator.standard_normal((n_draws, n_free)) @ root.T
    draws = BootstrapDraws(vectors, 0, 0, seed, kind="monte_carlo")
    return replace(fitted, bootstrap=draws)


def bollen_stine_test(
    fitted: Fitted, n_draws: int, *, seed: int | None = None, jobs: int = 1
) -> BollenStine:
    """Test a model on answers that were moved to fit it exactly.

    Bollen & Stine (1992), Sociological Methods & Research 21, 205-229.

    Raises
    ------
    ModelError
        Unless the fit is maximum likelihood on complete answers.
    """
    if draw_refit(fitted) is not None:
        raise ModelError(
            "the Bollen-Stine test is of maximum likelihood with complete answers "
            "and without constraints",
            code="bollen_stine_unavailable",
            advice="Equal labels serve as constraints.",
        )
    moved = exactly_fitting(fitted)
    draws = bootstrap_draws(
        fitted.specification,
        fitted.layout,
        moved,
        fitted.solution.vector,
        fitted.covariance,
        n_draws=n_draws,
        seed=seed,
        jobs=jobs,
    )
    assert draws.chisq is not None  # resamples have one
    kept = draws.chisq[np.isfinite(draws.chisq)]
    chisq = fitted.estimated.test.chisq
    return BollenStine(
        chisq,
        float((kept >= chisq).mean()),
        n_draws,
        draws.n_failed,
        float(kept.mean()),
    )


def exactly_fitting(fitted: Fitted) -> Observed:
    """Return the answers turned so that their moments are the implied ones."""
    rows = np.array(fitted.observed.rows, dtype=float)
    row_groups = fitted.observed.row_groups
    groups = []
    for number, implied in enumerate(fitted.implied()):
        members = row_groups == number
        sample = fitted.observed.groups[number]
        turn = _root(implied.covariance) @ np.linalg.inv(_root(sample.covariance))
        centre = implied.means if fitted.layout.has_means else sample.means
        rows[members] = (rows[members] - sample.means) @ turn.T + centre
        groups.append(group_moments(rows[members], sample.label))
    return replace(fitted.observed, rows=rows, groups=tuple(groups))


def _leave_one_out(fitted: Fitted) -> np.ndarray:
    """Return the estimates without each respondent, shape (n, n_values)."""
    refit = draw_refit(fitted)
    numbers = np.arange(len(np.asarray(fitted.observed.row_groups)))
    if refit is None:
        blocks = block_refit(
            fitted.specification,
            fitted.layout,
            fitted.observed,
            fitted.solution.vector,
            fitted.covariance,
        )
        return blocks.refit_counts(1.0 - np.eye(len(numbers)))
    solutions = [refit(np.delete(numbers, index)) for index in numbers]
    return np.array(
        [s.vector if s.converged else np.full_like(s.vector, np.nan) for s in solutions]
    )


def _root(covariance: np.ndarray) -> np.ndarray:
    """Return the symmetric square root."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(values)) @ vectors.T)
