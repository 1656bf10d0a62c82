"""One coefficient with its interval, and the table of several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("scale", "item", "coefficient", "est", "ci_low", "ci_high", "ci_level")


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One row of a psychometric table.

    Attributes
    ----------
    coefficient : str
        A code, worded by reports: ``alpha``, ``omega``, ``htmt`` and others.
    est : float or None
        None where it is not defined.
    ci_low, ci_high, ci_level : float or None
        Interval and its coverage; None where there is none.
    scale : str or None
        The scale or factor; None for an unnamed set of items.
    item : str or None
        The item, or for a matrix the other factor; None for the whole scale.
    """

    coefficient: str
    est: float | None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float | None = None
    scale: str | None = None
    item: str | None = None


def coefficient_table(rows: Iterable[Coefficient]) -> pd.DataFrame:
    """Return ``scale, item, coefficient, est, ci_low, ci_high, ci_level``."""
    import pandas as pd

    table = pd.DataFrame([asdict(row) for row in rows], columns=list(COLUMNS))
    return table.astype(dict.fromkeys(COLUMNS[3:], float))
