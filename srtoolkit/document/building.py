"""From results to a report: the outline's sections, one after the other."""

from __future__ import annotations

from srtoolkit.document.blocks import Block, Heading, Report
from srtoolkit.document.manuscript import Lang, Manuscript, open_manuscript
from srtoolkit.document.outline import OutlineSection, read_outline
from srtoolkit.document.sections import BUILDERS
from srtoolkit.results import StudyResults
from srtoolkit.shelves import ShelfItem


def build_report(results: StudyResults, *, lang: Lang, report: ShelfItem) -> Report:
    """Write a report as blocks.

    Parameters
    ----------
    results : StudyResults
        The parsed results.json.
    lang : {"zh", "en"}
        Language of the report.
    report : ShelfItem
        Folder with an ``outline.yaml``.

    Raises
    ------
    ContentError
        When the outline does not fit its schema, or a phrase is missing.
    """
    outline = read_outline(report)
    writing = open_manuscript(results, lang=lang, chapter=outline.chapter)
    blocks: list[Block] = []
    number = 0
    for part in outline.sections:
        body = BUILDERS[part.section](writing, part.options)
        if body:
            number += 1
            blocks += [_heading(writing, part, number, outline.chapter), *body]
    return Report(
        lang=lang,
        title=writing.local(writing.plan["title"]),
        subtitle=getattr(outline.title, lang),
        mark=writing.mark,
        contents_title=writing.words.plain("label.contents"),
        blocks=tuple(blocks),
    )


def _heading(
    writing: Manuscript, part: OutlineSection, number: int, chapter: int | None
) -> Heading:
    title = writing.local(part.title.model_dump()) if part.title else ""
    shown = str(number) if chapter is None else f"{chapter}.{number}"
    return Heading(
        level=1,
        number=shown,
        text=title or writing.words.plain(f"section.{part.section}"),
        anchor=f"section-{number}",
    )
