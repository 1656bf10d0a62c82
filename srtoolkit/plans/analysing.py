"""The main job: a plan and answers in, results.json and reports out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.checking import check_plan
from srtoolkit.plans.options import RunOptions
from srtoolkit.plans.reporting import (
    Language,
    render_reports,
    report_names,
)
from srtoolkit.plans.running import run_plan
from srtoolkit.results import (
    StudyResults,
    parse_results,
    refuse_overwriting,
    write_files,
)

if TYPE_CHECKING:
    from srtoolkit.responses import Responses, Review

RESULTS_FILE = "results.json"
ANSWERS_FILE = "answers.simulated.csv"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What `analyze` did.

    Attributes
    ----------
    results : StudyResults
    files : tuple of Path
        Every file written.
    """

    results: StudyResults
    files: tuple[Path, ...]


def analyze(
    plan: str | Path,
    answers: Path | None,
    out: Path,
    *,
    study: Path | None = None,
    population: str | None = None,
    formats: Sequence[str] = ("html", "docx"),
    langs: Sequence[Language] = ("en",),
    options: RunOptions | None = None,
    missing_codes: Sequence[float | str] = (),
    encoding: str | None = None,
    sheet: str | None = None,
    manifest: Path | None = None,
    accept: bool = False,
    review: Path | None = None,
    force: bool = False,
) -> Analysis:
    """Run a plan on a file of answers, or on a demo population, and report.

    Parameters
    ----------
    plan : name or path
    answers : Path or None
        File of answers; None with `population`.
    out : Path
        Folder for results.json and the reports.
    population : str, optional
        Name under the plan's ``demos``; its answers are simulated.
    missing_codes : sequence of numbers or words
        Codes that mean "no answer", beside those of the instruments.
    encoding : str, optional
        Encoding of a text file; found out by default.
    sheet : str, optional
        Sheet of a workbook; by default the only one with entries.
    manifest : Path, optional
        The manifest.json of an exported form, through which a platform's
        download is read.
    accept : bool
        Whether matches of such a download that had to be shown are taken.
    review : Path, optional
        Sheet with a person's decisions on respondents of the file.

    Raises
    ------
    SrtoolkitError
        For any mistake in plan, answers or options; nothing is written then.
    """
    checked = check_plan(plan, study)
    options = options or RunOptions()
    options.over(checked.plan.estimation)
    names = [RESULTS_FILE, *report_names(formats, langs)]
    names += [ANSWERS_FILE] if population is not None else []
    refuse_overwriting([out / name for name in names], force=force)
    if population is not None:
        responses = simulate_demo(checked, population, options)
    elif manifest is not None:
        how = {"accept": accept, "encoding": encoding, "sheet": sheet}
        responses = _import(checked, answers, manifest, missing_codes, **how)
    else:
        responses = _read(checked, answers, missing_codes, encoding, sheet)
    decided = None if review is None else _review(review, responses)
    results = run_plan(checked, responses, options=options, review=decided)
    contents = {RESULTS_FILE: results.to_bytes()}
    stored = parse_results(json.loads(contents[RESULTS_FILE]), RESULTS_FILE)
    contents |= render_reports(stored, formats=formats, langs=langs, study=study)
    if population is not None:
        table = responses.answers.to_csv(index=False, lineterminator="\n")
        contents[ANSWERS_FILE] = table.encode("utf-8-sig")  # so that Excel reads it
    return Analysis(stored, tuple(write_files(out, contents)))


def simulate_demo(
    checked: CheckedPlan, population: str, options: RunOptions | None = None
) -> Responses:
    """Simulate answers from one of a plan's own populations.

    Raises
    ------
    OptionError
        When the plan has no population of that name.
    """
    from srtoolkit.responses import responses_from_frame
    from srtoolkit.simulation import simulate_answers

    plan, demos = checked.plan, checked.plan.demos
    if population not in demos:
        raise OptionError(
            f'the plan "{checked.loaded.name}" has no population "{population}"',
            code="unknown_population",
            allowed=", ".join(demos) or "none: give a file of answers",
            advice=did_you_mean(population, demos),
        )
    demo = demos[population]
    frame = simulate_answers(
        demo.population,
        n=demo.n,
        instruments=checked.instruments,
        condition_column=plan.design.condition.column if plan.design else None,
        careless=demo.careless,
        seed=(options or RunOptions()).over(plan.estimation).seed,
    )
    if plan.design is not None and plan.design.condition.groups:
        frame = frame.drop(columns=plan.design.condition.column)  # answers make it
    return responses_from_frame(
        frame,
        checked.instruments,
        required=checked.columns(),
        population=population,
    )


def _read(
    checked: CheckedPlan,
    answers: Path | None,
    missing_codes: Sequence[float | str],
    encoding: str | None,
    sheet: str | None,
) -> Responses:
    from srtoolkit.responses import read_responses

    if answers is None:
        raise _no_answers()
    return read_responses(
        answers,
        checked.instruments,
        study=checked.loaded.study,
        missing_codes=missing_codes,
        encoding=encoding,
        sheet=sheet,
        required=checked.columns(),
        may_be_constant=_condition(checked),  # without a control: not testable
    )


def _import(
    checked: CheckedPlan,
    answers: Path | None,
    manifest: Path,
    missing_codes: Sequence[float | str],
    **how: Any,
) -> Responses:
    from srtoolkit.platforms import ImportOptions, import_responses

    if answers is None:
        raise _no_answers()
    return import_responses(
        answers,
        manifest=manifest,
        instruments=checked.instruments,
        study=checked.loaded.study,
        options=ImportOptions(missing_codes=tuple(missing_codes)),
        required=checked.columns(),
        may_be_constant=_condition(checked),
        **how,
    )


def _review(sheet: Path, responses: Responses) -> Review:
    from srtoolkit.responses import read_review

    if responses.simulated:
        raise OptionError(
            "a demo has no respondents to review",
            code="demo_and_review",
            where=str(sheet),
            advice="Leave out the review, or name a file of answers.",
        )
    return read_review(sheet, responses)


def _no_answers() -> OptionError:
    return OptionError(
        "there is neither a file of answers nor a demo",
        code="no_answers",
        advice="Name the file after the plan, or pass --demo.",
    )


def _condition(checked: CheckedPlan) -> tuple[str, ...]:
    design = checked.plan.design
    return () if design is None else design.condition.source_columns
