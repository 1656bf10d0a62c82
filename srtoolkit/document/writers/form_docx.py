"""A questionnaire as a Word file that can still be edited."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from srtoolkit.document.blocks import Report
from srtoolkit.document.questionnaires.form import (
    Agreement,
    Amount,
    Answer,
    Asked,
    Choice,
    Form,
    Grid,
    Part,
    Said,
    Section,
    Story,
    Writing,
)
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.document.writers.docx import set_properties
from srtoolkit.document.writers.docx_styles import PageStyle, prepare_styles
from srtoolkit.document.writers.docx_text import clean
from srtoolkit.document.writers.form_docx_grid import add_grid
from srtoolkit.document.writers.form_docx_parts import (
    BOX,
    add_asked,
    add_frame,
    add_small,
    hang,
)
from srtoolkit.document.writers.form_shape import footer, in_two_columns
from srtoolkit.shelves import find_item, read_content, validate_content

if TYPE_CHECKING:
    from docx.document import Document

_MARGINS = {"top": 2.0, "bottom": 2.0, "left": 2.0, "right": 2.0}
_BLANK = "_" * 16


def write_form_docx(form: Form) -> bytes:
    """Write the form on the page of the standard report, with narrower margins."""
    import docx

    file = find_item("reports", "standard").folder / "docx.yaml"
    style = validate_content(read_content(file), PageStyle)
    page = style.page.model_copy(update=_MARGINS)
    style = style.model_copy(update={"page": page, "line_spacing": 1.15})
    document = docx.Document()
    sheet = Report(form.lang, footer(form), "", "", "", ())
    prepare_styles(document, style, sheet)
    set_properties(document, sheet)
    document.add_paragraph(clean(form.title), style="Title")
    if form.version and form.codes:
        add_small(document.add_paragraph(style="Subtitle"), form.version)
    for number, parts in enumerate(form.pages):
        if number:
            _start_page(document)
        for part in parts:
            _add(document, part, form, style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _start_page(document: Document) -> None:
    from docx.enum.text import WD_BREAK

    paragraph = document.add_paragraph(style="Table Note")
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def _add(document: Document, part: Part, form: Form, style: PageStyle) -> None:
    match part:
        case Section():
            document.add_heading(clean(part.text), level=1)
        case Said():
            _add_said(document, part)
        case Story():
            add_frame(document, part.paragraphs, style, form.lang, label=part.label)
        case Agreement():
            document.add_heading(clean(part.title), level=1)
            boxes = [f"{BOX} {answer}" for answer in part.answers]
            add_frame(document, (part.text, *boxes), style, form.lang, story=False)
        case Grid():
            add_grid(document, part, form, style)
        case Choice():
            _add_choice(document, part, form)
        case Amount():
            _add_amount(document, part, form)
        case Writing():
            _add_writing(document, part, form, style)


def _add_said(document: Document, said: Said) -> None:
    if said.kind == "staff":
        paragraph = document.add_paragraph(style="Table Note")
        add_small(paragraph, said.text)
    else:
        arrow = "→ " if said.kind == "routing" else ""
        paragraph = document.add_paragraph(style="Body Text")
        run = paragraph.add_run(arrow + clean(said.text))
        run.bold = said.kind != "text"
    paragraph.paragraph_format.keep_with_next = said.kind in ("instruction", "staff")


def _stem(document: Document, question: Asked, form: Form) -> Any:
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.paragraph_format.space_before = 90000
    paragraph.paragraph_format.keep_with_next = True
    hang(paragraph)
    add_asked(paragraph, question, codes=form.codes)
    return paragraph


def _add_choice(document: Document, choice: Choice, form: Form) -> None:
    from docx.shared import Cm

    stem = _stem(document, choice.question, form)
    add_small(stem, f" {FormWords(form.lang).say('form.tick_one')}")
    answers = list(choice.answers)
    rows: list[tuple[Answer, ...]] = [(one,) for one in answers]
    if in_two_columns(choice):
        half = -(-len(answers) // 2)
        left, right = answers[:half], answers[half:]
        rows = [tuple(pair) for pair in zip(left, right, strict=False)]
        rows += [(one,) for one in left[len(right) :]]
    for number, row in enumerate(rows):
        paragraph = document.add_paragraph(style="Body Text")
        layout = paragraph.paragraph_format
        layout.left_indent, layout.space_after = Cm(0.9), 12700
        layout.keep_with_next = number < len(rows) - 1
        layout.tab_stops.add_tab_stop(Cm(8.5))
        for position, answer in enumerate(row):
            tab = "\t" if position else ""
            paragraph.add_run(f"{tab}{BOX} {clean(answer.label)}")
            if form.codes:
                add_small(paragraph, f" {answer.value}")


def _add_amount(document: Document, amount: Amount, form: Form) -> None:
    from docx.shared import Cm

    _stem(document, amount.question, form)
    paragraph = document.add_paragraph(style="Body Text")
    paragraph.paragraph_format.left_indent = Cm(0.9)
    paragraph.add_run(f"{_BLANK} {clean(amount.unit)}")
    if amount.hint:
        add_small(paragraph, f" {amount.hint}")


def _add_writing(
    document: Document, writing: Writing, form: Form, style: PageStyle
) -> None:
    from docx.enum.text import WD_TAB_LEADER
    from docx.shared import Cm, Pt

    _stem(document, writing.question, form)
    for number in range(writing.lines):
        paragraph = document.add_paragraph("\t", style="Body Text")
        layout = paragraph.paragraph_format
        layout.left_indent = Cm(0.9)
        layout.tab_stops.add_tab_stop(
            Cm(style.text_width - 0.1), leader=WD_TAB_LEADER.LINES
        )
        layout.space_before, layout.space_after = Pt(8), Pt(0)
        layout.keep_with_next = number < writing.lines - 1
