"""Hypotheses on the means of groups that a plan may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from srtoolkit.comparison.effect_sizes.standardised import average_sd_g
from srtoolkit.comparison.hypotheses.hypothesis_parts import (
    described_groups,
    evidence_of,
    group_guard,
)
from srtoolkit.comparison.means.contrasts import (
    check_weights,
    contrast_name,
    mean_contrast,
)
from srtoolkit.comparison.means.dunnett import dunnett_comparisons
from srtoolkit.comparison.means.welch import student_difference, welch_difference
from srtoolkit.comparison.ranks_and_shares.ranks import brunner_munzel
from srtoolkit.comparison.scores.groups import summarise
from srtoolkit.comparison.scores.samples import groups_of
from srtoolkit.inference import Evidence, Expectation, SmallestEffect, interval_level
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def mean_difference(
    responses: Responses,
    *,
    outcome: str,
    group: str,
    first: str,
    second: str,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare the means of any two groups: first minus second.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    group, first, second : str
        Column of the groups and the two labels.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the second group.

    Returns
    -------
    Evidence
        Primary ``welch`` with g by the average standard deviation; naive
        ``student``; robustness ``brunner_munzel``. Guards: group_too_small,
        group_without_spread. ``details``: groups, outcome_range, sd_control,
        sd_ratio and the equivalence tests.

    Raises
    ------
    ResponsesError, ScoresError
        When the outcome, the column or a group is not there.
    """
    scores = groups_of(responses, outcome=outcome, group=group, named=(first, second))
    pair = {name: scores[name] for name in (first, second)}
    contrast = f"{first} - {second}"
    details = described_groups(
        responses,
        outcome=outcome,
        group=group,
        named=pair,
        first=first,
        second=second,
        alpha=alpha,
    )
    guard = group_guard(pair)
    if guard is not None:
        return Evidence(outcome, contrast, (), guard=guard, details=details)
    both = pair[first], pair[second]
    main = welch_difference(
        *both, expect=expect, alpha=alpha, outcome=outcome, contrast=contrast
    )
    sds = [summarise(one).sd for one in both]
    if sds[1] > 0:
        details["sd_ratio"] = sds[0] / sds[1]
    level = interval_level(alpha, expect)
    details["effect_sizes"] = [asdict(average_sd_g(*both, ci_level=level))]
    others = (
        student_difference(*both).as_estimate("naive"),
        brunner_munzel(*both, expect=expect, alpha=alpha).as_estimate(),
    )
    return evidence_of(
        main,
        others,
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=sds[1] or None,
        details=details,
    )


@plan_step("hypothesis")
def contrast(
    responses: Responses,
    *,
    outcome: str,
    group: str,
    weights: Mapping[str, float],
    equal_variances: bool = False,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Test a planned contrast of several groups' means.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    group : str
        Column of the groups.
    weights : mapping of str to float
        Weight of each group; they sum to zero. For an effect in points the
        positive ones sum to one.
    equal_variances : bool
        Which of the two estimates is primary; the other one is naive.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the group with the lowest weight.

    Returns
    -------
    Evidence
        Primary ``contrast_welch`` or ``contrast_pooled``. Guards as
        `mean_difference`. ``details``: groups, outcome_range, weights,
        sd_control and the equivalence tests.

    Raises
    ------
    ResponsesError, ScoresError, OptionError
        When the outcome, the column or a group is not there, or the weights
        do not sum to zero.
    """
    scores = groups_of(responses, outcome=outcome, group=group)
    checked = check_weights(weights, list(scores))
    used = {name: scores[name] for name, weight in checked.items() if weight}
    lowest = min(checked, key=lambda name: checked[name])
    highest = max(checked, key=lambda name: checked[name])
    details = described_groups(
        responses,
        outcome=outcome,
        group=group,
        named=used,
        first=highest,
        second=lowest,
        alpha=alpha,
    ) | {"weights": checked}
    guard = group_guard(used)
    if guard is not None:
        name = contrast_name(checked)
        return Evidence(outcome, name, (), guard=guard, details=details)
    enough = {name: group for name, group in scores.items() if len(group) > 1}
    main, other = (
        mean_contrast(
            enough,
            checked,
            equal_variances=equal,
            expect=expect,
            alpha=alpha,
            outcome=outcome,
        )
        for equal in (equal_variances, not equal_variances)
    )
    return evidence_of(
        main,
        (other.as_estimate("naive" if not equal_variances else "robustness"),),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=summarise(scores[lowest]).sd or None,
        details=details,
    )


@plan_step("hypothesis")
def dunnett(
    responses: Responses,
    *,
    outcome: str,
    group: str,
    reference: str,
    compare: str,
    groups: tuple[str, ...] = (),
    equal_variances: bool = True,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare a group with a reference, as one of several compared with it.

    Parameters
    ----------
    outcome : str
        Scale, item or numeric column.
    group : str
        Column of the groups.
    reference : str
        Label of the group all others are compared with.
    compare : str
        The group this hypothesis is about.
    groups : tuple of str
        All groups that are compared with the reference; none named: all.
    equal_variances : bool
        Dunnett's test, or the one with Welch's errors.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the reference.

    Returns
    -------
    Evidence
        Primary ``dunnett`` or ``dunnett_welch`` with its simultaneous
        interval; naive ``welch``, not adjusted. ``details``: groups,
        outcome_range, comparisons (one mapping a group), sd_control and the
        equivalence tests (not adjusted for the number of comparisons).

    Raises
    ------
    ResponsesError, ScoresError
        When the outcome, the column or a group is not there.
    """
    others = [
        name for name in dict.fromkeys(groups) if name not in (reference, compare)
    ]
    named = (reference, compare, *others)
    scores = groups_of(responses, outcome=outcome, group=group, named=named)
    if groups:
        scores = {name: scores[name] for name in named}
    details = described_groups(
        responses,
        outcome=outcome,
        group=group,
        named=scores,
        first=compare,
        second=reference,
        alpha=alpha,
    )
    guard = group_guard(scores)
    if guard is not None:
        name = f"{compare} - {reference}"
        return Evidence(outcome, name, (), guard=guard, details=details)
    family = dunnett_comparisons(
        scores,
        reference,
        equal_variances=equal_variances,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
    )
    main = family[f"{compare} - {reference}"]
    alone = welch_difference(
        scores[compare], scores[reference], expect=expect, alpha=alpha
    )
    return evidence_of(
        main,
        (alone.as_estimate("naive"),),
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        sd=summarise(scores[reference]).sd or None,
        details={**details, "comparisons": [row.to_dict() for row in family.rows]},
    )
