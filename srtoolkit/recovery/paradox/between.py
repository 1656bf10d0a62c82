"""The service recovery paradox between customers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison import (
    ComparisonResult,
    TwoGroups,
    adjusted_groups,
    equivalence_details,
    student_difference,
    summarise,
    welch_difference,
)
from srtoolkit.errors import ScoresError
from srtoolkit.inference import (
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
    obstacle_of,
)
from srtoolkit.recovery.artefacts import group_diagnostics
from srtoolkit.recovery.group_means import GroupMean, outcome_limits
from srtoolkit.recovery.guards import BetweenDesign, ControlExperience, find_guards
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def paradox_between(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str | None = None,
    treated: str,
    manipulated: bool,
    covariates: tuple[str, ...] = (),
    treatment_basis: str | None = None,
    control_experience: ControlExperience = "no_failure",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare recovered customers with customers who never had a failure.

    The primary estimate is Welch's difference of mean scores when the
    condition was manipulated, and the difference with covariates held constant
    (HC3 errors) when it was not.

    Parameters
    ----------
    responses : Responses
    outcome : str
        Scale (its mean item score), item or numeric column.
    condition : str
        Column of the groups.
    control, treated : str
        Labels of the no-failure group and of the group with an excellent
        recovery; without a control group nothing can be tested.
    manipulated : bool
        Whether respondents were assigned to their groups.
    covariates : tuple of str
        What a survey is adjusted for.
    treatment_basis : str or None
        In a survey, the variable by which the treated were picked.
    control_experience : {"no_failure", "no_complaint", "other"}
        What the control group has in common; the paradox speaks of customers
        without a failure, and those without a complaint may have had one.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        One-sided level.
    smallest_effect : SmallestEffect or None
        In points, or in standard deviations of the control group.

    Returns
    -------
    Evidence
        Guards: those of `find_guards`, the first as ``guard``, the others in
        ``details["further_guards"]``; ``leverage_of_one`` where a covariate
        leaves a respondent alone; behind a guard the estimates describe
        and are all naive.
        ``details``: groups, outcome_range, sd_control, sd_ratio,
        control_at_top; with a smallest effect equivalence (a mapping),
        equivalence_p, non_inferiority_p, minimal_effect_p; diagnostics.

    Raises
    ------
    ResponsesError
        When the outcome, the condition or a covariate is not there.
    ScoresError
        When the covariates are collinear or leave too few respondents.
    """
    responses.require([outcome, condition, *covariates])
    design = BetweenDesign(
        outcome,
        condition,
        control,
        treated,
        manipulated,
        covariates,
        treatment_basis,
        control_experience,
    )
    groups, guard, details = open_comparison(responses, design, alpha)
    if not comparable(groups):
        return Evidence(outcome, design.contrast, (), guard=guard, details=details)
    return _compared(responses, design, guard, details, expect, alpha, smallest_effect)


def open_comparison(
    responses: Responses,
    design: BetweenDesign,
    alpha: float,
    *,
    needs_covariates: bool = True,
) -> tuple[tuple[GroupMean, ...], Reason | None, dict[str, Any]]:
    """Return the groups' means, the weightiest guard, and details to begin with."""
    groups = design.means(responses, alpha)
    guards = find_guards(responses, design, groups, needs_covariates=needs_covariates)
    details: dict[str, Any] = {
        "groups": [asdict(group) for group in groups],
        "outcome_range": outcome_limits(responses, design.outcome),
        "further_guards": [asdict(reason) for reason in guards[1:]],
    }
    return groups, (guards[0] if guards else None), details


def _compared(
    responses: Responses,
    design: BetweenDesign,
    guard: Reason | None,
    details: dict[str, Any],
    expect: Expectation,
    alpha: float,
    smallest_effect: SmallestEffect | None,
) -> Evidence:
    scores = design.scores(responses)
    adjust = guard is None and not design.manipulated
    try:
        found = _differences(responses, design, scores, expect, alpha, adjust)
    except ScoresError as error:
        guard = obstacle_of(error)
        if guard is None:
            raise
        found = _differences(responses, design, scores, expect, alpha, False)
    main, *naive = found
    spread = spread_details(responses, design, scores)
    delta = None
    if smallest_effect is not None:
        delta = smallest_effect.points(spread["sd_control"])
    return Evidence(
        outcome=design.outcome,
        contrast=design.contrast,
        estimates=(
            main.as_estimate("primary" if guard is None else "naive"),
            *(difference.as_estimate("naive") for difference in naive),
        ),
        guard=guard,
        smallest_effect=delta,
        details=details | spread | equivalence_details(main, delta, expect, alpha),
    )


def comparable(groups: tuple[GroupMean, ...]) -> bool:
    """Both groups are there and vary."""
    compared = [group for group in groups if group.role != "other"]
    return len(compared) == 2 and all(group.sd for group in compared)


def _differences(
    responses: Responses,
    design: BetweenDesign,
    scores: TwoGroups,
    expect: Expectation,
    alpha: float,
    adjust: bool,
) -> list[ComparisonResult]:
    """Return the estimate the design calls for, then the naive ones."""
    names = {"outcome": design.outcome, "contrast": scores.contrast}
    welch = welch_difference(
        scores.treated, scores.control, expect=expect, alpha=alpha, **names
    )
    student = student_difference(
        scores.treated, scores.control, expect="any", alpha=alpha, **names
    )
    if not adjust:
        return [welch, student]
    assert design.control is not None
    adjusted = adjusted_groups(
        responses,
        outcome=design.outcome,
        condition=design.condition,
        control=design.control,
        treated=design.treated,
        covariates=design.covariates,
        expect=expect,
        alpha=alpha,
    )
    return [adjusted, welch, student]


def spread_details(
    responses: Responses, design: BetweenDesign, scores: TwoGroups
) -> dict[str, Any]:
    """Return the groups' spreads, the control's ceiling and the artefacts."""
    diagnostics = group_diagnostics(responses, design, scores)
    by_code = {found["code"]: found["values"] for found in diagnostics}
    return {
        "sd_control": summarise(scores.control).sd,
        "sd_ratio": by_code["unequal_variances"]["sd_ratio"],
        "control_at_top": by_code["control_ceiling"]["share"],
        "diagnostics": diagnostics,
    }
