"""Turns the cells of a download into the values of the instrument.

One download writes all its answers in one way: as codes, as labels, as numbers
in the order shown, or as points. Which one it is follows from the cells of all
columns together; where two ways fit and differ, the user has to say.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from srtoolkit.errors import OptionError, Problem
from srtoolkit.platforms.importing.cell_values import Reading, cell_key, reading_of
from srtoolkit.platforms.manifest.model import Column
from srtoolkit.responses.cells import is_empty, text_in

_SHOWN = 5
Cases = list[tuple[int, object]]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one column below its headings.

    Attributes
    ----------
    column : Column
    heading : str
    cells : sequence, one a respondent
    missing : frozenset of str
        What stands for "no answer", as `cell_key`.
    """

    column: Column
    heading: str
    cells: Sequence[object]
    missing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rows:
    """How rows are named in messages, and each row's language, if known."""

    file: str
    word: str
    numbers: Sequence[int]
    languages: Sequence[str | None] | None = None

    def shown(self, cases: Cases) -> str:
        """Word (row, entry) pairs: ``"foo" (line 3), "bar" (line 7)``."""
        words = [
            f'"{_short(entry)}" ({self.word} {self.numbers[index]})'
            for index, entry in cases[:_SHOWN]
        ]
        more = len(cases) - _SHOWN
        return ", ".join(words) + (f" and {more} more" if more > 0 else "")


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
    for each, reading, entries in zip(columns, readings, distinct, strict=True):
        chosen = decoded.download if fitting or wanted else None
        _decode_column(decoded, each, reading, entries, chosen, rows)
    return decoded


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
    decoded.values[each.column.name] = [
        lookup.get(cell)
        if cell not in by_language
        else _in_language(by_language[cell], rows, index)
        for index, cell in enumerate(each.cells)
    ]
    decoded.problems += _unread(each, reading, unknown, doubtful, rows)
    decoded.problems += _missing_answers(each, reading, kind, rows)


def _in_language(values: Mapping[str, int], rows: Rows, index: int) -> float | None:
    language = rows.languages[index] if rows.languages else None
    return float(values[language]) if language and language in values else None


def _unread(
    each: Cells,
    reading: Reading,
    unknown: Collection[object],
    doubtful: Collection[object],
    rows: Rows,
) -> Iterable[Problem]:
    name = each.column.name
    if unknown:
        cases = _cases(each, unknown)
        dates = any(hasattr(entry, "year") for entry in unknown)
        advice = (
            "A spreadsheet program has turned answers into dates; download again."
            if dates
            else 'Correct it, or empty the cell if it means "no answer".'
        )
        yield Problem(
            "answer_unknown",
            f'item "{name}": {len(cases)} entries are none of its answers: '
            f"{rows.shown(cases)}",
            rows.file,
            line=rows.numbers[cases[0][0]],
            allowed=reading.allowed(),
            advice=advice,
            pieces=_pieces(name, cases, rows),
        )
    if doubtful:
        cases = _cases(each, doubtful)
        yield Problem(
            "answer_ambiguous",
            f'item "{name}": entries can be more than one answer: {rows.shown(cases)}',
            rows.file,
            line=rows.numbers[cases[0][0]],
            advice="Say how the answers were downloaded (--answers), or download "
            "them as codes.",
            pieces=_pieces(name, cases, rows),
        )


def _missing_answers(
    each: Cells, reading: Reading, kind: str | None, rows: Rows
) -> Iterable[Problem]:
    """Find marks of "no answer" that are answers of this item as well."""
    both = {mark for mark in each.missing if reading.values(mark, kind)}
    if not both:
        return
    cases = [
        (index, cell)
        for index, cell in enumerate(each.cells)
        if not is_empty(cell) and cell_key(cell) in both
    ]
    if cases:
        yield Problem(
            "missing_code_is_answer",
            f'item "{each.column.name}": an entry means "no answer" on this platform '
            f"and is an answer of the item: {rows.shown(cases)}",
            rows.file,
            advice="Download the answers as text.",
            pieces=_pieces(each.column.name, cases, rows),
        )


def _cases(each: Cells, entries: Collection[object]) -> Cases:
    return [(index, cell) for index, cell in enumerate(each.cells) if cell in entries]


def _pieces(name: str, cases: Cases, rows: Rows) -> dict[str, object]:
    return {
        "item": name,
        "rows": [rows.numbers[index] for index, _ in cases],
        "values": [entry for _, entry in cases],
    }


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _short(entry: object) -> str:
    shown = "".join(c if c.isprintable() else "?" for c in text_in(entry))
    return shown if len(shown) <= 40 else f"{shown[:39]}…"
