"""Which questions were put to whom, as far as the answers tell.

An item that nobody in a group answered, while the others did, was not asked
there: a question after a gate (was there a problem?), a block that one condition
alone is shown. Such cells are no missing answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
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


def asked_of(responses: Responses, items: Sequence[str]) -> Asked:
    """Find out from the answers which items were asked of whom.

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
    holed = np.flatnonzero(empty.any(axis=0)).tolist()
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
