"""Estimation from complete continuous answers, or from their moments."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import numpy as np

from srtoolkit.sem.complete.likelihood import saturated_loglik
from srtoolkit.sem.complete.method import CompleteMethod
from srtoolkit.sem.complete.recipes import RECIPES, Recipe
from srtoolkit.sem.complete.sample import complete_sample
from srtoolkit.sem.estimated import Estimated, FitTest
from srtoolkit.sem.indices.baseline import baseline_specification
from srtoolkit.sem.observed import GroupMoments, Observed
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.search.fitting import Solution
from srtoolkit.sem.search.objective import Objective
from srtoolkit.sem.structure.layout import Layout, build_layout
from srtoolkit.sem.structure.specification import Specification


def estimate_complete(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    options: FitOptions,
) -> Estimated:
    """Estimate a model by the recipe of ``options.estimator``.

    Raises
    ------
    ModelError
        When the estimator needs answers but only moments were given, or fourth
        moments need more respondents.
    """
    recipe = recipe_of(options)
    sample = complete_sample(specification, observed, recipe, options)
    method = CompleteMethod(recipe, options, sample)
    solution = method.solution(specification, layout)
    fitted = method.tested(specification, layout, solution)
    relaxed = baseline_specification(specification)
    relaxed_layout = build_layout(relaxed)
    relaxed_solution = method.baseline_solution(relaxed, relaxed_layout)
    baseline = method.tested(relaxed, relaxed_layout, relaxed_solution)
    likelihood, saturated = math.nan, math.nan
    if recipe.discrepancy == "ML":
        saturated = saturated_loglik(specification, method.sample.moments)
        likelihood = saturated - solution.value / 2
    return Estimated(
        objective=method.objective(layout),
        solution=solution,
        covariance=method.covariance(specification, layout, solution.vector),
        test=fitted.test,
        baseline=baseline.test,
        loglik=likelihood,
        loglik_unrestricted=saturated,
        n_rmsea=method.n_errors,
        further=fitted.further,
        moments=tuple((g.covariance, g.means) for g in method.sample.moments),
        pieces=partial(method.pieces, specification, layout, solution.vector),
    )


def objective_of_complete(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    options: FitOptions,
) -> tuple[Objective, tuple[GroupMoments, ...]]:
    """Return what a search makes small, and the moments it starts from."""
    recipe = recipe_of(options)
    sample = complete_sample(specification, observed, recipe, options)
    return CompleteMethod(recipe, options, sample).objective(layout), sample.moments


def test_of_complete(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    options: FitOptions,
    vector: np.ndarray,
) -> FitTest:
    """Return the test a model has at given values, without a search."""
    recipe = recipe_of(options)
    method = CompleteMethod(
        recipe, options, complete_sample(specification, observed, recipe, options)
    )
    value = method.objective(layout).at(vector, information=False).value
    return method.tested(
        specification, layout, Solution(vector, True, 0, 0.0, value)
    ).test


def recipe_of(options: FitOptions) -> Recipe:
    """Return the estimator's recipe with the information that was asked for."""
    recipe = RECIPES[options.estimator]
    if options.information == "default" or recipe.discrepancy in {"ULS", "WLS", "DWLS"}:
        return recipe
    if options.information == "observed":
        return replace(recipe, information="observed")
    return replace(recipe, information="expected")
