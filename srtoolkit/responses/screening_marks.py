"""Marks respondents worth a second look; excludes nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.responses.careless import (
    duplicates,
    longest_run,
    response_variability,
)
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem

#: Kinds of scale whose items no respondent rates.
_NO_RATINGS = frozenset({"check", "count", "nominal", "multiple", "open"})
_COLUMNS = ("check", "n_flagged", "share", "median", "max")
_MARKS = ("duplicate_rows", "straight_lining", "failed_check", "missing_answers")
_MEASURES = ("longstring_share", "irv", "missing_share")


@dataclass(frozen=True, slots=True, eq=False)
class ScreeningResult:
    """What screening saw; a mark is a reason to look, never an exclusion.

    Attributes
    ----------
    respondents : DataFrame, one row a respondent
        ``row`` (number in the file); marks ``duplicate_rows`` (same answer to
        every item as another respondent), ``straight_lining`` (one answer
        throughout), ``failed_check`` (an instructed answer not given; only
        with such items), ``missing_answers``; measures ``longstring_share``
        (longest run of equal answers, share of the items), ``irv`` (standard
        deviation of a respondent's answers, in points), ``missing_share``.
    n_items : int
        Items looked at, instructed ones aside.
    """

    respondents: pd.DataFrame
    n_items: int

    def tidy(self) -> pd.DataFrame:
        """One row per check: ``check, n_flagged, share, median, max``.

        Marks have a count and a share of the respondents; measures have the
        median and maximum over respondents.
        """
        import pandas as pd

        table = self.respondents
        rows: list[tuple[object, ...]] = [
            (mark, int(table[mark].sum()), float(table[mark].mean()), None, None)
            for mark in _MARKS
            if mark in table
        ]
        rows += [
            (name, None, None, float(table[name].median()), float(table[name].max()))
            for name in _MEASURES
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"n_flagged": "Int64"})

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_items, n_flagged`` (respondents with any mark)."""
        import pandas as pd

        marks = [m for m in _MARKS if m in self.respondents and m != "missing_answers"]
        flagged = int(self.respondents[marks].any(axis=1).sum())
        n = len(self.respondents)
        return pd.DataFrame([{"n": n, "n_items": self.n_items, "n_flagged": flagged}])

    def to_dict(self) -> dict[str, Any]:
        """Return the marks of every respondent as plain values."""
        return {"n_items": self.n_items, "respondents": plain(self.respondents)}


@plan_step("step")
def screening(responses: Responses) -> ScreeningResult:
    """Mark duplicate rows, straight-lining, failed checks and missing answers.

    Answers are taken as given, reverse-keyed items not turned, in
    questionnaire order. Checks, counts, choices without order, yes/no facts
    and texts are left aside.

    Raises
    ------
    ScoresError
        With fewer than two items.
    """
    import pandas as pd

    asked = [b for b in responses.items if b.scale.kind not in _NO_RATINGS]
    if len(asked) < 2:
        raise ScoresError(
            f"screening needs two items or more; the answers have {len(asked)}",
            code="too_few_items",
        )
    points = _points(responses, asked)
    missing = np.isnan(points).mean(axis=1)
    irv = response_variability(points)
    columns: dict[str, Any] = {
        "row": responses.row_numbers,
        "duplicate_rows": duplicates(points),
        "straight_lining": irv == 0,
        "missing_answers": missing > 0,
        "longstring_share": longest_run(points) / len(asked),
        "irv": irv,
        "missing_share": missing,
    }
    instructed = [b for b in responses.items if b.item.instructed_answer is not None]
    if instructed:
        columns["failed_check"] = _failed(responses, instructed)
    return ScreeningResult(pd.DataFrame(columns), len(asked))


def _points(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    codes = [bound.id for bound in items]
    return responses.answers[codes].to_numpy(dtype=float)


def _failed(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    """Tell who gave another answer than the one instructed, or none."""
    told = np.array([bound.item.instructed_answer for bound in items], dtype=float)
    return np.asarray((_points(responses, items) != told).any(axis=1))
