"""The table as it stands in a file, before any instrument is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from srtoolkit.errors import Problem
from srtoolkit.responses.cells import is_empty, text_in
from srtoolkit.responses.personal.masking import shown_entry

Record = tuple[int, Sequence[object]]
#: So many cases of one mistake are named; the rest is counted.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class RawTable:
    """Cells by column, and what the file said about itself.

    Attributes
    ----------
    columns : mapping of str to tuple
        Cells of each column, in the order of the file; all of one length.
    row_numbers : tuple of int
        Where each row stands in the file, counted from 1 as its reader does.
    row_word : {"line", "row"}
        What that count is called: lines of a text, rows of a sheet.
    file, sha256 : str
        Name for messages and hash of the bytes.
    encoding, delimiter : str or None
        None where a workbook has none.
    problems : tuple of Problem
        What is wrong with the table whatever it should hold.
    """

    columns: Mapping[str, tuple[object, ...]]
    row_numbers: tuple[int, ...]
    row_word: str
    file: str
    sha256: str
    encoding: str | None = None
    delimiter: str | None = None
    problems: tuple[Problem, ...] = ()

    def shown(self, cases: Iterable[tuple[int, object]]) -> str:
        """Word (row index, value) pairs: ``9 (line 3), 9 (line 7)``."""
        listed = list(cases)
        words = [
            f"{shown_entry(value)} ({self.row_word} {self.row_numbers[index]})"
            for index, value in listed[:_SHOWN]
        ]
        more = len(listed) - _SHOWN
        return ", ".join(words) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file before its rows are looked at."""

    file: str
    sha256: str
    row_word: str
    encoding: str | None = None
    delimiter: str | None = None


def table_from_records(records: Sequence[Record], facts: FileFacts) -> RawTable:
    """Take the first row with an entry as header and the others as answers.

    Parameters
    ----------
    records : sequence of (int, cells)
        Row number in the file and its cells; rows without any entry are no
        respondents and are passed over.
    """
    filled = [record for record in records if not all(map(is_empty, record[1]))]
    _, header = filled[0]
    body = filled[1:]
    width = _width(header)
    names = _names(header[:width], body)
    columns: dict[str, tuple[object, ...]] = {}
    turned = _turned(body, width)
    for position, name in enumerate(names):
        if name is not None and name not in columns:
            columns[name] = turned[position]
    return RawTable(
        columns=columns,
        row_numbers=tuple(number for number, _ in body),
        row_word=facts.row_word,
        file=facts.file,
        sha256=facts.sha256,
        encoding=facts.encoding,
        delimiter=facts.delimiter,
        problems=(
            *repeated_names([name for name in names if name], facts.file),
            *_long_rows(body, width, facts),
        ),
    )


def repeated_names(names: Sequence[str], file: str) -> list[Problem]:
    """Find names that more than one column bears."""
    places: dict[str, list[int]] = {}
    for position, name in enumerate(names, start=1):
        places.setdefault(name, []).append(position)
    return [
        Problem(
            "column_repeated",
            f'{len(found)} columns are named "{name}": '
            f"columns {', '.join(map(str, found))}",
            file,
            advice="Rename or delete all but one of them.",
            pieces={"column": name, "positions": found},
        )
        for name, found in places.items()
        if len(found) > 1
    ]


def _names(header: Sequence[object], body: Sequence[Record]) -> list[str | None]:
    """Name each column; one with entries but no name is told by its place."""
    names: list[str | None] = []
    for position, cell in enumerate(header):
        if not is_empty(cell):
            names.append(text_in(cell))
        elif all(is_empty(_cell(row, position)) for _, row in body):
            names.append(None)
        else:
            names.append(f"(column {position + 1})")
    return names


def _turned(body: Sequence[Record], width: int) -> list[tuple[object, ...]]:
    """Return the cells column by column; a row may end before the header does."""
    if body and all(len(row) >= width for _, row in body):
        return list(islice(zip(*(row for _, row in body), strict=False), width))
    return [tuple(_cell(row, at) for _, row in body) for at in range(width)]


def _long_rows(body: Sequence[Record], width: int, facts: FileFacts) -> list[Problem]:
    """Find rows with more entries than the header has columns."""
    suspects = ((number, row) for number, row in body if len(row) > width)
    long = [(number, _width(row)) for number, row in suspects if _width(row) > width]
    if not long:
        return []
    words = [f"{facts.row_word} {number} ({found})" for number, found in long[:_SHOWN]]
    more = f" and {len(long) - _SHOWN} more" if len(long) > _SHOWN else ""
    return [
        Problem(
            "row_too_long",
            f"the header has {width} columns, but more entries stand in "
            f"{', '.join(words)}{more}",
            facts.file,
            line=long[0][0],
            allowed=f"{width} entries a row",
            advice="Quote an entry that contains the delimiter, or name the column.",
            pieces={"rows": [number for number, _ in long], "n_columns": width},
        )
    ]


def _width(row: Sequence[object]) -> int:
    """Return the position of the last entry, counted from 1."""
    filled = [place for place, cell in enumerate(row, start=1) if not is_empty(cell)]
    return filled[-1] if filled else 0


def _cell(row: Sequence[object], position: int) -> object:
    """Return an entry; a row may end before the header does."""
    return row[position] if position < len(row) else None
