"""Runs the robustness checks beside a hypothesis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from srtoolkit.errors import ModelError, ScoresError
from srtoolkit.inference import Companion, Evidence
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.covariate_choice import (
    Adjusted,
    covariate_diagnostics,
    covariates_held,
)
from srtoolkit.plans.steps import PlannedStep


def accompany(
    checked: CheckedPlan,
    hypothesis_id: str,
    evidence: Evidence,
    context: Mapping[str, Any],
) -> Evidence:
    """Add the estimates and details of every check that fits the hypothesis.

    One that these answers do not allow is named among the diagnostics; it does
    not stop the others.
    """
    given = checked.plan.hypotheses[hypothesis_id].arguments
    estimates = evidence.estimates
    companions: list[dict[str, Any]] = []
    adjusted: list[Adjusted] = []
    diagnostics = list(evidence.details.get("diagnostics", ()))
    for planned in checked.companions(hypothesis_id):
        try:
            found = _run(planned, given, context)
        except (ModelError, ScoresError) as error:
            values = {"check": planned.name, "message": str(error)}
            diagnostics.append({"code": "check_not_computed", "values": values})
            continue
        estimates += found.estimates
        diagnostics += found.details.get("notes", ())
        adjusted += _adjusted(planned, found, context)
        if found.details:
            companions.append(
                {
                    "step": planned.name,
                    "arguments": dict(planned.arguments),
                    "details": dict(found.details),
                }
            )
    diagnostics += covariate_diagnostics(evidence.outcome, adjusted)
    details = {**evidence.details}
    if companions:
        details["companions"] = companions
    if diagnostics:
        details["diagnostics"] = diagnostics
    return replace(evidence, estimates=estimates, details=details)


def _run(
    planned: PlannedStep, given: Mapping[str, Any], context: Mapping[str, Any]
) -> Companion:
    takes = planned.step.parameters
    arguments = {key: value for key, value in given.items() if key in takes}
    found = planned.step.run(context, {**arguments, **planned.arguments})
    return found if isinstance(found, Companion) else Companion(tuple(found))


def _adjusted(
    planned: PlannedStep, found: Companion, context: Mapping[str, Any]
) -> list[Adjusted]:
    """Return the run's first estimate with its covariates, if it takes any."""
    if "covariates" not in planned.step.parameters or not found.estimates:
        return []
    others = {
        key: value
        for key, value in planned.arguments.items()
        if key not in {"covariates", "without"}
    }
    held = covariates_held(planned.arguments, context)
    return [Adjusted(planned.name, others, held, found.estimates[0])]
