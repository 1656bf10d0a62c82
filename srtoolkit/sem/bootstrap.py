"""Refits on resamples of the respondents.

Efron & Tibshirani (1993), An Introduction to the Bootstrap. Rows are drawn
within groups; each draw has a seed of its own, so that the draws are the same
at any number of jobs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.resampling import parallel_map, resample_rows, seed_sequences
from srtoolkit.sem.fitting import fisher_scoring, quasi_newton
from srtoolkit.sem.layout import Layout
from srtoolkit.sem.observed import Observed, group_moments
from srtoolkit.sem.specification import Specification
from srtoolkit.sem.starting_values import sample_vector
from srtoolkit.sem.status import is_admissible

#: Draws need fewer digits than the estimates themselves.
_DRAW_TOLERANCE = 1e-4
#: A warm start needs about ten steps; a draw that needs many more has failed.
_MAX_ITERATIONS = 100


@dataclass(frozen=True, slots=True, eq=False)
class BootstrapDraws:
    """Estimates of all draws.

    Attributes
    ----------
    vectors : ndarray, shape (n_draws, n_free + n_sample)
        A failed draw is a row of NaN.
    n_failed : int
        Draws that did not converge; they are in no interval.
    n_inadmissible : int
        Draws that converged on an inadmissible solution; they are kept.
    seed : int or None
    """

    vectors: np.ndarray
    n_failed: int
    n_inadmissible: int
    seed: int | None

    @property
    def n_draws(self) -> int:
        """Draws asked for."""
        return len(self.vectors)


@dataclass(frozen=True, slots=True, eq=False)
class _Refit:
    """Refits one draw, warm from the whole sample's estimates."""

    specification: Specification
    layout: Layout
    rows: np.ndarray
    row_groups: np.ndarray
    start: np.ndarray
    metric: np.ndarray

    def __call__(self, seed: np.random.SeedSequence) -> tuple[np.ndarray, bool]:
        drawn = self.rows[resample_rows(self.row_groups, seed)]
        moments = tuple(
            group_moments(drawn[self.row_groups == group])
            for group in range(len(self.layout.groups))
        )
        failed = np.full(len(self.start), np.nan), False
        if not all(np.isfinite(group.log_determinant) for group in moments):
            return failed
        start = self.start.copy()
        start[self.layout.n_free :] = sample_vector(self.layout, moments)
        solution = quasi_newton(
            self.layout,
            moments,
            start,
            self.metric,
            tolerance=_DRAW_TOLERANCE,
            max_iterations=_MAX_ITERATIONS,
        )
        if not solution.converged:
            solution = fisher_scoring(
                self.layout,
                moments,
                start,
                tolerance=_DRAW_TOLERANCE,
                max_iterations=_MAX_ITERATIONS,
            )
        if not solution.converged:
            return failed
        vector = solution.vector
        return vector, is_admissible(self.specification, self.layout, vector)


def bootstrap_draws(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    vector: np.ndarray,
    metric: np.ndarray,
    *,
    n_draws: int,
    seed: int | None,
    jobs: int = 1,
) -> BootstrapDraws:
    """Refit the model on `n_draws` resamples.

    The refits are maximum likelihood by our own search whatever the engine of
    the first fit: an engine that stops at a bound would stop there in draws.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)
        The estimates.
    metric : ndarray, shape (n_free, n_free)
        Their sampling covariance.

    Raises
    ------
    ModelError
        When only moments were given: there are no rows to draw.
    """
    if observed.rows is None or observed.row_groups is None:
        raise ModelError(
            "a bootstrap draws respondents, but only a covariance matrix was given",
            code="bootstrap_needs_rows",
            advice="Give the answers, or leave bootstrap out.",
        )
    usable = metric if np.isfinite(metric).all() else np.eye(layout.n_free)
    refit = _Refit(
        specification, layout, observed.rows, observed.row_groups, vector, usable
    )
    seeds = seed_sequences(seed, n_draws)
    results = parallel_map(refit, seeds, jobs=jobs, task="bootstrap")
    vectors = np.array([draw for draw, _ in results])
    n_failed = int(np.isnan(vectors[:, 0]).sum())
    n_admissible = sum(admissible for _, admissible in results)
    return BootstrapDraws(vectors, n_failed, n_draws - n_failed - n_admissible, seed)
