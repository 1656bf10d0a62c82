"""What an item analysis of several scales says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason
from srtoolkit.psychometrics.coefficients import Coefficient, coefficient_table
from srtoolkit.psychometrics.item_level.deletion_log import DeletedItem
from srtoolkit.psychometrics.item_level.items import ItemAnalysisResult

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class ScaleItems:
    """Items of one scale.

    Attributes
    ----------
    scale : str
    n, n_missing : int
        Respondents who answered all its items, and the others.
    n_items : int
    analysis : ItemAnalysisResult or None
        None where the answers do not allow it.
    alpha, alpha_without_deleted : float or None
        Of all its items; of those the plan keeps, where it deletes some and
        two or more stay.
    notes : tuple of Reason
    """

    scale: str
    n: int
    n_missing: int
    n_items: int
    analysis: ItemAnalysisResult | None
    alpha: float | None = None
    alpha_without_deleted: float | None = None
    notes: tuple[Reason, ...] = ()

    @property
    def coefficients(self) -> Iterable[Coefficient]:
        """All rows of the scale."""
        if self.analysis is None:
            return
        rows = [*self.analysis.coefficients, *self.analysis.further_coefficients()]
        for row in rows:
            yield replace(row, scale=self.scale)
        yield Coefficient("alpha", self.alpha, scale=self.scale)
        if self.alpha_without_deleted is not None:
            kept = self.alpha_without_deleted
            yield Coefficient("alpha_without_deleted", kept, scale=self.scale)


@dataclass(frozen=True, slots=True, eq=False)
class ItemStatisticsResult:
    """Item analysis of several scales, and the log of deleted items.

    Attributes
    ----------
    scales : tuple of ScaleItems
    deleted : tuple of DeletedItem
    extreme_share, ci_level, least_citc : float
    """

    scales: tuple[ScaleItems, ...]
    deleted: tuple[DeletedItem, ...]
    extreme_share: float
    ci_level: float
    least_citc: float

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What a reader has to know beside the numbers."""
        notes = [note for scale in self.scales for note in scale.notes]
        if self.deleted:
            items = [line.item for line in self.deleted]
            notes.append(Reason("items_deleted", {"items": items}))
        return tuple(notes)

    @property
    def details(self) -> Mapping[str, Any]:
        """Plain values: ``correlations`` by scale, and ``deleted``."""
        return {
            "correlations": {
                one.scale: {
                    "items": list(one.analysis.items),
                    "pearson": one.analysis.correlation.tolist(),
                    "polychoric": None
                    if one.analysis.polychoric is None
                    else one.analysis.polychoric.tolist(),
                }
                for one in self.scales
                if one.analysis is not None
            },
            "deleted": [asdict(line) for line in self.deleted],
        }

    def tidy(self) -> pd.DataFrame:
        """One row per scale, item and coefficient; see `ItemAnalysisResult`."""
        return coefficient_table(
            row for scale in self.scales for row in scale.coefficients
        )

    def glance(self) -> pd.DataFrame:
        """One row per scale.

        ``scale, n, n_missing, n_items, n_low, n_high, extreme_share``.
        """
        import pandas as pd

        names = ("scale", "n", "n_missing", "n_items")
        rows = []
        for one in self.scales:
            extremes = one.analysis.extremes if one.analysis else None
            rows.append(
                {name: getattr(one, name) for name in names}
                | {
                    "n_low": extremes.n_low if extremes else None,
                    "n_high": extremes.n_high if extremes else None,
                    "extreme_share": self.extreme_share,
                }
            )
        columns = [*names, "n_low", "n_high", "extreme_share"]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as plain values."""
        return {
            "scales": [
                {
                    "scale": one.scale,
                    "n": one.n,
                    "n_missing": one.n_missing,
                    "analysis": one.analysis.to_dict() if one.analysis else None,
                    "alpha": one.alpha,
                    "alpha_without_deleted": one.alpha_without_deleted,
                    "notes": [asdict(note) for note in one.notes],
                }
                for one in self.scales
            ],
            "deleted": [asdict(line) for line in self.deleted],
            "extreme_share": self.extreme_share,
            "ci_level": self.ci_level,
            "least_citc": self.least_citc,
        }
