"""The two groups of a comparison: their scores, or what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ResponsesError, ScoresError, did_you_mean
from srtoolkit.responses.personal.masking import listed_labels

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """Size, mean and standard deviation of one group.

    Attributes
    ----------
    n : int
        Respondents, at least two.
    mean, sd : float
        In the outcome's unit; `sd` divides by n - 1.
    """

    n: int
    mean: float
    sd: float

    @property
    def variance_of_mean(self) -> float:
        """Sampling variance of the mean."""
        return self.sd**2 / self.n


#: Scores of one group, shape (n,), or their summary.
Group = np.ndarray | GroupSummary


@dataclass(frozen=True, slots=True)
class TwoGroups:
    """Scores of the treated and of the control group, nothing missing.

    Attributes
    ----------
    treated, control : ndarray, shapes (n_treated,) and (n_control,)
    contrast : str
        ``treated - control``, with the groups' names.
    """

    treated: np.ndarray
    control: np.ndarray
    contrast: str


def summarise(scores: Group, *, group: str = "") -> GroupSummary:
    """Return size, mean and standard deviation of one group.

    Raises
    ------
    ScoresError
        With fewer than two respondents, or a score that is missing.
    """
    if not isinstance(scores, GroupSummary):
        scores = _summary_of(np.asarray(scores, dtype=float), group)
    if scores.n < 2:
        raise ScoresError(
            f"the group{_named(group)} has {scores.n} respondent(s)",
            code="group_too_small",
            allowed="two or more",
            advice="A spread, and so a test, needs at least two respondents.",
            group=group,
            n=scores.n,
        )
    return scores


def two_summaries(treated: Group, control: Group) -> tuple[GroupSummary, GroupSummary]:
    """Summarise both groups and check that there is a spread to test against.

    Raises
    ------
    ScoresError
        As `summarise`, or when neither group varies.
    """
    pair = summarise(treated, group="treated"), summarise(control, group="control")
    if pair[0].sd == 0 and pair[1].sd == 0:
        raise ScoresError(
            "all scores within each group are the same, so there is no error "
            "to test a difference against",
            code="scores_constant",
        )
    return pair


def pooled_sd(first: GroupSummary, second: GroupSummary) -> float:
    """Return the standard deviation pooled over two groups."""
    squares = (first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2
    return float(np.sqrt(squares / (first.n + second.n - 2)))


def two_groups(
    responses: Responses, *, outcome: str, condition: str, control: str, treated: str
) -> TwoGroups:
    """Take the two groups' scores out of a table of responses.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    condition : str
        Column with the groups' labels.
    control, treated : str
        Labels to compare; respondents of other groups are left aside.

    Raises
    ------
    ResponsesError, ScoresError
        As `condition_labels`.
    """
    scores = responses.variable(outcome).to_numpy(dtype=float)
    column = condition_labels(responses, condition, named=(control, treated))
    labels = column.to_numpy(dtype=object)
    there = np.isfinite(scores)
    return TwoGroups(
        treated=scores[there & (labels == treated)],
        control=scores[there & (labels == control)],
        contrast=f"{treated} - {control}",
    )


def condition_labels(
    responses: Responses, condition: str, *, named: Sequence[str] = ()
) -> pd.Series:
    """Return the labels of a column of groups as text.

    Parameters
    ----------
    condition : str
        Column with the groups' labels.
    named : sequence of str
        Groups that must be there, each another.

    Raises
    ------
    ResponsesError
        When there is no such column.
    ScoresError
        When a named group is not there, or is named twice.
    """
    if condition not in responses.answers:
        responses.require([condition])
        raise ResponsesError(
            f'"{condition}" is a scale, so it holds scores and no groups',
            code="not_a_column",
            advice="Name the column with the groups' labels.",
        )
    labels = group_labels(responses.answers[condition])
    found = sorted(set(labels.dropna()))
    absent = [name for name in named if name not in found]
    if absent:
        raise ScoresError(
            f'the column "{condition}" has no group '
            + ", ".join(f'"{name}"' for name in absent),
            code="unknown_group",
            allowed=listed_labels(found),
            advice=did_you_mean(absent[0], found),
            groups=absent,
        )
    if len(set(named)) < len(named):
        raise ScoresError(
            f'the group "{named[0]}" is compared with itself',
            code="same_group",
            allowed="two different groups",
        )
    return labels


def group_labels(column: pd.Series) -> pd.Series:
    """Return a condition column's labels as text; 1.0 becomes ``1``."""
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if is_bool_dtype(column) or not is_numeric_dtype(column):
        return column.map(str, na_action="ignore")
    return column.map(lambda value: f"{value:.15g}", na_action="ignore")


def _summary_of(scores: np.ndarray, group: str) -> GroupSummary:
    if not np.isfinite(scores).all():
        raise ScoresError(
            f"the group{_named(group)} has {int((~np.isfinite(scores)).sum())} "
            "missing score(s)",
            code="scores_missing",
            advice="Leave these respondents out before comparing.",
            group=group,
        )
    n = len(scores)
    if n < 2:
        return GroupSummary(n, float(scores.mean()) if n else float("nan"), 0.0)
    return GroupSummary(n, float(scores.mean()), float(scores.std(ddof=1)))


def _named(group: str) -> str:
    return f' "{group}"' if group else ""
