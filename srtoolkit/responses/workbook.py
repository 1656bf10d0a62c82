"""Workbooks: XLSX, XLS, XLSB and ODS, by calamine."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from srtoolkit.errors import FileError, OptionError, did_you_mean
from srtoolkit.responses.cells import is_empty
from srtoolkit.responses.table import Record
from srtoolkit.responses.workbook_parts import SheetFacts, sheet_facts

#: More cells than this, empty ones included, do not fit into memory.
_MOST_CELLS = 100_000_000
_SHOWN = 5
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
        When the workbook cannot be read, is locked, holds entries in several
        sheets while `sheet` names none, an entry far from all others, errors, or
        formulas without a result.
    OptionError
        When `sheet` is not in it.
    """
    book = _open(raw, file)
    names = list(book.sheet_names)
    told = sheet_facts(raw)
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
        return _sound_rows(book, sheet, told, file)
    for name, facts in told.items():
        _require_near(name, facts, file)
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
    for name in filled:
        _require_results(name, told.get(name), file)
    return next(iter(filled.values()), [])


def _sound_rows(
    book: Any, name: str, told: Mapping[str, SheetFacts], file: str
) -> list[Record]:
    if name in told:
        _require_near(name, told[name], file)
        _require_results(name, told[name], file)
    return _rows(book, name, file)


def _require_near(name: str, facts: SheetFacts, file: str) -> None:
    """Refuse a sheet whose area no memory holds, before it is read."""
    if facts.n_rows * facts.n_columns <= _MOST_CELLS:
        return
    raise FileError(
        f'the sheet "{name}" reaches to {facts.farthest}: an entry stands far away from '
        "the others",
        code="too_large",
        where=file,
        allowed=f"{_MOST_CELLS:,} cells from A1 to the last entry",
        advice="Delete the rows below and the columns beside the answers, and save it.",
    )


def _require_results(name: str, facts: SheetFacts | None, file: str) -> None:
    """Refuse cells that would be read as empty though something stands in them."""
    if facts is None:
        return
    if facts.errors:
        cells = [f"{place} ({error})" for place, error in facts.errors]
        raise FileError(
            f'the sheet "{name}" holds errors: {_some(cells)}',
            code="cell_errors",
            where=file,
            allowed='a value; #N/A or an empty cell for "no answer"',
            advice="Correct or empty these cells; a cell they refer to is gone or wrong.",
        )
    if facts.without_result:
        raise FileError(
            f'the sheet "{name}" holds formulas without their results: '
            f"{_some(facts.without_result)}",
            code="formulas_without_results",
            where=file,
            advice="Open it in a spreadsheet program, which computes them, and save it.",
        )


def _some(cells: Sequence[str]) -> str:
    more = f" and {len(cells) - _SHOWN} more" if len(cells) > _SHOWN else ""
    return ", ".join(cells[:_SHOWN]) + more


def refuse_sheet(sheet: str | None, file: str) -> None:
    """Refuse the name of a sheet where a file has none.

    Raises
    ------
    OptionError
        When a sheet is named.
    """
    if sheet is not None:
        raise OptionError(
            f'a sheet "{sheet}" was named, but the file is no workbook',
            code="unknown_sheet",
            where=file,
            advice="Leave --sheet out.",
            found=sheet,
        )


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
