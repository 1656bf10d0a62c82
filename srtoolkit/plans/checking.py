"""Checks a plan whole, before anything is computed, every mistake at once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from srtoolkit.errors import PlanError, did_you_mean
from srtoolkit.plans.checked import (
    DESIGN_PARAMETERS,
    CheckedPlan,
    can_accompany,
    score_names,
)
from srtoolkit.plans.findings import Findings, Path_in_plan
from srtoolkit.plans.reading import LoadedPlan, read_plan
from srtoolkit.plans.schema import Plan
from srtoolkit.plans.steps import CONTEXT, Step, find_step
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
    model = _model(loaded.plan, findings)
    steps = _steps(loaded.plan, findings)
    tests = _tests(loaded.plan, model, findings)
    robustness = _robustness(loaded.plan, tests, findings)
    if len(instruments) == len(loaded.plan.instruments):
        _check_names(loaded.plan, model, instruments, findings)
    _check_demos(loaded.plan, findings)
    if findings.problems:
        raise PlanError(findings.problems)
    return CheckedPlan(loaded, instruments, model, steps, tests, robustness)


def _instruments(
    loaded: LoadedPlan, findings: Findings
) -> tuple[LoadedInstrument, ...]:
    found: list[LoadedInstrument] = []
    for index, name in enumerate(loaded.plan.instruments):
        load = partial(load_instruments, [name], study=loaded.study)
        found += findings.collect(("instruments", index), load) or ()
    return tuple(found)


def _model(plan: Plan, findings: Findings) -> ParsedModel | None:
    from srtoolkit.sem import parse_model

    before = len(findings.problems)
    for key in ("measurement", "structure"):
        syntax = getattr(plan, key)
        if syntax is not None:
            findings.collect_syntax((key,), partial(parse_model, syntax))
    if plan.model_syntax is None or len(findings.problems) > before:
        return None
    return findings.collect(("measurement",), partial(parse_model, plan.model_syntax))


def _steps(plan: Plan, findings: Findings) -> tuple[Step, ...]:
    steps = []
    for index, name in enumerate(plan.steps):
        path = ("steps", index)
        step = findings.collect(path, partial(find_step, name, "step"))
        if step is not None:
            _check_arguments(plan, step, {}, path, findings)
            steps.append(step)
    return tuple(steps)


def _tests(
    plan: Plan, model: ParsedModel | None, findings: Findings
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
            _check_fit(plan, model, hypothesis_id, step, findings)
    return tests


def _check_arguments(
    plan: Plan,
    step: Step,
    given: Iterable[str],
    path: Path_in_plan,
    findings: Findings,
) -> None:
    given = list(given)
    takes = sorted(step.parameters - CONTEXT)
    for name in step.unknown(given):
        findings.add(
            (*path, name),
            f"{step.name} takes no such key",
            code="unknown_argument",
            allowed=", ".join(takes),
            advice=did_you_mean(name, takes),
        )
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
    elif plan.measurement is None:
        findings.add(
            path,
            f"{step.name} needs a model, but the plan has no measurement",
            code="measurement_missing",
        )
    written = hypothesis.arguments.get("path")
    if model is not None and isinstance(written, str):
        from srtoolkit.sem import indirect_of, regression_of

        find = regression_of if step.name == "sem.path" else indirect_of
        findings.collect((*path, "path"), partial(find, written, model))


def _robustness(
    plan: Plan, tests: dict[str, Step], findings: Findings
) -> tuple[Step, ...]:
    found = []
    for index, name in enumerate(plan.robustness):
        path = ("robustness", index)
        step = findings.collect(path, partial(find_step, name, "robustness"))
        if step is None:
            continue
        found.append(step)
        fits = [
            can_accompany(step, test, plan.hypotheses[key].arguments)
            for key, test in tests.items()
        ]
        if tests and not any(fits):
            findings.add(
                path,
                f"{name} fits none of the plan's hypotheses",
                code="robustness_without_hypothesis",
            )
    return tuple(found)


def _check_names(
    plan: Plan,
    model: ParsedModel | None,
    instruments: tuple[LoadedInstrument, ...],
    findings: Findings,
) -> None:
    known = score_names(instruments)
    for name in model.observed if model is not None else ():
        if name not in known:
            findings.add(
                ("measurement",),
                f'the model names "{name}", which is no item of the instruments',
                code="unknown_item",
                advice=did_you_mean(name, known),
            )
    for path, name in _named_variables(plan):
        if name not in known:
            scales = [s.id for part in instruments for s in part.instrument.scales]
            findings.add(
                path,
                f'no scale or item is named "{name}"',
                code="unknown_variable",
                allowed=", ".join(scales),
                advice=did_you_mean(name, known),
            )


def _named_variables(plan: Plan) -> list[tuple[Path_in_plan, str]]:
    """Every place of the plan that names a score, with the name."""
    named: list[tuple[Path_in_plan, str]] = []
    for key, hypothesis in plan.hypotheses.items():
        outcome = hypothesis.arguments.get("outcome")
        if isinstance(outcome, str):
            named.append((("hypotheses", key, "outcome"), outcome))
    for key, regression in plan.regressions.items():
        base: Path_in_plan = ("regressions", key)
        named.append(((*base, "outcome"), regression.outcome))
        for index, name in enumerate(regression.predictors):
            named.append(((*base, "predictors", index), name))
        for index, product in enumerate(regression.interactions):
            named += [((*base, "interactions", index), name) for name in product]
    return named


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
