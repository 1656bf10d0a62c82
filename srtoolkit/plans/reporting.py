"""Renders results into report files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.results import StudyResults, refuse_overwriting, write_files
from srtoolkit.shelves import find_item

Language = Literal["zh", "en"]


def write_report(
    results: StudyResults,
    out: Path | str,
    *,
    formats: Sequence[str] = ("html", "docx"),
    langs: Sequence[Language] = ("en",),
    study: Path | None = None,
    report: str | None = None,
    force: bool = False,
) -> list[Path]:
    """Write ``report.<lang>.<format>`` for every language and format.

    Parameters
    ----------
    results : StudyResults
        As `run_plan` returns it or `read_results` reads it.
    out : Path or str
        Folder; it is made when it is not there.
    formats, langs : sequences of str
    study : Path, optional
        Folder whose report shelf is searched first.
    report : str, optional
        Report of the shelf; the plan's own by default.
    force : bool
        Overwrite files that are there.

    Raises
    ------
    OptionError
        For a format that there is no writer for.
    FileError
        When a file is there already and `force` is False.
    """
    folder = Path(out)
    names = report_names(formats, langs)
    refuse_overwriting([folder / name for name in names], force=force)
    rendered = render_reports(
        results, formats=formats, langs=langs, study=study, report=report
    )
    return write_files(folder, rendered)


def report_names(formats: Sequence[str], langs: Sequence[Language]) -> list[str]:
    """Return the file names of a report; formats are checked here."""
    from srtoolkit.document import FORMATS

    for name in formats:
        if name not in FORMATS:
            raise OptionError(
                f'there is no report format "{name}"',
                code="unknown_format",
                allowed=", ".join(FORMATS),
                advice=did_you_mean(name, FORMATS),
            )
    return [f"report.{lang}.{name}" for lang in langs for name in formats]


def render_reports(
    results: StudyResults,
    *,
    formats: Sequence[str],
    langs: Sequence[Language],
    study: Path | None = None,
    report: str | None = None,
) -> dict[str, bytes]:
    """Return the content of each report file by its name."""
    from srtoolkit.document import FORMATS, render_report

    name = report or results["plan"]["content"]["report"]
    item = find_item("reports", name, study)
    return {
        f"report.{lang}.{fmt}": render_report(results, lang=lang, fmt=fmt, report=item)
        for lang in langs
        for fmt in FORMATS
        if fmt in formats
    }
