"""``srtoolkit analyze``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from srtoolkit.cli.answers_file import accept_option, manifest_option, sheet_option
from srtoolkit.cli.console import print_json, print_table, progress
from srtoolkit.cli.options import (
    codes,
    encoding_option,
    force_option,
    format_option,
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
    from srtoolkit.plans import Analysis, Language


@click.command("analyze")
@click.argument("plan")
@click.argument("responses", required=False, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder for results.json and the reports.",
)
@study_option
@click.option("--demo", is_flag=True, help="Simulate the plan's population `effect`.")
@click.option("--population", metavar="NAME", help="Simulate another population.")
@lang_option
@format_option
@click.option("--bootstrap", type=int, metavar="N", help="Bootstrap draws.")
@click.option("--seed", type=int, metavar="N", help="Seed of every draw.")
@click.option("--jobs", type=int, default=1, show_default=True, metavar="N")
@manifest_option
@accept_option
@click.option(
    "--review",
    type=click.Path(path_type=Path),
    help="Sheet of `responses check --review`, with your decisions.",
)
@click.option("--estimator", help="Estimator of the structural equation models.")
@click.option("--missing", help="listwise, fiml or pairwise.")
@missing_codes_option
@sheet_option
@encoding_option
@force_option
@json_option
def command(
    plan: str,
    responses: Path | None,
    out: Path,
    study: Path | None,
    demo: bool,
    population: str | None,
    lang: str | None,
    formats: str,
    bootstrap: int | None,
    seed: int | None,
    jobs: int,
    manifest: Path | None,
    accept: bool,
    review: Path | None,
    estimator: str | None,
    missing: str | None,
    missing_codes: str,
    sheet: str | None,
    encoding: str | None,
    force: bool,
    as_json: bool,
) -> int:
    """Run PLAN on a file of RESPONSES and write the report.

    \b
    Examples:
      srtoolkit analyze recovery-paradox --demo -o out --lang both
      srtoolkit analyze complaint-handling-ecsi answers.csv -o out
      srtoolkit analyze my-plan download.xlsx --manifest form/manifest.json -o out
    """
    from srtoolkit.plans import RunOptions, analyze

    population = population or ("effect" if demo else None)
    if population is not None and responses is not None:
        raise OptionError(
            "a demo simulates its answers, but a file of answers was named too",
            code="demo_and_answers",
            where=str(responses),
            advice="Leave out one of them.",
        )
    langs = languages(lang)
    with progress():
        analysis = analyze(
            plan,
            responses,
            out,
            study=study_of(study),
            population=population,
            formats=separated(formats),
            langs=langs,
            options=RunOptions(bootstrap, seed, jobs, estimator, missing),
            missing_codes=codes(missing_codes),
            encoding=encoding,
            sheet=sheet,
            manifest=manifest,
            accept=accept,
            review=review,
            force=force,
        )
    if as_json:
        print_json(
            {"files": [str(file) for file in analysis.files], **_summary(analysis)}
        )
    else:
        _print(analysis, langs[0])
    return 1 if analysis.results.needs_attention else 0


def _summary(analysis: Analysis) -> dict[str, object]:
    results = analysis.results
    return {
        "simulated": results.simulated,
        "n_used": results["data"]["n_used"],
        "models": [
            {"id": model["id"], **model["status"]} for model in results["models"]
        ],
        "hypotheses": [
            {key: row[key] for key in ("id", "verdict", "practical")}
            for row in results["hypotheses"]
        ],
    }


def _print(analysis: Analysis, lang: Language) -> None:
    results = analysis.results
    if results.simulated:
        click.echo("SIMULATED DATA 模拟数据")
    rows = [
        [
            row["id"],
            row["verdict"],
            row["practical"],
            _interval(row),
            row["claim"][lang],
        ]
        for row in results["hypotheses"]
    ]
    print_table(["", "verdict", "practical", "estimate [interval]", "claim"], rows)
    for model in results["models"]:
        if not model["status"]["admissible"]:
            click.echo(
                f"The model {model['id']} is not admissible "
                f"({model['status']['code']}); it gives no verdict.",
                err=True,
            )
    for file in analysis.files:
        click.echo(str(file))


def _interval(row: dict[str, float | None]) -> str:
    est, low, high = row["est"], row["ci_low"], row["ci_high"]
    if est is None or low is None or high is None:
        return "–"
    return f"{est:.3f} [{low:.3f}, {high:.3f}]"
