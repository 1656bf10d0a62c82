"""A codebook as a workbook, one sheet a table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

from srtoolkit.document.questionnaires.codebook_words import Sheet
from srtoolkit.document.writers.widths import label_width

_NARROWEST, _WIDEST, _PADDING = 8, 60, 2
#: A workbook tells when it was made; ours always tells the same.
_MADE = dt.datetime(2000, 1, 1)


def codebook_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Write the tables; text never becomes a formula or a link.

    Parameters
    ----------
    sheets : sequence of Sheet

    Returns
    -------
    bytes
        XLSX, the same for the same tables.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _MADE})
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.id)
            for row, cells in enumerate([sheet.heads, *sheet.rows]):
                look = head if row == 0 else body
                for place, cell in enumerate(cells):
                    if isinstance(cell, int):
                        page.write_number(row, place, cell, look)
                    else:
                        page.write_string(row, place, cell, look)
            for place in range(len(sheet.heads)):
                page.set_column(place, place, _width(sheet, place))
            page.freeze_panes(1, 1)
    return buffer.getvalue()


def _width(sheet: Sheet, place: int) -> int:
    lines = [
        line
        for cells in (sheet.heads, *sheet.rows)
        for line in str(cells[place]).split("\n")
    ]
    widest = max(label_width(line) for line in lines)
    return min(_WIDEST, max(_NARROWEST, round(widest) + _PADDING))
