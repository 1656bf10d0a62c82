"""``srtoolkit responses import``: a platform's download, checked and scored."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from srtoolkit.cli.answers_file import sheet_option
from srtoolkit.cli.console import print_json
from srtoolkit.cli.options import (
    codes,
    encoding_option,
    force_option,
    json_option,
    lang_option,
    languages,
    missing_codes_option,
    separated,
    study_of,
    study_option,
)
from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    from srtoolkit.platforms import Imported, ImportOptions, Privacy

ANSWERS_FILE, RECORD_FILE = "answers.csv", "import-record.json"


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="manifest.json of the exported form.",
)
@click.option(
    "--instruments", default="", help="Without a manifest: instruments, by commas."
)
@click.option(
    "-o", "--out", required=True, type=click.Path(path_type=Path), help="Folder."
)
@click.option("--accept", is_flag=True, help="Take the matches that were shown.")
@click.option(
    "--answers",
    metavar="KIND",
    help="How answers were downloaded: code, label, number, score.",
)
@click.option(
    "--match",
    "matches",
    multiple=True,
    metavar="HEADING=ITEM",
    help='What a column is; "#3" is the third column.',
)
@click.option(
    "--leave-out", multiple=True, metavar="HEADING", help="A column to leave out."
)
@click.option(
    "--language", type=click.Choice(["zh", "en"]), help="Language of all respondents."
)
@click.option("--finished-only", is_flag=True, help="Leave unfinished responses out.")
@click.option("--keep-text", is_flag=True, help="Hand open answers on.")
@click.option(
    "--keep",
    multiple=True,
    metavar="HEADING",
    help="A column to hand on although it is none of the form's, or looks as if it "
    "could name a person.",
)
@click.option(
    "--pseudonymise",
    default="",
    metavar="email,ip,…",
    help="Replace these by keyed hashes instead of removing them.",
)
@click.option(
    "--key-file",
    type=click.Path(path_type=Path),
    help="Key of the hashes; made when it is not there. Not in the output folder.",
)
@sheet_option
@missing_codes_option
@encoding_option
@study_option
@lang_option
@force_option
@json_option
def command(
    file: Path,
    manifest: Path | None,
    instruments: str,
    out: Path,
    study: Path | None,
    lang: str | None,
    sheet: str | None,
    encoding: str | None,
    force: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Read a platform's download through the manifest of its form.

    Every column is accounted for. What does not match is listed, and nothing
    is written. The folder gets answers.csv with the codes of the instruments,
    import-report.<language>.md, and import-record.json.

    \b
    Example:
      srtoolkit responses import download.csv --manifest form/manifest.json -o data
    """
    from srtoolkit.platforms import import_download, keep_key
    from srtoolkit.results import refuse_overwriting, write_files

    langs = languages(lang)
    reports = {f"import-report.{each}.md": each for each in langs}
    names = [ANSWERS_FILE, RECORD_FILE, *reports]
    refuse_overwriting([out / name for name in names], force=force)
    options = _options(out, said)
    found = import_download(
        file,
        manifest=manifest,
        instruments=separated(instruments),
        study=study_of(study),
        options=options,
        encoding=encoding,
        sheet=sheet,
    )
    contents = {
        ANSWERS_FILE: answers_csv(found),
        RECORD_FILE: _json(found.report.to_dict()),
        **{
            name: found.report.to_markdown(each).encode()
            for name, each in reports.items()
        },
    }
    if options.privacy.key is not None:
        keep_key(said["key_file"], options.privacy.key)
    files = write_files(out, contents)
    if as_json:
        print_json({"files": [str(each) for each in files], **found.report.to_dict()})
        return
    for each in files:
        click.echo(str(each))
    click.echo(f"{found.report.n_kept} of {found.report.n_read} respondents", err=True)
    if found.report.notes:
        click.echo(
            f"{len(found.report.notes)} notes; read {next(iter(reports))}", err=True
        )


def answers_csv(found: Imported) -> bytes:
    """Return the answers as CSV that no spreadsheet program takes for formulas."""
    from srtoolkit.platforms.safety.cells import safe_cell

    table = found.responses.answers.copy()
    for name in table.select_dtypes(include="number").columns:
        if table[name].dropna().mod(1).eq(0).all():
            table[name] = table[name].astype("Int64")
    table.columns = [safe_cell(str(name)) for name in table.columns]
    words = table.select_dtypes(exclude="number").columns
    for name in words:
        table[name] = table[name].map(safe_cell, na_action="ignore")
    return table.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _options(out: Path, said: dict[str, Any]) -> ImportOptions:
    from srtoolkit.platforms import ImportOptions

    return ImportOptions(
        accept=said["accept"],
        answers=said["answers"],
        matches=dict(_pair(each) for each in said["matches"]),
        leave_out=said["leave_out"],
        language=said["language"],
        finished_only=said["finished_only"],
        missing_codes=codes(said["missing_codes"]),
        privacy=_privacy(out, said),
    )


def _privacy(out: Path, said: dict[str, Any]) -> Privacy:
    from srtoolkit.platforms import Privacy, key_or_new

    wanted = separated(said["pseudonymise"])
    if not wanted:
        if said["key_file"] is not None:
            raise OptionError(
                "a key was named, but nothing to replace by pseudonyms",
                code="key_unused",
                where=str(said["key_file"]),
                advice="Say what, for example --pseudonymise email,phone.",
            )
        return Privacy(keep_text=said["keep_text"], keep=said["keep"])
    if said["key_file"] is None:
        raise OptionError(
            "pseudonyms need a key",
            code="no_key_file",
            advice="Name a file for it with --key-file, outside the output folder.",
        )
    key = key_or_new(said["key_file"], outside=out)
    return Privacy(wanted, key, said["keep_text"], said["keep"])


def _pair(value: str) -> tuple[str, str]:
    heading, sign, item = value.rpartition("=")
    if not (heading and sign and item):
        raise OptionError(
            f'--match is "{value}"',
            code="wrong_option",
            allowed="HEADING=ITEM, #3=ITEM",
        )
    return heading, item


def _json(content: dict[str, Any]) -> bytes:
    text = json.dumps(
        content, ensure_ascii=False, indent=1, sort_keys=True, default=str
    )
    return f"{text}\n".encode()
