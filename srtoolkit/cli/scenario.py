"""``srtoolkit instruments scenario``: list scenarios and print their cells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from srtoolkit.cli.console import print_json, print_table
from srtoolkit.cli.options import (
    json_option,
    lang_option,
    languages,
    separated,
    study_of,
    study_option,
)
from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    from srtoolkit.questionnaire import Cell, Language, UnequalLength

_UNITS = {"zh": "characters", "en": "words"}


@click.group("scenario")
def group() -> None:
    """Scenarios (vignettes) for experiments."""


@group.command("list")
@study_option
@lang_option
@json_option
def list_command(study: Path | None, lang: str | None, as_json: bool) -> None:
    """List the scenarios with their factors.

    \b
    Example:
      srtoolkit instruments scenario list --lang zh
    """
    from srtoolkit.questionnaire import list_scenarios

    rows = list_scenarios(study_of(study))
    if as_json:
        print_json(rows)
        return
    spoken = languages(lang)[0]
    print_table(
        ["scenario", "case", "title", "factors (levels)"],
        [
            [row["name"], row["case"], row["title"][spoken], _factors(row["factors"])]
            for row in rows
        ],
    )


def _factors(factors: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['id']} ({'/'.join(each['levels'])})" for each in factors)


@group.command("show")
@click.argument("name")
@click.option(
    "--factors",
    default="",
    metavar="NAME,…",
    help="Factors to vary; without it, all of them.",
)
@click.option(
    "--hold",
    default="",
    metavar="FACTOR=LEVEL,…",
    help="Levels to tell in every cell.",
)
@study_option
@lang_option
@json_option
def show_command(
    name: str,
    factors: str,
    hold: str,
    study: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Print every cell of the factorial and the control, with their lengths.

    \b
    Example:
      srtoolkit instruments scenario show scenario-hotel-check-in \\
        --factors stability,recovery --lang zh
    """
    from srtoolkit.questionnaire import (
        cells,
        control_cell,
        read_scenario,
        unequal_lengths,
    )

    scenario = read_scenario(name, study_of(study)).scenario
    held = level_by_factor(hold, "--hold")
    rest = [each.id for each in scenario.factors if each.id not in held]
    found = cells(scenario, separated(factors) or rest, held=held)
    told = (control_cell(scenario), *found)
    if as_json:
        print_json([_row(cell) for cell in told])
        return
    for spoken in languages(lang):
        click.echo(f"{scenario.title.in_language(spoken)} ({scenario.name})")
        click.echo(scenario.perspective.in_language(spoken))
        for cell in told:
            _print_cell(cell, spoken)
        click.echo("")
    for warning in unequal_lengths(scenario):
        _warn(warning)


def level_by_factor(value: str, option: str) -> dict[str, str]:
    """Split ``factor=level,…``.

    Raises
    ------
    OptionError
        When a part has no ``=``.
    """
    pairs = [part.partition("=") for part in separated(value)]
    if not all(sign and name and level for name, sign, level in pairs):
        raise OptionError(
            f'{option} is "{value}"',
            code="wrong_option",
            allowed="FACTOR=LEVEL, separated by commas",
        )
    return {name: level for name, _, level in pairs}


def _row(cell: Cell) -> dict[str, Any]:
    return {
        "label": cell.label,
        "levels": dict(cell.levels),
        "text": {"zh": cell.text("zh"), "en": cell.text("en")},
        "length": {"zh": cell.length("zh"), "en": cell.length("en")},
    }


def _print_cell(cell: Cell, spoken: Language) -> None:
    levels = ", ".join(f"{factor}: {level}" for factor, level in cell.levels)
    length = f"{cell.length(spoken)} {_UNITS[spoken]}"
    click.echo("")
    click.echo(f"[{cell.label}] {levels or 'control'} – {length}")
    click.echo(cell.text(spoken))


def _warn(found: UnequalLength) -> None:
    lengths = ", ".join(f"{level} {n}" for level, n in found.lengths.items())
    click.echo(
        f"warning: the levels of {found.factor} differ in length by {found.share:.0%} "
        f"in {found.language} ({lengths} {_UNITS[found.language]})",
        err=True,
    )
