"""Questions whose options may each be ticked: joined, or one column each."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.answers import Decoded
from srtoolkit.platforms.importing.cell_values import cell_key, reading_of
from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.platforms.importing.comparing import label_key
from srtoolkit.responses.cells import is_empty, text_in

Values = dict[str, list[float | None]]


def decode_ticked(
    joined: Sequence[Cells], single: Sequence[Cells], rows: Rows
) -> Decoded:
    """Decode joined options and single ones, and hold them against each other."""
    decoded = Decoded()
    found = [_joined(decoded, each, rows) for each in joined]
    by_question: dict[str, list[Cells]] = {}
    for each in single:
        by_question.setdefault(each.column.question or "", []).append(each)
    split = [_single(decoded, group, rows) for group in by_question.values()]
    for values in (*found, *split):
        for name, answers in values.items():
            if name in decoded.values:
                _compare(decoded, name, decoded.values[name], answers, rows)
            decoded.values[name] = answers
    return decoded


def _joined(decoded: Decoded, each: Cells, rows: Rows) -> Values:
    items = [option.item for option in each.column.options]
    tables = _tables(each)
    ticked: dict[object, frozenset[str] | None] = {}
    unknown: set[object] = set()
    for cell in set(each.cells):
        if is_empty(cell) or cell_key(cell) in each.missing:
            ticked[cell] = None
            continue
        found = _split(cell, tables, each.column.separators)
        if found is None:
            unknown.add(cell)
        ticked[cell] = found
    if unknown:
        cases = [(i, cell) for i, cell in enumerate(each.cells) if cell in unknown]
        decoded.problems.append(
            Problem(
                "options_unknown",
                f'question "{each.column.name}": {len(cases)} of its entries '
                f"hold what is no option of it: {rows.shown(cases)}",
                rows.file,
                line=rows.numbers[cases[0][0]],
                allowed=", ".join(list(tables[0])[:8]),
                pieces={"item": each.column.name},
            )
        )
    return {
        item: [
            None if (found := ticked[cell]) is None else float(item in found)
            for cell in each.cells
        ]
        for item in items
    }


def _tables(each: Cells) -> list[dict[str, str | None]]:
    """Return the item by what is written, for each kind of download.

    None where two options read alike.
    """
    kinds = dict.fromkeys(kind for o in each.column.options for kind in o.written)
    tables: list[dict[str, str | None]] = []
    for kind in kinds:
        table: dict[str, str | None] = {}
        for option in each.column.options:
            if kind in option.written:
                key = _squeezed(option.written[kind])
                table[key] = None if key in table else option.item
        tables.append(table)
    return tables


def _split(
    cell: object, tables: Sequence[Mapping[str, str | None]], separators: Sequence[str]
) -> frozenset[str] | None:
    """Cut an entry into options of one kind; None unless there is one way to."""
    text = unicodedata.normalize("NFKC", text_in(cell))
    found = {
        cut
        for table in tables
        for separator in separators
        for cut in _cuts(text, table, unicodedata.normalize("NFKC", separator))
    }
    return found.pop() if len(found) == 1 else None


def _cuts(
    text: str, table: Mapping[str, str | None], separator: str
) -> set[frozenset[str]]:
    """Return every way to read a text as options with separators between them.

    An option may hold the separator itself, as a comma in a sentence does.
    """
    parts = text.split(separator)
    ways: list[set[frozenset[str]]] = [{frozenset()}]
    for end in range(1, len(parts) + 1):
        here: set[frozenset[str]] = set()
        for start in range(end):
            item = table.get(_squeezed(separator.join(parts[start:end])))
            if item is not None:
                here |= {way | {item} for way in ways[start] if item not in way}
        ways.append(here)
    return ways[-1]


def _squeezed(text: str) -> str:
    return "".join(label_key(text).split())


def _single(decoded: Decoded, group: Sequence[Cells], rows: Rows) -> Values:
    """Decode the columns of one question's options.

    An empty cell is "not ticked" where another option is ticked, and "no
    answer" where none is.
    """
    read: Values = {}
    for each in group:
        reading = reading_of(each.column.written)
        lookup: dict[object, float | None] = {}
        unknown = set()
        for cell in set(each.cells):
            if is_empty(cell) or cell_key(cell) in each.missing:
                continue
            values = reading.values(cell_key(cell), None)
            if len(values) == 1:
                lookup[cell] = float(next(iter(values)))
            else:
                unknown.add(cell)
        if unknown:
            cases = [(i, cell) for i, cell in enumerate(each.cells) if cell in unknown]
            decoded.problems.append(
                Problem(
                    "options_unknown",
                    f'option "{each.column.name}": {len(cases)} of its entries '
                    f"say neither ticked nor not: {rows.shown(cases)}",
                    rows.file,
                    line=rows.numbers[cases[0][0]],
                    allowed=reading.allowed(),
                    pieces={"item": each.column.name},
                )
            )
        read[each.column.name] = [lookup.get(cell) for cell in each.cells]
    answered = [any(v == 1 for v in row) for row in zip(*read.values(), strict=True)]
    return {
        name: [
            0.0 if value is None and some else value
            for value, some in zip(values, answered, strict=True)
        ]
        for name, values in read.items()
    }


def _compare(
    decoded: Decoded,
    name: str,
    first: Sequence[float | None],
    second: Sequence[float | None],
    rows: Rows,
) -> None:
    cases: list[tuple[int, object]] = [
        (index, f"{one} and {two}")
        for index, (one, two) in enumerate(zip(first, second, strict=True))
        if one != two
    ]
    if cases:
        decoded.problems.append(
            Problem(
                "options_disagree",
                f'option "{name}": the joined column and its own disagree: '
                f"{rows.shown(cases)}",
                rows.file,
                line=rows.numbers[cases[0][0]],
                advice="Download the file again, or leave one of them out.",
                pieces={"item": name},
            )
        )
