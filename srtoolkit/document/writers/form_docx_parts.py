"""Small parts of a questionnaire in Word: boxes, codes, frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from srtoolkit.document.questionnaires.form import Asked
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.document.writers.docx_tables import centre, rule_cell
from srtoolkit.document.writers.docx_text import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

#: The box to tick; Chinese fonts have it, and Word borrows it for others.
BOX = "□"
_FRAME, _TINT = 8, "F4F5F7"
_GREY = (0x5B, 0x62, 0x70)
_SMALL = 7.5
#: Room inside a frame, in twentieths of a point.
_INSET = 180


def add_small(paragraph: Paragraph, value: str) -> None:
    """Add small grey text: codes, hints, lines for staff."""
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(value))
    run.font.size, run.bold = Pt(_SMALL), False
    run.font.color.rgb = RGBColor(*_GREY)


def add_asked(paragraph: Paragraph, question: Asked, *, codes: bool) -> None:
    """Add a question's number, sentence and, if wanted, code."""
    paragraph.add_run(f"{question.number}\t").bold = True
    paragraph.add_run(clean(question.text))
    if codes:
        add_small(paragraph, f" {question.code}")


def hang(paragraph: Paragraph, depth: float = 0.9) -> None:
    """Let the number of a question hang before its text; in centimetres."""
    from docx.shared import Cm

    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Cm(depth), Cm(-depth)
    layout.tab_stops.add_tab_stop(Cm(depth))


def add_frame(
    document: Document,
    paragraphs: Sequence[str],
    style: PageStyle,
    lang: str,
    *,
    label: str = "",
    story: bool = True,
) -> None:
    """Add paragraphs in a frame that does not break across pages."""
    from docx.shared import Cm, Pt

    grid = document.add_table(rows=1, cols=1)
    centre(grid)
    cell = grid.rows[0].cells[0]
    cell.width = Cm(style.text_width)
    rule_cell(cell, top=_FRAME, left=_FRAME, bottom=_FRAME, right=_FRAME)
    if story:
        shade(cell)
    _set_inset(cell)
    first = cell.paragraphs[0]
    if label:
        add_small(first, label)
    for number, value in enumerate(paragraphs):
        paragraph = first if number == 0 and not label else cell.add_paragraph()
        paragraph.style = document.styles["Body Text"]
        paragraph.add_run(clean(value))
        paragraph.paragraph_format.line_spacing = 1.5 if story else 1.25
        if story and lang == "zh":
            paragraph.paragraph_format.first_line_indent = Pt(2 * style.size.body)
    keep_row_whole(grid.rows[0])
    document.add_paragraph(style="Table Note")


def _set_inset(cell: Any) -> None:
    """Keep the text of a frame away from its rules."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tcMar")
    for side in ("top", "left", "bottom", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_INSET))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def shade(cell: Any) -> None:
    """Give a cell a light ground."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    ground = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", _TINT)):
        ground.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(ground)


def keep_row_whole(row: Any, *, head: bool = False) -> None:
    """Keep a row on one page; a head is repeated on every page."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
