"""Turns the cells of a download into the values of the instrument.

One download writes all its answers in one way: as codes, as labels, as numbers
in the order shown, or as points. Which one it is follows from the cells of all
columns together; where two ways fit and differ, the user has to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srtoolkit.errors import OptionError, Problem
from srtoolkit.platforms.importing.answer_problems import (
    mark_problems,
    unread_problems,
)
from srtoolkit.platforms.importing.cell_values import Reading, cell_key, reading_of
from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.responses.cells import is_empty


@dataclass(slots=True)
class Decoded:
    """Values by name of the column, and what could not be read."""

    values: dict[str, list[float | None]] = field(default_factory=dict)
    download: str = ""
    problems: list[Problem] = field(default_factory=list)


def decode_answers(
    columns: Sequence[Cells], rows: Rows, *, wanted: str | None = None
) -> Decoded:
    """Decode every column of answers.

    Parameters
    ----------
    wanted : str, optional
        Kind of download (``code``, ``label``, ``number``, ``score``) as the
        user says; found out by default.

    Raises
    ------
    OptionError
        When the manifest knows no such kind.
    """
    readings = [reading_of(each.column.written) for each in columns]
    distinct = [_distinct(each) for each in columns]
    kinds = list(dict.fromkeys(kind for reading in readings for kind in reading.kinds))
    if wanted is not None and wanted not in kinds:
        raise OptionError(
            f'the platform has no downloads of the kind "{wanted}"',
            code="unknown_download",
            allowed=", ".join(kinds),
        )
    fitting = [
        kind
        for kind in ([wanted] if wanted else kinds)
        if all(
            reading.explains(key, kind)
            for reading, entries in zip(readings, distinct, strict=True)
            for key in entries.values()
        )
    ]
    decoded = Decoded(download=wanted or (fitting[0] if fitting else ""))
    if len(fitting) > 1:
        _refuse_ambiguous(decoded, columns, readings, distinct, fitting, rows)
    nearest = decoded.download or _nearest_kind(kinds, readings, distinct)
    for each, reading, entries in zip(columns, readings, distinct, strict=True):
        chosen = decoded.download if fitting or wanted else None
        _decode_column(decoded, each, reading, entries, chosen, rows, nearest)
    return decoded


def _nearest_kind(
    kinds: Sequence[str],
    readings: Sequence[Reading],
    distinct: Sequence[Mapping[object, str]],
) -> str | None:
    """Return the kind of download that explains most entries."""
    explained = {
        kind: sum(
            reading.explains(key, kind)
            for reading, entries in zip(readings, distinct, strict=True)
            if kind in reading.tables
            for key in entries.values()
        )
        for kind in kinds
    }
    return max(explained, key=lambda kind: explained[kind], default=None)


def _distinct(each: Cells) -> dict[object, str]:
    """Return every entry that is no missing mark, with its key."""
    found: dict[object, str] = {}
    for cell in set(each.cells):
        if is_empty(cell):
            continue
        key = cell_key(cell)
        if key not in each.missing:
            found[cell] = key
    return found


def _refuse_ambiguous(
    decoded: Decoded,
    columns: Sequence[Cells],
    readings: Sequence[Reading],
    distinct: Sequence[Mapping[object, str]],
    kinds: Sequence[str],
    rows: Rows,
) -> None:
    """Stop where two kinds of download fit all answers and differ."""
    differing = [
        each.column.name
        for each, reading, entries in zip(columns, readings, distinct, strict=True)
        if any(
            len({frozenset(reading.values(key, kind)) for kind in kinds}) > 1
            for key in entries.values()
        )
    ]
    if not differing:
        return
    options = " or ".join(f"--answers {kind}" for kind in kinds)
    decoded.problems.append(
        Problem(
            "download_ambiguous",
            f"the answers can be {' or '.join(kinds)}, which differ in "
            f"{_listed(differing)}",
            rows.file,
            advice=f"Say how they were downloaded: {options}.",
            pieces={"kinds": list(kinds), "items": differing},
        )
    )


def _decode_column(
    decoded: Decoded,
    each: Cells,
    reading: Reading,
    entries: Mapping[object, str],
    kind: str | None,
    rows: Rows,
    nearest: str | None,
) -> None:
    lookup: dict[object, float | None] = {}
    by_language: dict[object, Mapping[str, int]] = {}
    unknown: set[object] = set()
    doubtful: set[object] = set()
    for entry, key in entries.items():
        values = reading.values(key, kind)
        if len(values) == 1:
            lookup[entry] = float(next(iter(values)))
        elif not values:
            unknown.add(entry)
        elif rows.languages and (found := reading.by_language(key, kind)):
            by_language[entry] = found
        else:
            doubtful.add(entry)
    decoded.values[each.column.name] = (
        [
            lookup.get(cell)
            if cell not in by_language
            else _in_language(by_language[cell], rows, index)
            for index, cell in enumerate(each.cells)
        ]
        if by_language
        else list(map(lookup.get, each.cells))
    )
    decoded.problems += unread_problems(each, reading, unknown, doubtful, rows, nearest)
    decoded.problems += mark_problems(each, reading, kind, rows)


def _in_language(values: Mapping[str, int], rows: Rows, index: int) -> float | None:
    language = rows.languages[index] if rows.languages else None
    return float(values[language]) if language and language in values else None


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more
