"""The paradox before and after, with a control group beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import (
    difference_in_differences,
    group_labels,
    welch_difference,
)
from srtoolkit.inference import Evidence, Expectation, SmallestEffect
from srtoolkit.recovery.artefacts import attrition, group_diagnostics
from srtoolkit.recovery.guards import BetweenDesign, ControlExperience
from srtoolkit.recovery.paradox.before import BeforeMeasured, contaminated
from srtoolkit.recovery.paradox.between import comparable, open_comparison
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def paradox_change(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    before_measured: BeforeMeasured,
    condition: str,
    control: str | None = None,
    treated: str,
    manipulated: bool,
    treatment_basis: str | None = None,
    control_experience: ControlExperience = "no_failure",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Ask whether recovered customers gain more than customers without a failure.

    The design that guards the within-customer question against regression to
    the mean: what happens to everybody happens to the control group too.

    Parameters
    ----------
    outcome, before : str
        The same scale, item or column after the recovery and before the
        failure.
    before_measured : {"before_failure", "after_failure"}
        When `before` was asked; see `paradox_within`.
    condition, control, treated : str
        Column of the groups, the no-failure group, the recovered group.
    manipulated : bool
        With random assignment the primary estimate compares the groups after
        with `before` held constant (``did_ancova``); without it, it compares
        the mean changes (``did_welch``). Both are printed: they answer
        different questions (Lord's paradox).
    treatment_basis, control_experience
        As in `paradox_between`.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of `before` in the control group.

    Returns
    -------
    Evidence
        Robustness the estimates that are not primary, naive ``welch`` of
        `outcome` alone. Guards: ``no_control``, ``treatment_selected``,
        ``control_without_complaint``, ``control_not_failure_free``,
        ``group_too_small``, ``group_without_spread``. ``details``: groups (of
        `outcome`), outcome_range, change_means (group, n, before, after,
        change), baseline_difference, sd_control, the equivalence tests,
        diagnostics, further_guards.

    Raises
    ------
    ResponsesError
        When a variable or the column is not there.

    References
    ----------
    Lord (1967), Psychological Bulletin 68, 304-305. Van Breukelen (2006),
    Journal of Clinical Epidemiology 59, 920-925.
    """
    responses.require([outcome, before, condition])
    design = BetweenDesign(
        outcome,
        condition,
        control,
        treated,
        manipulated,
        (),
        treatment_basis,
        control_experience,
    )
    means, guard, details = open_comparison(
        responses, design, alpha, needs_covariates=False
    )
    if control is None or not comparable(means):
        return Evidence(outcome, design.contrast, (), guard=guard, details=details)
    compared = difference_in_differences(
        responses,
        outcome=outcome,
        before=before,
        condition=condition,
        control=control,
        treated=treated,
        manipulated=manipulated,
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
    )
    guard = guard or compared.guard
    diagnostics = [
        *contaminated(before, before_measured),
        *compared.details.get("diagnostics", ()),
        *_regression_to_the_mean(responses, design, before),
        *_artefacts(responses, design, before),
    ]
    estimates = compared.estimates
    if guard is not None:
        estimates = tuple(replace(one, role="naive") for one in estimates)
    scores = design.scores(responses)
    after_alone = welch_difference(
        scores.treated, scores.control, expect=expect, alpha=alpha
    )
    return replace(
        compared,
        estimates=(*estimates, after_alone.as_estimate("naive")),
        guard=guard,
        details={**compared.details, **details, "diagnostics": diagnostics},
    )


def _artefacts(
    responses: Responses, design: BetweenDesign, before: str
) -> list[dict[str, Any]]:
    scores = design.scores(responses)
    found = group_diagnostics(responses, design, scores)
    lost = attrition(responses, design, (design.outcome, before))
    codes = {"attrition_by_group", "no_attrition"}
    return [lost if one["code"] in codes else one for one in found]


def _regression_to_the_mean(
    responses: Responses, design: BetweenDesign, before: str
) -> list[dict[str, Any]]:
    """Say what the groups' changes would differ by because they started apart.

    With the slope of after on before within the groups, a group that starts
    lower by g rises by (1 - slope) g more when nothing else happens.
    """
    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    pair = [
        responses.variable(name).to_numpy(dtype=float)
        for name in (design.outcome, before)
    ]
    there = np.isfinite(pair[0]) & np.isfinite(pair[1])
    parts = [there & (labels == group) for group in (design.treated, design.control)]
    if min(int(part.sum()) for part in parts) < 2:
        return []
    centred = np.concatenate(
        [
            np.column_stack([scores[part] - scores[part].mean() for scores in pair])
            for part in parts
        ]
    )
    (after_ss, product), (_, before_ss) = centred.T @ centred
    if min(after_ss, before_ss) <= 0:
        return []
    gap = float(pair[1][parts[0]].mean() - pair[1][parts[1]].mean())
    values = {
        "before": before,
        "baseline_difference": gap,
        "correlation": float(product / np.sqrt(after_ss * before_ss)),
        "expected": -(1 - float(product / before_ss)) * gap,
    }
    return [{"code": "regression_to_the_mean_groups", "values": values}]
