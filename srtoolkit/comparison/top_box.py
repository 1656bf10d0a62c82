"""Two groups compared by the share of the most satisfied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison.groups import summarise, two_groups
from srtoolkit.comparison.ranges import outcome_range
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.errors import PlanError
from srtoolkit.inference import Estimate, Expectation, interval_level, one_sided_p
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
    from statsmodels.stats.proportion import confint_proportions_2indep

    sizes = len(treated), len(control)
    summarise(treated, group="treated")
    summarise(control, group="control")
    counts = int((treated >= top).sum()), int((control >= top).sum())
    level = interval_level(alpha, expect)
    low, high = confint_proportions_2indep(
        counts[0],
        sizes[0],
        counts[1],
        sizes[1],
        method="newcomb",
        compare="diff",
        alpha=1 - level,
    )
    shares = counts[0] / sizes[0], counts[1] / sizes[1]
    pooled = sum(counts) / sum(sizes)
    null_se = np.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    statistic = float((shares[0] - shares[1]) / null_se) if null_se > 0 else None
    variances = [
        share * (1 - share) / size for share, size in zip(shares, sizes, strict=True)
    ]
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="top_box",
        est=shares[0] - shares[1],
        se=float(np.sqrt(sum(variances))),
        statistic=statistic,
        p=None if statistic is None else one_sided_p(statistic, expect),
        ci_low=float(low),
        ci_high=float(high),
        ci_level=level,
        n=sum(sizes),
    )


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
) -> tuple[Estimate, ...]:
    """Compare the groups' top-box shares.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    top : float or None
        Lowest score in the top box. None: half an option below the highest
        answer, so that an item counts its top option and a scale the means
        that round to it.

    Raises
    ------
    PlanError
        When `top` is not given and the outcome has no declared range.
    """
    if top is None:
        declared = outcome_range(responses, outcome)
        if declared is None:
            raise PlanError(
                f'"{outcome}" has no declared response range, so its top box is '
                "unknown",
                code="top_unknown",
                advice="Give the lowest score of the top box as `top`.",
            )
        top = declared.high - declared.step / 2
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
        top=top,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=groups.contrast,
    )
    return (difference.as_estimate(),)
