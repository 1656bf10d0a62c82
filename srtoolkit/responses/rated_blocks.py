"""Stretches of rated items that belong together: one instrument, one format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem

#: Kinds whose items are several ratings of one thing.
_OF_SEVERAL = frozenset({"reflective", "formative"})


@dataclass(frozen=True, slots=True)
class RatedBlock:
    """Rated items of one instrument that share one range of answers.

    Single items are left aside: one rating more or less says nothing on how a
    list of ratings was answered.

    Attributes
    ----------
    name : str
        The instrument, with the range of answers where it has several.
    items : tuple of BoundItem
        In questionnaire order.
    """

    name: str
    items: tuple[BoundItem, ...]

    @property
    def codes(self) -> list[str]:
        """Columns of the items."""
        return [bound.id for bound in self.items]


def rated_items(responses: Responses) -> tuple[BoundItem, ...]:
    """Return every rated item, single items included, in questionnaire order."""
    return tuple(b for b in responses.items if b.scale.is_rated)


def rated_blocks(responses: Responses) -> tuple[RatedBlock, ...]:
    """Return the blocks of two items or more, in questionnaire order."""
    found: dict[tuple[str, int | None, int | None], list[BoundItem]] = {}
    for bound in responses.items:
        if bound.scale.kind in _OF_SEVERAL and len(bound.scale.items) > 1:
            key = (bound.instrument, bound.response.low, bound.response.high)
            found.setdefault(key, []).append(bound)
    instruments = [name for name, _, _ in found]
    return tuple(
        RatedBlock(
            name if instruments.count(name) == 1 else f"{name} ({low}–{high})",
            tuple(items),
        )
        for (name, low, high), items in found.items()
        if len(items) > 1
    )


def points(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    """Return answers as given, shape (n_respondents, n_items), NaN for none."""
    return responses.answers[[b.id for b in items]].to_numpy(dtype=float)


def keyed_points(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    """Return answers with reverse-keyed items turned."""
    return responses.keyed[[b.id for b in items]].to_numpy(dtype=float)
