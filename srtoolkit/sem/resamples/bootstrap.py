"""Refits on resamples of the respondents.

Efron & Tibshirani (1993), An Introduction to the Bootstrap. Rows are drawn
within groups. Draws come in blocks, each with a seed of its own, so that they
are the same at any number of jobs; maximum likelihood on complete rows refits
a block at once, whatever else is fitted refits draw by draw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.resampling import parallel_map, resample_counts, seed_sequences
from srtoolkit.sem.observed import Observed, moments_of
from srtoolkit.sem.resamples.draws import BootstrapDraws
from srtoolkit.sem.resamples.stacked_moments import MomentSource, StackedMoments
from srtoolkit.sem.resamples.stacked_search import StackedSearch
from srtoolkit.sem.resamples.stacked_status import admissible_draws
from srtoolkit.sem.search.fitting import Solution, fisher_scoring, quasi_newton
from srtoolkit.sem.search.objective import NormalLikelihood
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification

#: Draws need fewer digits than the estimates themselves.
_DRAW_TOLERANCE = 1e-4
#: A warm start needs about ten steps; a draw that needs many more has failed.
_MAX_ITERATIONS = 100
#: Draws of one seed; few enough to stay in the processor's cache.
_BLOCK = 50
#: Blocks that share the sample's cross-products.
_BLOCKS = 10

#: Refits one resample, given as row numbers, shape (n_rows,).
DrawRefit = Callable[[np.ndarray], Solution]


@dataclass(frozen=True, slots=True, eq=False)
class BlockRefit:
    """Refits blocks of resamples by maximum likelihood on complete rows.

    Attributes
    ----------
    specification, layout
        The model.
    rows, row_groups : ndarray
        Complete answers and the position of each row's group.
    start : ndarray, shape (n_free + n_sample,)
    metric : ndarray, shape (n_free, n_free)
        Inverse curvature at `start`.
    """

    specification: Specification
    layout: Layout
    rows: np.ndarray
    row_groups: np.ndarray
    start: np.ndarray
    metric: np.ndarray

    def __call__(
        self, seeds: list[np.random.SeedSequence]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return vectors, chi-squares and admissibility of all blocks' draws."""
        sources, search = self._sources(), StackedSearch(self.layout)
        parts = [
            self._refit(sources, search, resample_counts(self.row_groups, seed, _BLOCK))
            for seed in seeds
        ]
        vectors, chisq, admissible = (
            np.concatenate(p) for p in zip(*parts, strict=True)
        )
        return vectors, chisq, admissible

    def refit_counts(self, counts: np.ndarray) -> np.ndarray:
        """Refit resamples given as counts, shape (n_draws, n_rows)."""
        sources, search = self._sources(), StackedSearch(self.layout)
        starts = range(0, len(counts), _BLOCK)
        parts = [
            self._refit(sources, search, counts[first : first + _BLOCK])[0]
            for first in starts
        ]
        return np.concatenate(parts)

    def _sources(self) -> list[MomentSource]:
        groups = range(len(self.layout.groups))
        return [MomentSource(self.rows[self.row_groups == group]) for group in groups]

    def _refit(
        self, sources: list[MomentSource], search: StackedSearch, counts: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        samples = [
            source.moments(counts[:, self.row_groups == group])
            for group, source in enumerate(sources)
        ]
        vectors, settled = search.refit(
            samples, self.start, self.metric, tolerance=_DRAW_TOLERANCE
        )
        for draw in np.flatnonzero(~settled):
            vectors[draw] = self._alone(samples, int(draw))
        found = np.isfinite(vectors).all(axis=1)
        admissible = np.zeros(len(vectors), dtype=bool)
        admissible[found] = admissible_draws(
            self.specification, self.layout, vectors[found]
        )
        return vectors, search.chisq(vectors, samples), admissible

    def _alone(self, samples: list[StackedMoments], draw: int) -> np.ndarray:
        """Refit one draw with a search along each step; NaN when it fails."""
        moments = tuple(
            moments_of("", sample.n, sample.covariance[draw], sample.means[draw])
            for sample in samples
        )
        failed = np.full(len(self.start), np.nan)
        if not all(np.isfinite(group.log_determinant) for group in moments):
            return failed
        begin = self.start.copy()
        begin[self.layout.n_free :] = _kept_moments(self.layout, samples, draw)
        objective = NormalLikelihood(self.layout, moments)
        solution = quasi_newton(
            objective,
            begin,
            self.metric,
            tolerance=_DRAW_TOLERANCE,
            max_iterations=_MAX_ITERATIONS,
        )
        if not solution.converged:
            solution = fisher_scoring(
                objective,
                begin,
                tolerance=_DRAW_TOLERANCE,
                max_iterations=_MAX_ITERATIONS,
            )
        return solution.vector if solution.converged else failed


@dataclass(frozen=True, slots=True, eq=False)
class _SingleRefits:
    """Refits resamples one by one, whatever is fitted."""

    specification: Specification
    layout: Layout
    row_groups: np.ndarray
    width: int
    refit: DrawRefit

    def __call__(
        self, seeds: list[np.random.SeedSequence]
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        counts = np.concatenate(
            [resample_counts(self.row_groups, seed, _BLOCK) for seed in seeds]
        ).astype(np.intp)
        vectors = np.full((len(counts), self.width), np.nan)
        chisq = np.full(len(counts), np.nan)
        numbers = np.arange(len(self.row_groups))
        for draw, count in enumerate(counts):
            try:
                solution = self.refit(np.repeat(numbers, count))
            except (ModelError, np.linalg.LinAlgError):
                continue  # counted among the failed draws
            if solution.converged:
                vectors[draw], chisq[draw] = solution.vector, solution.value
        admissible = np.zeros(len(counts), dtype=bool)
        found = np.isfinite(vectors).all(axis=1)
        admissible[found] = admissible_draws(
            self.specification, self.layout, vectors[found]
        )
        return vectors, chisq, admissible


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
    refit: DrawRefit | None = None,
) -> BootstrapDraws:
    """Refit the model on `n_draws` resamples.

    Without `refit` the refits are maximum likelihood on complete rows by our
    own search, whatever the engine of the first fit: an engine that stops at a
    bound would stop there in draws.

    Parameters
    ----------
    vector : ndarray, shape (n_free + n_sample,)
        The estimates.
    metric : ndarray, shape (n_free, n_free)
        Their sampling covariance.
    refit : callable, optional
        Refits one resample given as row numbers; picklable with several jobs.

    Raises
    ------
    ModelError
        When only moments were given: there are no rows to draw.
    """
    row_groups = _row_groups(observed)
    work: Callable[
        [list[np.random.SeedSequence]], tuple[np.ndarray, np.ndarray, np.ndarray]
    ]
    if refit is None:
        work = block_refit(specification, layout, observed, vector, metric)
    else:
        work = _SingleRefits(specification, layout, row_groups, len(vector), refit)
    seeds = seed_sequences(seed, -(-n_draws // _BLOCK))
    per_call = 1 if refit is not None else _BLOCKS
    shares = [seeds[i : i + per_call] for i in range(0, len(seeds), per_call)]
    parts = parallel_map(work, shares, jobs=jobs, task="bootstrap", chunk=1)
    vectors, chisq, admissible = (
        np.concatenate(part)[:n_draws] for part in zip(*parts, strict=True)
    )
    n_failed = int(np.isnan(vectors).any(axis=1).sum())
    n_inadmissible = n_draws - n_failed - int(admissible.sum())
    return BootstrapDraws(vectors, n_failed, n_inadmissible, seed, chisq)


def block_refit(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    vector: np.ndarray,
    metric: np.ndarray,
) -> BlockRefit:
    """Prepare refits by maximum likelihood; arguments as in `bootstrap_draws`."""
    row_groups = _row_groups(observed)
    usable = metric if np.isfinite(metric).all() else np.eye(layout.n_free)
    with np.errstate(all="ignore"):
        curvature = StackedSearch(layout).curvature(observed.groups, vector, usable)
    if np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature)[0] > 0:
        usable = np.linalg.inv(curvature)
    rows = np.asarray(observed.rows)
    return BlockRefit(specification, layout, rows, row_groups, vector, usable)


def _kept_moments(
    layout: Layout, samples: list[StackedMoments], draw: int
) -> np.ndarray:
    """Return the moments that fixed exogenous variables keep in a draw."""
    return np.array(
        [
            samples[group].means[draw, i]
            if op == "~1"
            else samples[group].covariance[draw, i, j]
            for group, op, i, j in layout.sample_cells
        ],
        dtype=float,
    )


def _row_groups(observed: Observed) -> np.ndarray:
    if observed.rows is None or observed.row_groups is None:
        raise ModelError(
            "a bootstrap draws respondents, but only a covariance matrix was given",
            code="bootstrap_needs_rows",
            advice="Give the answers, or leave bootstrap out.",
        )
    return observed.row_groups
