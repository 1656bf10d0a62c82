"""``srtoolkit instruments``: list, show and check the shelf."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from srtoolkit.cli import catalogue, compose, export, preview, scenario, translation
from srtoolkit.cli.console import print_json, print_table, problem_row
from srtoolkit.cli.options import (
    force_option,
    json_option,
    lang_option,
    language,
    study_of,
    study_option,
)

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Instrument


@click.group("instruments")
def group() -> None:
    """Questionnaires of the shelf."""


group.add_command(scenario.group)
group.add_command(compose.command)
group.add_command(preview.command)
group.add_command(export.command)
group.add_command(catalogue.command)
group.add_command(translation.sheet_group)
group.add_command(translation.cvi_group)


@group.command("list")
@study_option
@json_option
def list_command(study: Path | None, as_json: bool) -> None:
    """List the instruments with their scales.

    \b
    Example:
      srtoolkit instruments list --json
    """
    from srtoolkit.questionnaire import list_instruments

    rows = list_instruments(study_of(study))
    if as_json:
        print_json(rows)
        return
    print_table(
        ["instrument", "measures", "languages", "scales (items)"],
        [
            [
                row["name"],
                " ".join(row["measures"]),
                " ".join(row["languages"]),
                ", ".join(f"{s['id']} ({s['n_items']})" for s in row["scales"]),
            ]
            for row in rows
        ],
    )


@group.command("show")
@click.argument("name")
@study_option
@lang_option
@json_option
def show_command(
    name: str, study: Path | None, lang: str | None, as_json: bool
) -> None:
    """Show an instrument's scales, items and sources.

    \b
    Example:
      srtoolkit instruments show justice-four-facets --lang zh
    """
    from srtoolkit.questionnaire import load_instruments

    loaded = load_instruments([name], study=study_of(study))[0]
    if as_json:
        print_json(loaded.instrument.to_dict())
        return
    _print_instrument(loaded.instrument, language(lang))


def _print_instrument(instrument: Instrument, lang: str) -> None:
    click.echo(f"{getattr(instrument.title, lang)} ({instrument.name})")
    click.echo(getattr(instrument.description, lang))
    for scale in instrument.scales:
        click.echo("")
        click.echo(f"{scale.id}  {getattr(scale.title, lang)}")
        click.echo(f"  {getattr(scale.definition, lang)}")
        for item in scale.items:
            text = item.text or item.role
            reverse = " (R)" if item.reverse else ""
            click.echo(f"  {item.id}{reverse}  {getattr(text, lang)}")
    click.echo("")
    for reference in instrument.references.values():
        click.echo(reference)


@group.command("check", short_help="Check instruments and questionnaires.")
@click.argument("names", nargs=-1)
@study_option
@json_option
def check_command(names: tuple[str, ...], study: Path | None, as_json: bool) -> int:
    """Check instruments, scenarios and questionnaires; exit 1 on errors.

    Without a name, the whole shelf.

    \b
    Example:
      srtoolkit instruments check justice-four-facets
    """
    from srtoolkit.questionnaire import check_shelf, is_warning

    checks = check_shelf(names, study_of(study))
    if as_json:
        print_json(
            {name: [problem_row(p) for p in found] for name, found in checks.items()}
        )
    else:
        for name, found in checks.items():
            click.echo(f"{name}: {'no problems' if not found else ''}".rstrip())
            for problem in found:
                click.echo(f"  {problem}")
    return int(any(not is_warning(p) for found in checks.values() for p in found))


@group.command("new", short_help="Begin an instrument of your own.")
@click.argument("folder", type=click.Path(path_type=Path))
@force_option
def new_command(folder: Path, force: bool) -> None:
    """Write a blank instrument into FOLDER, which is its name.

    `instruments check FOLDER` then lists every text still to be written.

    \b
    Example:
      srtoolkit instruments new my-study/instruments/my-scale
    """
    from srtoolkit.questionnaire import begin_instrument

    for file in begin_instrument(folder, force=force):
        click.echo(str(file))
