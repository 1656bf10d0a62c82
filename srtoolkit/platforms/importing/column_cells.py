"""The cells of one column, and how its rows are named in messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from srtoolkit.platforms.manifest.model import Column
from srtoolkit.responses.personal.masking import shown_entry

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
            f"{shown_entry(entry)} ({self.word} {self.numbers[index]})"
            for index, entry in cases[:_SHOWN]
        ]
        more = len(cases) - _SHOWN
        return ", ".join(words) + (f" and {more} more" if more > 0 else "")
