"""Long rows ``scale, item, coefficient, est`` found by what they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from srtoolkit.document.manuscript import Manuscript
from srtoolkit.document.numbers import MISSING
from srtoolkit.document.sections.cells import interval

Values = Mapping[str, Any]
_Key = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Found:
    """Coefficient rows by coefficient, scale and item.

    Attributes
    ----------
    rows : mapping
        Keys ``(coefficient, scale, item)``; None where a row is of no scale
        or of no item.
    """

    rows: Mapping[_Key, Values]

    def row(
        self, coefficient: str, scale: str | None = None, item: str | None = None
    ) -> Values:
        """Return one row; an empty mapping where there is none."""
        return self.rows.get((coefficient, scale, item), {})

    def est(
        self, coefficient: str, scale: str | None = None, item: str | None = None
    ) -> Any:
        """Return one estimate, or None."""
        return self.row(coefficient, scale, item).get("est")

    def has(self, coefficient: str) -> bool:
        """Tell whether any row of that coefficient has an estimate."""
        return any(
            key[0] == coefficient and found.get("est") is not None
            for key, found in self.rows.items()
        )

    def scales(self, coefficient: str) -> list[str]:
        """Return the scales that coefficient was computed of, in order."""
        return list(dict.fromkeys(s for c, s, _ in self.rows if c == coefficient and s))

    def items(self, coefficient: str, scale: str | None = None) -> list[str]:
        """Return the items that coefficient was computed of, in order."""
        return list(
            dict.fromkeys(
                i for c, s, i in self.rows if c == coefficient and s == scale and i
            )
        )


def find_rows(rows: Iterable[Values]) -> Found:
    """Index coefficient rows."""
    return Found(
        {
            (str(row["coefficient"]), row.get("scale"), row.get("item")): row
            for row in rows
            if row.get("coefficient")
        }
    )


def with_interval(writing: Manuscript, found: Values) -> str:
    """Print an estimate and, where it has one, its interval behind it."""
    shown = writing.numbers.bounded(found.get("est"))
    limits = interval(writing, found, bounded=True)
    return shown if limits == MISSING else f"{shown} {limits}"


def interval_level(rows: Iterable[Values]) -> float | None:
    """Return the level of the rows' intervals, the first that is given."""
    return next((row["ci_level"] for row in rows if row.get("ci_level")), None)
