"""How long respondents took, from the columns an import hands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.responses.asked import asked_of

if TYPE_CHECKING:
    from srtoolkit.responses.answers import Responses

#: Columns as an import through a manifest names them.
DURATION, ANSWERING, STARTED, ENDED, RESPONDENT = (
    "duration_seconds",
    "seconds_answering",
    "started",
    "ended",
    "respondent_id",
)
#: How the columns of seconds on one page begin.
PAGE_SECONDS = "seconds_page_"
#: Clocks and roundings of a platform may differ by this much, in seconds.
_CLOCKS = 60.0


def seconds_per_item(responses: Responses) -> np.ndarray | None:
    """Return each respondent's seconds per question asked; None without times.

    Where the seconds on each page are known, only pages that ask something count:
    a long story, or an introduction left open, hides no haste.
    """
    seconds = _told(responses, ANSWERING)
    seconds = durations(responses) if seconds is None else seconds
    if seconds is None:
        return None
    codes = [bound.id for bound in responses.items if bound.scale.kind != "open"]
    if not codes:
        return None
    n_asked = asked_of(responses, codes).table.sum(axis=1)
    return np.asarray(seconds / np.maximum(n_asked, 1))


def durations(responses: Responses) -> np.ndarray | None:
    """Return the seconds each respondent took, NaN where unknown."""
    seconds = _told(responses, DURATION)
    return _between_times(responses) if seconds is None else seconds


def _told(responses: Responses, name: str) -> np.ndarray | None:
    """Return a column of seconds; None where there is none."""
    answers = responses.answers
    if name not in answers or answers[name].dtype != np.float64:
        return None
    return answers[name].to_numpy(dtype=float)


def impossible_durations(responses: Responses) -> np.ndarray | None:
    """Tell whose times cannot be: none passed, or the end before the start.

    Returns
    -------
    ndarray of bool, shape (n_respondents,), or None
        None without times.
    """
    seconds = durations(responses)
    if seconds is None:
        return None
    impossible = seconds <= 0
    passed = _between_times(responses)
    if passed is not None:
        # a respondent may pause, but not be active for longer than it lasted
        impossible |= (passed < 0) | (seconds > passed + _CLOCKS)
    return np.asarray(impossible)


def _between_times(responses: Responses) -> np.ndarray | None:
    """Return seconds from start to end, NaN where either is unknown or a date."""
    import pandas as pd

    if not {STARTED, ENDED} <= set(responses.answers.columns):
        return None
    times = []
    for name in (STARTED, ENDED):
        written = responses.answers[name].astype(object)
        told = written.map(lambda cell: isinstance(cell, str) and "T" in cell)
        read = pd.to_datetime(written.where(told), errors="coerce", utc=True)
        times.append(read)
    return np.asarray((times[1] - times[0]).dt.total_seconds(), dtype=float)
