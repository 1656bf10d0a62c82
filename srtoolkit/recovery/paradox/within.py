"""The paradox within customers: after the recovery against before the failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.comparison import paired_difference, paired_difference_of
from srtoolkit.inference import Estimate, Evidence, Expectation, Reason, SmallestEffect
from srtoolkit.recovery.criteria import read_criterion
from srtoolkit.recovery.diagnostics import SpuriousGap
from srtoolkit.recovery.paradox.before import BeforeMeasured, contaminated
from srtoolkit.recovery.selection import Selection, gap_of, selection_of
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

EffectName = Literal["d_z", "g_z", "d_av", "g_av"]


@plan_step("hypothesis")
def paradox_within(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    before_measured: BeforeMeasured,
    selected_by: Mapping[str, Any] | None = None,
    condition: str | None = None,
    control: str | None = None,
    treated: str | None = None,
    manipulated: bool = False,
    treatment_basis: str | None = None,
    effect: EffectName = "g_av",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
    seed: int = 1,
) -> Evidence:
    """Ask whether customers are more satisfied after than before the failure.

    The primary estimate is the mean change of the same respondents (paired t
    test). Respondents who were picked by an evaluation of the recovery change
    on average even when nobody does, so that a plan with such a selection
    describes and gives no verdict.

    Parameters
    ----------
    responses : Responses
    outcome, before : str
        The same scale, item or column after the recovery and before the
        failure.
    before_measured : {"before_failure", "after_failure"}
        When `before` was asked. Recalled after the failure it is coloured by
        what happened since, which is said beside the result.
    selected_by : mapping, optional
        Who is analysed: ``{column: RSAT, at_least: 6}``, or ``at_most``, or
        ``equals``. A judgement there forbids the verdict; an event does not.
    condition, treated : str, optional
        The design's column of groups and the group that is analysed; without
        a design everybody is.
    control : str, optional
        The group that could not have been selected.
    manipulated : bool
        Whether respondents were assigned to their groups.
    treatment_basis : str or None
        In a survey, the variable by which the treated group was made.
    effect : {"d_z", "g_z", "d_av", "g_av"}
        Effect size beside the difference; all four stand in the details.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        One-sided level.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of `before`.
    seed : int
        Of the permutation test.

    Returns
    -------
    Evidence
        Primary ``paired_t``; robustness as in `comparison.paired_difference`.
        Guards: ``treatment_selected``, then the estimates are all naive and
        ``paired_t_unselected`` gives the mean change of everybody;
        ``group_too_small``, ``group_without_spread``. ``details``: those of
        `comparison.paired_difference`, ``selection`` (basis, gap, gap_sd,
        mean_z, correlation, mean_change, n_selected, n, observed) and
        ``diagnostics``.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    ModelError
        When `selected_by` does not say who is meant.

    References
    ----------
    McCollough & Bharadwaj (1992), the within-customer definition, as reported
    by de Matos, Henrique & Rossi (2007), Journal of Service Research 10, 60-77.
    """
    responses.require([outcome, before])
    criterion = None
    if selected_by is not None:
        criterion = read_criterion(selected_by, key="selected_by")
    selection = selection_of(
        responses,
        criterion=criterion,
        condition=condition,
        control=control,
        treated=treated,
        basis=None if manipulated else treatment_basis,
        manipulated=manipulated,
    )
    evidence = paired_difference(
        responses.keep(selection.picked, "selection", "other_condition"),
        outcome=outcome,
        before=before,
        effect=effect,
        expect=expect,
        alpha=alpha,
        smallest_effect=smallest_effect,
        seed=seed,
    )
    diagnostics = _diagnostics(responses, selection, outcome, before, before_measured)
    details = {**evidence.details, "diagnostics": diagnostics}
    if selection.basis is None:
        return replace(evidence, details=details)
    return _described(
        responses, selection, replace(evidence, details=details), before, expect, alpha
    )


def _described(
    responses: Responses,
    selection: Selection,
    evidence: Evidence,
    before: str,
    expect: Expectation,
    alpha: float,
) -> Evidence:
    """Take the verdict away and put the gap of the selection in its place."""
    assert selection.basis is not None
    gap = gap_of(responses, selection, evidence.outcome, before)
    shown = tuple(replace(estimate, role="naive") for estimate in evidence.estimates)
    everybody = _everybody(
        responses, selection, evidence.outcome, before, expect, alpha
    )
    values: dict[str, Any] = {
        "basis": selection.basis,
        "expected_gap": None if gap is None else gap.gap,
        "expected_gap_sd": None if gap is None else gap.gap_sd,
        "mean_z": None if gap is None else gap.mean_z,
        "mean_change": None if gap is None else gap.mean_change,
        "n_selected": None if gap is None else gap.n_selected,
        "n": None if gap is None else gap.n,
    }
    details = dict(evidence.details)
    if gap is not None and shown:
        found = _spurious(selection.basis, gap, evidence, shown[0])
        details["selection"] = found
        details["diagnostics"] = [
            {"code": "expected_spurious_change", "values": found},
            *details["diagnostics"],
        ]
    return replace(
        evidence,
        estimates=(*shown, *everybody),
        guard=Reason("treatment_selected", values),
        details=details,
    )


def _spurious(
    basis: str, gap: SpuriousGap, evidence: Evidence, observed: Estimate
) -> dict[str, Any]:
    values = {"outcome": evidence.outcome, "basis": basis, "observed": observed.est}
    return gap.to_dict() | values


def _everybody(
    responses: Responses,
    selection: Selection,
    outcome: str,
    before: str,
    expect: Expectation,
    alpha: float,
) -> tuple[Estimate, ...]:
    """Estimate the mean change of all who could have been selected."""
    after_scores, before_scores = (
        responses.variable(name).to_numpy(dtype=float)[selection.pool]
        for name in (outcome, before)
    )
    there = np.isfinite(after_scores) & np.isfinite(before_scores)
    changes = (after_scores - before_scores)[there]
    if len(changes) < 2 or np.ptp(changes) == 0:
        return ()
    found = paired_difference_of(
        after_scores[there],
        before_scores[there],
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=f"{outcome} - {before}",
    )
    return (replace(found.as_estimate("naive"), method="paired_t_unselected"),)


def _diagnostics(
    responses: Responses,
    selection: Selection,
    outcome: str,
    before: str,
    before_measured: BeforeMeasured,
) -> list[dict[str, Any]]:
    after_scores, before_scores = (
        responses.variable(name).to_numpy(dtype=float)[selection.picked]
        for name in (outcome, before)
    )
    there = np.isfinite(after_scores) & np.isfinite(before_scores)
    found = [
        *contaminated(before, before_measured),
        _attrition(outcome, before_scores, there),
    ]
    pair = after_scores[there], before_scores[there]
    if len(pair[0]) > 2 and min(np.ptp(pair[0]), np.ptp(pair[1])) > 0:
        found.append(_regression_to_the_mean(before, *pair))
    return found


def _attrition(
    outcome: str, before_scores: np.ndarray, there: np.ndarray
) -> dict[str, Any]:
    """Compare where those who dropped out had started with where the others had."""
    lost = np.isfinite(before_scores) & ~there
    if not lost.any() or not there.any():
        return {"code": "no_attrition", "values": {"outcome": outcome}}
    gap = float(before_scores[lost].mean() - before_scores[there].mean())
    values = {
        "outcome": outcome,
        "share": float(lost.sum() / (lost.sum() + there.sum())),
        "gap": gap,
    }
    return {"code": "attrition_after_before", "values": values}


def _regression_to_the_mean(
    before: str, after_scores: np.ndarray, before_scores: np.ndarray
) -> dict[str, Any]:
    """E[change | before = x] - mean change = (1 - slope)(mean - x), lower half."""
    slope = float(np.cov(after_scores, before_scores)[0, 1])
    slope /= float(before_scores.var(ddof=1))
    lower = before_scores <= np.median(before_scores)
    below = float(before_scores.mean() - before_scores[lower].mean())
    values = {
        "before": before,
        "correlation": float(np.corrcoef(after_scores, before_scores)[0, 1]),
        "expected": (1 - slope) * below,
    }
    return {"code": "regression_to_the_mean", "values": values}
