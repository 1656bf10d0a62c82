"""Two failures in a row: what the order of good and bad recoveries does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.comparison import contrast as planned_contrast
from srtoolkit.comparison import group_labels
from srtoolkit.errors import OptionError
from srtoolkit.inference import Evidence, Expectation, Reason, SmallestEffect
from srtoolkit.recovery.group_means import GroupMean, outcome_limits
from srtoolkit.recovery.guards import BetweenDesign, ControlExperience, find_guards
from srtoolkit.recovery.paradox.between import comparable, spread_details
from srtoolkit.responses.personal.masking import listed_labels
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Question = Literal[
    "second_deviation",
    "one_deviation",
    "compounding",
    "last_counts",
    "paradox_after_second",
]
#: S: a satisfactory recovery, U: an unsatisfactory one, of the first and of
#: the second failure; ``control`` had no failure.
_WEIGHTS: dict[str, dict[str, float]] = {
    "second_deviation": {"UU": 1, "SU": -0.5, "US": -0.5},
    "one_deviation": {"SU": 0.5, "US": 0.5, "SS": -1},
    "compounding": {"UU": 1, "US": -1, "SU": -1, "SS": 1},
    "last_counts": {"US": 1, "SU": -1},
    "paradox_after_second": {"SS": 1, "control": -1},
}
_ABOUT_CONTROL = frozenset(
    {"no_control", "control_without_complaint", "control_not_failure_free"}
)


@plan_step("hypothesis")
def double_deviation(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str | None = None,
    treated: str,
    manipulated: bool,
    question: Question = "second_deviation",
    sequences: Mapping[str, str] | None = None,
    treatment_basis: str | None = None,
    control_experience: ControlExperience = "no_failure",
    expect: Expectation = "negative",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare sequences of two failures by how each was put right.

    Parameters
    ----------
    outcome : str
        Asked after the second recovery.
    condition, control, treated : str
        Column of the sequences, the no-failure group, and the sequence of two
        satisfactory recoveries.
    question : str
        ``second_deviation``: both recoveries failed, against one of the two
        (UU - (SU + US) / 2). ``one_deviation``: one of the two failed, against
        none ((SU + US) / 2 - SS). ``compounding``: whether the second failed
        recovery hurts more after a failed first one ((UU - US) - (SU - SS)).
        ``last_counts``: a good recovery last against one first (US - SU).
        ``paradox_after_second``: two good recoveries against no failure (SS -
        control).
    sequences : mapping, optional
        Labels of SS, SU, US and UU in the column; these names by default.
    manipulated, treatment_basis, control_experience
        As in `paradox_between`.
    smallest_effect : SmallestEffect or None
        Standard deviations are those of the no-failure group, or, without
        one, of the sequence with the lowest weight.

    Returns
    -------
    Evidence
        Primary ``contrast_welch``; naive ``contrast_pooled``. Guards:
        ``treatment_selected``, ``sequence_not_assigned``; those about the
        control where the question needs it; ``group_too_small``,
        ``group_without_spread``. ``details``: groups (all), outcome_range,
        weights, sd_control, the equivalence tests, diagnostics,
        further_guards.

    Raises
    ------
    ResponsesError
        When the outcome or the column is not there.
    OptionError
        When the question is not known, or a sequence it compares is not in
        the column.

    References
    ----------
    Maxham & Netemeyer (2002), Journal of Marketing 66(4), 57-71 (two failures,
    sequences). Bitner, Booms & Tetreault (1990), Journal of Marketing 54(1),
    71-84 (double deviation).
    """
    responses.require([outcome, condition])
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
    means = design.means(responses, alpha)
    guards = _guards(responses, design, means, question)
    details: dict[str, Any] = {
        "groups": [asdict(mean) for mean in means if mean.n],
        "outcome_range": outcome_limits(responses, outcome),
        "further_guards": [asdict(reason) for reason in guards[1:]],
    }
    if guards and guards[0].code == "no_control":
        return Evidence(outcome, design.contrast, (), guard=guards[0], details=details)
    found = planned_contrast(
        responses,
        outcome=outcome,
        group=condition,
        weights=_weights(responses, design, question, sequences or {}),
        expect=expect,
        alpha=alpha,
        smallest_effect=_in_points(smallest_effect, means),
    )
    estimates = found.estimates
    if guards:
        estimates = tuple(replace(estimate, role="naive") for estimate in estimates)
    return replace(
        found,
        estimates=estimates,
        guard=guards[0] if guards else found.guard,
        details={
            **found.details,
            **details,
            **_spread(responses, design, means),
        },
    )


def _guards(
    responses: Responses,
    design: BetweenDesign,
    means: tuple[GroupMean, ...],
    question: Question,
) -> list[Reason]:
    needs_control = question == "paradox_after_second"
    found = find_guards(responses, design, means, needs_covariates=False)
    kept = [
        reason
        for reason in found
        if reason.code not in {"group_too_small", "group_without_spread"}
        and (needs_control or reason.code not in _ABOUT_CONTROL)
    ]
    if not design.manipulated:
        kept.append(Reason("sequence_not_assigned", {"condition": design.condition}))
    return kept


def _weights(
    responses: Responses,
    design: BetweenDesign,
    question: Question,
    sequences: Mapping[str, str],
) -> dict[str, float]:
    """Return the weight of each label in the column."""
    labels = set(group_labels(responses.answers[design.condition]).dropna())
    if question not in _WEIGHTS:
        raise OptionError(
            f'there is no question "{question}" about sequences of failures',
            code="unknown_question",
            allowed=", ".join(_WEIGHTS),
        )
    names = {"control": str(design.control), **sequences}
    weights = {names.get(one, one): w for one, w in _WEIGHTS[question].items()}
    absent = [name for name in weights if name not in labels]
    if absent:
        raise OptionError(
            f'the column "{design.condition}" has no group '
            + ", ".join(f'"{name}"' for name in absent),
            code="unknown_group",
            allowed=listed_labels(sorted(labels)),
            advice="Write sequences: {SS: …, SU: …, US: …, UU: …} with its labels.",
        )
    return weights


def _in_points(
    smallest_effect: SmallestEffect | None, means: tuple[GroupMean, ...]
) -> SmallestEffect | None:
    """Take a smallest effect in standard deviations from the control, if any."""
    control = next((mean for mean in means if mean.role == "control"), None)
    if smallest_effect is None or control is None or not control.sd:
        return smallest_effect
    points = smallest_effect.points(control.sd)
    return None if points is None else SmallestEffect(points, "points")


def _spread(
    responses: Responses, design: BetweenDesign, means: tuple[GroupMean, ...]
) -> dict[str, Any]:
    if design.control is None or not comparable(means):
        return {}
    scores = design.scores(responses)
    return spread_details(responses, design, scores)
