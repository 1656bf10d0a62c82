"""What is said of a column of text where numbers belong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem
from srtoolkit.responses.checking import text_cases
from srtoolkit.responses.personal.masking import shown_entry

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 5


def text_in_column(column: pd.Series, row_numbers: Sequence[int], file: str) -> Problem:
    """Name the first entries that are no numbers, and their rows in the file."""
    cases = text_cases(column)
    words = [
        f"{shown_entry(value)} (row {row_numbers[index]})"
        for index, value in cases[:_SHOWN]
    ]
    more = f" and {len(cases) - _SHOWN} more" if len(cases) > _SHOWN else ""
    return Problem(
        "column_not_numeric",
        f'the column "{column.name}" holds text where numbers belong: '
        f"{', '.join(words)}{more}",
        file,
        advice="Give numbers, and leave missing values empty.",
        pieces={"column": column.name, "rows": [row_numbers[i] for i, _ in cases]},
    )
