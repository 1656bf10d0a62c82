"""Which value of an item a cell can mean, by kind of download."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from srtoolkit.platforms.importing.comparing import label_key
from srtoolkit.platforms.manifest.model import Written
from srtoolkit.responses.cells import number_in, shown_number, text_in

#: ``5 - Strongly agree``, ``5.同意``, ``5=同意``.
_CODE_AND_LABEL = re.compile(r"([+-]?\d+)\s*[-–—=.、:：)）]\s*(.+)")
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Reading:
    """How one column's answers are written.

    Attributes
    ----------
    tables : mapping
        By kind of download, by language ("" for none), the values by `cell_key`;
        more than one where two answers read alike.
    """

    tables: Mapping[str, Mapping[str, Mapping[str, frozenset[int]]]]

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of download: code, label, number, score."""
        return tuple(self.tables)

    def values(self, key: str, kind: str | None) -> set[int]:
        """Return the values an entry can mean; one, if all is well.

        Parameters
        ----------
        kind : str or None
            None looks through all kinds; a column that does not come in the
            kind is looked through as well.
        """
        kinds = [kind] if kind and kind in self.tables else list(self.tables)
        found = {
            value
            for each in kinds
            for table in self.tables[each].values()
            for value in table.get(key, ())
        }
        return found or self._code_and_label(key)

    def by_language(self, key: str, kind: str | None) -> Mapping[str, int]:
        """Return the value an entry has as a label of each language."""
        kinds = [kind] if kind and kind in self.tables else list(self.tables)
        return {
            language: min(table[key])
            for each in kinds
            for language, table in self.tables[each].items()
            if language and len(table.get(key, ())) == 1
        }

    def explains(self, key: str, kind: str) -> bool:
        """Tell whether an entry is an answer in one kind of download."""
        return bool(self.values(key, kind))

    def ends(self) -> tuple[float, float] | None:
        """Return the smallest and largest number an answer is written as, if any."""
        keys = [
            key for kind in self.tables.values() for t in kind.values() for key in t
        ]
        numbers = [number for key in keys if (number := number_in(key)) is not None]
        return (min(numbers), max(numbers)) if numbers else None

    def allowed(self, kind: str | None = None) -> str:
        """Name the answers in their order, as a kind of download writes them."""
        kinds = self.tables.get(kind or "") or next(iter(self.tables.values()))
        table = next(iter(kinds.values()))
        shown = ", ".join(sorted(table, key=lambda key: min(table[key]))[:_SHOWN])
        return shown + (", …" if len(table) > _SHOWN else "")

    def _code_and_label(self, key: str) -> set[int]:
        """Read ``5 - Strongly agree``, where both parts say the same."""
        both = _CODE_AND_LABEL.fullmatch(key)
        if not both:
            return set()
        codes = self._all(str(int(both[1])), labels=False)
        return codes & self._all(both[2], labels=True)

    def _all(self, key: str, *, labels: bool) -> set[int]:
        return {
            value
            for kind, tables in self.tables.items()
            for table in tables.values()
            if (kind == "label") is labels
            for value in table.get(key, ())
        }


def reading_of(written: Written) -> Reading:
    """Return how a column's answers are written, keys made comparable."""
    tables: dict[str, dict[str, dict[str, frozenset[int]]]] = {}
    for name, answers in written.items():
        kind, _, language = name.partition(":")
        table: dict[str, frozenset[int]] = {}
        for shown, value in answers.items():
            key = cell_key(shown)
            table[key] = table.get(key, frozenset()) | {value}
        tables.setdefault(kind, {})[language] = table
    return Reading(tables)


def cell_key(cell: object) -> str:
    """Return a cell as it is compared: ``5``, ``5.0``, ``"５"`` and ``"'5"`` alike."""
    number = number_in(cell)
    if number is None and isinstance(cell, str):
        number = number_in(cell.removeprefix("'"))
    return shown_number(number) if number is not None else label_key(text_in(cell))
