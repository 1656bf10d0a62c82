"""Several comparisons that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.inference import Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonTable:
    """A family of comparisons, such as several groups against one control.

    Attributes
    ----------
    rows : tuple of ComparisonResult
        In the order they were asked for.
    method : str
        How the family was made, for example ``dunnett``.
    n : int
        Respondents in all groups together.
    details : mapping
        Plain values of the whole family, for example ``critical_value``.
    notes : tuple of Reason
    """

    rows: tuple[ComparisonResult, ...]
    method: str
    n: int
    details: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()

    def __getitem__(self, contrast: str) -> ComparisonResult:
        """Return the comparison of that name."""
        for row in self.rows:
            if row.contrast == contrast:
                return row
        raise KeyError(contrast)

    def tidy(self) -> pd.DataFrame:
        """One row a comparison."""
        import pandas as pd

        return pd.concat([row.tidy() for row in self.rows], ignore_index=True)

    def glance(self) -> pd.DataFrame:
        """One row: method, size, coverage and the family's own numbers."""
        import pandas as pd

        known = {
            key: value
            for key, value in self.details.items()
            if value is None or isinstance(value, str | int | float)
        }
        row = {
            "method": self.method,
            "n": self.n,
            "n_comparisons": len(self.rows),
            "ci_level": self.rows[0].ci_level if self.rows else None,
        }
        return pd.DataFrame([row | known])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return {
            "method": self.method,
            "n": self.n,
            "rows": [row.to_dict() for row in self.rows],
            "details": dict(self.details),
            "notes": [{"code": n.code, "values": dict(n.values)} for n in self.notes],
        }
