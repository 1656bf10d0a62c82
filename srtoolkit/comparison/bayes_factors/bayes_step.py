"""The robustness check that weighs a difference against none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.comparison.bayes_factors.bayes import (
    MEDIUM_SCALE,
    BayesFactor,
    bayes_reading,
    jzs_bayes_factor,
)
from srtoolkit.comparison.bayes_factors.bayes_samples import jzs_unequal_variances
from srtoolkit.comparison.means.welch import student_difference, welch_difference
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import TwoGroups, two_groups
from srtoolkit.inference import Companion, Expectation, interval_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("robustness")
def bayes_factor(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    r: float | Sequence[float] = MEDIUM_SCALE,
    unequal_variances: bool = False,
) -> Companion:
    """Weigh a difference against none: two-sided, and in the expected direction.

    The usual factors take both groups' variances to be equal;
    `unequal_variances` puts those beside them that do not.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    r : float or sequence of float
        Scales of the Cauchy prior on the standardised difference; the usual
        ones are .5, .707 and 1.
    unequal_variances : bool
        Add the factors that give each group its own variance.

    Returns
    -------
    Companion
        ``details["bayes_factors"]``: one mapping a scale and kind with r,
        equal_variances, two_sided, greater, less and reading.
    """
    groups = two_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
    )
    scales = [float(r)] if isinstance(r, int | float) else [float(one) for one in r]
    kinds = (True, False) if unequal_variances else (True,)
    found = [(equal, _factor(groups, one, equal)) for equal in kinds for one in scales]
    estimates = tuple(
        row.as_estimate()
        for equal, factor in found
        for row in _rows(groups, factor, equal, outcome, expect, alpha)
    )
    return Companion(
        estimates,
        {"bayes_factors": [_described(equal, factor) for equal, factor in found]},
    )


def _factor(groups: TwoGroups, r: float, equal: bool) -> BayesFactor:
    if not equal:
        return jzs_unequal_variances(groups.treated, groups.control, r=r)
    t_test = student_difference(groups.treated, groups.control)
    assert t_test.statistic is not None
    sizes = len(groups.treated), len(groups.control)
    return jzs_bayes_factor(t_test.statistic, *sizes, r=r)


def _described(equal: bool, factor: BayesFactor) -> dict[str, float | str | bool]:
    return {
        "r": factor.r,
        "equal_variances": equal,
        "two_sided": factor.two_sided,
        "greater": factor.greater,
        "less": factor.less,
        "reading": bayes_reading(factor.two_sided),
    }


def _rows(
    groups: TwoGroups,
    factor: BayesFactor,
    equal: bool,
    outcome: str,
    expect: Expectation,
    alpha: float,
) -> list[ComparisonResult]:
    test = student_difference if equal else welch_difference
    t_test = test(groups.treated, groups.control, alpha=alpha)
    kind = "bayes_factor" if equal else "bayes_factor_welch"
    factors = {kind: factor.two_sided}
    if expect in {"positive", "negative"}:
        directed = factor.greater if expect == "positive" else factor.less
        factors[f"{kind}_directional"] = directed
    return [
        ComparisonResult(
            outcome=outcome,
            contrast=groups.contrast,
            method=method,
            est=None,
            statistic=t_test.statistic,
            df=t_test.df,
            ci_level=interval_level(alpha, expect),
            effect=factor.r,
            effect_name="prior_scale",
            bf10=bf10,
            n=t_test.n,
        )
        for method, bf10 in factors.items()
    ]
