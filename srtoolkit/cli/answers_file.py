"""The file of answers that several commands read, plain or a platform's download."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from srtoolkit.cli.options import (
    codes,
    encoding_option,
    missing_codes_option,
    separated,
    study_of,
    study_option,
)
from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Command_T = TypeVar("Command_T", bound=Callable[..., Any])

sheet_option = click.option("--sheet", help="Sheet of a workbook.")
manifest_option = click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="manifest.json of the exported form, to read a platform's download with.",
)
accept_option = click.option(
    "--accept", is_flag=True, help="Take the matches that were shown."
)
_instruments_option = click.option(
    "--instruments",
    default="",
    help="Instruments the columns belong to, by commas; --manifest names them, too.",
)
_OPTIONS = (
    _instruments_option,
    manifest_option,
    accept_option,
    sheet_option,
    study_option,
    missing_codes_option,
    encoding_option,
)


def answers_options(command: Command_T) -> Command_T:
    """Give a command the options by which `read_answers` reads its file."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def read_answers(
    file: Path,
    *,
    instruments: str,
    manifest: Path | None,
    accept: bool,
    sheet: str | None,
    study: Path | None,
    missing_codes: str,
    encoding: str | None,
) -> Responses:
    """Read a plain file by its instruments, or a download through its manifest.

    Raises
    ------
    OptionError
        When neither instruments nor a manifest is named.
    FileError, ContentError, ResponsesError
        As `srtoolkit.responses.read_responses` and
        `srtoolkit.platforms.import_download`.
    """
    if manifest is not None:
        from srtoolkit.platforms import ImportOptions, import_responses

        return import_responses(
            file,
            manifest=manifest,
            instruments=separated(instruments),
            study=study_of(study),
            options=ImportOptions(accept=accept, missing_codes=codes(missing_codes)),
            encoding=encoding,
            sheet=sheet,
        )
    if not separated(instruments):
        raise OptionError(
            "neither instruments nor a manifest is named",
            code="nothing_to_read_with",
            where=str(file),
            advice="Name the instruments of the columns with --instruments, or the "
            "manifest.json of the exported form with --manifest.",
        )
    from srtoolkit.responses import read_responses

    return read_responses(
        file,
        separated(instruments),
        study=study_of(study),
        missing_codes=codes(missing_codes),
        encoding=encoding,
        sheet=sheet,
        may_be_constant=None,
    )
