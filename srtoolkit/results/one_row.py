"""A result whose one row holds all its fields."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd


class OneRow:
    """What a small dataclass offers as a `Result`, unless it says otherwise."""

    __slots__ = ()

    def tidy(self) -> pd.DataFrame:
        """One row: all fields."""
        return self.glance()

    def glance(self) -> pd.DataFrame:
        """One row: all fields."""
        import pandas as pd

        return pd.DataFrame([self.to_dict()])

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return asdict(cast("Any", self))
