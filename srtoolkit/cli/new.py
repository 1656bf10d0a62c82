"""``srtoolkit new``: begin a study."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.options import separated


@click.command("new")
@click.argument("study_dir", type=click.Path(path_type=Path))
@click.option(
    "--plan",
    "plans",
    default="",
    metavar="NAME,…",
    help="Plans of the shelf to copy, with their instruments.",
)
def command(study_dir: Path, plans: str) -> None:
    """Begin a study folder with its three shelves.

    \b
    Example:
      srtoolkit new my-study --plan recovery-paradox
    """
    from srtoolkit.plans import begin_study

    for file in begin_study(study_dir, separated(plans)):
        click.echo(str(file))
