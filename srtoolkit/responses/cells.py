"""What one cell of a file holds: nothing, a number, or text."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
#: Full-width forms, as Chinese input methods type them, and the minus sign.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_NARROW |= {0x3000: 0x20, 0x2212: 0x2D}
_AROUND = " \t\r\n\u00a0\u3000\ufeff"


def is_empty(cell: object) -> bool:
    """Tell whether a cell holds nothing: blank, None or NaN."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip(_AROUND)
    return isinstance(cell, float) and math.isnan(cell)


def number_in(cell: object) -> float | None:
    """Return the number a cell holds, or None when it holds something else.

    Numeric text counts (``"5"``, ``" 5 "``, full-width ``"５"``); truth
    values, dates, decimal commas and words do not.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    text = cell.translate(_NARROW).strip(_AROUND)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def text_in(cell: object) -> str:
    """Return a cell as the text a reader of the file sees, trimmed."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return shown_number(cell)
    if isinstance(cell, dt.datetime | dt.date | dt.time):
        return cell.isoformat()
    return str(cell).strip(_AROUND)


def shown_number(number: float) -> str:
    """Write a number without a needless ``.0``."""
    return str(int(number)) if number == int(number) else str(number)


def are_answers(names: Sequence[str]) -> bool:
    """Tell whether most of a row's entries are numbers: answers, no headings."""
    told = [name for name in names if name.strip()]
    numbers = sum(number_in(name) is not None for name in told)
    return numbers >= max(2, len(told) / 2)


def folded(name: str) -> str:
    """Return a name without case, width and blanks, to find its neighbours."""
    narrow = name.translate(_NARROW).casefold()
    return "".join(narrow.split())
