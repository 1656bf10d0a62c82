"""Marks respondents worth a second look; excludes nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.responses.asked import asked_of
from srtoolkit.responses.careless_limits import CarelessLimits
from srtoolkit.responses.careless_responding import (
    beyond_limit,
    careless,
)
from srtoolkit.responses.indices.copies import copies
from srtoolkit.responses.indices.runs import longstring, repeats_cycle
from srtoolkit.responses.indices.variability import irv
from srtoolkit.responses.rated_blocks import points, rated_blocks, rated_items
from srtoolkit.responses.shown_order import points_as_shown
from srtoolkit.responses.timing import RESPONDENT, impossible_durations
from srtoolkit.results import plain, plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses
    from srtoolkit.responses.binding import BoundItem

_COLUMNS = ("check", "n_flagged", "share", "median", "max")
#: Marks in the order of a table; a plan may exclude by any of them.
MARKS = (
    "failed_check",
    "too_fast",
    "impossible_duration",
    "duplicate_rows",
    "same_respondent",
    "straight_lining",
    "repeated_cycle",
    "unusual_answers",
    "inconsistent_halves",
    "inconsistent_synonyms",
    "inconsistent_antonyms",
    "many_missing",
    "missing_answers",
)
#: An answer left out is common and by itself nothing to look at.
_NO_FLAG = frozenset({"missing_answers"})
_MEASURES = ("longstring_share", "irv", "missing_share")
#: A guide that marks a larger share speaks of the questionnaire, not of people.
_MOST_MARKED = 0.10
#: Marks that are an index beyond its guide.
_INDICES = {
    "too_fast": "seconds_per_item",
    "unusual_answers": "mahalanobis",
    "inconsistent_halves": "even_odd",
    "inconsistent_synonyms": "synonyms",
    "inconsistent_antonyms": "antonyms",
}


@dataclass(frozen=True, slots=True, eq=False)
class ScreeningResult:
    """What screening saw; a mark is a reason to look, never an exclusion.

    Attributes
    ----------
    respondents : DataFrame, one row a respondent
        ``row`` (number in the file); one truth value for each mark that the
        answers allow, ``n_marks``; measures ``longstring_share`` (longest run of
        equal answers, share of a block, the largest over blocks), ``irv`` (standard
        deviation of a respondent's answers, in points), ``missing_share`` (of the
        questions asked).
    n_items : int
        Rated items, single ones included.
    notes : tuple of Reason
    """

    respondents: pd.DataFrame
    n_items: int
    notes: tuple[Reason, ...] = ()

    @property
    def marks(self) -> list[str]:
        """The marks that these answers allow."""
        return [mark for mark in MARKS if mark in self.respondents]

    def tidy(self) -> pd.DataFrame:
        """One row per check: ``check, n_flagged, share, median, max``.

        Marks have a count and a share of the respondents; measures have the
        median and maximum over respondents.
        """
        import pandas as pd

        table = self.respondents
        rows: list[tuple[object, ...]] = [
            (mark, int(table[mark].sum()), float(table[mark].mean()), None, None)
            for mark in self.marks
        ]
        rows += [
            (name, None, None, float(table[name].median()), float(table[name].max()))
            for name in _MEASURES
        ]
        return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"n_flagged": "Int64"})

    def glance(self) -> pd.DataFrame:
        """One row: ``n, n_items, n_flagged, n_several``.

        Respondents with any mark, and with two or more; an answer left out is
        no such mark.
        """
        import pandas as pd

        counts = self.respondents["n_marks"]
        row = {"n": len(counts), "n_items": self.n_items}
        row |= {"n_flagged": int((counts > 0).sum())}
        return pd.DataFrame([row | {"n_several": int((counts > 1).sum())}])

    def review(self) -> pd.DataFrame:
        """One row per marked respondent, most marks first: ``row, n_marks, marks``."""
        import pandas as pd

        flags = [mark for mark in self.marks if mark not in _NO_FLAG]
        marked = self.respondents[self.respondents["n_marks"] > 0]
        rows = [
            (int(found["row"]), int(found["n_marks"]), [m for m in flags if found[m]])
            for found in marked.to_dict("records")
        ]
        table = pd.DataFrame(rows, columns=["row", "n_marks", "marks"])
        return table.sort_values(
            ["n_marks", "row"], ascending=[False, True], ignore_index=True
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the marks of every respondent as plain values."""
        return {"n_items": self.n_items, "respondents": plain(self.respondents)}


@plan_step("step")
def screening(
    responses: Responses, *, limits: Mapping[str, float] | None = None
) -> ScreeningResult:
    """Mark respondents whose answers or times are worth a second look.

    Answers are taken as given, reverse-keyed items not turned. A mark is there
    only where the answers allow it: ``failed_check`` needs an instructed item,
    ``too_fast`` and ``impossible_duration`` times, ``same_respondent`` numbers of
    respondents. A question that was not asked of a respondent is not missing.

    Parameters
    ----------
    responses : Responses
    limits : mapping, optional
        Guides to change, by the names of `CarelessLimits`.

    Raises
    ------
    ScoresError
        With fewer than two rated items.
    OptionError
        When a limit is unknown or out of range.
    """
    import pandas as pd

    rated = rated_items(responses)
    if len(rated) < 2:
        raise ScoresError(
            f"screening needs two items or more; the answers have {len(rated)}",
            code="too_few_items",
        )
    settled = CarelessLimits.of(limits)
    answers = points(responses, rated)
    columns: dict[str, Any] = {"row": responses.row_numbers}
    columns |= _marks_of_answers(responses, settled) | _marks_of_people(responses)
    of_indices, notes = _marks_of_indices(responses, limits)
    missing, gates = _missing_share(responses)
    columns |= of_indices
    columns["many_missing"] = missing > settled.many_missing
    columns["missing_answers"] = missing > 0
    flags = [name for name in MARKS if name in columns and name not in _NO_FLAG]
    columns["n_marks"] = np.sum([columns[name] for name in flags], axis=0)
    columns["longstring_share"] = _longest_share(responses, rated)
    columns["irv"] = irv(answers)
    columns["missing_share"] = missing
    return ScreeningResult(pd.DataFrame(columns), len(rated), (*notes, *gates))


def _marks_of_answers(
    responses: Responses, limits: CarelessLimits
) -> dict[str, np.ndarray]:
    long = _long_blocks(responses, limits)
    blocks = [points_as_shown(responses, block) for block in long]
    straight = [_straight(answers, limits) for answers in blocks]
    cycles = [repeats_cycle(answers) for answers in blocks]
    return {
        "straight_lining": np.any(straight, axis=0),
        "repeated_cycle": np.any(cycles, axis=0),
        "duplicate_rows": copies(_closed_answers(responses)),
    }


def _marks_of_people(responses: Responses) -> dict[str, np.ndarray]:
    """Mark what instructed items, times and numbers of respondents tell."""
    found: dict[str, np.ndarray] = {}
    instructed = [b for b in responses.items if b.item.instructed_answer is not None]
    if instructed:
        found["failed_check"] = _failed(responses, instructed)
    impossible = impossible_durations(responses)
    if impossible is not None:
        found["impossible_duration"] = impossible
    if RESPONDENT in responses.answers:
        told = responses.answers[RESPONDENT]
        again = told.notna() & told.duplicated(keep="first")
        found["same_respondent"] = again.to_numpy()
    return found


def _marks_of_indices(
    responses: Responses, limits: Mapping[str, float] | None
) -> tuple[dict[str, np.ndarray], list[Reason]]:
    """Mark who lies beyond an index's guide, unless too many do."""
    marks: dict[str, np.ndarray] = {}
    notes: list[Reason] = []
    result = careless(responses, limits=limits) if rated_blocks(responses) else None
    for mark, name in _INDICES.items():
        beyond = None if result is None else beyond_limit(result, name)
        if beyond is None:
            continue
        if mark != "too_fast" and beyond.mean() > _MOST_MARKED:
            values = {"check": mark, "share": float(beyond.mean())}
            notes.append(Reason("guide_marks_too_many", values))
        else:
            marks[mark] = beyond
    return marks, notes


def _long_blocks(
    responses: Responses, limits: CarelessLimits
) -> list[tuple[BoundItem, ...]]:
    """Return the blocks long enough for patterns; all rated items where none is."""
    blocks = [block.items for block in rated_blocks(responses)]
    long = [items for items in blocks if len(items) >= limits.fewest_items]
    return long or [rated_items(responses)]


def _straight(answers: np.ndarray, limits: CarelessLimits) -> np.ndarray:
    """Tell whose longest run takes the whole block, or the share asked for."""
    given = (~np.isnan(answers)).sum(axis=1)
    enough = given >= min(limits.fewest_items, answers.shape[1])
    if limits.straight_share == 1:
        return np.asarray(enough & (irv(answers) == 0))
    return np.asarray(enough & (longstring(answers) >= limits.straight_share * given))


def _closed_answers(responses: Responses) -> np.ndarray:
    """Return every answer that is a number: two people also differ in age."""
    return points(responses, [b for b in responses.items if b.scale.kind != "open"])


def _longest_share(responses: Responses, rated: Sequence[BoundItem]) -> np.ndarray:
    blocks = [block.items for block in rated_blocks(responses)] or [tuple(rated)]
    shares = [
        longstring(points_as_shown(responses, items)) / len(items) for items in blocks
    ]
    return np.asarray(np.max(shares, axis=0))


def _missing_share(responses: Responses) -> tuple[np.ndarray, list[Reason]]:
    """Return the share of the rated questions asked that were left out."""
    rated = rated_items(responses)
    asked = asked_of(responses, [bound.id for bound in rated])
    left_out = np.isnan(points(responses, rated)) & asked.table
    share = left_out.sum(axis=1) / np.maximum(asked.table.sum(axis=1), 1)
    by_gate: dict[str, list[str]] = {}
    for item, gate in asked.gates.items():
        by_gate.setdefault(gate, []).append(item)
    notes = [
        Reason("asked_of_some", {"items": items, "gate": gate})
        for gate, items in by_gate.items()
    ]
    return np.asarray(share), notes


def _failed(responses: Responses, items: Sequence[BoundItem]) -> np.ndarray:
    """Tell who gave another answer than the one instructed, or none."""
    told = np.array([bound.item.instructed_answer for bound in items], dtype=float)
    asked = asked_of(responses, [bound.id for bound in items]).table
    wrong = points(responses, items) != told
    return np.asarray((wrong & asked).any(axis=1))
