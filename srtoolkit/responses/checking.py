"""Holds every answer of a table against the response format of its item."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from srtoolkit.errors import Problem
from srtoolkit.responses.allowed_answers import place_of, shown_answers
from srtoolkit.responses.binding import BoundItem
from srtoolkit.responses.cells import number_in, shown_number, text_in
from srtoolkit.responses.missing_codes import MissingCode, is_missing
from srtoolkit.responses.personal.masking import shown_entries, shown_entry
from srtoolkit.responses.table import RawTable

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_NAN = float("nan")
Case = tuple[int, object]


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """One item's column as numbers, and what was wrong with it.

    Attributes
    ----------
    numbers : tuple of float
        One a row; NaN for no answer and for what could not be read.
    problems : tuple of Problem
    """

    numbers: tuple[float, ...]
    problems: tuple[Problem, ...]


def check_item(
    table: RawTable, bound: BoundItem, codes: Sequence[MissingCode]
) -> CheckedColumn:
    """Read one item's answers and report all that are none.

    Parameters
    ----------
    codes : sequence of float or str
        Codes for "no answer" given for the whole file; the instrument's own
        hold as well.
    """
    missing = (*codes, *bound.missing_codes)
    cells = table.columns[bound.id]
    if bool in set(map(type, cells)):  # as a key, True would count as 1
        cells = tuple(str(cell) if isinstance(cell, bool) else cell for cell in cells)
    # few different answers stand in many cells
    read = {cell: _read(cell, bound, missing) for cell in dict.fromkeys(cells)}
    number_of = {cell: number for cell, (number, _) in read.items()}
    faults = {cell: fault for cell, (_, fault) in read.items() if fault}
    numbers = [number_of[cell] for cell in cells]
    wrong: dict[str, list[Case]] = {"text": [], "outside": [], "between": []}
    for index, cell in enumerate(cells if faults else ()):
        fault = faults.get(cell)
        if fault:
            wrong[fault].append((index, cell if fault == "text" else number_of[cell]))
    problems = [
        *_not_numbers(table, bound, wrong["text"]),
        *_out_of_range(table, bound, wrong["outside"]),
        *_not_options(table, bound, wrong["between"]),
    ]
    return CheckedColumn(tuple(numbers), tuple(problems))


def _read(
    cell: object, bound: BoundItem, missing: Sequence[MissingCode]
) -> tuple[float, str]:
    """Return the number a cell holds, NaN for none, and what is wrong with it."""
    number = _NAN if is_missing(cell, missing) else number_in(cell)
    if number is None:
        return _NAN, "text"
    if math.isnan(number):
        return number, ""
    place = place_of(number, bound.response)
    return number, "" if place == "option" else place


def variation_problems(
    table: RawTable, columns: Iterable[str], codes: Sequence[MissingCode]
) -> list[Problem]:
    """Find columns without any entry and columns with one value throughout."""
    problems: list[Problem] = []
    for name in columns:
        cells = table.columns[name]
        # few different answers stand in many cells
        found = [cell for cell in dict.fromkeys(cells) if not is_missing(cell, codes)]
        values = {_value(cell) for cell in found}
        if not values:
            problems.append(_empty_column(table, name))
        elif len(values) == 1:
            n = sum(not is_missing(cell, codes) for cell in cells)
            if n > 1:
                problems.append(_constant_column(table, name, values.pop(), n))
    return problems


def row_problems(
    table: RawTable, items: Sequence[BoundItem], codes: Sequence[MissingCode]
) -> list[Problem]:
    """Find that a table has no rows, or rows without a single answer only."""
    if not table.row_numbers:
        return [
            Problem(
                "no_rows",
                "the file has a header but no answers",
                table.file,
                allowed="one row a respondent below the header",
            )
        ]
    present = [bound for bound in items if bound.id in table.columns]
    answered = any(
        not is_missing(cell, (*codes, *bound.missing_codes))
        for bound in present
        for cell in table.columns[bound.id]
    )
    if answered or not present:
        return []
    return [
        Problem(
            "no_answers",
            f"all {len(present)} item columns are empty in all "
            f"{len(table.row_numbers)} rows",
            table.file,
            advice="Check that this is the file with the answers.",
        )
    ]


def text_cases(cells: Iterable[object]) -> list[Case]:
    """Return the entries that are neither empty nor a number, with their row."""
    return [
        (index, cell)
        for index, cell in enumerate(cells)
        if not is_missing(cell, ()) and number_in(cell) is None
    ]


def text_advice(words: Collection[object]) -> str:
    """Say what to do about words where numbers belong."""
    if all(_DECIMAL_COMMA.fullmatch(text_in(word)) for word in words):
        return "Write decimals with a point."
    return 'Write answers as numbers and empty the cells that mean "no answer".'


def _not_numbers(table: RawTable, bound: BoundItem, cases: list[Case]) -> list[Problem]:
    if not cases:
        return []
    words = list(dict.fromkeys(text_in(value) for _, value in cases))
    message = f"{_answers(len(cases))} not a number: {table.shown(cases)}"
    return [
        _problem("answer_not_number", message, table, bound, cases, text_advice(words))
    ]


def _out_of_range(
    table: RawTable, bound: BoundItem, cases: list[Case]
) -> list[Problem]:
    if not cases:
        return []
    first = shown_number(float(str(cases[0][1])))
    message = (
        f"{_answers(len(cases))} outside {shown_answers(bound.response)}: "
        f"{table.shown(cases)}"
    )
    advice = (
        "Correct them."
        if shown_entry(cases[0][1]) != first
        else (
            f'Correct them. If {first} means "no answer", declare it: '
            f"--missing-codes {first} on the command line, or missing_codes: [{first}] "
            f"in the instrument {bound.instrument}."
        )
    )
    return [_problem("answer_out_of_range", message, table, bound, cases, advice)]


def _not_options(table: RawTable, bound: BoundItem, cases: list[Case]) -> list[Problem]:
    if not cases:
        return []
    message = (
        f"{_answers(len(cases))} between the response options: {table.shown(cases)}"
    )
    advice = "Give the answers as respondents gave them, not averaged or recoded."
    return [_problem("answer_not_option", message, table, bound, cases, advice)]


def _problem(
    code: str,
    message: str,
    table: RawTable,
    bound: BoundItem,
    cases: list[Case],
    advice: str,
) -> Problem:
    rows = [table.row_numbers[index] for index, _ in cases]
    return Problem(
        code,
        f'item "{bound.id}": {message}',
        table.file,
        line=rows[0],
        allowed=f"{shown_answers(bound.response)}, or empty for no answer",
        advice=advice,
        pieces={
            "item": bound.id,
            "rows": rows,
            "values": shown_entries(value for _, value in cases),
            "n": len(cases),
        },
    )


def _empty_column(table: RawTable, name: str) -> Problem:
    return Problem(
        "column_empty",
        f'the column "{name}" is empty in all {len(table.row_numbers)} rows',
        table.file,
        advice="Check the export, or leave its scale out of the analysis.",
        pieces={"column": name},
    )


def _constant_column(table: RawTable, name: str, value: object, n: int) -> Problem:
    shown = shown_entry(value)
    return Problem(
        "column_constant",
        f'the column "{name}" has the same value in all {n} answers: {shown}',
        table.file,
        allowed="a column that varies between respondents",
        advice="Check the export; a constant can be neither predictor nor outcome.",
        pieces={"column": name, "value": shown_entries([value])[0], "n": n},
    )


def _value(cell: object) -> object:
    number = number_in(cell)
    return text_in(cell) if number is None else number


def _answers(count: int) -> str:
    return "1 answer is" if count == 1 else f"{count} answers are"
