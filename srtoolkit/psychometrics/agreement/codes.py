"""Codes that several coders gave to the same units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.errors import OptionError, ScoresError

if TYPE_CHECKING:
    import pandas as pd

Level = Literal["nominal", "ordinal", "interval"]
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """Codes as positions among their categories.

    Attributes
    ----------
    positions : ndarray of int, shape (n_units, n_coders)
        -1 where a coder gave none.
    categories : tuple
        In rising order.
    """

    positions: np.ndarray
    categories: tuple[object, ...]

    @property
    def complete(self) -> np.ndarray:
        """Positions of the units that every coder coded."""
        return self.positions[(self.positions >= 0).all(axis=1)]

    @property
    def counts(self) -> np.ndarray:
        """How many coders gave each code, shape (n_units, n_categories)."""
        chosen = self.positions[:, :, None] == np.arange(len(self.categories))
        return np.asarray(chosen.sum(axis=1))


def read_codes(
    codes: np.ndarray | pd.DataFrame,
    *,
    min_coders: int = 2,
    categories: Sequence[object] | None = None,
) -> Codes:
    """Number the codes.

    Parameters
    ----------
    codes : ndarray or DataFrame, shape (n_units, n_coders)
        Numbers or texts; NaN or None where a coder gave none.
    categories : sequence, optional
        All categories in rising order; by default those that occur, sorted.

    Raises
    ------
    ScoresError
        With too few coders or units, a code outside `categories`, or codes of
        numbers and texts mixed.
    """
    import pandas as pd

    table = np.asarray(codes, dtype=object)
    if table.ndim != 2 or table.shape[1] < min_coders or len(table) < 2:
        raise ScoresError(
            f"the codes have shape {table.shape}",
            code="codes_shape",
            allowed=f"two units or more in rows, {min_coders} coders or more in columns",
        )
    present = ~pd.isna(table)
    found = _found(table[present])
    known = list(found if categories is None else categories)
    unknown = [value for value in found if value not in known]
    if unknown:
        raise ScoresError(
            f"the code(s) {', '.join(map(str, unknown))} are no category",
            code="unknown_category",
            allowed=", ".join(map(str, known)),
        )
    place = {value: index for index, value in enumerate(known)}
    positions = np.full(table.shape, -1)
    positions[present] = [place[value] for value in table[present]]
    return Codes(positions, tuple(known))


def require_level(level: str) -> None:
    """Check a level of measurement.

    Raises
    ------
    OptionError
        When it is unknown.
    """
    if level not in LEVELS:
        raise OptionError(
            f'there is no level "{level}"',
            code="unknown_level",
            allowed=", ".join(LEVELS),
        )


def _found(values: np.ndarray) -> list[object]:
    try:
        return sorted(set(values.tolist()))
    except TypeError as error:
        raise ScoresError(
            "the codes are numbers and texts mixed", code="codes_mixed"
        ) from error
