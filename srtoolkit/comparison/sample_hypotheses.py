"""Hypotheses on pairs, one sample and shares that a plan may name."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison.hypothesis_parts import (
    evidence_of,
    group_guard,
    sample_guard,
)
from srtoolkit.comparison.paired import (
    one_sample_difference,
    paired_difference_of,
    permutation_p,
)
from srtoolkit.comparison.paired_effect_size import PairedEffectName, paired_effect_size
from srtoolkit.comparison.proportions import one_proportion, two_proportions
from srtoolkit.comparison.samples import groups_of, pairs_of
from srtoolkit.comparison.signed_rank import signed_rank
from srtoolkit.errors import PlanError
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
        Primary ``paired_t``; robustness ``wilcoxon_signed_rank`` and
        ``paired_permutation``. Guards: group_too_small, group_without_spread.
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
        (ranks, permuted),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=sd or None,
        details=details,
    )


@plan_step("hypothesis")
def one_sample(
    responses: Responses,
    *,
    outcome: str,
    value: float,
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
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the outcome itself.

    Returns
    -------
    Evidence
        Primary ``one_sample_t`` of mean minus value. Guards: group_too_small,
        group_without_spread. ``details``: mean, value and the equivalence
        tests.

    Raises
    ------
    ResponsesError
        When the outcome is not there.
    """
    responses.require([outcome])
    scores = responses.variable(outcome).to_numpy(dtype=float)
    scores = scores[np.isfinite(scores)]
    name = f"{outcome} - {value:g}"
    guard = sample_guard(outcome, scores)
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    main = one_sample_difference(
        scores, value=value, expect=expect, alpha=alpha, outcome=outcome, contrast=name
    )
    return evidence_of(
        main,
        (),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=float(scores.std(ddof=1)),
        details={"mean": float(scores.mean()), "value": value},
    )


@plan_step("hypothesis")
def proportion(
    responses: Responses,
    *,
    outcome: str,
    at_least: float,
    share: float | None = None,
    group: str | None = None,
    first: str | None = None,
    second: str | None = None,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Evidence:
    """Compare a share with a fixed one, or the shares of two groups.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    at_least : float
        Lowest score that counts.
    share : float or None
        What the share of all is compared with, in (0, 1).
    group, first, second : str or None
        In place of `share`: the column and the two groups to compare.

    Returns
    -------
    Evidence
        Primary ``exact_binomial`` with Wilson's interval, or
        ``two_proportions`` with Newcombe's and robustness ``fisher_exact``.
        A smallest effect in points of the outcome says nothing about shares
        and is not used. ``details``: at_least, shares (a mapping a group).

    Raises
    ------
    PlanError
        When neither `share` nor all of `group`, `first` and `second` are
        given, or both.
    ResponsesError, ScoresError
        When the outcome, the column or a group is not there.
    """
    if group is not None and first and second and share is None:
        pair = groups_of(responses, outcome=outcome, group=group, named=(first, second))
        return _two_shares(
            outcome, {n: pair[n] for n in (first, second)}, at_least, expect, alpha
        )
    if share is None or group is not None or first or second:
        raise PlanError(
            "a proportion is compared either with a share or between two groups",
            code="proportion_unclear",
            allowed="share, or all three of group, first and second",
        )
    responses.require([outcome])
    scores = responses.variable(outcome).to_numpy(dtype=float)
    scores = scores[np.isfinite(scores)]
    name = f"{outcome} - {share:g}"
    guard = group_guard({outcome: scores}) if len(scores) < 2 else None
    if guard is not None:
        return Evidence(outcome, name, (), guard=guard)
    main = one_proportion(
        int((scores >= at_least).sum()),
        len(scores),
        share=share,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=name,
    )
    details = {"at_least": at_least, "share": float((scores >= at_least).mean())}
    return Evidence(outcome, name, (main.as_estimate("primary"),), details=details)


def _two_shares(
    outcome: str,
    pair: dict[str, np.ndarray],
    at_least: float,
    expect: Expectation,
    alpha: float,
) -> Evidence:
    first, second = pair
    name = f"{first} - {second}"
    small = [key for key, scores in pair.items() if len(scores) < 2]
    if small:
        return Evidence(
            outcome, name, (), guard=group_guard({small[0]: pair[small[0]]})
        )
    counts = tuple(int((scores >= at_least).sum()) for scores in pair.values())
    sizes = tuple(len(scores) for scores in pair.values())
    main, exact = (
        two_proportions(
            (counts[0], counts[1]),
            (sizes[0], sizes[1]),
            exact=is_exact,
            expect=expect,
            alpha=alpha,
            outcome=outcome,
            contrast=name,
        )
        for is_exact in (False, True)
    )
    shares = [
        {"group": key, "n": size, "share": count / size}
        for key, count, size in zip(pair, counts, sizes, strict=True)
    ]
    return Evidence(
        outcome,
        name,
        (main.as_estimate("primary"), exact.as_estimate()),
        details={"at_least": at_least, "shares": shares},
    )
