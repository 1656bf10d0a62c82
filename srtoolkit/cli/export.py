"""``srtoolkit instruments export``: a questionnaire for a survey platform."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from srtoolkit.cli.options import (
    force_option,
    lang_option,
    study_of,
    study_option,
)
from srtoolkit.errors import OptionError, did_you_mean

if TYPE_CHECKING:
    from srtoolkit.platforms import ExportOptions, Form

#: What `document` prints; a sheet to type the answers into comes with it.
_PRINTED = ("docx", "pdf")
_CODEBOOK = "codebook"


@click.command("export", short_help="Write a questionnaire for a survey platform.")
@click.argument("name")
@click.option("--to", "platform", required=True, metavar="PLATFORM", help="See below.")
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder."
)
@click.option(
    "--required",
    type=click.Choice(["scales", "all", "none"]),
    default="scales",
    show_default=True,
    help="Which questions must be answered.",
)
@click.option(
    "--multi-select",
    is_flag=True,
    help="Ask several yes/no facts in one question whose options are ticked.",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Of an export: the codebook then lists the columns of its download.",
)
@study_option
@lang_option
@force_option
def command(
    name: str,
    platform: str,
    out: Path,
    required: str,
    multi_select: bool,
    manifest: Path | None,
    study: Path | None,
    lang: str | None,
    force: bool,
) -> None:
    """Write NAME for a survey platform, with what the platform cannot carry.

    NAME is an instrument or a composed questionnaire, by name or path. The
    folder gets the form, loss-report.md and manifest.json, which tells
    `responses import` what each column of the download means. Without
    --lang both languages are written; with it, only that one, or with
    --lang both the Chinese first.

    \b
    Platforms: xlsform, surveyjs, html, limesurvey, qualtrics, qualtrics-txt,
    wjx, redcap, spss, ddi; docx and pdf for paper, with a sheet to type the
    answers into; codebook.

    \b
    Example:
      srtoolkit instruments export justice-four-facets --to xlsform -o form
    """
    from srtoolkit.document import printed_forms
    from srtoolkit.platforms import PLATFORMS, ExportOptions, export_paper, read_form
    from srtoolkit.results import refuse_overwriting, write_files

    known = [*PLATFORMS, *_PRINTED, _CODEBOOK]
    if platform not in known:
        raise OptionError(
            f'there is no platform "{platform}"',
            code="unknown_platform",
            allowed=", ".join(known),
            advice=did_you_mean(platform, known),
            found=platform,
        )
    folder = study_of(study)
    wanted = ("zh", "en") if lang in (None, "both") else (lang,)
    options = ExportOptions(wanted)  # type: ignore[arg-type]
    form = read_form(
        name,
        study=folder,
        required=required,  # type: ignore[arg-type]
        multi_select=multi_select and platform not in _PRINTED,
    )
    if platform == _CODEBOOK:
        _write_codebook(name, form, options, out, multi_select, manifest, folder, force)
        return
    if platform in _PRINTED:
        export = export_paper(form, platform, options=options)
        printed = printed_forms(
            name,
            langs=options.languages,
            fmt=platform,  # type: ignore[arg-type]
            study=folder,
        )
        contents = {**printed, **export.folder()}
    else:
        export = PLATFORMS[platform](form, options=options)
        contents = export.folder()
    refuse_overwriting([out / file for file in contents], force=force)
    for file in write_files(out, contents):
        click.echo(str(file))
    click.echo(f"{len(export.losses)} losses; read loss-report.md", err=True)


def _write_codebook(
    name: str,
    form: Form,
    options: ExportOptions,
    out: Path,
    multi_select: bool,
    manifest: Path | None,
    study: Path | None,
    force: bool,
) -> None:
    from srtoolkit.document import write_codebook
    from srtoolkit.platforms import LOSS_FILE, codebook_report, read_manifest
    from srtoolkit.results import refuse_overwriting, write_files

    refuse_overwriting([out / LOSS_FILE], force=force)
    files = write_codebook(
        name,
        out,
        langs=options.languages,
        manifest=read_manifest(manifest) if manifest else None,
        multi_select=multi_select,
        study=study,
        force=force,
    )
    files += write_files(out, {LOSS_FILE: codebook_report(form, options)})
    for file in files:
        click.echo(str(file))
