"""``srtoolkit responses check``: look at a file of answers before any plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from srtoolkit.cli.console import print_json, print_table
from srtoolkit.cli.options import (
    codes,
    encoding_option,
    instruments_option,
    json_option,
    lang_option,
    language,
    missing_codes_option,
    separated,
    study_of,
    study_option,
)

if TYPE_CHECKING:
    from srtoolkit.document import Block


@click.command("check", short_help="Check a file of answers, whole.")
@click.argument("file", type=click.Path(path_type=Path))
@instruments_option
@study_option
@missing_codes_option
@encoding_option
@lang_option
@json_option
def command(
    file: Path,
    instruments: str,
    study: Path | None,
    missing_codes: str,
    encoding: str | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Check a file of answers: items, careless responding, keys, holes.

    Nobody is excluded and nothing is changed; with --json also the rows of the
    file that deserve a look.

    \b
    Example:
      srtoolkit responses check answers.csv --instruments ecsi-mobile
    """
    from srtoolkit.document import answers_page
    from srtoolkit.plans import check_answers
    from srtoolkit.responses import read_responses

    answers = read_responses(
        file,
        separated(instruments),
        study=study_of(study),
        missing_codes=codes(missing_codes),
        encoding=encoding,
    )
    found = check_answers(answers)
    if as_json:
        print_json({key: found[key] for key in ("data", "steps")})
        return
    click.echo(f"{answers.n} respondents, {answers.encoding or 'workbook'}")
    for block in answers_page(found, lang=language(lang)):
        _print(block)


def _print(block: Block) -> None:
    from srtoolkit.document import Paragraph, Table, plain_text

    if isinstance(block, Table):
        click.echo(f"\n{plain_text(block.caption)}")
        print_table(
            [plain_text(column.head) for column in block.columns],
            [[plain_text(cell) for cell in row.cells] for row in block.rows],
        )
        for note in block.notes:
            click.echo(plain_text(note))
    elif isinstance(block, Paragraph):
        click.echo(plain_text(block.text))
