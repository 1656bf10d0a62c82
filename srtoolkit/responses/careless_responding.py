"""The indices of careless responding as a step: block by block, with guides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.resampling import one_thread
from srtoolkit.responses.careless_limits import DIRECTIONS, CarelessLimits
from srtoolkit.responses.careless_table import CarelessIndex, careless_indices
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses


@dataclass(frozen=True, slots=True, eq=False)
class CarelessResult:
    """Indices of careless responding; a guide is no verdict.

    Attributes
    ----------
    indices : tuple of CarelessIndex
        Those of single blocks first, then those over all rated items.
    row_numbers : tuple of int
        Where each respondent stands in the file.
    limits : CarelessLimits
    notes : tuple of Reason
        What could not be computed, and why.
    """

    indices: tuple[CarelessIndex, ...]
    row_numbers: tuple[int, ...]
    limits: CarelessLimits
    notes: tuple[Reason, ...] = ()

    @property
    def respondents(self) -> pd.DataFrame:
        """One row a respondent: ``row``, then one column an index and block."""
        import pandas as pd

        columns: dict[str, Any] = {"row": self.row_numbers}
        for index in self.indices:
            name = f"{index.name}:{index.block}" if index.block else index.name
            columns[name] = index.values
        return pd.DataFrame(columns)

    def tidy(self) -> pd.DataFrame:
        """One row per index and block.

        ``block`` (null over all rated items), ``check``, ``n_items`` (items,
        scales or pairs behind it), ``n``, ``median``, ``q05``, ``q95`` (quantiles
        over respondents), ``direction`` (the careless end), ``limit`` (guide, null
        without one), ``n_flagged``, ``share``.
        """
        import pandas as pd

        return pd.DataFrame([_row(index) for index in self.indices])

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_blocks, n_flagged`` (beyond any guide)."""
        import pandas as pd

        blocks = {index.block for index in self.indices if index.block}
        beyond = [_beyond(index) for index in self.indices if index.limit is not None]
        flagged = int(np.any(beyond, axis=0).sum()) if beyond else 0
        counts = {"n": len(self.row_numbers), "n_blocks": len(blocks)}
        return pd.DataFrame([counts | {"n_flagged": flagged}])

    def to_dict(self) -> dict[str, Any]:
        """Return the indices of every respondent as plain values."""
        return {"respondents": plain(self.respondents), "tidy": plain(self.tidy())}


@plan_step("step")
def careless(
    responses: Responses, *, limits: Mapping[str, float] | None = None
) -> CarelessResult:
    """Compute the indices of careless responding that these answers allow.

    By block (the rated items of an instrument that share a range of answers):
    longest run as a share of the block, mean run, response variability. Over all
    rated items: squared Mahalanobis distance, even-odd inconsistency (four scales
    or more), psychometric synonyms and antonyms (four pairs or more),
    person-total correlation, seconds per question. Runs, variability, distance,
    synonyms and antonyms take answers as given; halves have reverse-keyed items
    turned. Several formats are put on one range before they are correlated. Where
    the order shown to each respondent is known, runs are runs on that page.

    Parameters
    ----------
    responses : Responses
    limits : mapping, optional
        Guides to change, by the names of `CarelessLimits`.

    Returns
    -------
    CarelessResult

    Raises
    ------
    ScoresError
        Without a block of two rated items.
    OptionError
        When a limit is unknown or out of range.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437-455.
    Curran (2016), Journal of Experimental Social Psychology 66, 4-19.
    """
    settled = CarelessLimits.of(limits)
    with one_thread():
        found, notes = careless_indices(responses, settled)
    if not found:
        raise ScoresError(
            "careless responding needs a scale with two rated items or more",
            code="too_few_items",
        )
    return CarelessResult(tuple(found), responses.row_numbers, settled, tuple(notes))


def _beyond(index: CarelessIndex) -> np.ndarray:
    """Tell who lies beyond the guide; a value not defined lies nowhere."""
    if index.limit is None:
        return np.zeros(len(index.values), dtype=bool)
    with np.errstate(invalid="ignore"):
        high = index.values > index.limit
        low = index.values < index.limit
    return np.asarray(high if DIRECTIONS[index.name] == "high" else low)


def _row(index: CarelessIndex) -> dict[str, Any]:
    defined = index.values[~np.isnan(index.values)]
    quantiles = np.quantile(defined, [0.5, 0.05, 0.95]) if len(defined) else [None] * 3
    beyond = _beyond(index)
    has_guide = index.limit is not None and len(defined) > 0
    return {
        "block": index.block,
        "check": index.name,
        "n_items": index.n_items,
        "n": len(defined),
        "median": quantiles[0],
        "q05": quantiles[1],
        "q95": quantiles[2],
        "direction": DIRECTIONS[index.name],
        "limit": index.limit,
        "n_flagged": int(beyond.sum()) if has_guide else None,
        "share": float(beyond.sum() / len(defined)) if has_guide else None,
    }


def beyond_limit(result: CarelessResult, name: str) -> np.ndarray | None:
    """Tell who lies beyond the guide of an index; None where there is none."""
    for index in result.indices:
        if index.name == name and index.limit is not None:
            return _beyond(index)
    return None
