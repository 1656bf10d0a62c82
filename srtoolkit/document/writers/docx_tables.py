"""Three-line tables in Word: rules above, below the heads, and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from srtoolkit.document.blocks import Column, Row, Table, Text
from srtoolkit.document.writers.breaking import followed_at_once
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.document.writers.docx_text import add_caption, add_text
from srtoolkit.document.writers.widths import column_widths, least_widths

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell

#: Rules in eighths of a point: 1.5 pt outside, 0.75 pt under the heads.
_OUTER, _INNER, _FAINT = 12, 6, 2
#: Share of the type size that one Latin letter is wide: digits of Times New
#: Roman take .5. A wider font that stands in for it wraps some cells.
_LETTER = 0.54
#: Room at each side of a cell, in centimetres.
_PADDING = 0.1
_POINTS_PER_CM = 28.35
_SMALLEST = 6.5


def add_table(document: Document, table: Table, style: PageStyle) -> None:
    """Add a caption, the table fitted to the page, and its notes."""
    from docx.shared import Cm

    add_caption(document, table.label, table.caption)
    grid = document.add_table(rows=0, cols=len(table.columns))
    grid.autofit = False
    widths, size = fitted_widths(table, style)
    heads = Row(tuple(column.head for column in table.columns))
    _add_row(grid, heads, table.columns, widths, size, head=True)
    for row in table.rows:
        _add_row(grid, row, table.columns, widths, size)
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Cm(width)
    _rule(grid)
    _keep_together(grid, table)
    set_padding(grid)
    centre(grid)
    for position, note in enumerate(table.notes):
        paragraph = document.add_paragraph(style="Table Note")
        if position == 0:
            paragraph.paragraph_format.space_before = 40000
        paragraph.paragraph_format.keep_with_next = position < len(table.notes) - 1
        add_text(paragraph, note)
    document.add_paragraph(style="Table Note")


def fitted_widths(table: Table, style: PageStyle) -> tuple[list[float], float]:
    """Return column widths in centimetres and the type size that fits them.

    What need not wrap keeps its width, wrapping columns keep their longest
    word and share what is left. Where that is too wide the type gets smaller,
    down to 6.5 points.
    """
    wanted = column_widths(table.columns, table.rows)
    least = least_widths(table.columns, table.rows)
    size = style.size.table
    while sum(_centimetres(least, size)) > style.text_width and size > _SMALLEST:
        size -= 0.5
    widths = _centimetres(least, size)
    left = style.text_width - sum(widths)
    if left <= 0:
        shrink = style.text_width / sum(widths)
        return [width * shrink for width in widths], size
    asked = [more - kept for more, kept in zip(wanted, least, strict=True)]
    if not any(asked):
        asked = wanted
    return [
        width + left * share / sum(asked)
        for width, share in zip(widths, asked, strict=True)
    ], size


def _centimetres(letters: list[float], size: float) -> list[float]:
    letter = _LETTER * size / _POINTS_PER_CM
    return [letter * width + 2 * _PADDING for width in letters]


def _add_row(
    grid: WordTable,
    row: Row,
    columns: tuple[Column, ...],
    widths: list[float],
    size: float,
    *,
    head: bool = False,
) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Cm

    line: Any = grid.add_row()  # type: ignore[no-untyped-call]
    properties = line._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, width in zip(line.cells, widths, strict=True):
        cell.width = Cm(width)
    if row.kind != "body":
        merged = line.cells[0].merge(line.cells[-1])
        _fill(merged, row.cells[0], "left", size, bold=row.kind == "group")
        if row.kind == "group":
            merged.paragraphs[0].paragraph_format.keep_with_next = True
        else:
            rule_cell(merged, bottom=_FAINT)
        return
    for cell, value, column in zip(line.cells, row.cells, columns, strict=True):
        _fill(cell, value, column.align, size, bold=head)
        if head:
            rule_cell(cell, top=_OUTER, bottom=_INNER)


def _fill(cell: _Cell, value: Text, align: str, size: float, *, bold: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    sides = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "number": WD_ALIGN_PARAGRAPH.RIGHT,
    }
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Cell"
    paragraph.alignment = sides[align]
    add_text(paragraph, value)
    for run in paragraph.runs:
        run.font.size = Pt(size)
        run.bold = bold or run.bold


def _keep_together(grid: WordTable, table: Table) -> None:
    """Keep heads with their first rows, remarks with theirs, the last rows with
    the notes, and short tables whole.
    """
    heads, *rows = grid.rows
    remarked = [
        row
        for row, after in zip(rows, table.rows[1:], strict=False)
        if after.kind == "remark"
    ]
    last = rows[-1:] if table.notes else []
    for row in (heads, *followed_at_once(rows), *remarked, *last):
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _rule(grid: WordTable) -> None:
    for cell in grid.rows[-1].cells:
        rule_cell(cell, bottom=_OUTER)


def rule_cell(cell: _Cell, **edges: int) -> None:
    """Draw rules at the edges of a cell, ``top=12`` in eighths of a point."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    borders: Any = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    for edge in ("top", "left", "bottom", "right"):  # the order Word asks for
        if edge in edges:
            line = OxmlElement(f"w:{edge}")
            line.set(qn("w:val"), "single")
            line.set(qn("w:sz"), str(edges[edge]))
            line.set(qn("w:color"), "000000")
            for old in borders.findall(qn(f"w:{edge}")):
                borders.remove(old)
            borders.append(line)


def set_padding(grid: WordTable) -> None:
    """Give all cells the same narrow room at their sides."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins: Any = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(round(_PADDING * _POINTS_PER_CM * 20)))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(margins)
    else:
        look.addprevious(margins)


def centre(grid: WordTable) -> None:
    """Put a table in the middle of the page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
