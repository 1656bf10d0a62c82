"""The sheet on which a person decides on each marked respondent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from srtoolkit.responses.screening_marks import screening

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses.answers import Responses

#: Columns of the sheet; a person fills the two after ``n_marks``.
ROW, MARKS, N_MARKS, DECISION, REASON = "row", "marks", "n_marks", "decision", "reason"
#: The hash of the file of answers, by which another file is noticed.
ANSWERS_HASH = "answers_sha256"
_MEASURES = ("longstring_share", "irv", "missing_share")
_DIGITS = 3


def review_sheet(
    responses: Responses,
    *,
    limits: Mapping[str, float] | None = None,
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """List the marked respondents for a person to decide on.

    Parameters
    ----------
    responses : Responses
    limits : mapping, optional
        Guides of the marks to change, by the names of `CarelessLimits`.
    names : mapping of str to str, optional
        How marks are called, by their codes.

    Returns
    -------
    DataFrame, one row a marked respondent, most marks first
        ``row`` (number in the file), ``marks``, ``n_marks``, ``decision`` and
        ``reason`` (both empty), ``longstring_share``, ``irv`` and
        ``missing_share`` as in `screening`, ``answers_sha256``.

    Raises
    ------
    ScoresError
        With fewer than two rated items.
    OptionError
        When a limit is unknown or out of range.
    """
    import pandas as pd

    found = screening(responses, limits=limits)
    marked = found.review()
    called = names or {}
    measures = found.respondents.set_index("row")[list(_MEASURES)].round(_DIGITS)
    sheet = pd.DataFrame(
        {
            ROW: marked["row"],
            MARKS: [
                "; ".join(called.get(m, m) for m in each) for each in marked["marks"]
            ],
            N_MARKS: marked["n_marks"],
            DECISION: "",
            REASON: "",
        }
    )
    sheet = sheet.join(measures, on=ROW)
    return sheet.assign(**{ANSWERS_HASH: responses.sha256})
