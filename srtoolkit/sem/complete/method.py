"""A recipe bound to a sample: its objective, errors, tests and baseline."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.least_squares import LeastSquares
from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.complete.recipes import Recipe
from srtoolkit.sem.complete.robust import (
    Sample,
    covariance_of,
    moment_pieces,
    scaled_by,
    unit_covariance,
)
from srtoolkit.sem.estimated import FitTest, ScaledTest, chi_square_p
from srtoolkit.sem.indices.baseline import own_moments
from srtoolkit.sem.indices.fit_indices import degrees_of_freedom
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.search.native_engine import fit_native
from srtoolkit.sem.search.objective import NormalLikelihood, Objective
from srtoolkit.sem.second_engine import fit_semopy
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.moment_structure import moment_vector
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.structure.starting_values import sample_vector


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A test with the factors behind its scaling, by name."""

    test: FitTest
    further: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class CompleteMethod:
    """A recipe bound to a sample.

    Attributes
    ----------
    recipe, options, sample
    objectives : dict
        Those made so far, by layout and by whether they count n - 1.
    """

    recipe: Recipe
    options: FitOptions
    sample: Sample
    objectives: dict[tuple[Layout, bool], Objective] = field(default_factory=dict)

    @property
    def is_normal(self) -> bool:
        """Errors and RMSEA divide by N; otherwise by N less the groups."""
        return self.recipe.discrepancy == "ML" and self.options.likelihood == "normal"

    @property
    def n_errors(self) -> float:
        """Respondents that errors and RMSEA are computed with."""
        n = float(sum(group.n for group in self.sample.moments))
        return n if self.is_normal else n - len(self.sample.moments)

    def objective(self, layout: Layout) -> Objective:
        """Return what the search makes small."""
        return self._weighed(layout, less_one=self.recipe.discrepancy != "ML")

    def solution(self, specification: Specification, layout: Layout) -> Solution:
        """Search the optimum with the engine that was asked for."""
        objective, moments = self.objective(layout), self.sample.moments
        if self.options.engine == "semopy":
            return fit_semopy(specification, objective, moments)
        rival = None
        if self.recipe.discrepancy != "ML":
            rival = NormalLikelihood(layout, moments)
        return fit_native(
            specification,
            objective,
            moments,
            rival=rival,
            effort=self.options.effort,
        )

    def covariance(
        self, specification: Specification, layout: Layout, vector: np.ndarray
    ) -> np.ndarray:
        """Return the sampling covariance of the free parameters."""
        unit = covariance_of(
            specification, layout, vector, self._unit(layout), self.sample, self.recipe
        )
        return unit / self.n_errors

    def tested(
        self, specification: Specification, layout: Layout, solution: Solution
    ) -> Tested:
        """Return the test of a fitted model, scaled where the recipe says so."""
        chisq = solution.value
        if self.options.likelihood == "wishart":
            objective = self._weighed(layout, less_one=True)
            chisq = objective.at(solution.vector, information=False).value
        chisq, df = max(chisq, 0.0), degrees_of_freedom(specification)
        p = math.nan if self.recipe.discrepancy == "ULS" else chi_square_p(chisq, df)
        scaled: ScaledTest | None = None
        further: Mapping[str, float] = {}
        if self.recipe.test is not None:
            scaled, further = scaled_by(
                specification,
                layout,
                solution.vector,
                self._unit(layout),
                self.sample,
                self.recipe,
                chisq,
                df,
            )
        return Tested(FitTest(chisq, df, p, scaled), further)

    def pieces(
        self, specification: Specification, layout: Layout, vector: np.ndarray
    ) -> MomentPieces:
        """Return derivatives, weights and fourth moments at a solution.

        The weights are those of the expected information, the bread that of
        the recipe: so lavaan's difference tests have them.
        """
        if not self.sample.rows:
            raise ModelError(
                "fourth moments need the answers, not only their covariance matrix",
                code="fourth_moments_need_rows",
            )
        unit = self._unit(layout)
        bread = unit_covariance(
            specification, layout, vector, unit, self.sample, self.recipe
        )
        expected = replace(self.recipe, information="expected")
        return moment_pieces(
            specification, layout, vector, self.sample, expected, bread
        )

    def baseline_solution(
        self, specification: Specification, layout: Layout
    ) -> Solution:
        """Return the baseline model's optimum.

        Weights that tie moments together need a search; elsewhere it is the
        sample's own moments.
        """
        objective, moments = self.objective(layout), self.sample.moments
        if self.recipe.discrepancy in {"GLS", "WLS"}:
            return fit_native(specification, objective, moments)
        vector = np.concatenate(
            [own_moments(specification, moments), sample_vector(layout, moments)]
        )
        value = objective.at(vector, information=False).value
        return Solution(vector, True, 0, 0.0, value)

    def _unit(self, layout: Layout) -> Objective:
        """Return the objective of which the information is all respondents'."""
        return self._weighed(layout, less_one=False)

    def _weighed(self, layout: Layout, *, less_one: bool) -> Objective:
        key = layout, less_one
        if key not in self.objectives:
            self.objectives[key] = self._made(layout, less_one=less_one)
        return self.objectives[key]

    def _made(self, layout: Layout, *, less_one: bool) -> Objective:
        moments = self.sample.moments
        if self.recipe.discrepancy == "ML":
            if less_one:
                moments = tuple(replace(group, n=group.n - 1) for group in moments)
            return NormalLikelihood(layout, moments)
        return LeastSquares(
            layout,
            tuple(
                moment_vector(group.covariance, group.means, layout.has_means)
                for group in moments
            ),
            self.sample.weights,
            tuple(float(group.n - less_one) for group in moments),
        )
