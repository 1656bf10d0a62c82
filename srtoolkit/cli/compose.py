"""``srtoolkit instruments compose``: a questionnaire from a plan."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from srtoolkit.cli.options import force_option, separated, study_of, study_option
from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    from srtoolkit.plans import Plan
    from srtoolkit.questionnaire import ComposedDesign

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


@click.command("compose", short_help="Write the questionnaire a plan's tests need.")
@click.argument("plan")
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path))
@click.option(
    "--scenario",
    default="scenario-hotel-check-in",
    show_default=True,
    metavar="NAME",
    help="Scenario that tells the conditions of an experiment.",
)
@click.option(
    "--factors",
    default="recovery",
    show_default=True,
    metavar="NAME,…",
    help="Factors the experiment manipulates.",
)
@click.option(
    "--cell",
    "cells",
    multiple=True,
    metavar="LABEL=FACTOR:LEVEL,…",
    help="The cell of a condition whose label does not tell it; once a condition.",
)
@click.option("--seed", default=1, show_default=True, help="Of the assignment.")
@study_option
@force_option
def command(
    plan: str,
    out: Path,
    scenario: str,
    factors: str,
    cells: tuple[str, ...],
    seed: int,
    study: Path | None,
    force: bool,
) -> None:
    """Write a questionnaire.yaml with what the tests of PLAN need.

    \b
    Example:
      srtoolkit instruments compose recovery-paradox \\
        --scenario scenario-hotel-check-in -o my-study/instruments/paradox-experiment
    """
    from srtoolkit.plans import read_plan
    from srtoolkit.questionnaire import (
        check_questionnaire,
        compose_questionnaire,
        write_composition,
    )

    shelf = study_of(study)
    loaded = read_plan(plan, shelf).plan
    told = dict(_cell(each) for each in cells)
    composition = compose_questionnaire(
        name=out.resolve().name,
        title=loaded.title,
        instruments=loaded.instruments,
        variables=_variables(loaded),
        design=_design(loaded, scenario, separated(factors), told, seed),
        study=shelf,
    )
    for file in write_composition(composition, out, force=force):
        click.echo(str(file))
    for note in composition.notes:
        click.echo(f"- {note}")
    for problem in check_questionnaire(out, shelf):
        click.echo(str(problem), err=True)


def _design(
    plan: Plan,
    scenario: str,
    factors: tuple[str, ...],
    cells: Mapping[str, Mapping[str, str]],
    seed: int,
) -> ComposedDesign | None:
    """Return the plan's conditions in plain values; None for a survey."""
    from srtoolkit.questionnaire import ComposedDesign

    if plan.design is None or not plan.design.manipulated:
        return None
    condition = plan.design.condition
    labels = dict.fromkeys([condition.treated])
    for demo in plan.demos.values():
        labels |= dict.fromkeys(demo.n if isinstance(demo.n, dict) else ())
    labels |= dict.fromkeys(cells)
    labels.pop(condition.control or "", None)
    return ComposedDesign(
        column=condition.column,
        control=condition.control,
        conditions=tuple(labels),
        scenario=scenario,
        factors=factors,
        cells=cells,
        seed=seed,
    )


def _variables(plan: Plan) -> set[str]:
    """Return every name the plan's models and tests hold."""
    written = [plan.measurement or "", plan.structure or ""]
    for regression in plan.regressions.values():
        written += [regression.outcome, *regression.predictors, *regression.covariates]
    for hypothesis in plan.hypotheses.values():
        written += [str(value) for value in hypothesis.arguments.values()]
    if plan.design is not None:
        written += plan.design.covariates
    return {name for text in written for name in _NAME.findall(text)}


def _cell(value: str) -> tuple[str, dict[str, str]]:
    label, sign, rest = value.partition("=")
    pairs = [part.partition(":") for part in separated(rest)]
    if not (label and sign and pairs and all(name and to for name, _, to in pairs)):
        raise OptionError(
            f'--cell is "{value}"',
            code="wrong_option",
            allowed="LABEL=FACTOR:LEVEL, more pairs separated by commas",
        )
    return label, {name: level for name, _, level in pairs}
