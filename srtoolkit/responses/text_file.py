"""Separated text: its encoding, its delimiter, its records."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from srtoolkit.errors import FileError, OptionError
from srtoolkit.responses.table import Record

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # before UTF-16, whose mark is how it begins
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Tried in this order: UTF-8 refuses almost every text that is not UTF-8.
_ENCODINGS = ("utf-8", "gbk", "gb18030")
_DELIMITERS = (",", ";", "\t")
#: Taken only where none of the others stands in the header: words hold it, too.
_RARE_DELIMITER = "|"
#: How old programs mark the end of a text.
_END_MARK = b"\x1a"
#: What decoders say of bytes that end within a character.
_ENDS_EARLY = ("unexpected end of data", "incomplete multibyte sequence")
_LOOKED_AT = 50
#: The line by which a spreadsheet is told the delimiter.
_SEP_LINE = re.compile(r"sep=([,;\t|])\r?\n", re.IGNORECASE)


def decode_text(raw: bytes, encoding: str | None, file: str) -> tuple[str, str]:
    """Return the text and the encoding it was read in.

    Raises
    ------
    OptionError
        When `encoding` names none.
    FileError
        When the bytes are no text of `encoding`, or of any tried, or end
        within a character.
    """
    raw = raw.rstrip(_END_MARK)
    if encoding is not None:
        return _decode_as(raw, encoding, file), encoding
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return _decode_as(raw.removeprefix(mark), _plain(name), file), name
    zero = raw.find(b"\0")
    if zero >= 0:
        line = raw.count(b"\n", 0, zero) + 1
        raise FileError(
            f"holds zero bytes (the first in line {line}): not a text file, UTF-16 "
            "without its mark, or damaged",
            code="not_text",
            where=file,
            allowed="CSV or tab-separated text, XLSX, XLS, ODS",
            advice="Save it as CSV UTF-8, or name its encoding with --encoding.",
        )
    stops: list[UnicodeDecodeError] = []
    for name in _ENCODINGS:
        try:
            return raw.decode(name), name
        except UnicodeDecodeError as error:
            stops.append(error)
    raise _no_text(raw, stops, file)


def sniff_delimiter(text: str) -> str:
    """Tell the delimiter from the header, entries in quotes left aside.

    Where several candidates stand in the header, the one that cuts most of
    the first rows into as many entries as the header wins, then the one with
    more columns.
    """
    header = _outside_quotes(text)
    present = [mark for mark in _DELIMITERS if mark in header]
    if not present:
        return _RARE_DELIMITER if _RARE_DELIMITER in header else ","
    if len(present) == 1:
        return present[0]
    return max(present, key=lambda mark: (_share_that_fits(text, mark), -len(mark)))


def read_records(
    text: str, delimiter: str | None, file: str
) -> tuple[list[Record], str]:
    """Cut text into records, each with the line it begins in.

    Returns
    -------
    records : list of (int, list of str)
    delimiter : str
        As given, or as sniffed.

    Raises
    ------
    FileError
        When a quoted entry is not closed, or holds a quote that is not doubled.
    """
    first_line = 1
    told = _SEP_LINE.match(text)
    if told:
        text, first_line = text[told.end() :], 2
        delimiter = delimiter or told[1]
    chosen = delimiter or sniff_delimiter(text)
    records: list[Record] = []
    reader = _reader(text, chosen)
    line = first_line
    try:
        for row in reader:
            records.append((line, row))
            line = first_line + reader.line_num
    except csv.Error as error:
        raise _quote_problem(str(error), line, file) from error
    return records, chosen


def _no_text(raw: bytes, stops: Sequence[UnicodeDecodeError], file: str) -> FileError:
    """Say where the bytes stop being text: at the very end, or in a line."""
    furthest = max(stops, key=lambda stop: stop.start)
    if furthest.start and furthest.reason in _ENDS_EARLY:
        return FileError(
            "ends within a character: it seems to be cut",
            code="file_cut",
            where=file,
            line=raw.count(b"\n") + 1,
            advice="Download or copy it again.",
        )
    line = raw.count(b"\n", 0, furthest.start) + 1
    return FileError(
        f"is not text in UTF-8, UTF-16 or GB18030: it stops being so in line {line}",
        code="encoding_unknown",
        where=file,
        line=line,
        advice="If parts of it come from other files, save each as CSV UTF-8 first; "
        "else name its encoding with --encoding.",
    )


def _quote_problem(message: str, line: int, file: str) -> FileError:
    """Word what the reader of quotes stopped at, in the record from a line on."""
    if "end of data" in message:
        return FileError(
            "the file ends within a quoted entry of the row that begins here: it "
            "seems to be cut, or the quote is not closed",
            code="quote_open",
            where=file,
            line=line,
            advice="Download it again, or close the quote.",
        )
    if "field larger" in message:
        return FileError(
            "an entry of the row that begins here is too large: a quote may not be "
            "closed",
            code="quote_open",
            where=file,
            line=line,
            advice="Close the quote, or shorten the entry.",
        )
    return FileError(
        "a quote inside a quoted entry of the row that begins here is not doubled",
        code="quote_open",
        where=file,
        line=line,
        allowed='"he said ""no"""',
        advice="Double it, or save the file from a spreadsheet program as CSV UTF-8.",
    )


def _decode_as(raw: bytes, encoding: str, file: str) -> str:
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except LookupError as error:
        raise OptionError(
            f'there is no encoding named "{encoding}"',
            code="unknown_encoding",
            allowed="utf-8, utf-16, gb18030, or another that Python knows",
            found=encoding,
        ) from error
    except UnicodeDecodeError as error:
        raise FileError(
            f"byte {error.start + 1} is not {encoding}",
            code="not_decodable",
            where=file,
            advice="Save it as CSV UTF-8, or name its encoding with --encoding.",
        ) from error


def _plain(name: str) -> str:
    return "utf-8" if name == "utf-8-sig" else name


def _outside_quotes(text: str) -> str:
    """Return the first record without its quoted parts."""
    kept: list[str] = []
    quoted = False
    for letter in text.lstrip("\r\n"):
        if letter == '"':
            quoted = not quoted
        elif not quoted and letter in "\r\n":
            break
        elif not quoted:
            kept.append(letter)
    return "".join(kept)


def _share_that_fits(text: str, delimiter: str) -> tuple[float, int]:
    """Return the share of rows as wide as the header, and that width."""
    widths: list[int] = []
    try:
        for row in _reader(text, delimiter):
            if row:
                widths.append(len(row))
            if len(widths) > _LOOKED_AT:
                break
    except csv.Error:
        return 0.0, 0
    return widths.count(widths[0]) / len(widths), widths[0]


class _Reader(Iterator[list[str]]):
    """What ``csv.reader`` returns; its class has no public name."""

    line_num: int


def _reader(text: str, delimiter: str) -> _Reader:
    lines = io.StringIO(text, newline="")
    return csv.reader(  # type: ignore[return-value]
        lines, delimiter=delimiter, strict=True, skipinitialspace=True
    )
