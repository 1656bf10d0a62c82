"""``srtoolkit instruments catalogue``: the shelf as one page a language."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.options import force_option, study_of, study_option


@click.command("catalogue", short_help="Write a catalogue of the whole shelf.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder."
)
@study_option
@force_option
def command(out: Path, study: Path | None, force: bool) -> None:
    """Write catalogue.md and catalogue.zh.md: every construct, item and source.

    \b
    Example:
      srtoolkit instruments catalogue -o docs --force
    """
    from srtoolkit.document import catalogue_page
    from srtoolkit.plans import list_plans
    from srtoolkit.results import refuse_overwriting, write_files

    shelf = study_of(study)
    plans: dict[str, list[str]] = {}
    for row in list_plans(shelf):
        for instrument in row["instruments"]:
            plans.setdefault(instrument, []).append(row["name"])
    pages = {
        "catalogue.md": catalogue_page("en", plans=plans, study=shelf).encode(),
        "catalogue.zh.md": catalogue_page("zh", plans=plans, study=shelf).encode(),
    }
    refuse_overwriting([out / name for name in pages], force=force)
    for file in write_files(out, pages):
        click.echo(str(file))
