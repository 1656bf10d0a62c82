"""Two groups compared by the order of their scores alone."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison.effect_sizes.dominance import cliffs_delta
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import two_groups, two_summaries
from srtoolkit.inference import Estimate, Expectation, interval_level, one_sided_p
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_ALTERNATIVES: dict[Expectation, Literal["greater", "less", "two-sided"]] = {
    "positive": "greater",
    "negative": "less",
    "zero": "two-sided",
    "any": "two-sided",
}


def mann_whitney(
    treated: np.ndarray,
    control: np.ndarray,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Test whether one group's scores tend to be higher.

    The p is the normal approximation with corrections for ties and for
    continuity, and takes both distributions to be alike but for their place.
    The effect is Cliff's delta, P(treated > control) - P(treated < control),
    with the interval of `cliffs_delta`, which does not need that.

    Parameters
    ----------
    treated, control : ndarray, shape (n,)
        Scores in points, nothing missing.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        Without `est`: ranks say nothing in points. `statistic` is U.

    Raises
    ------
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread in either group.

    References
    ----------
    Mann & Whitney (1947), Annals of Mathematical Statistics 18, 50-60.
    Cliff (1993), Psychological Bulletin 114, 494-509.
    """
    from scipy.stats import mannwhitneyu

    two_summaries(treated, control)
    treated, control = (np.asarray(group, dtype=float) for group in (treated, control))
    test = mannwhitneyu(
        treated, control, alternative=_ALTERNATIVES[expect], method="asymptotic"
    )
    level = interval_level(alpha, expect)
    delta = cliffs_delta(treated, control, ci_level=level)
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="mann_whitney",
        est=None,
        statistic=float(test.statistic),
        p=float(test.pvalue),
        ci_level=level,
        effect=delta.est,
        effect_low=delta.low,
        effect_high=delta.high,
        effect_name=delta.name,
        n=len(treated) + len(control),
    )


def brunner_munzel(
    treated: np.ndarray,
    control: np.ndarray,
    *,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "treated - control",
) -> ComparisonResult:
    """Estimate the probability of superiority, unequal spreads allowed.

    The effect is P(treated > control) + P(treated = control) / 2 of two
    respondents drawn at random. Parameters and errors as `mann_whitney`.
    When no score of one group reaches the other, the error is zero: there is
    then no interval and no p.

    References
    ----------
    Brunner & Munzel (2000), Biometrical Journal 42, 17-25.
    """
    two_summaries(treated, control)
    estimate = _superiority(treated, control, alpha, expect)
    superiority, low, high, statistic, df = estimate
    p = None if statistic is None else one_sided_p(statistic, expect, df)
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="brunner_munzel",
        est=None,
        statistic=statistic,
        df=df,
        p=p,
        ci_level=interval_level(alpha, expect),
        effect=superiority,
        effect_low=low,
        effect_high=high,
        effect_name="probability_of_superiority",
        n=len(treated) + len(control),
    )


@plan_step("robustness")
def rank_based(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> tuple[Estimate, ...]:
    """Compare the two groups by ranks: Mann-Whitney and Brunner-Munzel.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    """
    groups = two_groups(
        responses,
        outcome=outcome,
        condition=condition,
        control=control,
        treated=treated,
    )
    return tuple(
        test(
            groups.treated,
            groups.control,
            expect=expect,
            alpha=alpha,
            outcome=outcome,
            contrast=groups.contrast,
        ).as_estimate()
        for test in (mann_whitney, brunner_munzel)
    )


def _superiority(
    treated: np.ndarray, control: np.ndarray, alpha: float, expect: Expectation
) -> tuple[float, float | None, float | None, float | None, float | None]:
    from statsmodels.stats.nonparametric import rank_compare_2indep

    with warnings.catch_warnings():
        # complete separation divides by a zero variance; answered below
        warnings.simplefilter("ignore", RuntimeWarning)
        ranks = rank_compare_2indep(treated, control)
    superiority = float(ranks.prob1)
    if not ranks.var_prob > 0:
        return superiority, None, None, None, None
    low, high = ranks.conf_int(alpha=1 - interval_level(alpha, expect))
    bounds = max(0.0, float(low)), min(1.0, float(high))
    return superiority, *bounds, float(ranks.statistic), float(ranks.df)
