"""Workbooks with one table: written with XlsxWriter, read with calamine."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from srtoolkit.errors import FileError

#: A spreadsheet program may take a cell that begins so for a formula.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to write.

    Attributes
    ----------
    title : str
        Name of the worksheet.
    header : sequence of str
    rows : sequence of sequences
        Text, numbers, or None for an empty cell.
    widths : sequence of float
        Column widths in characters.
    choices : mapping of int to sequence of int
        By column from 0: the only numbers its cells take.
    notes : sequence of str
        Lines above the table.
    """

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str | int | None]]
    widths: Sequence[float]
    choices: Mapping[int, Sequence[int]]
    notes: Sequence[str] = ()


def neutralised(text: str) -> str:
    """Put an apostrophe before text that would be run as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_MARKS) else text


def restored(text: str) -> str:
    """Take the apostrophe of `neutralised` away again."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(_FORMULA_MARKS) else text


def workbook_bytes(sheet: Sheet) -> bytes:
    """Return the workbook; every text is stored as text, never as a formula."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    options |= {"strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        page = book.add_worksheet(sheet.title)
        bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for number, note in enumerate(sheet.notes):
            page.write_string(number, 0, neutralised(note))
        top = len(sheet.notes)
        for column, name in enumerate(sheet.header):
            page.write_string(top, column, name, bold)
            page.set_column(column, column, sheet.widths[column])
        for row, cells in enumerate(sheet.rows, start=top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    page.write_string(row, column, neutralised(cell), wrapped)
                elif cell is None:
                    page.write_blank(row, column, None, wrapped)
                else:
                    page.write_number(row, column, cell, wrapped)
        last = top + len(sheet.rows)
        for column, allowed in sheet.choices.items():
            rule = {"validate": "list", "source": list(allowed)}
            page.data_validation(top + 1, column, last, column, rule)
        page.freeze_panes(top + 1, 0)
    return buffer.getvalue()


def read_rows(path: Path, header: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows below the header, as text by column name.

    Parameters
    ----------
    path : Path
        An XLSX, XLS or ODS file.
    header : sequence of str
        Columns the table must have; it may stand below other lines and in
        another order.

    Raises
    ------
    FileError
        When the file is missing, is no workbook, or has no such header.
    """
    rows = _cells(path)
    for number, row in enumerate(rows):
        if set(header) <= set(row):
            names = row
            return [
                {name: cell for name, cell in zip(names, cells, strict=False) if name}
                for cells in rows[number + 1 :]
                if any(cells)
            ]
    raise FileError(
        f"no row with the columns {', '.join(header)}",
        code="sheet_header_missing",
        where=str(path),
        advice="Write the sheet anew and fill that one in.",
    )


def _cells(path: Path) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise FileError("no such file", code="file_missing", where=str(path))
    try:
        with CalamineWorkbook.from_path(path) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise FileError(
            f"not a workbook: {error}",
            code="not_workbook",
            where=str(path),
            allowed="xlsx, xls, ods",
        ) from error
    return [[_text(cell) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return restored(str(cell).strip())
