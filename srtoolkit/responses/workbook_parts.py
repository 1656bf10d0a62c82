"""What the parts of an XLSX file tell that its reader does not.

The reader gives every cell up to the farthest one, leaves errors empty, and
formulas without a stored result as well: none of these may pass in silence.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

#: Where the names of sheets, and the files they lie in, are written.
_BOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_LINK = re.compile(rb"<Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_PLACE = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
#: A cell with all it holds; one without content ends at once.
_ERROR = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]+\d+)["'][^>]*?(?<!/)>"""
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>(#(?:REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!))<",
    re.DOTALL,
)
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]+\d+)["'][^>]*?(?<!/)>\s*"""
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
#: Above this, a sheet's farthest cell is looked for at the ends of rows only.
_LARGE = 20_000_000
#: A sheet of more bytes than this, unpacked, is not looked into.
MOST_BYTES = 2_000_000_000


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """One sheet, as its XML has it.

    Attributes
    ----------
    n_rows, n_columns : int
        Of the area from A1 to the farthest cell.
    farthest : str
        Place of a cell in the last row and column, as ``XFD1048576``.
    errors : tuple of (str, str)
        Place and error; ``#N/A`` says that there is none, and is no error here.
    without_result : tuple of str
        Places of formulas whose result the file does not hold.
    """

    n_rows: int
    n_columns: int
    farthest: str
    errors: tuple[tuple[str, str], ...] = ()
    without_result: tuple[str, ...] = ()


def sheet_facts(raw: bytes) -> dict[str, SheetFacts]:
    """Look into every sheet of an XLSX file, by the sheet's name.

    Returns
    -------
    dict
        Empty for other kinds of workbook, and for a file too damaged to look
        into: its reader then tells what is wrong.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        names = set(archive.namelist())
        if not {_BOOK, _LINKS} <= names:
            return {}
        sheets = _sheets(archive.read(_BOOK), archive.read(_LINKS))
        return {
            name: _facts(archive.read(part))
            for name, part in sheets
            if part in names and archive.getinfo(part).file_size <= MOST_BYTES
        }
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return {}
    except (RuntimeError, NotImplementedError):  # encrypted, or packed otherwise
        return {}


def _sheets(book: bytes, links: bytes) -> Iterator[tuple[str, str]]:
    targets = {}
    for found in _LINK.finditer(links):
        told = _attributes(found[1])
        targets[told.get("Id", "")] = told.get("Target", "")
    for found in _SHEET.finditer(book):
        told = _attributes(found[1])
        target = targets.get(told.get("r:id", ""), "")
        part = target.removeprefix("/")
        yield told.get("name", ""), part if target[:1] == "/" else f"xl/{part}"


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode(): html.unescape((double or single).decode("utf-8", "replace"))
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _facts(sheet: bytes) -> SheetFacts:
    rows, columns = 0, 0
    for letters, row in _cells(sheet):
        rows, columns = max(rows, int(row)), max(columns, _number(letters))
    errors = _ERROR.finditer(sheet) if b">#" in sheet else ()
    formulas = _FORMULA.finditer(sheet) if b"<f" in sheet or b":f" in sheet else ()
    return SheetFacts(
        rows,
        columns,
        f"{_letters(columns)}{rows}",
        tuple((found[1].decode(), found[2].decode()) for found in errors),
        tuple(found[1].decode() for found in formulas),
    )


def _cells(sheet: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield column and row of cells: all, or the last of each row of a large sheet."""
    if len(sheet) <= _LARGE:
        yield from ((found[1], found[2]) for found in _CELL.finditer(sheet))
        return
    begin = 0
    for end in _ROW_END.finditer(sheet):
        last = sheet.rfind(b' r="', begin, end.start())
        found = _PLACE.match(sheet, last) if last >= 0 else None
        if found:
            yield found[1], found[2]
        begin = end.end()


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
