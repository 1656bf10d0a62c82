"""``srtoolkit report``: render results again without refitting."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.options import (
    force_option,
    format_option,
    lang_option,
    languages,
    separated,
    study_of,
    study_option,
)


@click.command("report")
@click.argument("results", type=click.Path(path_type=Path))
@click.option("-o", "--out", required=True, type=click.Path(path_type=Path))
@click.option("--report", "report_name", metavar="NAME", help="Report of the shelf.")
@study_option
@lang_option
@format_option
@force_option
def command(
    results: Path,
    out: Path,
    report_name: str | None,
    study: Path | None,
    lang: str | None,
    formats: str,
    force: bool,
) -> None:
    """Render the report of a results.json again.

    \b
    Example:
      srtoolkit report out/results.json -o out-zh --lang zh --format docx
    """
    from srtoolkit.plans import write_report
    from srtoolkit.results import read_results

    files = write_report(
        read_results(results),
        out,
        formats=separated(formats),
        langs=languages(lang),
        study=study_of(study),
        report=report_name,
        force=force,
    )
    for file in files:
        click.echo(str(file))
