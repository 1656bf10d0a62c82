"""Holds the declared keys against the sign the answers give every item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.inference import Reason
from srtoolkit.responses.indices.distance import pairwise_correlation
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.questionnaire import Scale
    from srtoolkit.responses.answers import Responses

Reading = Literal["agrees", "against_key", "undecided", "too_few"]
_LEVEL = 0.95
#: Normal quantile of that level.
_Z = 1.959963984540054
#: An item is accused by its 99% interval: of two hundred items that have nothing
#: to do with their scale, one is.
_Z_ACCUSED = 2.5758293035489004
#: Nor is it when it runs against the others by a trifle, however many answered.
_CLEARLY = -0.15
_FEWEST = 10
_COLUMNS = (
    "scale", "item", "reverse", "n", "coefficient", "est", "ci_low", "ci_high",
    "ci_level", "turned_est", "reading",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyedItem:
    """One item's key and what the answers say of it.

    Attributes
    ----------
    scale, item : str
    reverse : bool
        Whether the instrument declares it reverse-keyed.
    n : int
        Respondents who answered it and another item of the scale.
    item_rest, ci_low, ci_high : float or None
        Correlation with the mean of the scale's other items, keyed as declared,
        and its 95% interval.
    item_rest_turned : float or None
        The same once the items found against their key are turned.
    reading : {"agrees", "against_key", "undecided", "too_few"}
    """

    scale: str
    item: str
    reverse: bool
    n: int
    item_rest: float | None
    ci_low: float | None
    ci_high: float | None
    item_rest_turned: float | None
    reading: Reading


@dataclass(frozen=True, slots=True)
class KeyAuditResult:
    """The audit of reverse keys; it turns nothing.

    Attributes
    ----------
    items : tuple of KeyedItem
    notes : tuple of Reason
        What the pattern of a scale's signs points to.
    """

    items: tuple[KeyedItem, ...]
    notes: tuple[Reason, ...]

    def tidy(self) -> pd.DataFrame:
        """One row per item.

        ``scale, item, reverse, n, coefficient`` (``item_rest``), ``est, ci_low,
        ci_high, ci_level, turned_est, reading``.
        """
        import pandas as pd

        rows = [
            (
                i.scale, i.item, i.reverse, i.n, "item_rest", i.item_rest, i.ci_low,
                i.ci_high, _LEVEL, i.item_rest_turned, i.reading,
            )
            for i in self.items
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: ``n_scales, n_items, n_reverse, n_against, n_undecided``."""
        import pandas as pd

        readings = [item.reading for item in self.items]
        row = {
            "n_scales": len({item.scale for item in self.items}),
            "n_items": len(self.items),
            "n_reverse": sum(item.reverse for item in self.items),
            "n_against": readings.count("against_key"),
            "n_undecided": readings.count("undecided"),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return the table as plain values."""
        return {"items": plain(self.tidy())}


@plan_step("step")
def key_audit(responses: Responses) -> KeyAuditResult:
    """Compare every reflective scale's declared keys with its answers.

    Within a scale the signs of the first principal component say which items go
    together once they are keyed as declared. An item of the smaller side is
    against its key when its item-rest correlation is -.15 or less and its 99%
    interval lies below zero. If these are exactly the declared reverse-keyed items,
    the download had probably turned them already; if there are others, an item is
    reverse-worded and not declared, or was turned on the platform. Two sides of
    equal size (two items, or a scale half of which is turned) cannot be told apart,
    if all items go together once one side is turned: each side looks wrong to the
    other. Signs are relative: that a whole scale runs from good to bad cannot be
    seen within it, and of three items the odd one is accused though the two others
    might be wrong.

    Returns
    -------
    KeyAuditResult
    """
    found: list[KeyedItem] = []
    notes: list[Reason] = []
    for scale in responses.scales:
        if scale.kind == "reflective" and len(scale.items) > 1:
            items, note = _audit(responses, scale)
            found += items
            notes += [] if note is None else [note]
    too_few = sum(item.reading == "too_few" for item in found)
    if len(found) > too_few and not notes:
        notes.append(Reason("keys_agree", {"n_items": len(found) - too_few}))
    if too_few:
        notes.append(Reason("key_too_few", {"n_items": too_few, "least": _FEWEST}))
    return KeyAuditResult(tuple(found), tuple(notes))


def _audit(responses: Responses, scale: Scale) -> tuple[list[KeyedItem], Reason | None]:
    codes = [item.id for item in scale.items]
    keyed = responses.keyed[codes].to_numpy(dtype=float)
    side = _smaller_side(keyed)
    turned = np.where(side, -1.0, 1.0) * (keyed - np.nanmean(keyed, axis=0))
    tie = bool(side.sum() * 2 == len(side))
    rows = [
        _item(scale, at, keyed, turned, bool(side[at]) and not tie)
        for at in range(len(codes))
    ]
    if tie and all(row.reading == "agrees" for row in rows):
        values = {"scale": scale.id, "items": codes}
        rows = [replace(row, reading="undecided") for row in rows]
        return rows, Reason("key_reciprocal", values)
    if tie:
        rows = [replace(row, reading=_alone(row)) for row in rows]
    return rows, _note(scale, rows)


def _alone(row: KeyedItem) -> Reading:
    """Read an item as it stands, nothing turned."""
    if row.reading == "too_few":
        return "too_few"
    return "agrees" if row.ci_low is not None and row.ci_low > 0 else "undecided"


def _smaller_side(keyed: np.ndarray) -> np.ndarray:
    """Tell the items whose sign in the first component is the minority's."""
    correlations = np.nan_to_num(pairwise_correlation(keyed))
    np.fill_diagonal(correlations, 1)
    first = np.linalg.eigh(correlations)[1][:, -1]
    negative = first < 0
    if negative.sum() * 2 == len(first):  # a tie: the side of the first item stays
        return np.asarray(negative != negative[0])
    return np.asarray(negative if negative.sum() * 2 < len(first) else ~negative)


def _item(
    scale: Scale,
    at: int,
    keyed: np.ndarray,
    turned: np.ndarray,
    on_smaller_side: bool,
) -> KeyedItem:
    r, n = _item_rest(keyed, at)
    item = scale.items[at]
    if r is None or n < _FEWEST:
        return KeyedItem(
            scale.id, item.id, item.reverse, n, r, None, None, None, "too_few"
        )
    low, high = _fisher_interval(r, n)
    r_turned, _ = _item_rest(turned, at)
    goes_along = r_turned is not None and _fisher_interval(r_turned, n)[0] > 0
    reading: Reading = "agrees" if goes_along else "undecided"
    if on_smaller_side:
        accused = r <= _CLEARLY and _fisher_interval(r, n, _Z_ACCUSED)[1] < 0
        reading = "against_key" if accused else "undecided"
    return KeyedItem(
        scale.id, item.id, item.reverse, n, r, low, high, r_turned, reading
    )


def _item_rest(scores: np.ndarray, at: int) -> tuple[float | None, int]:
    """Correlate an item with the mean of the other items answered."""
    others = np.delete(scores, at, axis=1)
    n_others = (~np.isnan(others)).sum(axis=1)
    rest = np.nansum(others, axis=1) / np.where(n_others > 0, n_others, np.nan)
    both = ~np.isnan(scores[:, at]) & ~np.isnan(rest)
    n = int(both.sum())
    x, y = scores[both, at], rest[both]
    if n < 3 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None, n
    return float(np.corrcoef(x, y)[0, 1]), n


def _fisher_interval(r: float, n: int, z: float = _Z) -> tuple[float, float]:
    """Return the interval of a correlation: Fisher (1921), Metron 1, 3-32."""
    middle, half = np.arctanh(np.clip(r, -1 + 1e-12, 1 - 1e-12)), z / np.sqrt(n - 3)
    return float(np.tanh(middle - half)), float(np.tanh(middle + half))


def _note(scale: Scale, rows: Sequence[KeyedItem]) -> Reason | None:
    """Read the pattern of one scale's signs."""
    against = [row.item for row in rows if row.reading == "against_key"]
    declared = [row.item for row in rows if row.reverse]
    undecided = [row.item for row in rows if row.reading == "undecided"]
    values = {"scale": scale.id, "items": against or undecided}
    if against and set(against) == set(declared):
        return Reason("key_already_reversed", values)
    if against and set(against) < set(declared):
        return Reason("key_partly_reversed", values)
    if against and not set(against) & set(declared):
        return Reason("key_not_declared", values)
    if against:
        return Reason("key_mixed", values)
    return Reason("key_unclear", values) if undecided else None
