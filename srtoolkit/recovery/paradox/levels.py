"""Several recovery levels against the no-failure control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.comparison import (
    ComparisonTable,
    TwoGroups,
    dunnett_comparisons,
    equivalence_details,
    group_labels,
    welch_difference,
)
from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.inference import Evidence, Expectation, SmallestEffect
from srtoolkit.recovery.guards import BetweenDesign, ControlExperience
from srtoolkit.recovery.paradox.between import (
    comparable,
    open_comparison,
    spread_details,
)
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("hypothesis")
def paradox_levels(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str | None = None,
    treated: str,
    manipulated: bool,
    levels: Sequence[str] = (),
    equal_variances: bool = False,
    covariates: tuple[str, ...] = (),
    treatment_basis: str | None = None,
    control_experience: ControlExperience = "no_failure",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Compare one recovery level with no failure, as one of several compared.

    Parameters
    ----------
    outcome : str
        Scale (its mean item score), item or numeric column.
    condition, control : str
        Column of the groups and label of the no-failure group.
    treated : str
        The level this hypothesis is about: the design's, or another that the
        plan writes to it (``treated: poor_recovery``).
    levels : sequence of str
        All levels that count as compared with the control; none named: every
        group but the control.
    equal_variances : bool
        False: each comparison has Welch's error (Hasler & Hothorn), and
        Dunnett's pooled test stands beside it; True: the other way round.
    manipulated, covariates, treatment_basis, control_experience
        As in `paradox_between`.
    alpha : float
        Level of the whole family, one-sided.
    smallest_effect : SmallestEffect or None
        In points, or in standard deviations of the control group.

    Returns
    -------
    Evidence
        Primary ``dunnett_welch`` (or ``dunnett``) with its simultaneous
        interval; robustness the other of the two; naive ``welch``, not
        adjusted. Guards as in `paradox_between`. ``details``: those of
        `paradox_between` and ``comparisons``, one mapping a level.

    Raises
    ------
    ResponsesError
        When the outcome or the condition is not there.
    OptionError
        When `levels` names a group that is not there, or not the one asked
        about.

    References
    ----------
    Dunnett (1955), Journal of the American Statistical Association 50,
    1096-1121. Hasler & Hothorn (2008), Biometrical Journal 50, 793-800.
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
    means, guard, details = open_comparison(responses, design, alpha)
    if not comparable(means):
        return Evidence(outcome, design.contrast, (), guard=guard, details=details)
    scores = _scores(responses, design, levels)
    assert control is not None
    main, other = (
        _family(scores, design, equal, expect, alpha)
        for equal in (equal_variances, not equal_variances)
    )
    pair = TwoGroups(scores[treated], scores[control], design.contrast)
    alone = welch_difference(pair.treated, pair.control, expect=expect, alpha=alpha)
    spread = spread_details(responses, design, pair)
    delta = None
    if smallest_effect is not None:
        delta = smallest_effect.points(spread["sd_control"])
    row = main[design.contrast]
    return Evidence(
        outcome=outcome,
        contrast=design.contrast,
        estimates=(
            row.as_estimate("primary" if guard is None else "naive"),
            other[design.contrast].as_estimate(
                "robustness" if guard is None else "naive"
            ),
            alone.as_estimate("naive"),
        ),
        guard=guard,
        smallest_effect=delta,
        details={
            **details,
            **spread,
            **equivalence_details(row, delta, expect, alpha),
            "comparisons": [found.to_dict() for found in main.rows],
        },
    )


def _family(
    scores: dict[str, np.ndarray],
    design: BetweenDesign,
    equal_variances: bool,
    expect: Expectation,
    alpha: float,
) -> ComparisonTable:
    assert design.control is not None
    return dunnett_comparisons(
        scores,
        design.control,
        equal_variances=equal_variances,
        expect=expect,
        alpha=alpha,
        outcome=design.outcome,
    )


def _scores(
    responses: Responses, design: BetweenDesign, levels: Sequence[str]
) -> dict[str, np.ndarray]:
    """Return the scores of the control and of every level compared with it."""
    assert design.control is not None
    labels = group_labels(responses.answers[design.condition]).to_numpy(dtype=object)
    outcome = responses.variable(design.outcome).to_numpy(dtype=float)
    found = sorted({label for label in labels if isinstance(label, str)})
    named = list(dict.fromkeys(levels)) or [g for g in found if g != design.control]
    unknown = [name for name in named if name not in found or name == design.control]
    if unknown or design.treated not in named:
        wrong = unknown[0] if unknown else design.treated
        raise OptionError(
            f'"{wrong}" is not among the levels compared with "{design.control}"',
            code="unknown_group",
            allowed=", ".join(g for g in found if g != design.control),
            advice=did_you_mean(wrong, found),
        )
    there = np.isfinite(outcome)
    scores = {name: outcome[there & (labels == name)] for name in named}
    kept = {name: values for name, values in scores.items() if len(values) > 1}
    return {design.control: outcome[there & (labels == design.control)], **kept}
