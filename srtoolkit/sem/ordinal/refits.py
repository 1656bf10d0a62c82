"""Refits of models with ordered variables on resamples."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.recipes import RECIPES
from srtoolkit.sem.ordinal.estimation import ordinal_objective
from srtoolkit.sem.ordinal.observed import latent_moments
from srtoolkit.sem.ordinal.sample import OrdinalGroup, OrdinalSample
from srtoolkit.sem.search.constrained_search import search_constrained
from srtoolkit.sem.search.fitting import Solution, search_optimum
from srtoolkit.sem.structure.constraints import constraints_of
from srtoolkit.sem.structure.starting_values import sample_vector

if TYPE_CHECKING:
    from srtoolkit.sem.fitted import Fitted


@dataclass(frozen=True, slots=True, eq=False)
class OrdinalRefit:
    """Estimates thresholds, correlations, weights and model of one resample.

    The search begins at the whole sample's estimates. A resample that lost a
    category has other thresholds, so it fails.
    """

    fitted: Fitted

    def __call__(self, rows: np.ndarray) -> Solution:
        """Refit the respondents of the given row numbers.

        Raises
        ------
        ModelError
            When a category is empty.
        """
        fitted, sample = self.fitted, self.fitted.observed.ordinal
        assert sample is not None
        drawn = resampled_answers(sample, rows)
        recipe = RECIPES[fitted.options.estimator]
        objective = ordinal_objective(fitted.layout, drawn, recipe)
        start = fitted.solution.vector.copy()
        moments = latent_moments(drawn, fitted.observed.names)
        start[fitted.layout.n_free :] = sample_vector(fitted.layout, moments)
        constraints = constraints_of(fitted.specification)
        if constraints is None:
            return search_optimum(objective, start)
        return search_constrained(objective, constraints, start)


def resampled_answers(sample: OrdinalSample, rows: np.ndarray) -> OrdinalSample:
    """Return the answers of drawn respondents.

    Raises
    ------
    ModelError
        When a category is empty in a group.
    """
    groups = []
    for number, group in enumerate(sample.groups):
        within = np.cumsum(sample.row_groups == number) - 1
        members = within[rows[sample.row_groups[rows] == number]]
        drawn = OrdinalGroup(
            group.label, group.values[members], group.x[members], group.n_categories
        )
        _require_all_categories(drawn)
        groups.append(drawn)
    return replace(sample, groups=tuple(groups), row_groups=sample.row_groups[rows])


def _require_all_categories(group: OrdinalGroup) -> None:
    for column, count in zip(group.values.T, group.n_categories, strict=True):
        answers = column[~np.isnan(column)].astype(np.intp) if count else column
        if count and (np.bincount(answers, minlength=count) == 0).any():
            raise ModelError("a resample lost a category", code="category_empty")
