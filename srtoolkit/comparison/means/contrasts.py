"""Planned contrasts of several means."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import Group, GroupSummary, summarise
from srtoolkit.errors import OptionError, ScoresError, did_you_mean
from srtoolkit.inference import Expectation, wald_estimate

#: Weights whose sum is off zero by less than this are taken as rounded thirds.
_SUM_SLACK = 1e-3


def mean_contrast(
    groups: Mapping[str, Group],
    weights: Mapping[str, float],
    *,
    equal_variances: bool = False,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "",
) -> ComparisonResult:
    """Estimate a weighted difference of group means.

    Parameters
    ----------
    groups : mapping of str to ndarray of shape (n,), or to GroupSummary
        Scores in points without missing values.
    weights : mapping of str to float
        A group that is not named has the weight zero. They must sum to zero;
        rounding (.333 three times) is taken out of them.
    equal_variances : bool
        True pools the variance over all groups, named or not; False gives
        each group its own, with Satterthwaite's degrees of freedom.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        Level of the test; the interval covers 1 - 2 alpha, or 1 - alpha when
        no direction is expected.

    Returns
    -------
    ComparisonResult
        `effect` is the contrast over the pooled standard deviation
        (``d_contrast``), without interval; `n` counts the groups weighted.

    Raises
    ------
    OptionError
        When a weight names no group, the weights do not sum to zero, or all
        are zero.
    ScoresError
        With fewer than two respondents in a group, a missing score, or no
        spread within the groups.

    References
    ----------
    Welch (1938), Biometrika 29, 350-362; Satterthwaite (1946), Biometrics
    Bulletin 2, 110-114 (degrees of freedom). Maxwell & Delaney (2004),
    Designing Experiments and Analyzing Data, ch. 4.
    """
    checked = check_weights(weights, list(groups))
    summaries = {name: summarise(scores, group=name) for name, scores in groups.items()}
    used = [name for name in checked if checked[name] != 0]
    pooled = pooled_variance(list(summaries.values()))
    relevant = list(summaries) if equal_variances else used
    if all(summaries[name].sd == 0 for name in relevant):
        raise ScoresError(
            "all scores within each group are the same, so there is no error "
            "to test a difference against",
            code="scores_constant",
        )
    est = sum(checked[name] * summaries[name].mean for name in used)
    se, df = _error(summaries, checked, used, pooled if equal_variances else None)
    method = "contrast_pooled" if equal_variances else "contrast_welch"
    wald = wald_estimate(est, se, df=df, expect=expect, alpha=alpha, method=method)
    return ComparisonResult.of_wald(
        wald,
        outcome=outcome,
        contrast=contrast or contrast_name(checked),
        effect=est / pooled**0.5 if pooled > 0 else None,
        effect_name="d_contrast",
        n=sum(summaries[name].n for name in used),
    )


def check_weights(weights: Mapping[str, float], groups: list[str]) -> dict[str, float]:
    """Return weights that sum to zero exactly; see `mean_contrast`."""
    unknown = [name for name in weights if name not in groups]
    values = np.array([float(weight) for weight in weights.values()])
    if unknown:
        raise OptionError(
            "the contrast weighs "
            + ", ".join(f'"{name}"' for name in unknown)
            + ", but there is no such group",
            code="unknown_group",
            allowed=", ".join(groups),
            advice=did_you_mean(unknown[0], groups),
        )
    size = float(np.abs(values).sum())
    if not np.isfinite(size) or size == 0 or abs(values.sum()) > _SUM_SLACK * size:
        raise OptionError(
            f"the weights of the contrast sum to {values.sum():g}",
            code="contrast_weights",
            allowed="weights that sum to zero and are not all zero",
            advice="For example {excellent: 1, poor: -0.5, middling: -0.5}.",
        )
    return dict(zip(weights, map(float, _balanced(values)), strict=True))


def _balanced(values: np.ndarray) -> np.ndarray:
    """Scale the side with more groups, where rounding lies, to match the other."""
    sides = values > 0, values < 0
    fewer, more = sorted(sides, key=lambda side: int(side.sum()))
    scaled = values.copy()
    scaled[more] *= -values[fewer].sum() / values[more].sum()
    return scaled


def pooled_variance(summaries: list[GroupSummary]) -> float:
    """Pool the variances of all groups by their degrees of freedom."""
    df = sum(group.n - 1 for group in summaries)
    return sum((group.n - 1) * group.sd**2 for group in summaries) / df


def contrast_name(weights: Mapping[str, float]) -> str:
    """Write a contrast: ``excellent - none``, or with its weights."""
    positive = {name: w for name, w in weights.items() if w > 0}
    negative = {name: -w for name, w in weights.items() if w < 0}
    return f"{_side(positive)} - {_side(negative)}"


def _side(weights: Mapping[str, float]) -> str:
    if len(weights) == 1 and np.isclose(next(iter(weights.values())), 1):
        return next(iter(weights))
    parts = [f"{weight:.3g} {name}" for name, weight in weights.items()]
    return f"({' + '.join(parts)})"


def _error(
    summaries: Mapping[str, GroupSummary],
    weights: Mapping[str, float],
    used: list[str],
    pooled: float | None,
) -> tuple[float, float]:
    if pooled is not None:
        spread = sum(weights[name] ** 2 / summaries[name].n for name in used)
        df = float(sum(group.n - 1 for group in summaries.values()))
        return float(np.sqrt(pooled * spread)), df
    parts = [weights[name] ** 2 * summaries[name].variance_of_mean for name in used]
    below = sum(
        part**2 / (summaries[name].n - 1)
        for part, name in zip(parts, used, strict=True)
    )
    return float(np.sqrt(sum(parts))), float(sum(parts) ** 2 / below)
