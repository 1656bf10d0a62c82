"""Files of other kinds, told by how they begin, whatever they are called."""

from __future__ import annotations

from srtoolkit.errors import FileError

_WEB_PAGE, _XML = "a web page (HTML)", "an XML file"
#: What a file is, by its first bytes.
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document (RTF)"),
    (b"MIME-Version:", "a web page in one file (MHTML)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"RDX", "an R workspace"),
    (b"HEADER RECORD*******LIB", "a SAS transport file"),
    (b"SQLite format 3", "a database"),
)
#: How SPSS and Stata files begin.
_STATISTICS = (
    (b"$FL2", "sav"),
    (b"$FL3", "sav"),
    (b"<stata_dta>", "dta"),
)
#: What stands in the first lines of a portable file of SPSS.
_PORTABLE = b"SPSS PORT FILE"
_LOOKED_AT = 4096
_UNPACK = ("archive",)


def statistics_kind(raw: bytes) -> str:
    """Return ``sav``, ``dta`` or ``por`` for files of SPSS and Stata, else nothing."""
    if _PORTABLE in raw[:_LOOKED_AT]:
        return "por"
    return next((kind for mark, kind in _STATISTICS if raw.startswith(mark)), "")


def refuse_other_kinds(raw: bytes, file: str) -> None:
    """Refuse what is no text of separated entries, in words that name it.

    Raises
    ------
    FileError
        With what the file is, and what to do.
    """
    kind = _kind(raw)
    if not kind:
        return
    advice = "Open it in a spreadsheet program (Excel, WPS) and save it as XLSX or CSV."
    if any(word in kind for word in _UNPACK):
        advice = "Unpack it, and name the file with the answers."
    elif kind not in (_WEB_PAGE, _XML):
        advice = "Download the answers as CSV or XLSX."
    raise FileError(
        f"is {kind}, whatever its name says, and no table of answers",
        code="other_kind_of_file",
        where=file,
        allowed="CSV or tab-separated text, XLSX, XLS, ODS",
        advice=advice,
    )


def _kind(raw: bytes) -> str:
    for mark, name in _SIGNATURES:
        if raw.startswith(mark):
            return name
    start = raw[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
        return _WEB_PAGE
    if start.startswith((b"<?xml", b"<!doctype")):
        return _WEB_PAGE if b"<html" in start else _XML
    return ""
