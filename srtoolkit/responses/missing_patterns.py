"""Which answers are missing together, and which were never asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.responses.asked import asked_of
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses

#: So many patterns are listed; the rest is counted.
_LISTED = 12


@dataclass(frozen=True, slots=True)
class ItemHoles:
    """One item's missing answers.

    Attributes
    ----------
    scale, item : str
    n_asked : int
        Respondents who were asked, as far as the answers tell.
    n_missing : int
        Of them, those who gave no answer.
    gate : str or None
        Column that tells who was asked, where not everybody was.
    """

    scale: str
    item: str
    n_asked: int
    n_missing: int
    gate: str | None = None

    @property
    def missing_share(self) -> float:
        """Share of those asked, in [0, 1]."""
        return self.n_missing / self.n_asked if self.n_asked else 0.0


@dataclass(frozen=True, slots=True)
class MissingPattern:
    """Respondents who left out the same items.

    Attributes
    ----------
    items : tuple of str
        Asked for and left out; empty for complete respondents.
    n : int
    """

    items: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class MissingDataResult:
    """How the holes are spread.

    Attributes
    ----------
    items : tuple of ItemHoles
    patterns : tuple of MissingPattern
        The most frequent first.
    n : int
        Respondents.
    notes : tuple of Reason
    """

    items: tuple[ItemHoles, ...]
    patterns: tuple[MissingPattern, ...]
    n: int
    notes: tuple[Reason, ...] = ()

    @property
    def details(self) -> dict[str, Any]:
        """The most frequent patterns, and how many others there are."""
        listed = self.patterns[:_LISTED]
        return {
            "patterns": [
                {"items": list(p.items), "n": p.n, "share": p.n / self.n}
                for p in listed
            ],
            "n_other_patterns": len(self.patterns) - len(listed),
            "n_in_other_patterns": self.n - sum(p.n for p in listed),
        }

    def tidy(self) -> pd.DataFrame:
        """One row per item: ``scale, item, n_asked, n_missing, missing_share, gate``."""
        import pandas as pd

        rows = [
            (i.scale, i.item, i.n_asked, i.n_missing, i.missing_share, i.gate)
            for i in self.items
        ]
        columns = ["scale", "item", "n_asked", "n_missing", "missing_share", "gate"]
        return pd.DataFrame(rows, columns=columns)

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_complete, n_patterns, missing_share`` (of cells asked)."""
        import pandas as pd

        asked = sum(item.n_asked for item in self.items)
        missing = sum(item.n_missing for item in self.items)
        row = {
            "n": self.n,
            "n_complete": sum(p.n for p in self.patterns if not p.items),
            "n_patterns": len(self.patterns),
            "missing_share": missing / asked if asked else 0.0,
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Return items and patterns as plain values."""
        return {"items": plain(self.tidy()), **plain(self.details)}


@plan_step("step")
def missing_data(responses: Responses) -> MissingDataResult:
    """Count missing answers by item and by pattern.

    Every question but open text counts. An item that nobody in a group
    answered was not asked there and is not missing. Whether the holes are
    random is asked by `psychometrics.missing_data`.

    Returns
    -------
    MissingDataResult

    Raises
    ------
    ScoresError
        When all questions are open.
    """
    import pandas as pd

    bound = [b for b in responses.items if b.scale.kind != "open"]
    codes = [b.id for b in bound]
    if not codes:
        raise ScoresError(
            "a look at missing answers needs a question that is not open",
            code="too_few_items",
        )
    asked = asked_of(responses, codes)
    holes = pd.isna(responses.answers[codes]).to_numpy() & asked.table
    items = tuple(
        ItemHoles(b.scale.id, b.id, int(n_asked), int(n), asked.gates.get(b.id))
        for b, n_asked, n in zip(
            bound, asked.table.sum(axis=0), holes.sum(axis=0), strict=True
        )
    )
    of_some = tuple(
        Reason("asked_of_some", {"items": [i.item], "gate": i.gate})
        for i in items
        if i.gate is not None
    )
    against = () if responses.asked is None else responses.asked.notes()
    notes = (*of_some, *against)
    return MissingDataResult(items, _patterns(codes, holes), responses.n, notes)


def _patterns(codes: list[str], holes: np.ndarray) -> tuple[MissingPattern, ...]:
    """Group respondents by what they left out."""
    packed = np.packbits(holes, axis=1)
    _, first, counts = np.unique(packed, axis=0, return_index=True, return_counts=True)
    found = [
        MissingPattern(tuple(np.array(codes)[holes[at]].tolist()), int(n))
        for at, n in zip(first, counts, strict=True)
    ]
    return tuple(sorted(found, key=lambda p: (-p.n, len(p.items), p.items)))
