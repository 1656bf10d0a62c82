"""Hypotheses on pairs and on one sample that a plan may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison.bayes_factors.bayes_samples import jzs_one_sample
from srtoolkit.comparison.effect_sizes.paired_effect_size import (
    PairedEffectName,
    paired_effect_size,
)
from srtoolkit.comparison.hypotheses.hypothesis_parts import (
    evidence_of,
    sample_guard,
)
from srtoolkit.comparison.means.paired import (
    one_sample_difference,
    paired_difference_of,
    permutation_p,
)
from srtoolkit.comparison.ranks_and_shares.signed_rank import signed_rank
from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.comparison.scores.groups import group_labels
from srtoolkit.comparison.scores.samples import pairs_of
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    SmallestEffect,
    interval_level,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

_EFFECTS: tuple[PairedEffectName, ...] = ("d_z", "g_z", "d_av", "g_av")


@plan_step("hypothesis")
def paired_difference(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    effect: Literal["d_z", "g_z", "d_av", "g_av"] = "g_av",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
    seed: int = 1,
) -> Evidence:
    """Compare two scores of the same respondents: outcome minus before.

    Parameters
    ----------
    outcome, before : str
        Scales, items or numeric columns; respondents with both are used.
    effect : {"d_z", "g_z", "d_av", "g_av"}
        Effect size beside the difference; all four stand in the details.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of `before`.
    seed : int
        Of the permutation test.

    Returns
    -------
    Evidence
        Primary ``paired_t``; robustness ``wilcoxon_signed_rank``,
        ``paired_permutation`` and the JZS ``bayes_factor`` at the medium
        scale, in a direction also ``bayes_factor_directional``. Guards: group_too_small, group_without_spread.
        ``details``: effect_sizes, mean_before, mean_after, correlation,
        sd_control (of `before`) and the equivalence tests.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    """
    after_scores, before_scores = pairs_of(responses, after=outcome, before=before)
    name = f"{outcome} - {before}"
    guard = sample_guard(name, after_scores - before_scores)
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    both = after_scores, before_scores
    level = interval_level(alpha, expect)
    main = paired_difference_of(
        *both, expect=expect, alpha=alpha, effect=effect, outcome=outcome, contrast=name
    )
    permuted = Estimate(
        method="paired_permutation",
        role="robustness",
        est=main.est,
        ci_level=level,
        p=permutation_p(*both, expect=expect, seed=seed),
        n=main.n,
    )
    ranks = signed_rank(*both, expect=expect, alpha=alpha).as_estimate()
    sizes = [
        asdict(paired_effect_size(*both, name=one, ci_level=level)) for one in _EFFECTS
    ]
    sd = float(np.std(before_scores, ddof=1))
    details = {
        "effect_sizes": sizes,
        "mean_before": float(before_scores.mean()),
        "mean_after": float(after_scores.mean()),
    }
    if sd > 0 and np.ptp(after_scores) > 0:
        details["correlation"] = float(np.corrcoef(*both)[0, 1])
    return evidence_of(
        main,
        (ranks, permuted, *_factors(main, expect)),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=sd or None,
        details=details,
    )


def _factors(main: ComparisonResult, expect: Expectation) -> list[Estimate]:
    assert main.statistic is not None
    factor = jzs_one_sample(main.statistic, main.n)
    factors = {"bayes_factor": factor.two_sided}
    if expect in {"positive", "negative"}:
        directed = factor.greater if expect == "positive" else factor.less
        factors["bayes_factor_directional"] = directed
    return [
        Estimate(
            method=method,
            role="robustness",
            est=None,
            ci_level=main.ci_level,
            statistic=main.statistic,
            df=main.df,
            effect=factor.r,
            effect_name="prior_scale",
            bf10=bf10,
            n=main.n,
        )
        for method, bf10 in factors.items()
    ]


@plan_step("hypothesis")
def one_sample(
    responses: Responses,
    *,
    outcome: str,
    value: float,
    among: Mapping[str, str | float] | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare a mean with a fixed value.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    value : float
        In points, for example the middle of the scale.
    among : mapping of str to str or float, optional
        Only respondents with these values, for example
        ``{condition: apology_only}``.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the outcome itself.

    Returns
    -------
    Evidence
        Primary ``one_sample_t`` of mean minus value; robustness the JZS
        factors as in `paired_difference`. Guards: group_too_small,
        group_without_spread. ``details``: mean, value and the equivalence
        tests.

    Raises
    ------
    ResponsesError
        When the outcome or a column of `among` is not there.
    """
    chosen = dict(among or {})
    responses.require([outcome, *chosen])
    scores = responses.variable(outcome).to_numpy(dtype=float)
    scores = scores[np.isfinite(scores) & _chosen(responses, chosen)]
    whose = ", ".join(map(_label, chosen.values())) or outcome
    name = f"{whose} - {value:g}"
    guard = sample_guard(outcome, scores)
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    main = one_sample_difference(
        scores, value=value, expect=expect, alpha=alpha, outcome=outcome, contrast=name
    )
    return evidence_of(
        main,
        _factors(main, expect),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=float(scores.std(ddof=1)),
        details={"mean": float(scores.mean()), "value": value, "among": chosen},
    )


def _chosen(responses: Responses, among: Mapping[str, str | float]) -> np.ndarray:
    """Mark the respondents who have all these values, shape (n_respondents,)."""
    mask = np.ones(responses.n, dtype=bool)
    found = responses.covariates(list(among))
    for column, value in among.items():
        labels = group_labels(found[column])
        mask &= labels.to_numpy(dtype=object) == _label(value)
    return mask


def _label(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"
