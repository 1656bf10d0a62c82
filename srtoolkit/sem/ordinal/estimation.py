"""Estimates, errors and tests of models with ordered variables.

Reference behaviour: lavaan 0.6-14 with ``ordered=``. All is conditional on the
fixed exogenous variables.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.sem.complete.least_squares import weighted
from srtoolkit.sem.complete.moment_pieces import MomentPieces
from srtoolkit.sem.complete.recipes import RECIPES, Recipe
from srtoolkit.sem.complete.scaled_tests import scaled_test
from srtoolkit.sem.estimated import Estimated, FitTest, chi_square_p
from srtoolkit.sem.indices.fit_indices import degrees_of_freedom
from srtoolkit.sem.observed import Observed
from srtoolkit.sem.options import FitOptions
from srtoolkit.sem.ordinal.indices import ordinal_srmr, robust_fit
from srtoolkit.sem.ordinal.jacobian import ordinal_frame
from srtoolkit.sem.ordinal.objective import OrdinalLeastSquares
from srtoolkit.sem.ordinal.sample import OrdinalGroup, OrdinalSample
from srtoolkit.sem.search.native_engine import fit_native
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.layout import Layout
from srtoolkit.sem.structure.parameters import Parameter
from srtoolkit.sem.structure.specification import Specification


def estimate_ordinal(
    specification: Specification,
    layout: Layout,
    observed: Observed,
    options: FitOptions,
) -> Estimated:
    """Estimate a model with ordered variables by ``options.estimator``.

    Raises
    ------
    ModelError
        When WLS has too few respondents for its weights.
    """
    sample = _sample_of(observed)
    recipe = RECIPES[options.estimator]
    objective = ordinal_objective(layout, sample, recipe)
    started = with_starts(specification, sample)
    solution = fit_native(
        started,
        objective,
        observed.groups,
        effort=options.effort,
    )
    pieces = moment_pieces(specification, sample, objective, solution.vector)
    chisq, df = max(solution.value, 0.0), degrees_of_freedom(specification)
    p = math.nan if recipe.discrepancy == "ULS" else chi_square_p(chisq, df)
    scaled = (
        None if recipe.test is None else scaled_test(recipe.test, chisq, df, pieces)
    )
    unit = pieces.bread if recipe.errors == "standard" else pieces.sandwich()
    # the groups lose one respondent each, as in lavaan
    n_errors = float(observed.n - len(observed.groups))
    robust = None
    if recipe.test is not None:
        robust = robust_fit(specification, sample, objective, solution.vector, pieces)
    return Estimated(
        objective=objective,
        solution=solution,
        covariance=unit / n_errors,
        test=FitTest(chisq, df, p, scaled),
        baseline=_baseline_test(specification, sample, objective, recipe),
        loglik=math.nan,
        loglik_unrestricted=math.nan,
        n_rmsea=n_errors,
        robust=robust,
        further={
            "srmr": ordinal_srmr(sample, objective, solution.vector),
            # lavaan counts the moments of one group
            "wrmr": math.sqrt(chisq / len(objective.targets[0])),
        },
        pieces=partial(
            moment_pieces, specification, sample, objective, solution.vector
        ),
    )


def ordinal_objective(
    layout: Layout, sample: OrdinalSample, recipe: Recipe
) -> OrdinalLeastSquares:
    """Return the discrepancy of a recipe."""
    return OrdinalLeastSquares(
        layout,
        ordinal_frame(layout),
        tuple(group.staged.moments for group in sample.groups),
        tuple(_weight(group, recipe) for group in sample.groups),
        tuple(group.n - 1 for group in sample.groups),
    )


def with_starts(specification: Specification, sample: OrdinalSample) -> Specification:
    """Start thresholds at the sample's and scales at one."""
    place = {name: index for index, name in enumerate(sample.variables)}
    theta = specification.options.parameterization == "theta"
    #: Under theta a response starts with variance two: half of it residual.
    stretch = math.sqrt(2.0) if theta else 1.0

    def started(parameter: Parameter) -> Parameter:
        if not parameter.free or parameter.start is not None:
            return parameter
        if parameter.op == "|":
            margin = sample.groups[parameter.group - 1].staged.margins[
                place[parameter.lhs]
            ]
            value = stretch * float(margin.location[int(parameter.rhs[1:]) - 1])
            return replace(parameter, start=value)
        own = parameter.lhs == parameter.rhs
        if parameter.op == "~*~" or (
            theta and own and parameter.lhs in specification.options.ordered
        ):
            return replace(parameter, start=1.0)
        return parameter

    return replace(
        specification, parameters=tuple(started(p) for p in specification.parameters)
    )


def moment_pieces(
    specification: Specification,
    sample: OrdinalSample,
    objective: OrdinalLeastSquares,
    vector: np.ndarray,
) -> MomentPieces:
    """Return what sandwich errors and scaled tests need."""
    jacobians = objective.jacobians(vector)
    shares = sample.shares
    information = np.zeros((objective.n_free, objective.n_free))
    for jacobian, weight, share in zip(
        jacobians, objective.weights, shares, strict=True
    ):
        information += share * (jacobian.T @ weighted(weight, jacobian))
    return MomentPieces(
        jacobians,
        objective.weights,
        tuple(group.gamma for group in sample.groups),
        constrained_inverse(information, specification, vector),
        shares,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Unrelated:
    """Correlations of one group, zero in the baseline model."""

    values: np.ndarray
    weight: np.ndarray
    gamma: np.ndarray


def _baseline_test(
    specification: Specification,
    sample: OrdinalSample,
    objective: OrdinalLeastSquares,
    recipe: Recipe,
) -> FitTest:
    """Test that nothing is related given the covariates.

    Thresholds, slopes and variances are saturated.
    """
    rest = _unrelated_places(specification, objective)
    groups = [
        _unrelated(group, rest, weight)
        for group, weight in zip(sample.groups, objective.weights, strict=True)
    ]
    chisq = sum(
        size * float(group.values @ weighted(group.weight, group.values))
        for size, group in zip(objective.sizes, groups, strict=True)
    )
    df = sum(len(group.values) for group in groups)
    p = math.nan if recipe.discrepancy == "ULS" else chi_square_p(chisq, df)
    if recipe.test is None:
        return FitTest(chisq, df, p)
    pieces = MomentPieces(
        [np.empty((len(group.values), 0)) for group in groups],
        [group.weight for group in groups],
        [group.gamma for group in groups],
        np.empty((0, 0)),
        sample.shares,
    )
    return FitTest(chisq, df, p, scaled_test(recipe.test, chisq, df, pieces))


def _unrelated_places(
    specification: Specification, objective: OrdinalLeastSquares
) -> np.ndarray:
    """Places of all correlations but those between exogenous variables."""
    frame = objective.frame
    names = np.array(specification.observed)[frame.variables]
    outside = np.isin(names, specification.exogenous)
    places = frame.places
    related = outside[places.first] & outside[places.second]
    return np.asarray(places.pairs[~related])


def _unrelated(group: OrdinalGroup, rest: np.ndarray, weight: np.ndarray) -> _Unrelated:
    square = np.ix_(rest, rest)
    gamma = group.gamma[square]
    if weight.ndim == 2:
        # minimising over what is saturated leaves the inverse of this block
        return _Unrelated(group.staged.moments[rest], np.linalg.inv(gamma), gamma)
    return _Unrelated(group.staged.moments[rest], weight[rest], gamma)


def _weight(group: OrdinalGroup, recipe: Recipe) -> np.ndarray:
    if recipe.discrepancy == "ULS":
        return np.ones(group.staged.places.size)
    if recipe.discrepancy == "DWLS":
        return np.asarray(1 / np.diagonal(group.gamma))
    gamma = group.gamma
    if group.n <= len(gamma) or np.linalg.cond(gamma) > 1 / np.finfo(float).eps:
        place = f' of group "{group.label}"' if group.label else ""
        raise ModelError(
            f"the {group.n} respondents{place} are too few for WLS: "
            f"{len(gamma)} moments need more than {len(gamma)} respondents",
            code="too_few_rows",
            advice='Use estimator="WLSMV".',
            n=group.n,
        )
    return np.asarray(np.linalg.inv(gamma))


def _sample_of(observed: Observed) -> OrdinalSample:
    if observed.ordinal is None:
        raise TypeError("these answers were read without ordered variables")
    return observed.ordinal
