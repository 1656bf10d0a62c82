"""``srtoolkit responses check``: look at a file of answers before any plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from srtoolkit.cli.answers_file import answers_options, read_answers
from srtoolkit.cli.console import print_json, print_table
from srtoolkit.cli.options import force_option, json_option, lang_option, language

if TYPE_CHECKING:
    from srtoolkit.document import Block
    from srtoolkit.plans import Language
    from srtoolkit.responses import Responses


@click.command("check", short_help="Check a file of answers, whole.")
@click.argument("file", type=click.Path(path_type=Path))
@answers_options
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    metavar="FILE.csv",
    help="Write a sheet of the marked respondents for you to decide on.",
)
@lang_option
@force_option
@json_option
def command(
    file: Path,
    review: Path | None,
    lang: str | None,
    force: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Check a file of answers: items, careless responding, keys, holes.

    Nobody is excluded and nothing is changed; with --json also the rows of the
    file that deserve a look. --review writes them to a sheet: write exclude or
    keep into its column decision, why into its column reason, and hand it to
    `srtoolkit analyze PLAN answers.csv --review review.csv`.

    \b
    Examples:
      srtoolkit responses check answers.csv --instruments ecsi-mobile
      srtoolkit responses check answers.csv --instruments ecsi-mobile --review review.csv
      srtoolkit responses check download.xlsx --manifest form/manifest.json
    """
    from srtoolkit.document import answers_page
    from srtoolkit.plans import check_answers
    from srtoolkit.results import refuse_overwriting

    refuse_overwriting([review] if review else [], force=force)
    answers = read_answers(file, **said)
    found = check_answers(answers)
    if review is not None:
        _write_sheet(answers, review, language(lang))
    if as_json:
        print_json({key: found[key] for key in ("data", "steps")})
        return
    click.echo(f"{answers.n} respondents, {answers.encoding or 'workbook'}")
    _print_personal(found["data"]["personal_columns"], lang)
    for block in answers_page(found, lang=language(lang)):
        _print(block)


def _print_personal(columns: Sequence[Mapping[str, str]], lang: str | None) -> None:
    """Name the columns that can name a person, and what they hold."""
    from srtoolkit.platforms.words import Words

    if not columns:
        return
    words = Words(language(lang))
    shown = [
        f"{c['column']} ({words.say('import.personal_' + c['personal'])})"
        for c in columns
    ]
    click.echo(words.say("import.personal_unused", columns=", ".join(shown)))


def _write_sheet(answers: Responses, out: Path, lang: Language) -> None:
    from srtoolkit.document import mark_names
    from srtoolkit.responses import review_sheet
    from srtoolkit.results import write_atomically

    sheet = review_sheet(answers, names=mark_names(lang))
    table = sheet.to_csv(index=False, lineterminator="\n")
    write_atomically(out, table.encode("utf-8-sig"))  # so that Excel reads it
    click.echo(f"{out}: {len(sheet)} marked respondents to decide on", err=True)


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
