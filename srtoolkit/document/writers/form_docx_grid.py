"""Questions with the same answers as a table in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from srtoolkit.document.questionnaires.form import Form, Grid
from srtoolkit.document.questionnaires.wording import FormWords
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.document.writers.docx_tables import centre, rule_cell, set_padding
from srtoolkit.document.writers.docx_text import clean
from srtoolkit.document.writers.form_docx_parts import (
    BOX,
    add_asked,
    add_small,
    hang,
    keep_row_whole,
    shade,
)
from srtoolkit.document.writers.form_shape import column_label, question_share

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

_OUTER, _INNER, _FAINT = 10, 6, 2
_HEAD, _SMALL_HEAD = 7.5, 7.0
_LONG_WORD = 7
#: Points above and below the text of a cell.
_AIR = 3.5


def add_grid(document: Document, grid: Grid, form: Form, style: PageStyle) -> None:
    """Add the answers as heads and a line of boxes for every question."""
    from docx.shared import Cm

    table = document.add_table(rows=0, cols=len(grid.answers) + 1)
    table.autofit = False
    first = style.text_width * question_share(grid) / 100
    other = (style.text_width - first) / len(grid.answers)
    widths = [Cm(first), *[Cm(other)] * len(grid.answers)]
    _add_heads(table, grid, form)
    for number, question in enumerate(grid.rows):
        row: Any = table.add_row()
        keep_row_whole(row)
        paragraph = _cell(row.cells[0])
        hang(paragraph, 0.75)
        add_asked(paragraph, question, codes=form.codes)
        for cell in row.cells[1:]:
            _cell(cell, centre=True).add_run(BOX)
        for cell in row.cells:
            last = number == len(grid.rows) - 1
            rule_cell(cell, bottom=_OUTER if last else _FAINT)
            if number % 2:
                shade(cell)
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if grid.is_numeric:
        _merge_ends(table, grid)
    set_padding(table)
    centre(table)
    document.add_paragraph(style="Table Note")


def _add_heads(table: Table, grid: Grid, form: Form) -> None:
    rows: list[Any] = [table.add_row()]  # type: ignore[no-untyped-call]
    if grid.is_numeric:
        rows.append(table.add_row())  # type: ignore[no-untyped-call]
    for row in rows:
        keep_row_whole(row, head=True)
        for cell in row.cells:
            _cell(cell).paragraph_format.keep_with_next = True
    add_small(_cell(rows[-1].cells[0]), FormWords(form.lang).say("form.tick_each"))
    size = _head_size(grid)
    for cell, answer in zip(rows[-1].cells[1:], grid.answers, strict=True):
        paragraph = _cell(cell, centre=True)
        _head(paragraph, column_label(answer.label) or str(answer.value), size)
        if answer.label and form.codes:
            add_small(paragraph, f"\n{answer.value}")
    for cell in rows[0].cells:
        rule_cell(cell, top=_OUTER)
    for cell in rows[-1].cells:
        rule_cell(cell, bottom=_INNER)


def _merge_ends(table: Table, grid: Grid) -> None:
    """Write what the ends of a scale of numbers mean over its two halves."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    cells = table.rows[0].cells
    half = 1 + len(grid.answers) // 2
    low = cells[1].merge(cells[half - 1])
    high = cells[half].merge(cells[-1])
    for cell, label in ((low, grid.low_label), (high, grid.high_label)):
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        _head(_cell(cell), label)
        rule_cell(cell, top=_OUTER)
    high.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _head_size(grid: Grid) -> float:
    """Set all heads smaller where a word of one would be broken."""
    words = [word for answer in grid.answers for word in answer.label.split()]
    return _SMALL_HEAD if any(len(word) > _LONG_WORD for word in words) else _HEAD


def _head(paragraph: Any, value: str, size: float = _HEAD) -> None:
    from docx.shared import Pt

    run = paragraph.add_run(clean(value))
    run.font.size = Pt(size)


def _cell(cell: Any, *, centre: bool = False) -> Any:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Cell"
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(_AIR)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph
