"""``srtoolkit plans``: list, show, check and lock plans."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.console import print_json, print_table, problem_row
from srtoolkit.cli.options import (
    force_option,
    json_option,
    lang_option,
    language,
    study_of,
    study_option,
)
from srtoolkit.errors import ContentError, PlanError

#: Name of the page that `plans steps -o` writes.
STEP_PAGE = "steps.md"


@click.group("plans")
def group() -> None:
    """Analysis plans of the shelf."""


@group.command("list")
@study_option
@lang_option
@json_option
def list_command(study: Path | None, lang: str | None, as_json: bool) -> None:
    """List the plans with the theory rows they test.

    \b
    Example:
      srtoolkit plans list --json
    """
    from srtoolkit.plans import list_plans

    rows = list_plans(study_of(study))
    if as_json:
        keys = ("name", "theory", "instruments")
        print_json([{key: row[key] for key in keys} for row in rows])
        return
    spoken = language(lang)
    print_table(
        ["plan", "theory", "title", "instruments"],
        [
            [
                row["name"],
                " ".join(row["theory"]),
                row["title"][spoken],
                ", ".join(row["instruments"]),
            ]
            for row in rows
        ],
    )


@group.command("show")
@click.argument("plan")
@study_option
@lang_option
@json_option
def show_command(
    plan: str, study: Path | None, lang: str | None, as_json: bool
) -> None:
    """Show what a plan asks and claims.

    \b
    Example:
      srtoolkit plans show recovery-paradox --lang zh
    """
    from srtoolkit.plans import read_plan

    loaded = read_plan(plan, study_of(study))
    if as_json:
        print_json(loaded.plan.model_dump(mode="json", by_alias=True))
        return
    spoken = language(lang)
    click.echo(f"{getattr(loaded.plan.title, spoken)} ({loaded.name})")
    click.echo(getattr(loaded.plan.question, spoken))
    click.echo(f"instruments: {', '.join(loaded.plan.instruments)}")
    click.echo(f"demos: {', '.join(loaded.plan.demos) or '–'}")
    rows = [
        [key, getattr(h.claim, spoken), h.test, h.expect]
        for key, h in loaded.plan.hypotheses.items()
    ]
    print_table(["", "claim", "test", "expected"], rows)


@group.command("check")
@click.argument("plan")
@study_option
@json_option
def check_command(plan: str, study: Path | None, as_json: bool) -> int:
    """Check a plan whole; exit 1 when it has mistakes.

    \b
    Example:
      srtoolkit plans check my-study/analyses/my-plan
    """
    from srtoolkit.plans import check_plan

    try:
        checked = check_plan(plan, study_of(study))
    except (PlanError, ContentError) as error:
        if as_json:
            print_json([problem_row(problem) for problem in error.problems])
        else:
            for problem in error.problems:
                click.echo(str(problem))
        return 1
    if as_json:
        print_json([])
    else:
        click.echo(f"{checked.loaded.name}: no mistakes")
        click.echo(f"columns it needs: {', '.join(checked.columns())}")
    return 0


@group.command("lock")
@click.argument("plan")
@study_option
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder.")
def lock_command(plan: str, study: Path | None, out: Path | None) -> None:
    """Write a plan's hash and the time, before the first answer.

    \b
    Example:
      srtoolkit plans lock my-study/analyses/my-plan
    """
    from srtoolkit.plans import check_plan, lock_plan

    click.echo(str(lock_plan(check_plan(plan, study_of(study)), out=out)))


@group.command("steps")
@click.argument("name", required=False)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Folder.")
@force_option
@json_option
def steps_command(
    name: str | None, out: Path | None, force: bool, as_json: bool
) -> None:
    """List every step, test and robustness check a plan can name.

    \b
    Examples:
      srtoolkit plans steps
      srtoolkit plans steps psychometrics.measurement_invariance
      srtoolkit plans steps -o docs --force
    """
    from srtoolkit.plans import describe_step, describe_steps, step_page
    from srtoolkit.results import refuse_overwriting, write_files

    if name is not None:
        one = describe_step(name)
        print_json(one.to_dict()) if as_json else click.echo(one.documentation)
        return
    if out is not None:
        refuse_overwriting([out / STEP_PAGE], force=force)
        for file in write_files(out, {STEP_PAGE: step_page().encode()}):
            click.echo(str(file))
        return
    described = describe_steps()
    if as_json:
        print_json([one.to_dict() for one in described])
        return
    rows = [[one.kind, one.name, ", ".join(one.required)] for one in described]
    print_table(["", "name", "keys it needs"], rows)
