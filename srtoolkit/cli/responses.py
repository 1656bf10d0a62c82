"""``srtoolkit responses``: check, score and simulate answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from srtoolkit.cli import checking_answers, importing
from srtoolkit.cli.answers_file import answers_options, read_answers
from srtoolkit.cli.options import (
    force_option,
    lang_option,
    language,
    study_of,
    study_option,
)
from srtoolkit.cli.tracing import print_trace

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
group.add_command(checking_answers.command)


@group.command("score", short_help="Write scale scores, or trace one respondent's.")
@click.argument("file", type=click.Path(path_type=Path))
@answers_options
@click.option("-o", "--out", type=click.Path(path_type=Path), help="CSV file to write.")
@click.option(
    "--trace",
    type=int,
    metavar="ROW",
    help="Show how the scores of one row of the file were made.",
)
@lang_option
@force_option
def score_command(
    file: Path,
    out: Path | None,
    trace: int | None,
    lang: str | None,
    force: bool,
    **said: Any,
) -> None:
    """Write the scale scores of a file of answers, or trace one respondent's.

    \b
    Example:
      srtoolkit responses score answers.csv --instruments ecsi-mobile -o scores.csv
      srtoolkit responses score answers.csv --instruments ecsi-mobile --trace 12
    """
    from srtoolkit.errors import OptionError
    from srtoolkit.results import refuse_overwriting, write_atomically

    if out is None and trace is None:
        raise OptionError(
            "there is nowhere to write the scores",
            code="no_out",
            advice="Name a file with -o, or a row with --trace.",
        )
    refuse_overwriting([out] if out else [], force=force)
    answers = read_answers(file, **said)
    if trace is not None:
        print_trace(answers, trace, language(lang))
    if out is not None:
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
    """Write simulated answers (模拟数据) of a plan's population.

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
