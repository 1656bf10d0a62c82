"""How one resample is refitted when it is not plain maximum likelihood."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.estimation import objective_of_complete, recipe_of
from srtoolkit.sem.incomplete.refits import incomplete_refit
from srtoolkit.sem.observed import Observed, group_moments
from srtoolkit.sem.ordinal.refits import OrdinalRefit
from srtoolkit.sem.search.constrained_search import search_constrained
from srtoolkit.sem.search.fitting import Solution, search_optimum
from srtoolkit.sem.structure.constraints import constraints_of
from srtoolkit.sem.structure.starting_values import sample_vector

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted
    from srtoolkit.sem.resamples.bootstrap import DrawRefit


def draw_refit(fitted: Fitted) -> DrawRefit | None:
    """Return what refits one resample, or None for plain maximum likelihood.

    Raises
    ------
    ModelError
        When only moments were given.
    """
    options, observed = fitted.options, fitted.observed
    if observed.rows is None or observed.row_groups is None:
        raise ModelError(
            "a bootstrap draws respondents, but only a covariance matrix was given",
            code="bootstrap_needs_rows",
            advice="Give the answers, or leave bootstrap out.",
        )
    if observed.incomplete is not None:
        return incomplete_refit(fitted)
    continuous = not options.has_ordered(fitted.parsed)
    likelihood = recipe_of(options).discrepancy == "ML"
    if not continuous:
        return OrdinalRefit(fitted)
    plain = likelihood and options.likelihood == "normal"
    if plain and not fitted.specification.constraints:
        return None
    return _CompleteRefit(fitted)


@dataclass(frozen=True, slots=True, eq=False)
class _CompleteRefit:
    """Searches from the whole sample's estimates."""

    fitted: Fitted

    def __call__(self, rows: np.ndarray) -> Solution:
        fitted, observed = self.fitted, resampled(self.fitted.observed, rows)
        objective, moments = objective_of_complete(
            fitted.specification, fitted.layout, observed, fitted.options
        )
        start = fitted.solution.vector.copy()
        start[fitted.layout.n_free :] = sample_vector(fitted.layout, moments)
        constraints = constraints_of(fitted.specification)
        if constraints is None:
            return search_optimum(objective, start)
        return search_constrained(objective, constraints, start)


def resampled(observed: Observed, rows: np.ndarray) -> Observed:
    """Return complete answers of drawn respondents with their moments."""
    assert observed.rows is not None and observed.row_groups is not None
    answers, positions = observed.rows[rows], observed.row_groups[rows]
    groups = tuple(
        group_moments(answers[positions == number], group.label)
        for number, group in enumerate(observed.groups)
    )
    return replace(observed, rows=answers, row_groups=positions, groups=groups)
