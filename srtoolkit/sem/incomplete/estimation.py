"""Estimates, errors and tests by full-information maximum likelihood.

Reference behaviour: lavaan 0.6-14 with ``missing="fiml"``. Errors come from
the observed information: the expected one is wrong unless holes are completely
at random (Kenward & Molenberghs, 1998, Statistical Science 13, 236-247).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.recipes import RECIPES, InformationKind, Recipe
from srtoolkit.sem.complete.scaled_tests import mean_scaled
from srtoolkit.sem.estimated import Estimated, FitTest, chi_square_p
from srtoolkit.sem.incomplete.information import expected_information
from srtoolkit.sem.incomplete.objective import IncompleteLikelihood, parameter_scores
from srtoolkit.sem.incomplete.patterns import Patterns
from srtoolkit.sem.incomplete.robust import RestrictedModel, robust_fit
from srtoolkit.sem.incomplete.sample import IncompleteSample
from srtoolkit.sem.incomplete.saturated_information import (
    SaturatedInformation,
    available_moments,
    exogenous_moments,
    free_moments,
    independent_moments,
    saturated_information,
)
from srtoolkit.sem.indices.baseline import baseline_specification
from srtoolkit.sem.indices.fit_indices import degrees_of_freedom
from srtoolkit.sem.observed import GroupMoments, Observed
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.search.effort import SearchEffort
from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.search.native_engine import fit_native
from srtoolkit.sem.search.objective import NormalLikelihood
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.layout import Layout, build_layout
from srtoolkit.sem.structure.moment_structure import (
    modelled,
    moment_jacobian,
    moment_vector,
)
from srtoolkit.sem.structure.specification import Specification
from srtoolkit.sem.structure.starting_values import sample_vector


def estimate_incomplete(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    options: FitOptions,
) -> Estimated:
    """Estimate a model from answers with holes, by ML, MLR or MLF.

    Parameters
    ----------
    observed : Observed
        As `observe_incomplete` read it.

    Raises
    ------
    ModelError
        When only moments were given.
    """
    sample = _Sample.of(observed, incomplete_recipe(options), options.effort)
    model = sample.fitted(specification, layout, observed.groups)
    relaxed = baseline_specification(specification)
    independent = independent_moments(specification, observed)
    baseline = sample.solved(relaxed, build_layout(relaxed), independent)
    saturated = sample.saturated(modelled(specification))
    test, further = model.tested(saturated)
    unrestricted = sample.saturated_loglik(specification)
    return Estimated(
        objective=model.objective,
        solution=model.solution,
        covariance=model.covariance(),
        test=test,
        baseline=baseline.tested(saturated)[0],
        loglik=unrestricted - model.solution.value / 2,
        loglik_unrestricted=unrestricted,
        n_rmsea=float(observed.n),
        robust=robust_fit(
            saturated,
            observed.groups,
            exogenous_moments(specification),
            model.restricted(),
            baseline.restricted(),
        ),
        further=model.goodness() | dict(further),
        moments=tuple((group.covariance, group.means) for group in observed.groups),
    )


def incomplete_recipe(options: FitOptions) -> Recipe:
    """Return the estimator's recipe; the observed information is the default."""
    recipe = RECIPES[options.estimator]
    kind: InformationKind = recipe.information
    if options.information == "expected":
        kind = "expected"
    elif options.information == "observed" or kind == "expected":
        kind = "observed"
    return replace(recipe, information=kind)


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """Answers sorted for the search, and the recipe they are used by."""

    observed: Observed
    incomplete: IncompleteSample
    patterns: tuple[Patterns, ...]
    recipe: Recipe
    effort: SearchEffort

    @classmethod
    def of(cls, observed: Observed, recipe: Recipe, effort: SearchEffort) -> _Sample:
        """Compress what the search needs."""
        if observed.incomplete is None:
            raise ModelError(
                "full-information maximum likelihood needs the answers",
                code="fiml_needs_rows",
                advice="Give data=, with empty cells where answers are missing.",
            )
        patterns = tuple(part.compressed() for part in observed.incomplete.patterns)
        return cls(observed, observed.incomplete, patterns, recipe, effort)

    @property
    def saturated_value(self) -> float:
        """Minus two log-likelihood of the saturated model, less its constant."""
        return sum(each.minus_two_loglik for each in self.incomplete.saturated)

    def fitted(
        self,
        specification: Specification,
        layout: Layout,
        moments: tuple[GroupMoments, ...],
    ) -> _Model:
        """Search from where the estimated moments, taken as complete, lead."""
        objective = IncompleteLikelihood(layout, self.patterns, self.saturated_value)
        near = NormalLikelihood(layout, moments)
        solution = fit_native(
            specification,
            objective,
            moments,
            near=near,
            effort=self.effort,
        )
        return _Model(self, specification, layout, objective, solution)

    def solved(
        self,
        specification: Specification,
        layout: Layout,
        moments: tuple[GroupMoments, ...],
    ) -> _Model:
        """Return a model whose moments are its parameters, known already."""
        objective = IncompleteLikelihood(layout, self.patterns, self.saturated_value)
        free = free_moments(specification, moments)
        vector = np.concatenate([free, sample_vector(layout, moments)])
        value = objective.at(vector, information=False).value
        return _Model(
            self,
            specification,
            layout,
            objective,
            Solution(vector, True, 0, 0.0, value),
        )

    def saturated(
        self, explained: np.ndarray
    ) -> tuple[SaturatedInformation, ...] | None:
        """Return the information at the saturated estimates, None if singular."""
        return saturated_information(self.incomplete, explained, self.recipe)

    def saturated_loglik(self, specification: Specification) -> float:
        """Return the saturated log-likelihood, given fixed exogenous x."""
        constant = sum(part.log_two_pi_term for part in self.patterns)
        loglik = -(self.saturated_value + constant) / 2
        return loglik - exogenous_loglik(specification, self.observed.groups)


@dataclass(frozen=True, eq=False)
class _Model:
    """A model that was fitted to the sample."""

    sample: _Sample
    specification: Specification
    layout: Layout
    objective: IncompleteLikelihood
    solution: Solution

    def covariance(self) -> np.ndarray:
        """Return the sampling covariance of the free parameters."""
        if self.sample.recipe.errors != "huber_white":
            return self._bread
        return np.asarray(self._bread @ self._meat @ self._bread)

    def tested(
        self, saturated: tuple[SaturatedInformation, ...] | None
    ) -> tuple[FitTest, Mapping[str, float]]:
        """Return the test, scaled by the recipe, with the factors behind it."""
        df = degrees_of_freedom(self.specification)
        chisq = max(self.solution.value, 0.0)
        p = chi_square_p(chisq, df)
        if self.sample.recipe.test is None:
            return FitTest(chisq, df, p), {}
        if saturated is None:
            unknown = mean_scaled("yuan_bentler_mplus", chisq, df, np.nan)
            return FitTest(chisq, df, p, unknown), {}
        upper = sum(group.trace() for group in saturated)
        lower = float(np.vdot(self._bread, self._meat))
        scaled = mean_scaled("yuan_bentler_mplus", chisq, df, upper - lower)
        n_moments = sum(len(group.observed) for group in saturated)
        n_rows = sum(bool(p.free) for p in self.specification.parameters)
        factors = {
            "scaling_factor_h1": upper / n_moments,
            "scaling_factor_h0": lower / max(n_rows, 1),
        }
        return FitTest(chisq, df, p, scaled), factors

    def goodness(self) -> dict[str, float]:
        """Return GFI against the moments of the pairwise given answers.

        Weighted by the expected information at the model's estimates: Tanaka &
        Huba (1985), British Journal of Mathematical and Statistical Psychology
        38, 197-201, as lavaan carries it over to holes.
        """
        explained, total = modelled(self.specification), 0.0
        expectations = self.objective.expectations(self.solution.vector)
        implied = implied_moments(self.layout, self.solution.vector)
        for patterns, expected, moments in zip(
            self.sample.incomplete.patterns, expectations or (), implied, strict=True
        ):
            weight = expected_information(patterns, expected)
            given = moment_vector(*available_moments(patterns), True) * explained
            left = given - moment_vector(moments.covariance, moments.means, True)
            left = left * explained
            share = float(left @ weight @ left) / float(given @ weight @ given)
            total += patterns.n * (1 - share)
        return {"gfi": total / self.sample.observed.n}

    def restricted(self) -> RestrictedModel:
        """Return what the corrections of Zhang & Savalei look at."""
        vector = self.solution.vector
        complete = NormalLikelihood(self.layout, self.sample.observed.groups)
        return RestrictedModel(
            moment_jacobian(self.layout, vector),
            partial(
                constrained_inverse, specification=self.specification, vector=vector
            ),
            complete.at(vector, information=False).value,
            degrees_of_freedom(self.specification),
        )

    @cached_property
    def _bread(self) -> np.ndarray:
        vector, kind = self.solution.vector, self.sample.recipe.information
        if kind == "first_order":
            information = self._meat
        elif kind == "expected":
            information = self.objective.at(vector).information
        else:
            information = self.objective.observed(vector)
        return constrained_inverse(information, self.specification, vector)

    @cached_property
    def _meat(self) -> np.ndarray:
        """Return the cross-products of the casewise scores, all groups."""
        patterns = self.sample.incomplete.patterns
        scores = parameter_scores(self.layout, patterns, self.solution.vector)
        return np.asarray(sum(part.T @ part for part in scores))


def exogenous_loglik(
    specification: Specification, moments: tuple[GroupMoments, ...]
) -> float:
    """Return the log-likelihood of fixed exogenous variables; they are complete."""
    fixed = specification.exogenous if specification.options.fixed_x else ()
    places = [i for i, name in enumerate(specification.observed) if name in fixed]
    loglik = 0.0
    for group in moments:
        spread = np.linalg.slogdet(group.covariance[np.ix_(places, places)])[1]
        constant = len(places) * (np.log(2 * np.pi) + 1)
        loglik -= group.n / 2 * float(spread + constant)
    return loglik
