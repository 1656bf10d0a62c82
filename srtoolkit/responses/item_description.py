"""How each item and scale was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments of one variable; NaN where too few answers define them.

    Attributes
    ----------
    n, missing : int
        Respondents with and without an answer.
    mean, sd : float
        In points; sd with denominator n - 1.
    skewness, kurtosis : float
        Sample-adjusted (G1, G2); a normal variable has 0 and 0.
    """

    n: int
    missing: int
    mean: float
    sd: float
    skewness: float
    kurtosis: float


@dataclass(frozen=True, slots=True)
class ItemDescription:
    """One row of the description.

    Attributes
    ----------
    scale : str
    item : str or None
        None for the score of the scale.
    moments : Moments
        Of the answers as given: reverse-keyed items are not turned.
    floor_share, ceiling_share : float or None
        Share of the lowest and highest possible answer among answers.
    """

    scale: str
    item: str | None
    moments: Moments
    floor_share: float | None = None
    ceiling_share: float | None = None

    def row(self) -> dict[str, Any]:
        """Return the row of the table."""
        return {
            "scale": self.scale,
            "item": self.item,
            **asdict(self.moments),
            "floor_share": self.floor_share,
            "ceiling_share": self.ceiling_share,
        }


@dataclass(frozen=True, slots=True)
class DescriptionResult:
    """How items and scales were answered.

    Attributes
    ----------
    rows : tuple of ItemDescription
        Items in questionnaire order, each scale's score after its items.
    n : int
        Respondents.
    """

    rows: tuple[ItemDescription, ...]
    n: int

    def tidy(self) -> pd.DataFrame:
        """One row per item, and one per score of several items.

        Columns ``scale, item, n, missing, mean, sd, skewness, kurtosis,
        floor_share, ceiling_share``.
        """
        import pandas as pd

        return pd.DataFrame([row.row() for row in self.rows])

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_items, missing_share`` (of all answers asked for)."""
        import pandas as pd

        items = [row.moments for row in self.rows if row.item is not None]
        asked = sum(m.n + m.missing for m in items)
        share = sum(m.missing for m in items) / asked if asked else float("nan")
        row = {"n": self.n, "n_items": len(items), "missing_share": share}
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return all rows as plain values."""
        return {"n": self.n, "rows": [row.row() for row in self.rows]}


def moments(values: np.ndarray) -> Moments:
    """Describe one variable.

    Parameters
    ----------
    values : ndarray, shape (n_respondents,)
        In points; NaN where missing.

    References
    ----------
    Joanes & Gill (1998), The Statistician 47, 183-189 (G1 and G2, as SPSS
    and SAS print them).
    """
    x = values[~np.isnan(values)]
    n = len(x)
    missing = len(values) - n
    nan = float("nan")
    if n < 2:
        return Moments(n, missing, float(x.mean()) if n else nan, nan, nan, nan)
    deviations = x - x.mean()
    m2, m3, m4 = ((deviations**power).mean() for power in (2, 3, 4))
    g1 = m3 / m2**1.5 if m2 > 0 else nan
    g2 = m4 / m2**2 - 3 if m2 > 0 else nan
    skewness = g1 * np.sqrt(n * (n - 1)) / (n - 2) if n > 2 else nan
    kurtosis = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)) if n > 3 else nan
    sd = float(np.sqrt(m2 * n / (n - 1)))
    return Moments(n, missing, float(x.mean()), sd, float(skewness), float(kurtosis))


@plan_step("step")
def description(responses: Responses) -> DescriptionResult:
    """Describe every item, and every score of several items.

    Choices without order and texts have no moments and are left aside.
    """
    rows: list[ItemDescription] = []
    scored = {scale.id for scale in responses.scales if len(scale.items) > 1}
    items = [b for b in responses.items if b.scale.kind not in ("nominal", "open")]
    for scale_id in dict.fromkeys(bound.scale.id for bound in items):
        rows += _items(responses, (b for b in items if b.scale.id == scale_id))
        if scale_id in scored:
            scores = responses.variable(scale_id).to_numpy(dtype=float)
            rows.append(ItemDescription(scale_id, None, moments(scores)))
    return DescriptionResult(tuple(rows), responses.n)


def _items(responses: Responses, items: Iterable[BoundItem]) -> list[ItemDescription]:
    rows = []
    for bound in items:
        values = responses.answers[bound.id].to_numpy(dtype=float)
        floor = _share(values, bound.response.low)
        ceiling = _share(values, bound.response.high)
        found = moments(values)
        rows.append(ItemDescription(bound.scale.id, bound.id, found, floor, ceiling))
    return rows


def _share(values: np.ndarray, end: int | None) -> float | None:
    answered = values[~np.isnan(values)]
    if end is None or not len(answered):
        return None
    return float(np.mean(answered == end))
