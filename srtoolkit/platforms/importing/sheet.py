"""A download as rows of cells, whatever kind of file it came in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter
from pathlib import Path, PurePosixPath

from srtoolkit.errors import FileError
from srtoolkit.platforms.importing.json_answers import json_records
from srtoolkit.platforms.importing.statistics_files import read_statistics_file
from srtoolkit.platforms.safety.archives import only_member, open_archive
from srtoolkit.responses.cells import is_empty, text_in
from srtoolkit.responses.file_kinds import refuse_other_kinds, statistics_kind
from srtoolkit.responses.reading import file_bytes
from srtoolkit.responses.table import Record
from srtoolkit.responses.text_file import decode_text, read_records, sniff_delimiter
from srtoolkit.responses.workbook import is_workbook, read_sheet, refuse_sheet

#: More entries than this do not fit into memory beside the analysis.
MOST_CELLS = 40_000_000
#: As many as a workbook can have.
MOST_COLUMNS = 16_384
_STATISTICS = {".sav": "sav", ".zsav": "sav", ".por": "por", ".dta": "dta"}
_JSON = (".json", ".jsonl", ".ndjson")
_READ = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", *_JSON, *_STATISTICS)


@dataclass(frozen=True)
class Sheet:
    """Rows of a download.

    Attributes
    ----------
    records : sequence of (int, cells)
        Number in the file and cells; rows without any entry are left out.
    n_headings : int or None
        Heading rows, where the kind of file says; None where it must be found.
    value_labels : mapping of str to mapping
        Labels of values by column name, where the file has them.
    file, sha256, row_word, encoding, delimiter
        As `srtoolkit.responses.table.RawTable`.
    """

    records: Sequence[Record]
    file: str
    sha256: str
    row_word: str = "row"
    encoding: str | None = None
    delimiter: str | None = None
    n_headings: int | None = None
    value_labels: Mapping[str, Mapping[float, str]] = field(default_factory=dict)

    @cached_property
    def width(self) -> int:
        """Columns that hold anything."""
        return max(_width(cells) for _, cells in self.records)

    @cached_property
    def _rows(self) -> list[Sequence[object]]:
        return [cells for _, cells in self.records]

    @cached_property
    def _is_even(self) -> bool:
        """Whether every row has an entry, be it empty, for every column."""
        return min(map(len, self._rows)) >= self.width

    def heading(self, row: int, place: int) -> str:
        """Return what stands in a heading row above a column, both from 0."""
        cells = self.records[row][1]
        if place >= len(cells) or is_empty(cells[place]):
            return ""
        return text_in(cells[place])

    def column(self, place: int, first_row: int) -> list[object]:
        """Return the cells of one column, from a row on; truth values as words."""
        rows = self._rows[first_row:]
        if self._is_even:
            found = list(map(itemgetter(place), rows))
        else:
            found = [cells[place] if place < len(cells) else None for cells in rows]
        if bool in set(map(type, found)):  # True counts as 1 in a set
            return [text_in(c) if isinstance(c, bool) else c for c in found]
        return found


def read_download(
    path: Path, *, encoding: str | None = None, sheet: str | None = None
) -> Sheet:
    """Read CSV, TSV, XLSX, XLS, ODS, SAV, POR, DTA or JSON, or a zip with one.

    Raises
    ------
    FileError
        When the file is missing, empty, too large, or cannot be read.
    OptionError
        When `encoding` or `sheet` names nothing.
    """
    file = str(path)
    raw = file_bytes(path, file)
    digest = hashlib.sha256(raw).hexdigest()
    name = path.name
    if raw.startswith(b"PK\x03\x04"):
        archive = open_archive(raw, file)
        if not {"[Content_Types].xml", "mimetype"} & set(archive.namelist()):
            name, raw = only_member(archive, file, wanted=_is_answers)
    found = _read(raw, name, file, digest, encoding, sheet)
    if not found.records:
        raise FileError(
            "the file is empty",
            code="file_empty",
            where=file,
            allowed="a heading row, then one row a respondent",
        )
    return found


def _read(
    raw: bytes,
    name: str,
    file: str,
    digest: str,
    encoding: str | None,
    sheet: str | None,
) -> Sheet:
    suffix = PurePosixPath(name).suffix.lower()
    kind = statistics_kind(raw) or _STATISTICS.get(suffix, "")
    if not is_workbook(raw):
        refuse_sheet(sheet, file)
    if kind:
        records, labels = read_statistics_file(raw, kind, file)
        _require_size(len(records), _width(records[0][1]), file)
        return Sheet(records, file, digest, n_headings=2, value_labels=labels)
    if is_workbook(raw):
        return Sheet(_filled(read_sheet(raw, sheet, file), file), file, digest)
    refuse_other_kinds(raw, file)
    text, used = decode_text(raw, encoding, file)
    if suffix in _JSON or text.lstrip()[:1] in ("[", "{"):
        found, labels = json_records(text, file)
        _require_size(len(found), len(found[0][1]) if found else 0, file)
        return Sheet(
            found, file, digest, "answer", used, n_headings=1, value_labels=labels
        )
    delimiter = sniff_delimiter(text)
    lines = text.count("\n") + 1
    width = text[: text.find("\n") if "\n" in text else None].count(delimiter) + 1
    _require_size(lines, width, file)
    found, delimiter = read_records(text, None, file)
    return Sheet(_filled(found, file), file, digest, "line", used, delimiter)


def _filled(records: Sequence[Record], file: str) -> list[Record]:
    filled = [record for record in records if not all(map(is_empty, record[1]))]
    if filled:
        _require_size(len(filled), len(filled[0][1]), file)
    return filled


def _require_size(rows: int, width: int, file: str) -> None:
    if rows * width > MOST_CELLS or width > MOST_COLUMNS:
        raise FileError(
            f"{rows:,} rows of {width:,} columns are too many to read at once",
            code="too_large",
            where=file,
            allowed=f"{MOST_CELLS:,} entries in {MOST_COLUMNS:,} columns",
            advice="Download fewer columns, or split the file.",
        )


def _width(cells: Sequence[object]) -> int:
    return next((n for n in range(len(cells), 0, -1) if not is_empty(cells[n - 1])), 0)


def _is_answers(name: str) -> bool:
    shown = PurePosixPath(name.replace("\\", "/"))
    hidden = shown.name.startswith(".") or "__MACOSX" in shown.parts
    return not hidden and shown.suffix.lower() in _READ
