"""``srtoolkit instruments preview``: a questionnaire as respondents get it."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.options import (
    force_option,
    lang_option,
    languages,
    separated,
    study_of,
    study_option,
)


@click.command("preview", short_help="Print a questionnaire or scenario to read.")
@click.argument("name")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder."
)
@click.option(
    "--format",
    "formats",
    default="html,docx",
    show_default=True,
    help="html, docx, pdf, separated by commas.",
)
@click.option(
    "--condition",
    metavar="LABEL",
    help="What respondents in this condition get; else a review copy with all.",
)
@click.option("--no-codes", is_flag=True, help="Hide item codes and notes for staff.")
@study_option
@lang_option
@force_option
def command(
    name: str,
    out: Path,
    formats: str,
    condition: str | None,
    no_codes: bool,
    study: Path | None,
    lang: str | None,
    force: bool,
) -> None:
    """Print a questionnaire, instrument or scenario, by name or path.

    \b
    Example:
      srtoolkit instruments preview justice-four-facets -o print --lang both
    """
    from srtoolkit.document import preview_questionnaire

    files = preview_questionnaire(
        name,
        out,
        langs=languages(lang),
        formats=separated(formats),
        condition=condition,
        codes=not no_codes,
        study=study_of(study),
        force=force,
    )
    for file in files:
        click.echo(str(file))
