"""Runs a checked plan on answers: measurement, models, hypotheses, verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import ModelError, ScoresError
from srtoolkit.inference import Evidence, Reason, SmallestEffect, Warrant, obstacle_of
from srtoolkit.plans.accompanying import accompany
from srtoolkit.plans.answering import form_groups, require_answers, require_groups
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.checking import check_plan
from srtoolkit.plans.compiling import compile_results
from srtoolkit.plans.excluding import (
    Exclusion,
    beside_everyone,
    context_of_step,
    exclude,
)
from srtoolkit.plans.factors import tell_factors
from srtoolkit.plans.fitting import FittedModels, fit_models, sem_options
from srtoolkit.plans.options import RunOptions
from srtoolkit.plans.reading import LoadedPlan
from srtoolkit.plans.schema import Estimation, Plan
from srtoolkit.plans.steps import PlannedStep
from srtoolkit.plans.untestable import not_allowed
from srtoolkit.plans.verdicts import give_verdicts, interval_alpha
from srtoolkit.plans.warrants import found_despite_leave, missing_warrant, warrants_of
from srtoolkit.resampling import one_thread, report_progress
from srtoolkit.results import Result, StudyResults

if TYPE_CHECKING:
    from srtoolkit.responses import Responses, Review


def run_plan(
    plan: str | Path | LoadedPlan | CheckedPlan,
    responses: Responses,
    *,
    study: Path | None = None,
    options: RunOptions | None = None,
    review: Review | None = None,
) -> StudyResults:
    """Run a plan on answers.

    Parameters
    ----------
    plan : name, path or plan already read
    responses : Responses
        Answers with every column that the plan needs.
    study : Path, optional
        Folder whose shelves are searched before the bundled ones.
    options : RunOptions, optional
        Bootstrap draws, seed, jobs, estimator and missing-data method.
    review : Review, optional
        A person's decisions on single respondents of these answers.

    Returns
    -------
    StudyResults

    Raises
    ------
    PlanError
        When the plan has mistakes.
    ResponsesError, ModelError
        When the answers cannot carry what the plan asks.
    """
    checked = plan if isinstance(plan, CheckedPlan) else check_plan(plan, study)
    options = options or RunOptions()
    estimation = options.over(checked.plan.estimation)
    require_answers(checked, responses)
    responses = tell_factors(checked, form_groups(checked, responses))
    exclusion = exclude(checked, responses, review)
    require_groups(checked, exclusion.kept)
    with one_thread():  # the same bytes at any number of cores
        return _compute(checked, exclusion, estimation, options.jobs)


def _compute(
    checked: CheckedPlan, exclusion: Exclusion, estimation: Estimation, jobs: int
) -> StudyResults:
    responses = exclusion.kept
    models = fit_models(checked, responses, estimation, jobs)
    context = _context(checked, responses, models, estimation, jobs)
    steps, stopped = _run_steps(checked, context, exclusion)
    warrants = warrants_of(result for _, result in steps)
    evidence = {
        key: _test(checked, key, models, context, warrants)
        for key in checked.plan.hypotheses
    }
    verdicts = give_verdicts(checked.plan, evidence)
    noticed = [*stopped, *found_despite_leave(checked, warrants), *exclusion.notes]
    if exclusion.changed:
        try:
            everyone = _of_everyone(checked, exclusion, estimation, jobs, warrants)
        except (ModelError, ScoresError) as error:
            noticed.append(Reason("everyone_not_computed", {"message": str(error)}))
        else:
            of_everyone = give_verdicts(checked.plan, everyone)
            evidence = beside_everyone(evidence, verdicts, everyone, of_everyone)
    return compile_results(
        checked=checked,
        responses=responses,
        review=exclusion.review,
        estimation=estimation,
        models=models,
        steps=steps,
        found_despite_leave=noticed,
        evidence=evidence,
        verdicts=verdicts,
    )


def _of_everyone(
    checked: CheckedPlan,
    exclusion: Exclusion,
    estimation: Estimation,
    jobs: int,
    warrants: tuple[Warrant, ...],
) -> dict[str, Evidence]:
    """Test every hypothesis again with nobody excluded for a mark."""
    models = fit_models(checked, exclusion.everyone, estimation, jobs)
    context = _context(checked, exclusion.everyone, models, estimation, jobs)
    return {
        key: _alone(checked, key, _here(checked, key, models, context), warrants)
        for key in checked.plan.hypotheses
    }


def _context(
    checked: CheckedPlan,
    responses: Responses,
    models: FittedModels,
    estimation: Estimation,
    jobs: int,
) -> dict[str, Any]:
    plan = checked.plan
    return {
        "responses": responses,
        "instruments": checked.instruments,
        "measurement": plan.measurement,
        "measurement_fit": models.measurement,
        "structure": plan.structure,
        "models": models.named,
        "fits": dict(models.regressions),
        "estimation": sem_options(estimation),
        "smallest_effect": _smallest_effect(plan),
        "bootstrap": estimation.bootstrap,
        "seed": estimation.seed,
        "jobs": jobs,
        **_design(plan),
    }


def _design(plan: Plan) -> dict[str, Any]:
    if plan.design is None:
        return {}
    return {
        "condition": plan.design.condition.column,
        "control": plan.design.condition.control,
        "treated": plan.design.condition.treated,
        "manipulated": plan.design.manipulated,
        "covariates": plan.design.covariates,
        "treatment_basis": plan.design.treatment_basis,
        "control_experience": plan.design.control_experience,
    }


def _smallest_effect(plan: Plan) -> SmallestEffect | None:
    stated = plan.smallest_effect
    return None if stated is None else SmallestEffect(stated.value, stated.unit)


def _run_steps(
    checked: CheckedPlan, context: Mapping[str, Any], exclusion: Exclusion
) -> tuple[list[tuple[PlannedStep, Result]], list[Reason]]:
    """Run the steps; one that these answers do not allow is told, with why."""
    results: list[tuple[PlannedStep, Result]] = []
    stopped: list[Reason] = []
    for done, planned in enumerate(checked.steps, start=1):
        here, arguments = context_of_step(planned, checked.plan, context, exclusion)
        try:
            results.append((planned, planned.step.run(here, arguments)))
        except (ModelError, ScoresError) as error:
            values = {"step": planned.name, "message": str(error)}
            stopped.append(Reason("step_not_computed", values))
        report_progress("steps", done, len(checked.steps))
    return results, stopped


def _test(
    checked: CheckedPlan,
    hypothesis_id: str,
    models: FittedModels,
    context: Mapping[str, Any],
    warrants: tuple[Warrant, ...],
) -> Evidence:
    """Run one hypothesis' test and the robustness checks beside it.

    Behind a guard the checks still describe, unless there is nothing to
    compare.
    """
    here = _here(checked, hypothesis_id, models, context)
    evidence = _alone(checked, hypothesis_id, here, warrants)
    if not evidence.estimates:
        return evidence
    return accompany(checked, hypothesis_id, evidence, here)


def _here(
    checked: CheckedPlan,
    hypothesis_id: str,
    models: FittedModels,
    context: Mapping[str, Any],
) -> dict[str, Any]:
    hypothesis = checked.plan.hypotheses[hypothesis_id]
    return {
        **context,
        "fit": models.fit_for(hypothesis.model),
        "expect": hypothesis.expect,
        "alpha": interval_alpha(checked.plan, hypothesis_id),
    }


def _alone(
    checked: CheckedPlan,
    hypothesis_id: str,
    here: Mapping[str, Any],
    warrants: tuple[Warrant, ...],
) -> Evidence:
    """Run one hypothesis' test, held against what the steps warrant."""
    arguments = checked.plan.hypotheses[hypothesis_id].arguments
    evidence: Evidence
    try:
        evidence = checked.tests[hypothesis_id].run(here, arguments)
    except ScoresError as error:
        reason = obstacle_of(error)
        if reason is None:
            raise
        return not_allowed(checked, hypothesis_id, here, reason)
    if evidence.guard is None:
        obstacle = missing_warrant(checked, hypothesis_id, warrants)
        evidence = evidence if obstacle is None else _guarded(evidence, obstacle)
    return evidence


def _guarded(evidence: Evidence, guard: Reason) -> Evidence:
    """Keep the estimates as description: none of them gives a verdict."""
    naive = tuple(replace(estimate, role="naive") for estimate in evidence.estimates)
    return replace(evidence, estimates=naive, guard=guard)
