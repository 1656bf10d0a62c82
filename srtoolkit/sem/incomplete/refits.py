"""Refits of resampled answers with holes.

A draw only counts respondents anew, so the patterns stay and the search starts
at the whole sample's estimates, in the metric of their information.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.sem.incomplete.objective import IncompleteLikelihood
from srtoolkit.sem.incomplete.patterns import Patterns
from srtoolkit.sem.observed import GroupMoments
from srtoolkit.sem.search.constrained_search import search_constrained
from srtoolkit.sem.search.fitting import Solution, fisher_scoring, quasi_newton
from srtoolkit.sem.structure.constraints import constraints_of, symmetric_inverse
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.structure.starting_values import sample_vector

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted

#: Draws need fewer digits than the estimates themselves.
_DRAW_TOLERANCE = 1e-4
#: A warm start needs about ten steps; a draw that needs many more has failed.
_MAX_ITERATIONS = 100


@dataclass(frozen=True, slots=True, eq=False)
class IncompleteRefit:
    """Refits one resample by full-information maximum likelihood.

    Attributes
    ----------
    specification, layout
        The model.
    patterns : tuple of Patterns
        One a group, not compressed.
    row_groups : ndarray, shape (n,)
        Position of each respondent's group.
    start : ndarray, shape (n_free + n_sample,)
        The whole sample's estimates.
    metric : ndarray, shape (n_free, n_free)
        Inverse information there.
    """

    specification: Specification
    layout: Layout
    patterns: tuple[Patterns, ...]
    row_groups: np.ndarray
    start: np.ndarray
    metric: np.ndarray

    def __call__(self, rows: np.ndarray) -> Solution:
        """Refit to respondents given as row numbers; chi-square stays NaN.

        Chi-square would need the saturated moments of every draw.
        """
        counts = np.bincount(rows, minlength=len(self.row_groups)).astype(float)
        drawn = tuple(
            part.weighted(counts[self.row_groups == group])
            for group, part in enumerate(self.patterns)
        )
        start = self.start.copy()
        kept = tuple(_complete_moments(part) for part in drawn)
        start[self.layout.n_free :] = sample_vector(self.layout, kept)
        objective = IncompleteLikelihood(
            self.layout, tuple(part.compressed() for part in drawn), 0.0
        )
        return replace(self._search(objective, start), value=np.nan)

    def _search(self, objective: IncompleteLikelihood, start: np.ndarray) -> Solution:
        constraints = constraints_of(self.specification)
        if constraints is not None:
            return search_constrained(objective, constraints, start)
        solution = quasi_newton(
            objective,
            start,
            self.metric,
            tolerance=_DRAW_TOLERANCE,
            max_iterations=_MAX_ITERATIONS,
        )
        if solution.converged:
            return solution
        return fisher_scoring(
            objective,
            start,
            tolerance=_DRAW_TOLERANCE,
            max_iterations=_MAX_ITERATIONS,
        )


def incomplete_refit(fitted: Fitted) -> IncompleteRefit:
    """Prepare the refits of a fit by full-information maximum likelihood."""
    observed, objective = fitted.observed, fitted.estimated.objective
    assert observed.incomplete is not None and observed.row_groups is not None
    assert isinstance(objective, IncompleteLikelihood)
    vector = fitted.solution.vector
    metric = symmetric_inverse(objective.observed(vector))
    if not np.isfinite(metric).all() or np.linalg.eigvalsh(metric)[0] <= 0:
        metric = symmetric_inverse(objective.at(vector).information)
    if not np.isfinite(metric).all():
        metric = np.eye(objective.n_free)
    return IncompleteRefit(
        fitted.specification,
        fitted.layout,
        observed.incomplete.patterns,
        observed.row_groups,
        vector,
        metric,
    )


def _complete_moments(patterns: Patterns) -> GroupMoments:
    """Moments of the columns without holes; those with holes mean nothing."""
    means = patterns.unit @ patterns.values / patterns.n
    products = patterns.values.T @ patterns.values / patterns.n
    covariance = products - np.outer(means, means)
    return GroupMoments("", patterns.n, covariance, means, 0.0)
