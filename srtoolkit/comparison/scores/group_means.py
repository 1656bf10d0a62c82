"""Means of all groups of a condition, as tables and figures show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison.scores.groups import group_labels
from srtoolkit.comparison.scores.ranges import outcome_range

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Role = Literal["control", "treated", "other"]


@dataclass(frozen=True, slots=True)
class GroupMean:
    """One group's scores in a few numbers.

    Attributes
    ----------
    group : str
    role : {"control", "treated", "other"}
    n : int
        Respondents with a score.
    mean, sd, ci_low, ci_high : float or None
        In points; None where the group is too small.
    ci_level : float
    """

    group: str
    role: Role
    n: int
    mean: float | None
    sd: float | None
    ci_low: float | None
    ci_high: float | None
    ci_level: float


def group_means(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str | None,
    treated: str,
    ci_level: float,
) -> tuple[GroupMean, ...]:
    """Describe every group of the condition: control, treated, then the others."""
    labels = group_labels(responses.answers[condition])
    scores = responses.variable(outcome)
    planned = [name for name in (control, treated) if name is not None]
    found = sorted(set(labels.dropna()) - set(planned))
    roles: dict[str | None, Role] = {treated: "treated", control: "control"}
    return tuple(
        _describe(
            name,
            roles.get(name, "other"),
            scores[(labels == name) & scores.notna()].to_numpy(dtype=float),
            ci_level,
        )
        for name in [*planned, *found]
    )


def outcome_limits(responses: Responses, outcome: str) -> list[float]:
    """Return the declared range of an outcome, else the range of its answers."""
    declared = outcome_range(responses, outcome)
    if declared is not None:
        return [declared.low, declared.high]
    scores = responses.variable(outcome)
    return [float(scores.min()), float(scores.max())]


def share_at_top(responses: Responses, outcome: str, scores: np.ndarray) -> float:
    """Return the share of scores within half an option of the highest."""
    declared = outcome_range(responses, outcome)
    high = outcome_limits(responses, outcome)[1]
    slack = 0.0 if declared is None else declared.step / 2
    return float(np.mean(scores >= high - slack))


def _describe(name: str, role: Role, scores: np.ndarray, ci_level: float) -> GroupMean:
    found = describe_scores(scores, ci_level)
    return GroupMean(name, role, len(scores), *found, ci_level)


def describe_scores(
    scores: np.ndarray, ci_level: float
) -> tuple[float | None, float | None, float | None, float | None]:
    """Return mean, standard deviation and both ends of the mean's interval.

    Parameters
    ----------
    scores : ndarray, shape (n,)
        Nothing missing; of fewer than two only the mean, of none nothing.
    ci_level : float, in (0, 1)
        The interval is Student's, with n - 1 degrees of freedom.
    """
    from scipy.stats import t

    n = len(scores)
    mean = float(scores.mean()) if n else None
    if mean is None or n < 2:
        return mean, None, None, None
    sd = float(scores.std(ddof=1))
    reach = float(t.isf((1 - ci_level) / 2, n - 1)) * sd / float(np.sqrt(n))
    return mean, sd, mean - reach, mean + reach
