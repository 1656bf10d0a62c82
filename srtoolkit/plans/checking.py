"""Checks a plan whole, before anything is computed, every mistake at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.errors import PlanError, did_you_mean
from srtoolkit.plans.checked import (
    DESIGN_PARAMETERS,
    CheckedPlan,
    can_accompany,
)
from srtoolkit.plans.findings import Findings, Path_in_plan
from srtoolkit.plans.naming import check_names, read_further_models, read_model
from srtoolkit.plans.reading import LoadedPlan, read_plan
from srtoolkit.plans.schema import Hypothesis, Plan, step_call
from srtoolkit.plans.steps import CONTEXT, PlannedStep, Step, find_step
from srtoolkit.questionnaire import LoadedInstrument, load_instruments

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel


def check_plan(plan: str | Path | LoadedPlan, study: Path | None = None) -> CheckedPlan:
    """Read and check a plan.

    Raises
    ------
    PlanError
        With every mistake and its line and column.
    ShelfError, FileError, ContentError
        When the plan itself cannot be read.
    """
    loaded = plan if isinstance(plan, LoadedPlan) else read_plan(plan, study)
    findings = Findings(loaded.content)
    instruments = _instruments(loaded, findings)
    model = read_model(loaded.plan, findings)
    models = read_further_models(loaded.plan, findings)
    steps = _steps(loaded.plan, findings)
    tests = _tests(loaded.plan, model, models, findings)
    robustness = _robustness(loaded.plan, tests, findings)
    if len(instruments) == len(loaded.plan.instruments):
        check_names(loaded.plan, model, models, instruments, findings)
    _check_demos(loaded.plan, findings)
    if findings.problems:
        raise PlanError(findings.problems)
    return CheckedPlan(loaded, instruments, model, models, steps, tests, robustness)


def _instruments(
    loaded: LoadedPlan, findings: Findings
) -> tuple[LoadedInstrument, ...]:
    found: list[LoadedInstrument] = []
    for index, name in enumerate(loaded.plan.instruments):
        load = partial(load_instruments, [name], study=loaded.study)
        found += findings.collect(("instruments", index), load) or ()
    return tuple(found)


def _steps(plan: Plan, findings: Findings) -> tuple[PlannedStep, ...]:
    steps = []
    for index, entry in enumerate(plan.steps):
        call, path = step_call(entry), ("steps", index)
        step = findings.collect(path, partial(find_step, call.name, "step"))
        if step is not None:
            place = path if isinstance(entry, str) else (*path, call.name)
            _check_arguments(plan, step, call.arguments, place, findings)
            steps.append(PlannedStep(step, call.arguments))
    return tuple(steps)


def _tests(
    plan: Plan,
    model: ParsedModel | None,
    models: Mapping[str, ParsedModel],
    findings: Findings,
) -> dict[str, Step]:
    tests: dict[str, Step] = {}
    for hypothesis_id, hypothesis in plan.hypotheses.items():
        path = ("hypotheses", hypothesis_id)
        work = partial(find_step, hypothesis.test, "hypothesis")
        step = findings.collect((*path, "test"), work)
        if step is None:
            continue
        tests[hypothesis_id] = step
        _check_arguments(plan, step, hypothesis.arguments, path, findings)
        if "fit" in step.required:
            read_from = models.get(hypothesis.model or "", model)
            _check_fit(plan, read_from, hypothesis_id, step, findings)
    return tests


def _check_arguments(
    plan: Plan,
    step: Step,
    given: Iterable[str],
    path: Path_in_plan,
    findings: Findings,
) -> None:
    given = list(given)
    for name in step.unknown(given):
        _add_unknown((*path, name), step, name, findings)
    for name in step.missing(given):
        findings.add(path, f'{step.name} needs "{name}"', code="argument_missing")
    if step.required & DESIGN_PARAMETERS and plan.design is None:
        findings.add(
            path,
            f"{step.name} compares conditions, but the plan has no design",
            code="design_missing",
            advice="Add design: {condition: {column, control, treated}, manipulated}.",
        )
    if "measurement_fit" in step.required and plan.measurement is None:
        findings.add(
            path,
            f"{step.name} needs a measurement model, but the plan has none",
            code="measurement_missing",
            advice="Add measurement: with lines such as SAT =~ s1 + s2 + s3.",
        )


def _add_unknown(path: Path_in_plan, step: Step, name: str, findings: Findings) -> None:
    takes = sorted(step.parameters - CONTEXT)
    findings.add(
        path,
        f"{step.name} takes no such key",
        code="unknown_argument",
        allowed=", ".join(takes),
        advice=did_you_mean(name, takes),
    )


def _check_fit(
    plan: Plan,
    model: ParsedModel | None,
    hypothesis_id: str,
    step: Step,
    findings: Findings,
) -> None:
    """Check that the model a hypothesis is read from is there."""
    hypothesis = plan.hypotheses[hypothesis_id]
    path = ("hypotheses", hypothesis_id)
    if step.name.startswith("regression."):
        known = list(plan.regressions)
        if hypothesis.model not in known:
            shown = f'"{hypothesis.model}"' if hypothesis.model else "without a name"
            findings.add(
                (*path, "model"),
                f"there is no regression {shown}",
                code="unknown_model",
                allowed=", ".join(known) or "a name that stands under regressions",
            )
        return
    if hypothesis.model is not None and hypothesis.model not in plan.models:
        findings.add(
            (*path, "model"),
            f'there is no model "{hypothesis.model}"',
            code="unknown_model",
            allowed=", ".join(plan.models) or "a name that stands under models",
        )
    elif hypothesis.model is None and plan.measurement is None:
        findings.add(
            path,
            f"{step.name} needs a model, but the plan has no measurement",
            code="measurement_missing",
        )
    elif model is not None:
        _check_place_in_model(hypothesis, step, model, path, findings)


def _check_place_in_model(
    hypothesis: Hypothesis,
    step: Step,
    model: ParsedModel,
    path: Path_in_plan,
    findings: Findings,
) -> None:
    """Check that the path or parameter a hypothesis names is in its model."""
    from srtoolkit.sem import indirect_of, parameter_of, regression_of

    find = {"sem.path": regression_of, "sem.indirect": indirect_of}.get(step.name)
    written = hypothesis.arguments.get("path")
    if find is not None and isinstance(written, str):
        findings.collect((*path, "path"), partial(find, written, model))
    named = hypothesis.arguments.get("parameter")
    if step.name == "sem.parameter" and isinstance(named, str):
        findings.collect((*path, "parameter"), partial(parameter_of, named, model))


def _robustness(
    plan: Plan, tests: dict[str, Step], findings: Findings
) -> tuple[PlannedStep, ...]:
    found = []
    for index, entry in enumerate(plan.robustness):
        call, path = step_call(entry), ("robustness", index)
        step = findings.collect(path, partial(find_step, call.name, "robustness"))
        if step is None:
            continue
        planned = PlannedStep(step, call.arguments)
        found.append(planned)
        for name in step.unknown(call.arguments):
            _add_unknown((*path, call.name, name), step, name, findings)
        fits = [
            can_accompany(planned, test, plan.hypotheses[key].arguments)
            for key, test in tests.items()
        ]
        if tests and not any(fits):
            findings.add(
                path,
                f"{call.name} fits none of the plan's hypotheses",
                code="robustness_without_hypothesis",
            )
    return tuple(found)


def _check_demos(plan: Plan, findings: Findings) -> None:
    from srtoolkit.sem import parse_model

    for name, demo in plan.demos.items():
        path: Path_in_plan = ("demos", name)
        population = (*path, "population")
        findings.collect_syntax(population, partial(parse_model, demo.population))
        if plan.design is not None and not isinstance(demo.n, dict):
            findings.add(
                (*path, "n"),
                "a plan with conditions needs n for each of them",
                code="demo_n",
                allowed="a mapping such as {no_failure: 300, excellent_recovery: 300}",
            )
