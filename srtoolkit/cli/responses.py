"""``srtoolkit responses``: check, score and simulate answers."""

from __future__ import annotations

from pathlib import Path

import click

from srtoolkit.cli import importing
from srtoolkit.cli.console import print_table
from srtoolkit.cli.options import (
    codes,
    encoding_option,
    force_option,
    missing_codes_option,
    separated,
    study_of,
    study_option,
)

instruments_option = click.option(
    "--instruments",
    required=True,
    help="Instruments the columns belong to, separated by commas.",
)
out_option = click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="CSV file to write.",
)


@click.group("responses")
def group() -> None:
    """Files of answers."""


group.add_command(importing.command)


@group.command("check")
@click.argument("file", type=click.Path(path_type=Path))
@instruments_option
@study_option
@missing_codes_option
@encoding_option
def check_command(
    file: Path,
    instruments: str,
    study: Path | None,
    missing_codes: str,
    encoding: str | None,
) -> None:
    r"""Check a file of answers and describe its items.

    \b
    Example:
      srtoolkit responses check answers.csv --instruments ecsi-mobile
    """
    from srtoolkit.responses import description, read_responses

    answers = read_responses(
        file,
        separated(instruments),
        study=study_of(study),
        missing_codes=codes(missing_codes),
        encoding=encoding,
    )
    click.echo(f"{answers.n} respondents, {answers.encoding}")
    table = description(answers).tidy()
    print_table(
        [str(name) for name in table.columns],
        [
            [f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row]
            for row in table.itertuples(index=False, name=None)
        ],
    )


@group.command("score")
@click.argument("file", type=click.Path(path_type=Path))
@instruments_option
@out_option
@study_option
@missing_codes_option
@encoding_option
@force_option
def score_command(
    file: Path,
    instruments: str,
    out: Path,
    study: Path | None,
    missing_codes: str,
    encoding: str | None,
    force: bool,
) -> None:
    r"""Write the scale scores of a file of answers.

    \b
    Example:
      srtoolkit responses score answers.csv --instruments ecsi-mobile -o scores.csv
    """
    from srtoolkit.responses import read_responses
    from srtoolkit.results import refuse_overwriting, write_atomically

    refuse_overwriting([out], force=force)
    answers = read_responses(
        file,
        separated(instruments),
        study=study_of(study),
        missing_codes=codes(missing_codes),
        encoding=encoding,
    )
    table = answers.scores.to_csv(index=False, lineterminator="\n")
    write_atomically(out, table.encode("utf-8-sig"))
    click.echo(str(out))


@group.command("simulate")
@click.argument("plan")
@out_option
@click.option("--population", default="effect", show_default=True)
@click.option("--seed", type=int, metavar="N")
@study_option
@force_option
def simulate_command(
    plan: str,
    out: Path,
    population: str,
    seed: int | None,
    study: Path | None,
    force: bool,
) -> None:
    r"""Write simulated answers (模拟数据) of a plan's population.

    \b
    Example:
      srtoolkit responses simulate recovery-paradox -o simulated.csv
    """
    from srtoolkit.plans import RunOptions, check_plan, simulate_demo
    from srtoolkit.results import refuse_overwriting, write_atomically

    refuse_overwriting([out], force=force)
    checked = check_plan(plan, study_of(study))
    answers = simulate_demo(checked, population, RunOptions(seed=seed))
    table = answers.answers.to_csv(index=False, lineterminator="\n")
    write_atomically(out, table.encode("utf-8-sig"))
    click.echo(f"{out} (simulated data, 模拟数据)")
