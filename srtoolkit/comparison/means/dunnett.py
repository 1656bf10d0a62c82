"""Several groups against one control, with simultaneous intervals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from srtoolkit.comparison.effect_sizes.effect_size import hedges_g
from srtoolkit.comparison.effect_sizes.standardised import average_sd_g
from srtoolkit.comparison.means.contrasts import pooled_variance
from srtoolkit.comparison.means.many_to_one import adjusted_p, critical_t
from srtoolkit.comparison.means.several import ComparisonTable
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import Group, GroupSummary, summarise
from srtoolkit.errors import OptionError, ScoresError, did_you_mean
from srtoolkit.inference import Expectation, Reason, interval_level


def dunnett_comparisons(
    groups: Mapping[str, Group],
    control: str,
    *,
    equal_variances: bool = True,
    expect: Expectation = "any",
    alpha: float = 0.05,
    outcome: str = "",
) -> ComparisonTable:
    """Compare every other group with the control, errors counted together.

    With a direction expected, the test is one-sided and `p` is that of
    Dunnett's one-sided test. As everywhere in srtoolkit the interval then has
    two ends: its lower end is Dunnett's one-sided bound (R: ``greater``) and
    its upper end the mirrored one, so that it covers simultaneously with at
    least 1 - 2 alpha. Without a direction the interval is Dunnett's two-sided
    one at 1 - alpha.

    Parameters
    ----------
    groups : mapping of str to ndarray of shape (n,), or to GroupSummary
        Scores in points without missing values, the control among them.
    control : str
    equal_variances : bool
        True is Dunnett's test. False gives every comparison its own error
        and Welch's degrees of freedom, the correlations from the observed
        variances (Hasler & Hothorn).
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the whole family.

    Returns
    -------
    ComparisonTable
        `p` of every row is adjusted; ``details``: control, critical_values.

    Raises
    ------
    OptionError
        When the control is not among the groups, or stands alone.
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread within the groups.

    References
    ----------
    Dunnett (1955), Journal of the American Statistical Association 50,
    1096-1121. Hasler & Hothorn (2008), Biometrical Journal 50, 793-800.
    """
    summaries = _summaries(groups, control)
    others = [name for name in summaries if name != control]
    spread = None
    if equal_variances:
        spread = pooled_variance(list(summaries.values()))
    loadings = np.array(
        [_loading(summaries[name], summaries[control], spread) for name in others]
    )
    shared_df = float(sum(group.n - 1 for group in summaries.values()))
    rows = tuple(
        _compare(
            summaries[name],
            summaries[control],
            f"{name} - {control}",
            spread,
            shared_df if equal_variances else None,
            loadings,
            expect,
            alpha,
            outcome,
        )
        for name in others
    )
    details = {
        "control": control,
        "critical_values": {
            row.contrast: _reach(row) for row in rows if row.se is not None
        },
    }
    method = "dunnett" if equal_variances else "dunnett_welch"
    n = sum(group.n for group in summaries.values())
    return ComparisonTable(
        rows=rows,
        method=method,
        n=n,
        details=details,
        notes=(Reason(method, {"n_comparisons": len(rows), "alpha": alpha}),),
    )


def _compare(
    group: GroupSummary,
    control: GroupSummary,
    contrast: str,
    spread: float | None,
    shared_df: float | None,
    loadings: np.ndarray,
    expect: Expectation,
    alpha: float,
    outcome: str,
) -> ComparisonResult:
    est = group.mean - control.mean
    v1, v0 = _variances(group, control, spread)
    se = float(np.sqrt(v1 + v0))
    df = shared_df
    if df is None:
        df = (v1 + v0) ** 2 / (v1**2 / (group.n - 1) + v0**2 / (control.n - 1))
    two_sided = expect in {"any", "zero"}
    sign = -1.0 if expect == "negative" else 1.0
    level = interval_level(alpha, expect)
    # an expected zero is two one-sided tests at alpha: its interval covers 1 - 2 alpha
    cover = level if two_sided else 1 - alpha
    reach = se * _critical(cover, tuple(loadings.round(12)), df, two_sided)
    size = (hedges_g if spread is not None else average_sd_g)(
        group, control, ci_level=level
    )
    return ComparisonResult(
        outcome=outcome,
        contrast=contrast,
        method="dunnett" if spread is not None else "dunnett_welch",
        est=est,
        se=se,
        statistic=est / se,
        df=df,
        p=adjusted_p(sign * est / se, loadings, df, two_sided=two_sided),
        ci_low=est - reach,
        ci_high=est + reach,
        ci_level=level,
        effect=size.est,
        effect_low=size.low,
        effect_high=size.high,
        effect_name=size.name,
        n=group.n + control.n,
    )


@lru_cache(maxsize=32)
def _critical(
    level: float, loadings: tuple[float, ...], df: float, two_sided: bool
) -> float:
    """Search once for comparisons that share their degrees of freedom."""
    return critical_t(level, np.array(loadings), df, two_sided=two_sided)


def _summaries(groups: Mapping[str, Group], control: str) -> dict[str, GroupSummary]:
    if control not in groups:
        raise OptionError(
            f'there is no control group "{control}"',
            code="unknown_group",
            allowed=", ".join(groups),
            advice=did_you_mean(control, list(groups)),
        )
    if len(groups) < 2:
        raise OptionError(
            f'"{control}" is the only group',
            code="too_few_groups",
            allowed="a control group and one or more others",
        )
    summaries = {name: summarise(scores, group=name) for name, scores in groups.items()}
    if all(group.sd == 0 for group in summaries.values()):
        raise ScoresError(
            "all scores within each group are the same, so there is no error "
            "to test a difference against",
            code="scores_constant",
        )
    return summaries


def _variances(
    group: GroupSummary, control: GroupSummary, spread: float | None
) -> tuple[float, float]:
    if spread is None:
        return group.variance_of_mean, control.variance_of_mean
    return spread / group.n, spread / control.n


def _loading(group: GroupSummary, control: GroupSummary, spread: float | None) -> float:
    own, shared = _variances(group, control, spread)
    if own + shared == 0:
        raise ScoresError(
            "neither a compared group nor the control varies",
            code="scores_constant",
            advice="Compare with equal_variances: true, or leave the group out.",
        )
    # a group without spread shares all of its error: just below one stays defined
    return float(min(np.sqrt(shared / (own + shared)), 1 - 1e-9))


def _reach(row: ComparisonResult) -> float:
    assert row.ci_high is not None and row.est is not None and row.se
    return (row.ci_high - row.est) / row.se
