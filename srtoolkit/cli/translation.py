"""``srtoolkit instruments translation-sheet`` and ``cvi``: reviews by others."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli.console import print_json, print_table
from srtoolkit.cli.options import force_option, json_option, study_of, study_option

_out_option = click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="XLSX file."
)


@click.group("translation-sheet")
def sheet_group() -> None:
    """Sheets for translators: write one, read it back."""


@sheet_group.command("write")
@click.argument("name")
@_out_option
@study_option
@force_option
def write_command(name: str, out: Path, study: Path | None, force: bool) -> None:
    """Write every text in both languages, with columns to fill in.

    \b
    Example:
      srtoolkit instruments translation-sheet write attribution -o sheet.xlsx
    """
    from srtoolkit.questionnaire import translation_rows, write_translation_sheet

    rows = translation_rows(name, study_of(study))
    write_translation_sheet(rows, out, force=force)
    click.echo(f"{out}: {len(rows)} texts")


@sheet_group.command("read")
@click.argument("name")
@click.argument("sheet", type=click.Path(path_type=Path))
@study_option
@json_option
def read_command(name: str, sheet: Path, study: Path | None, as_json: bool) -> int:
    """Show where a filled sheet and NAME differ; exit 1 when they do.

    \b
    Example:
      srtoolkit instruments translation-sheet read attribution sheet.xlsx
    """
    from dataclasses import asdict

    from srtoolkit.questionnaire import read_translation_sheet, translation_rows

    found = read_translation_sheet(sheet, translation_rows(name, study_of(study)))
    differ = bool(found.differences or found.missing or found.unknown)
    if as_json:
        print_json(asdict(found))
        return int(differ)
    for one in found.differences:
        click.echo(f"{one.id} ({one.language})")
        click.echo(f"  {name}: {one.ours}")
        click.echo(f"  sheet: {one.theirs}")
    for label, ids in (("missing", found.missing), ("unknown", found.unknown)):
        if ids:
            click.echo(f"{label} in the sheet: {', '.join(ids)}")
    if not differ:
        click.echo("no differences")
    for place, text in found.back_translations.items():
        click.echo(f"back-translation of {place}: {text}")
    for place, text in found.comments.items():
        click.echo(f"comment on {place}: {text}")
    return int(differ)


@click.group("cvi")
def cvi_group() -> None:
    """Content validity by experts: the form and its indices."""


@cvi_group.command("form")
@click.argument("name")
@_out_option
@study_option
@force_option
def form_command(name: str, out: Path, study: Path | None, force: bool) -> None:
    """Write the form on which an expert rates the relevance of each item.

    \b
    Example:
      srtoolkit instruments cvi form attribution -o expert.xlsx
    """
    from srtoolkit.questionnaire import load_instruments, write_rating_form

    loaded = load_instruments([name], study_of(study))[0]
    write_rating_form(loaded.instrument, out, force=force)
    click.echo(str(out))


@cvi_group.command("compute")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def compute_command(files: tuple[Path, ...], as_json: bool) -> None:
    """Compute I-CVI, S-CVI and the modified kappa from filled forms.

    \b
    Example:
      srtoolkit instruments cvi compute expert-1.xlsx expert-2.xlsx expert-3.xlsx
    """
    from srtoolkit.questionnaire import read_rating_forms

    found = read_rating_forms(files)
    if as_json:
        print_json(found.to_dict())
        return
    print_table(
        ["scale", "item", "relevant / experts", "I-CVI", "kappa", "agreement"],
        [
            [
                item.scale,
                item.item,
                f"{item.n_relevant} / {item.n_experts}",
                f"{item.i_cvi:.2f}",
                f"{item.kappa:.2f}",
                item.agreement,
            ]
            for item in found.items
        ],
    )
    for scale, part in {**found.by_scale(), "all items": found}.items():
        click.echo(
            f"{scale}: S-CVI/Ave {part.s_cvi_ave:.2f}, S-CVI/UA {part.s_cvi_ua:.2f}"
        )
    click.echo(f"{found.n_experts} experts, {found.n_missing} ratings missing")
