"""Workbooks: XLSX, XLS, XLSB and ODS, by calamine."""

from __future__ import annotations

import io
from typing import Any

from srtoolkit.errors import FileError, OptionError, did_you_mean
from srtoolkit.responses.cells import is_empty
from srtoolkit.responses.table import Record

#: How workbooks begin: a zip archive, or an OLE compound file.
_SIGNATURES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def is_workbook(raw: bytes) -> bool:
    """Tell by the first bytes, whatever the file's name says."""
    return raw.startswith(_SIGNATURES)


def read_sheet(raw: bytes, sheet: str | None, file: str) -> list[Record]:
    """Return the rows of one sheet with their numbers in it.

    Raises
    ------
    FileError
        When the workbook cannot be read, is locked, or holds entries in
        several sheets while `sheet` names none.
    OptionError
        When `sheet` is not in it.
    """
    book = _open(raw, file)
    names = list(book.sheet_names)
    if sheet is not None:
        if sheet not in names:
            raise OptionError(
                f'the workbook has no sheet named "{sheet}"',
                code="unknown_sheet",
                where=file,
                allowed=", ".join(names),
                advice=did_you_mean(sheet, names),
                found=sheet,
            )
        return _rows(book, sheet, file)
    filled = {
        name: rows for name in names if _has_entry(rows := _rows(book, name, file))
    }
    if len(filled) > 1:
        raise FileError(
            f"{len(filled)} sheets of the workbook hold entries",
            code="sheet_ambiguous",
            where=file,
            allowed=", ".join(filled),
            advice="Name the sheet with the answers with --sheet.",
            sheets=list(filled),
        )
    return next(iter(filled.values()), [])


def _open(raw: bytes, file: str) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))
    except PasswordError as error:
        raise FileError(
            "the workbook is locked by a password",
            code="workbook_locked",
            where=file,
            advice="Save a copy without a password.",
        ) from error
    except CalamineError as error:
        raise _unreadable(file, error) from error


def _rows(book: Any, name: str, file: str) -> list[Record]:
    from python_calamine import CalamineError

    try:
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _unreadable(file, error) from error
    return list(enumerate(cells, start=1))


def _unreadable(file: str, error: Exception) -> FileError:
    return FileError(
        f"cannot be read as a workbook: {error}",
        code="workbook_unreadable",
        where=file,
        allowed="XLSX, XLS, ODS, CSV",
        advice="Open it in a spreadsheet program and save it as XLSX or CSV.",
    )


def _has_entry(rows: list[Record]) -> bool:
    return any(not is_empty(cell) for _, row in rows for cell in row)
