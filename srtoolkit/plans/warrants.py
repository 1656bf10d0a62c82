"""Holds each hypothesis against what the measurement steps found.

No means are compared before scalar invariance, no paths of groups before
metric, and no factor has an effect of its own beside one that cannot be told
from it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from srtoolkit.inference import Reason, Warrant
from srtoolkit.plans.checked import DESIGN_PARAMETERS, CheckedPlan
from srtoolkit.plans.schema import Regression
from srtoolkit.results import Result


@dataclass(frozen=True, slots=True)
class Equation:
    """One regression a hypothesis rests on.

    Attributes
    ----------
    tested : frozenset of str
        The predictors whose effect is claimed.
    predictors : frozenset of str
        All of the equation, those included.
    """

    tested: frozenset[str]
    predictors: frozenset[str]


def warrants_of(results: Iterable[Result]) -> tuple[Warrant, ...]:
    """Gather what the steps of a run say about kinds of claims."""
    return tuple(w for result in results for w in getattr(result, "warrants", ()))


def missing_warrant(
    checked: CheckedPlan, hypothesis_id: str, warrants: Iterable[Warrant]
) -> Reason | None:
    """Return why a hypothesis may not be tested, if so.

    A plan's ``allow_without_invariance`` lifts what invariance forbids, never
    what two factors that are one forbid.
    """
    warrants = tuple(warrants)
    indistinct = _indistinct(checked, hypothesis_id, warrants)
    if indistinct is not None:
        return indistinct
    if checked.plan.allow_without_invariance is not None:
        return None
    return _means(checked, hypothesis_id, warrants) or _paths(
        checked, hypothesis_id, warrants
    )


def found_despite_leave(
    checked: CheckedPlan, warrants: Iterable[Warrant]
) -> list[Reason]:
    """Return what invariance forbids although the plan goes on without it."""
    if checked.plan.allow_without_invariance is None:
        return []
    return [w.reason for w in warrants if w.claim != "unique_effects" and not w.holds]


def _means(
    checked: CheckedPlan, hypothesis_id: str, warrants: tuple[Warrant, ...]
) -> Reason | None:
    regression = _factorial(checked, hypothesis_id)
    arguments = checked.plan.hypotheses[hypothesis_id].arguments
    outcome = str(regression.outcome if regression else arguments.get("outcome"))
    compared = compared_columns(checked, hypothesis_id)
    found = (_first_obstacle(warrants, "means", {outcome}, c) for c in compared)
    return next((reason for reason in found if reason is not None), None)


def compared_columns(checked: CheckedPlan, hypothesis_id: str) -> list[str | None]:
    """Return the columns whose groups' means are compared; None for occasions."""
    test = checked.tests[hypothesis_id]
    arguments = checked.plan.hypotheses[hypothesis_id].arguments
    design = checked.plan.design
    columns: list[str | None] = []
    if test.required & DESIGN_PARAMETERS and design is not None:
        columns.append(design.condition.column)
    elif "group" in test.parameters and arguments.get("group") is not None:
        columns.append(str(arguments["group"]))
    elif design is not None and _factorial(checked, hypothesis_id) is not None:
        columns.append(design.condition.column)
    if "before" in test.parameters and arguments.get("before") is not None:
        columns.append(None)
    return columns


def _factorial(checked: CheckedPlan, hypothesis_id: str) -> Regression | None:
    """Return a hypothesis' regression if manipulated factors are its predictors."""
    model = checked.plan.hypotheses[hypothesis_id].model
    regression = checked.plan.regressions.get(model or "")
    factors = checked.plan.design.factors if checked.plan.design is not None else {}
    manipulated = regression is not None and set(regression.predictors) & set(factors)
    return regression if manipulated else None


def _paths(
    checked: CheckedPlan, hypothesis_id: str, warrants: tuple[Warrant, ...]
) -> Reason | None:
    hypothesis = checked.plan.hypotheses[hypothesis_id]
    further = checked.plan.models.get(hypothesis.model or "")
    if further is None or further.group is None:
        return None
    parsed = checked.models[hypothesis.model or ""]
    return _first_obstacle(warrants, "paths", set(parsed.latent), further.group)


def _first_obstacle(
    warrants: tuple[Warrant, ...],
    claim: str,
    variables: set[str],
    group: str | None,
) -> Reason | None:
    about = [w for w in warrants if w.claim == claim and w.group == group]
    for variable in sorted(variables):
        own = [w for w in about if variable in w.variables]
        if not own:
            return Reason("invariance_not_tested")
        failed = [w for w in own if not w.holds]
        if failed:
            return failed[0].reason
    return None


def _indistinct(
    checked: CheckedPlan, hypothesis_id: str, warrants: tuple[Warrant, ...]
) -> Reason | None:
    for equation in _equations(checked, hypothesis_id):
        for warrant in warrants:
            if (
                warrant.claim == "unique_effects"
                and not warrant.holds
                and warrant.variables <= equation.predictors
                and warrant.variables & equation.tested
            ):
                return warrant.reason
    return None


def _equations(checked: CheckedPlan, hypothesis_id: str) -> list[Equation]:
    """Return the equations whose coefficients a hypothesis is about."""
    hypothesis = checked.plan.hypotheses[hypothesis_id]
    regression = checked.plan.regressions.get(hypothesis.model or "")
    if regression is not None:
        beside = set(regression.predictors)
        return [Equation(_tested(hypothesis.arguments, beside), frozenset(beside))]
    path = hypothesis.arguments.get("path")
    parsed = checked.parsed(hypothesis.model)
    if parsed is None:
        return []
    predictors: dict[str, set[str]] = {}
    for outcome, predictor in parsed.regressions:
        predictors.setdefault(outcome, set()).add(predictor)
    return [
        Equation(frozenset({predictor}), frozenset(beside))
        for outcome, beside in predictors.items()
        for predictor in beside
        if _runs_over(outcome, predictor, path, hypothesis.arguments, parsed)
    ]


def _tested(arguments: Mapping[str, Any], beside: set[str]) -> frozenset[str]:
    term = str(arguments.get("term", ""))
    return frozenset(name for name in beside if name in term.replace(":", " ").split())


def _runs_over(
    outcome: str,
    predictor: str,
    path: object,
    arguments: Mapping[str, Any],
    parsed: Any,
) -> bool:
    """Tell whether a hypothesis is about this regression."""
    if isinstance(path, str) and "->" in path:
        names = [name.strip() for name in path.split("->")]
        return (predictor, outcome) in itertools.pairwise(names)
    if isinstance(path, str):
        left, _, right = path.partition("~")
        return (outcome, predictor) == (left.strip(), right.strip())
    parameter = arguments.get("parameter")
    if isinstance(parameter, str):
        return (outcome, predictor) in parsed.regressions_behind(parameter)
    return False
