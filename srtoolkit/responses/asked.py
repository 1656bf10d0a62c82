"""Which questions were put to whom, as the form or else the answers tell.

Without the form's word, an item that nobody in a group answered, while the others
did, was not asked there: a question after a gate (was there a problem?), a block
that one condition alone is shown. Such cells are no missing answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.inference import Reason

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses

#: A column with more different entries forms no groups.
_MOST_GROUPS = 12
#: An empty group is chance when that many holes in a row are likelier than this.
_CHANCE = 1e-6
#: Who was asked answers at least this share; else the item is left out by all.
_LEAST_ANSWERED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """Who was asked what.

    Attributes
    ----------
    table : ndarray of bool, shape (n_respondents, n_items)
    gates : mapping of str to str
        Items that only some were asked, and the column that tells whom.
    """

    table: np.ndarray
    gates: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class AskedItems:
    """Who was asked what, where the form tells it.

    Attributes
    ----------
    table : DataFrame of bool, one row a respondent, one column an item
    gates : mapping of str to str
        Items that only some were asked, and the column that tells whom.
    against : DataFrame of bool
        Of the items that were answered though the form did not ask: by whom.
    """

    table: pd.DataFrame
    against: pd.DataFrame
    gates: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        columns: Mapping[str, np.ndarray],
        against: Mapping[str, np.ndarray],
        gates: Mapping[str, str],
    ) -> AskedItems:
        """Put the columns together, one entry a respondent each."""
        import pandas as pd

        table = pd.DataFrame(dict(columns))
        return cls(table, pd.DataFrame(dict(against), index=table.index), dict(gates))

    @property
    def answered_unasked(self) -> dict[str, int]:
        """Items, and how many answered them though the form did not ask."""
        counts = self.against.sum()
        return {str(item): int(n) for item, n in counts.items() if n}

    def keep(self, kept: np.ndarray) -> AskedItems:
        """Return what the respondents for whom `kept` is true were asked."""
        return replace(
            self,
            table=self.table[kept].reset_index(drop=True),
            against=self.against[kept].reset_index(drop=True),
        )

    def notes(self) -> list[Reason]:
        """Tell of answers to questions that the form did not ask."""
        if not self.answered_unasked:
            return []
        n = int(self.against.any(axis=1).sum())
        return [
            Reason("answered_unasked", {"items": list(self.answered_unasked), "n": n})
        ]


def asked_of(responses: Responses, items: Sequence[str]) -> Asked:
    """Return which items were asked of whom, as the form or the answers tell.

    Where `responses.asked` knows an item, that holds; else the answers tell.

    Parameters
    ----------
    items : sequence of str
        Columns.

    Returns
    -------
    Asked
        With every cell asked where nothing says otherwise.
    """
    import pandas as pd

    empty = pd.isna(responses.answers[list(items)]).to_numpy()
    table = np.ones(empty.shape, dtype=bool)
    gates: dict[str, str] = {}
    known = responses.asked
    told = np.array([known is not None and i in known.table for i in items], bool)
    for at, item in enumerate(items):
        if known is not None and told[at]:
            table[:, at] = known.table[item].to_numpy()
            if item in known.gates and not table[:, at].all():
                gates[item] = known.gates[item]
    holed = np.flatnonzero(empty.any(axis=0) & ~told).tolist()
    for gate, codes in _groupings(responses) if len(holed) else ():
        for at in holed:
            unasked = _empty_groups(codes, empty[:, at])
            if items[at] != gate and len(unasked):
                table[:, at] &= ~np.isin(codes, unasked)
                gates.setdefault(items[at], gate)
    return Asked(table, gates)


def _groupings(responses: Responses) -> list[tuple[str, np.ndarray]]:
    """Return every column with few different entries, as group numbers."""
    import pandas as pd

    rated = {
        b.id for b in responses.items if b.scale.kind in ("reflective", "formative")
    }
    found = []
    for name in responses.answers.columns:
        if name in rated:
            continue
        codes, values = pd.factorize(responses.answers[name])
        if 2 <= len(values) <= _MOST_GROUPS:
            found.append((str(name), codes))
    return found


def _empty_groups(codes: np.ndarray, empty: np.ndarray) -> list[int]:
    """Return the groups that left an item out as one, and not by chance."""
    told = codes >= 0  # who left the gate itself empty forms no group
    sizes = np.bincount(codes[told])
    holes = np.bincount(codes[told], weights=empty[told], minlength=len(sizes))
    nobody = holes == sizes
    if nobody.all() or not nobody.any():
        return []
    rate = holes[~nobody].sum() / sizes[~nobody].sum()
    if 1 - rate < _LEAST_ANSWERED:
        return []
    # one hole more on each side keeps a rate of zero from proving anything
    rate = (holes[~nobody].sum() + 1) / (sizes[~nobody].sum() + 2)
    return [int(group) for group in np.flatnonzero(nobody & (rate**sizes < _CHANCE))]
