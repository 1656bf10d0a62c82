"""Words entries that are no answers of their item, or more than one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.cell_values import Reading, cell_key
from srtoolkit.platforms.importing.column_cells import Cases, Cells, Rows
from srtoolkit.responses.cells import is_empty, number_in, text_in
from srtoolkit.responses.personal.masking import shown_entries

#: What stands for "no answer" in files: -9, 999, NA, n/a, UNK, a dot.
_MARK = re.compile(r"-?\d{1,4}|(?!true|false)[a-z./-]{1,4}", re.IGNORECASE)


def unread_problems(
    each: Cells,
    reading: Reading,
    unknown: Collection[object],
    doubtful: Collection[object],
    rows: Rows,
    nearest: str | None,
) -> Iterable[Problem]:
    name = each.column.name
    if unknown:
        cases = _cases(each, unknown)
        dates = any(hasattr(entry, "year") for entry in unknown)
        advice = (
            "A spreadsheet program has turned answers into dates; download again."
            if dates
            else _advice(unknown, reading)
        )
        yield Problem(
            "answer_unknown",
            f'item "{name}": {_entries(len(cases))} none of its answers: '
            f"{rows.shown(cases)}",
            rows.file,
            line=rows.numbers[cases[0][0]],
            allowed=reading.allowed(nearest),
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


def mark_problems(
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
        "values": shown_entries(entry for _, entry in cases),
    }


def _advice(unknown: Collection[object], reading: Reading) -> str:
    """Say what to do: a scale counted otherwise, a code for "no answer", a slip."""
    numbers = [number_in(entry) for entry in unknown]
    ends = reading.ends()
    if ends and set(numbers) <= {ends[0] - 1, ends[1] + 1}:
        return (
            "If the file counts this scale from another number, recode all its "
            "answers; else correct it."
        )
    entry, number = next(iter(unknown)), numbers[0]
    far = number is None or (ends is not None and not ends[0] <= number <= ends[1])
    if len(unknown) == 1 and far and _MARK.fullmatch(text_in(entry)):
        return (
            f'Correct it. If it means "no answer", pass --missing-codes "{text_in(entry)}", '
            "or empty the cell."
        )
    return 'Correct it, or empty the cell if it means "no answer".'


def _entries(count: int) -> str:
    return "1 entry is" if count == 1 else f"{count} entries are"


def _count(n: int) -> str:
    return "1 entry is" if n == 1 else f"{n} entries are"
