"""Numbers that respondents wrote in."""

from __future__ import annotations

from collections.abc import Sequence

from srtoolkit.errors import Problem
from srtoolkit.platforms.importing.answers import Decoded
from srtoolkit.platforms.importing.cell_values import cell_key
from srtoolkit.platforms.importing.column_cells import Cells, Rows
from srtoolkit.responses.cells import is_empty, number_in


def decode_numbers(columns: Sequence[Cells], rows: Rows) -> Decoded:
    """Read columns of numbers; what is no number is a problem."""
    decoded = Decoded()
    for each in columns:
        values: dict[object, float | None] = {}
        wrong = set()
        for cell in set(each.cells):
            if is_empty(cell) or cell_key(cell) in each.missing:
                continue
            text = cell.removeprefix("'") if isinstance(cell, str) else cell
            values[cell] = number_in(text)
            if values[cell] is None:
                wrong.add(cell)
        decoded.values[each.column.name] = [values.get(cell) for cell in each.cells]
        if wrong:
            cases = [(i, cell) for i, cell in enumerate(each.cells) if cell in wrong]
            decoded.problems.append(
                Problem(
                    "answer_not_number",
                    f'item "{each.column.name}": {_count(len(cases))}: '
                    f"{rows.shown(cases)}",
                    rows.file,
                    line=rows.numbers[cases[0][0]],
                    allowed=_range(each),
                    advice="Write the number alone, or empty the cell.",
                    pieces={"item": each.column.name},
                )
            )
    return decoded


def _count(n: int) -> str:
    return "1 entry is no number" if n == 1 else f"{n} entries are no numbers"


def _range(each: Cells) -> str:
    low, high = each.column.low, each.column.high
    if low is not None and high is not None:
        return f"{low}-{high}"
    return f"whole numbers, {low} or more" if low is not None else "whole numbers"
