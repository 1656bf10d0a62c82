"""Reads a file of answers into cells; what they mean is decided later."""

from __future__ import annotations

import hashlib
from pathlib import Path

from srtoolkit.errors import FileError, ResponsesError, did_you_mean
from srtoolkit.responses.cells import is_empty
from srtoolkit.responses.file_kinds import refuse_other_kinds, statistics_kind
from srtoolkit.responses.stray_rows import cut_problem, stray_rows
from srtoolkit.responses.table import FileFacts, RawTable, Record, table_from_records
from srtoolkit.responses.text_file import decode_text, read_records
from srtoolkit.responses.workbook import is_workbook, read_sheet, refuse_sheet


def read_table(
    path: Path, *, encoding: str | None = None, sheet: str | None = None
) -> RawTable:
    """Read CSV, tab- or semicolon-separated text, XLSX, XLS or ODS.

    Parameters
    ----------
    path : Path
    encoding : str, optional
        Encoding of a text; without it UTF-8, UTF-16 (with its mark) and
        GB18030 are recognised.
    sheet : str, optional
        Sheet of a workbook; without it the only one with entries.

    Raises
    ------
    FileError
        When the file is missing, a folder, empty, or cannot be read.
    ResponsesError
        When rows are no respondents, or the last one is cut.
    OptionError
        When `encoding` or `sheet` names nothing.
    """
    file = str(path)
    raw = file_bytes(path, file)
    digest = hashlib.sha256(raw).hexdigest()
    if is_workbook(raw):
        records = read_sheet(raw, sheet, file)
        facts = FileFacts(file, digest, "row")
    else:
        _refuse_statistics_file(raw, file)
        refuse_other_kinds(raw, file)
        refuse_sheet(sheet, file)
        text, used = decode_text(raw, encoding, file)
        records, delimiter = read_records(text, None, file)
        facts = FileFacts(file, digest, "line", used, delimiter)
    _require_entries(records, file)
    _require_respondents(records, facts)
    return table_from_records(records, facts)


def _refuse_statistics_file(raw: bytes, file: str) -> None:
    if statistics_kind(raw):
        raise FileError(
            "is a file of SPSS or Stata",
            code="other_kind_of_file",
            where=file,
            allowed="CSV or tab-separated text, XLSX, XLS, ODS",
            advice="Read it with srtoolkit responses import, or save it as CSV.",
        )


def _require_respondents(records: list[Record], facts: FileFacts) -> None:
    """Refuse totals, headings once more, and a text whose last row is cut."""
    filled = [record for record in records if not all(map(is_empty, record[1]))]
    problems = stray_rows(filled[:1], filled[1:], facts.row_word, facts.file)
    if not problems and facts.row_word == "line":
        cut = cut_problem(filled, facts.row_word, facts.file)
        problems += [cut] if cut else []
    if problems:
        raise ResponsesError(problems)


def file_bytes(path: Path, file: str) -> bytes:
    """Return the bytes of a file; `file` is its name in messages.

    Raises
    ------
    FileError
        When it is missing, a folder, or cannot be opened.
    """
    if path.is_dir():
        raise FileError(
            "is a folder, not a file of answers",
            code="is_folder",
            where=file,
            advice="Name the file in it.",
        )
    if not path.is_file():
        raise FileError(
            "there is no such file",
            code="file_missing",
            where=file,
            advice=_neighbour(path),
        )
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileError(
            f"cannot be opened: {error.strerror}", code="not_readable", where=file
        ) from error


def _neighbour(path: Path) -> str:
    if not path.parent.is_dir():
        return f'There is no folder "{path.parent}" either.'
    return did_you_mean(path.name, [p.name for p in path.parent.iterdir()])


def _require_entries(records: list[Record], file: str) -> None:
    if any(not is_empty(cell) for _, row in records for cell in row):
        return
    raise FileError(
        "the file is empty",
        code="file_empty",
        where=file,
        allowed="a header row with column names, then one row a respondent",
    )
