"""Workbooks of several sheets, the same bytes for the same cells."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence

Row = Sequence[str | int | None]
#: A workbook tells when it was made; ours always tells the same.
_MADE = dt.datetime(2000, 1, 1)


def write_workbook(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Write sheets of text and numbers; text is never stored as a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"created": _MADE})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, str):
                        page.write_string(number, column, cell)
                    elif cell is not None:
                        page.write_number(number, column, cell)
    return buffer.getvalue()
