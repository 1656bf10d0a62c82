"""A Word file: A4, three-line tables, figures with alternative text."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from srtoolkit.document.blocks import (
    Block,
    Bullets,
    Code,
    Figure,
    Heading,
    Note,
    Paragraph,
    ReferenceList,
    Report,
    Table,
    text,
)
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.writers.docx_styles import PageStyle, prepare_styles
from srtoolkit.document.writers.docx_tables import add_table
from srtoolkit.document.writers.docx_text import add_caption, add_text, clean
from srtoolkit.shelves import ShelfItem, read_content, validate_content

if TYPE_CHECKING:
    from docx.document import Document

_STYLE_FILE = "docx.yaml"
#: Room below a figure's last note, in points.
_AFTER_FIGURE = 10
#: Word files carry a time; a fixed one keeps the same results the same file.
_TIME = datetime.datetime(2000, 1, 1)


def write_docx(report: Report, folder: ShelfItem) -> bytes:
    """Write the blocks as the report folder's ``docx.yaml`` lays them out."""
    import docx

    style = validate_content(read_content(folder.folder / _STYLE_FILE), PageStyle)
    document = docx.Document()
    prepare_styles(document, style, report)
    set_properties(document, report)
    document.add_paragraph(clean(report.title), style="Title")
    document.add_paragraph(clean(report.subtitle), style="Subtitle")
    for block in report.blocks:
        _add_block(document, block, report, style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def set_properties(document: Document, report: Report) -> None:
    """Say title, language and a fixed time in the file's properties."""
    properties = document.core_properties
    properties.title = clean(report.title)[:255]
    properties.subject = report.mark
    properties.author = "srtoolkit"
    properties.comments = ""
    properties.language = "zh-CN" if report.lang == "zh" else "en"
    properties.created = properties.modified = _TIME


def _add_block(
    document: Document, block: Block, report: Report, style: PageStyle
) -> None:
    match block:
        case Heading():
            title = clean(f"{block.number}  {block.text}".strip())
            document.add_heading(title, level=block.level)
        case Paragraph():
            add_text(document.add_paragraph(style="Body Text"), block.text)
        case Bullets():
            for item in block.items:
                add_text(document.add_paragraph(style="List Bullet"), item)
        case Note():
            _add_note(document, block)
        case Code():
            document.add_paragraph(clean(block.text), style="Code")
        case Table():
            add_table(document, block, style)
        case Figure():
            _add_figure(document, block, report, style)
        case ReferenceList():
            for entry in block.entries:
                document.add_paragraph(clean(entry), style="Reference")


def _add_note(document: Document, note: Note) -> None:
    paragraph = document.add_paragraph(style="Notice")
    if note.title:
        add_text(paragraph, text(f"{note.title}  ", bold=True))
    add_text(paragraph, note.text)


def _add_figure(
    document: Document, figure: Figure, report: Report, style: PageStyle
) -> None:
    from docx.shared import Cm, Pt

    picture = draw(figure.drawing, kind="png", lang=report.lang, dpi=style.picture_dpi)
    paragraph = document.add_paragraph(style="Picture")
    shape = paragraph.add_run().add_picture(io.BytesIO(picture))
    available = Cm(style.text_width)
    if shape.width > available:
        shape.height = round(shape.height * available / shape.width)
        shape.width = available
    described = shape._inline.docPr  # python-docx has no call for alternative text
    described.set("descr", clean(figure.alt))
    described.set("title", clean(figure.label))
    paragraph.paragraph_format.keep_with_next = True
    add_caption(
        document, figure.label, figure.caption, keep_with_next=bool(figure.notes)
    )
    for position, note in enumerate(figure.notes):
        paragraph = document.add_paragraph(style="Table Note")
        add_text(paragraph, note)
        if position == len(figure.notes) - 1:
            paragraph.paragraph_format.space_after = Pt(_AFTER_FIGURE)
