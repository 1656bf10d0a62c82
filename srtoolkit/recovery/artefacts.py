"""What else may have made a difference between groups: always printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import TwoGroups, group_labels, summarise
from srtoolkit.recovery.complaining import complaint_diagnostics
from srtoolkit.recovery.group_means import outcome_limits, share_at_top
from srtoolkit.recovery.guards import BetweenDesign, selection_basis, selection_gap

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Diagnostic = dict[str, Any]


def group_diagnostics(
    responses: Responses, design: BetweenDesign, scores: TwoGroups
) -> list[Diagnostic]:
    """Return the artefacts of a comparison of two groups, code and values each.

    ``control_ceiling``, ``unequal_variances``, ``attrition_by_group`` or
    ``no_attrition``; where an instrument declares a complaint
    ``complaint_not_random``; where the treated were picked by an evaluation
    ``expected_spurious_gap``.

    Parameters
    ----------
    scores : TwoGroups
        Both groups vary.
    """
    return [
        _ceiling(responses, design, scores),
        _variances(design, scores),
        attrition(responses, design, (design.outcome,)),
        *complaint_diagnostics(responses, design),
        *_selection(responses, design, scores),
    ]


def attrition(
    responses: Responses, design: BetweenDesign, needed: tuple[str, ...]
) -> Diagnostic:
    """Say how many of each group lack an answer that the comparison needs."""
    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    there = np.ones(responses.n, dtype=bool)
    for name in needed:
        there &= np.isfinite(responses.variable(name).to_numpy(dtype=float))
    lost = {
        role: float(np.mean(~there[labels == group]))
        if (labels == group).any()
        else 0.0
        for role, group in (("treated", design.treated), ("control", design.control))
    }
    values = {
        "outcome": design.outcome,
        "share_treated": lost["treated"],
        "share_control": lost["control"],
    }
    if not any(lost.values()):
        return {"code": "no_attrition", "values": {"outcome": design.outcome}}
    return {"code": "attrition_by_group", "values": values}


def _ceiling(
    responses: Responses, design: BetweenDesign, scores: TwoGroups
) -> Diagnostic:
    top = outcome_limits(responses, design.outcome)[1]
    values = {
        "outcome": design.outcome,
        "share": share_at_top(responses, design.outcome, scores.control),
        "top": top,
        "room": top - float(scores.control.mean()),
    }
    return {"code": "control_ceiling", "values": values}


def _variances(design: BetweenDesign, scores: TwoGroups) -> Diagnostic:
    ratio = summarise(scores.treated).sd / summarise(scores.control).sd
    values = {"outcome": design.outcome, "sd_ratio": ratio}
    return {"code": "unequal_variances", "values": values}


def _selection(
    responses: Responses, design: BetweenDesign, scores: TwoGroups
) -> list[Diagnostic]:
    basis = selection_basis(responses, design)
    gap = None if basis is None else selection_gap(responses, design, basis)
    if basis is None or gap is None:
        return []
    observed = float(scores.treated.mean() - scores.control.mean())
    values = {"outcome": design.outcome, "basis": basis, "observed": observed}
    return [{"code": "expected_spurious_gap", "values": gap.to_dict() | values}]
