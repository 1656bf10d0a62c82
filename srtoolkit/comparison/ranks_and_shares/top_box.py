"""Two groups compared by the share of the most satisfied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.ranks_and_shares.paired_proportions import paired_proportions
from srtoolkit.comparison.ranks_and_shares.proportions import (
    two_proportions,
    wilson_interval,
)
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import summarise, two_groups
from srtoolkit.comparison.scores.ranges import outcome_range
from srtoolkit.comparison.scores.samples import require_pairs
from srtoolkit.errors import PlanError
from srtoolkit.inference import Companion, Expectation
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


def top_box_difference(
    treated: np.ndarray,
    control: np.ndarray,
    *,
    top: float,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Compare the shares of respondents at or above a score.

    The interval is Newcombe's (his method 10: Wilson intervals of both shares,
    combined); statistic and p are those of the score test, which pools the
    shares, without continuity correction.

    Parameters
    ----------
    treated, control : ndarray, shape (n,)
        Scores in points, nothing missing.
    top : float
        Lowest score that counts as the top box, in points.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        `est` and interval are differences of shares, in [-1, 1]. p is None
        when nobody, or everybody, is in the top box.

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, or a missing score.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890.
    """
    sizes = len(treated), len(control)
    summarise(treated, group="treated")
    summarise(control, group="control")
    treated, control = (np.asarray(group, dtype=float) for group in (treated, control))
    counts = int((treated >= top).sum()), int((control >= top).sum())
    difference = two_proportions(
        counts,
        sizes,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=contrast,
    )
    return replace(difference, method="top_box")


def paired_top_box(
    after: np.ndarray,
    before: np.ndarray,
    *,
    top: float,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "after - before",
) -> ComparisonResult:
    """Compare the shares at or above a score of the same respondents twice.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    top : float
        Lowest score that counts as the top box, in points.

    Raises
    ------
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 2635-2650.
    """
    require_pairs(after, before)
    difference = paired_proportions(
        np.asarray(after) >= top,
        np.asarray(before) >= top,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=contrast,
    )
    return replace(difference, method="top_box_paired")


@plan_step("robustness")
def top_box(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    top: float | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Compare the groups' top-box shares.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    top : float or None
        Lowest score in the top box. None: half an option below the highest
        answer, so that an item counts its top option and a scale the means
        that round to it.

    Returns
    -------
    Companion
        ``details["top_box"]``: one mapping a group with group, n, top, share
        and Wilson's interval.

    Raises
    ------
    PlanError
        When `top` is not given and the outcome has no declared range.
    """
    lowest = top_of(responses, outcome) if top is None else top
    groups = two_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
    )
    difference = top_box_difference(
        groups.treated,
        groups.control,
        top=lowest,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=groups.contrast,
    )
    named = {control: groups.control, treated: groups.treated}
    shares = [_share(name, scores, lowest, alpha) for name, scores in named.items()]
    return Companion((difference.as_estimate(),), {"top_box": shares})


def top_of(responses: Responses, outcome: str) -> float:
    """Return the lowest score of the top box, half an option below the highest.

    Raises
    ------
    PlanError
        When the outcome has no declared range.
    """
    declared = outcome_range(responses, outcome)
    if declared is None:
        raise PlanError(
            f'"{outcome}" has no declared response range, so its top box is unknown',
            code="top_unknown",
            advice="Give the lowest score of the top box as `top`.",
        )
    return declared.high - declared.step / 2


def _share(
    group: str, scores: np.ndarray, top: float, alpha: float
) -> dict[str, str | float | int]:
    count, n = int((scores >= top).sum()), len(scores)
    low, high = wilson_interval(count, n, ci_level=1 - alpha)
    return {
        "group": group,
        "n": n,
        "top": top,
        "share": count / n,
        "ci_low": low,
        "ci_high": high,
        "ci_level": 1 - alpha,
    }
