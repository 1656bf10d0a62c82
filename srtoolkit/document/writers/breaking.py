"""Which rows of a table stay on one page, so that no page is left half empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_Row = TypeVar("_Row")

#: A table of no more rows stays on one page.
KEPT_WHOLE = 8
#: Of a longer one so many first rows follow the heads, and so many last ones
#: go together to the next page.
KEPT_FIRST, KEPT_LAST = 4, 2


def kept_together(rows: Sequence[_Row]) -> list[Sequence[_Row]]:
    """Split rows into the parts between which a page may end.

    Within the first and the last part no page ends; within the middle one it
    may end after any row. A short table is one part.

    Parameters
    ----------
    rows : sequence
        The rows below the heads.

    Returns
    -------
    list of sequence
        One part, or the first rows, the middle and the last rows.
    """
    if len(rows) <= KEPT_WHOLE:
        return [rows] if rows else []
    return [rows[:KEPT_FIRST], rows[KEPT_FIRST:-KEPT_LAST], rows[-KEPT_LAST:]]


def followed_at_once(rows: Sequence[_Row]) -> list[_Row]:
    """Return the rows after which no page may end."""
    parts = kept_together(rows)
    ends = {0, len(parts) - 1}
    return [row for at, part in enumerate(parts) if at in ends for row in part[:-1]]
