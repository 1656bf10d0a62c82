"""Scores of several groups, of pairs, or of one sample, taken from responses."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.scores.groups import condition_labels
from srtoolkit.errors import ScoresError

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


def groups_of(
    responses: Responses, *, outcome: str, group: str, named: Collection[str] = ()
) -> dict[str, np.ndarray]:
    """Return every group's scores, nothing missing, groups in alphabetical order.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    group : str
        Column with the groups' labels.
    named : collection of str
        Groups that must be there.

    Raises
    ------
    ResponsesError
        When the outcome or the column is not there.
    ScoresError
        When a named group is not there, all of them at once, or named twice.
    """
    responses.require([outcome, group])
    scores = responses.variable(outcome).to_numpy(dtype=float)
    column = condition_labels(responses, group, named=tuple(named))
    labels, found = column.to_numpy(dtype=object), sorted(set(column.dropna()))
    there = np.isfinite(scores)
    return {name: scores[there & (labels == name)] for name in found}


def pairs_of(
    responses: Responses, *, after: str, before: str
) -> tuple[np.ndarray, np.ndarray]:
    """Return both scores of the respondents who gave both, shape (n,) each."""
    responses.require([after, before])
    pair = [
        responses.variable(name).to_numpy(dtype=float, copy=True)
        for name in (after, before)
    ]
    there = np.isfinite(pair[0]) & np.isfinite(pair[1])
    return pair[0][there], pair[1][there]


def require_pairs(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Check two columns of pairs; return their differences, shape (n,).

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.
    """
    after, before = np.asarray(after, dtype=float), np.asarray(before, dtype=float)
    if after.shape != before.shape or after.ndim != 1:
        raise ScoresError(
            f"the two columns of pairs have the shapes {after.shape} and "
            f"{before.shape}",
            code="pairs_unequal",
            allowed="one score of each kind a respondent",
        )
    return require_sample(after - before, "differences")


def require_sample(scores: np.ndarray, what: str = "scores") -> np.ndarray:
    """Check that one sample can carry a test; return it as floats.

    Raises
    ------
    ScoresError
        With a missing score, fewer than two respondents, or no spread.
    """
    scores = np.asarray(scores, dtype=float)
    n_missing = int((~np.isfinite(scores)).sum())
    if n_missing:
        raise ScoresError(
            f"{n_missing} of the {what} are missing",
            code="scores_missing",
            advice="Leave these respondents out before comparing.",
        )
    if len(scores) < 2:
        raise ScoresError(
            f"there are {len(scores)} {what}",
            code="group_too_small",
            allowed="two or more",
            advice="A spread, and so a test, needs at least two respondents.",
            n=len(scores),
        )
    if np.ptp(scores) == 0:
        raise ScoresError(
            f"all {what} are the same, so there is no error to test them against",
            code="scores_constant",
        )
    return scores
