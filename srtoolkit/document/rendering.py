"""From results to the bytes of one document."""

from __future__ import annotations

from typing import Literal, get_args

from srtoolkit.document.building import build_report
from srtoolkit.document.manuscript import Lang
from srtoolkit.errors import OptionError
from srtoolkit.results import StudyResults
from srtoolkit.shelves import ShelfItem, find_item

ReportFormat = Literal["html", "docx"]

#: Formats a report can be rendered to.
FORMATS: tuple[ReportFormat, ...] = get_args(ReportFormat)


def render_report(
    results: StudyResults,
    *,
    lang: Lang,
    fmt: ReportFormat,
    report: ShelfItem | None = None,
) -> bytes:
    """Render a report.

    Parameters
    ----------
    results : StudyResults
        The parsed results.json; nothing is fitted again.
    lang : {"zh", "en"}
        Language of the report.
    fmt : {"html", "docx"}
        Format of the file.
    report : ShelfItem, optional
        Folder of the report; the bundled ``standard`` when left out.

    Returns
    -------
    bytes
        The whole file. HTML is the same for the same results and fonts.

    Raises
    ------
    OptionError
        For a language or format that is not known.
    ContentError
        When the report's folder or a shared phrase is wrong.
    """
    _require_known("language", lang, get_args(Lang))
    _require_known("format", fmt, FORMATS)
    folder = report or find_item("reports", "standard")
    built = build_report(results, lang=lang, report=folder)
    if fmt == "html":
        from srtoolkit.document.writers.html import write_html

        return write_html(built, folder)
    from srtoolkit.document.writers.docx import write_docx

    return write_docx(built, folder)


def _require_known(kind: str, found: str, known: tuple[str, ...]) -> None:
    if found not in known:
        raise OptionError(
            f'there is no report {kind} "{found}"',
            code=f"unknown_{kind}",
            allowed=", ".join(known),
            found=found,
        )
