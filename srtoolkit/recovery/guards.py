"""What forbids a verdict on the paradox between customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from srtoolkit.comparison import TwoGroups, group_labels, two_groups
from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.recovery.diagnostics import SpuriousGap, expected_spurious_gap
from srtoolkit.recovery.evaluation import is_evaluation, scale_of
from srtoolkit.recovery.group_means import GroupMean, group_means

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

ControlExperience = Literal["no_failure", "no_complaint", "other"]


@dataclass(frozen=True, slots=True)
class BetweenDesign:
    """Who is compared with whom, and how they came into their groups.

    Attributes
    ----------
    outcome, condition : str
    control : str or None
    treated : str
    manipulated : bool
    covariates : tuple of str
    treatment_basis : str or None
        In a survey, the variable by which the treated were picked.
    control_experience : {"no_failure", "no_complaint", "other"}
        What the control group has in common.
    """

    outcome: str
    condition: str
    control: str | None
    treated: str
    manipulated: bool
    covariates: tuple[str, ...]
    treatment_basis: str | None
    control_experience: ControlExperience = "no_failure"

    @property
    def contrast(self) -> str:
        """``treated - control``, with the groups' names."""
        return f"{self.treated} - {self.control}" if self.control else self.treated

    def means(self, responses: Responses, alpha: float) -> tuple[GroupMean, ...]:
        """Describe every group, with intervals that cover 1 - alpha."""
        return group_means(
            responses,
            outcome=self.outcome,
            condition=self.condition,
            control=self.control,
            treated=self.treated,
            ci_level=1 - alpha,
        )

    def scores(self, responses: Responses) -> TwoGroups:
        """Take the scores of both groups; only with a control."""
        assert self.control is not None
        return two_groups(
            responses,
            outcome=self.outcome,
            condition=self.condition,
            control=self.control,
            treated=self.treated,
        )


def find_guards(
    responses: Responses,
    design: BetweenDesign,
    groups: Sequence[GroupMean],
    *,
    needs_covariates: bool = True,
) -> tuple[Reason, ...]:
    """Return every reason against a verdict, the weightiest first.

    In order: ``no_control``, ``treatment_selected``,
    ``control_without_complaint`` or ``control_not_failure_free``,
    ``group_too_small`` or ``group_without_spread``,
    ``not_manipulated_no_covariates``.

    Parameters
    ----------
    needs_covariates : bool
        False where each respondent's own earlier score stands in for them.
    """
    found = (
        _no_control(design, groups),
        _treatment_selected(responses, design),
        _control_had_failures(design),
        _group_too_small(groups),
        _not_comparable(design) if needs_covariates else None,
    )
    return tuple(reason for reason in found if reason is not None)


def selection_basis(responses: Responses, design: BetweenDesign) -> str | None:
    """Return the evaluation that a survey's treated group was selected on.

    It is the plan's `treatment_basis`, unless an instrument declares that as a
    check, a count or an event; or the condition column, when that is itself an
    item or scale that asks for a judgement.
    """
    if design.manipulated:
        return None
    basis = design.treatment_basis
    if basis is not None and (
        scale_of(responses, basis) is None or is_evaluation(responses, basis)
    ):
        return basis
    return design.condition if is_evaluation(responses, design.condition) else None


def selection_gap(
    responses: Responses, design: BetweenDesign, basis: str
) -> SpuriousGap | None:
    """Return the gap that selecting on `basis` makes by itself.

    Estimated over everybody but the control group: they are those who could
    have been selected. None where that cannot be estimated, for example when
    only the selected answered `basis`.
    """
    labels = group_labels(responses.answers[design.condition])
    pool = labels.notna() & (labels != design.control)
    if basis in responses.answers and responses.answers[basis].dtype != np.float64:
        return None
    try:
        return expected_spurious_gap(
            responses.variable(basis)[pool].to_numpy(dtype=float),
            responses.variable(design.outcome)[pool].to_numpy(dtype=float),
            (labels == design.treated)[pool].to_numpy(),
        )
    except ScoresError:
        # nothing is hidden: the guard then says that the gap is not known
        return None


def _no_control(design: BetweenDesign, groups: Sequence[GroupMean]) -> Reason | None:
    found = [group.group for group in groups if group.n > 0]
    if design.control is not None and design.control in found:
        return None
    values = {"condition": design.condition, "control": design.control, "groups": found}
    return Reason("no_control", values)


def _treatment_selected(responses: Responses, design: BetweenDesign) -> Reason | None:
    basis = selection_basis(responses, design)
    if basis is None:
        return None
    gap = selection_gap(responses, design, basis)
    return Reason(
        "treatment_selected",
        {
            "basis": basis,
            "expected_gap": None if gap is None else gap.gap,
            "expected_gap_sd": None if gap is None else gap.gap_sd,
            "mean_z": None if gap is None else gap.mean_z,
            "n_selected": None if gap is None else gap.n_selected,
            "n": None if gap is None else gap.n,
        },
    )


def _control_had_failures(design: BetweenDesign) -> Reason | None:
    """Say that the control is not the no-failure group the paradox speaks of."""
    codes = {
        "no_complaint": "control_without_complaint",
        "other": "control_not_failure_free",
    }
    code = codes.get(design.control_experience)
    return None if code is None else Reason(code, {"control": design.control})


def _group_too_small(groups: Sequence[GroupMean]) -> Reason | None:
    for group in groups:
        if group.role != "other" and not group.sd:
            code = "group_too_small" if group.sd is None else "group_without_spread"
            return Reason(code, {"group": group.group, "n": group.n})
    return None


def _not_comparable(design: BetweenDesign) -> Reason | None:
    if design.manipulated or design.covariates:
        return None
    return Reason("not_manipulated_no_covariates", {"condition": design.condition})
