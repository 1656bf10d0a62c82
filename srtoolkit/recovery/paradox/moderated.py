"""For whom the paradox holds: the recovery's effect over a moderator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.comparison import group_labels
from srtoolkit.errors import OptionError, did_you_mean
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
    interval_level,
    wald_estimate,
)
from srtoolkit.recovery.group_means import outcome_limits
from srtoolkit.recovery.guards import BetweenDesign, ControlExperience, find_guards
from srtoolkit.recovery.paradox.between import comparable, spread_details
from srtoolkit.recovery.paradox.conjunction import conjunction_cell
from srtoolkit.recovery.paradox.moderator import (
    ModeratedEffect,
    Moderator,
    moderated_effect,
    read_moderator,
)
from srtoolkit.responses.personal.masking import listed_labels
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

Place = float | Literal["low", "high"]


@plan_step("hypothesis")
def paradox_moderated(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str | None = None,
    treated: str,
    manipulated: bool,
    moderator: str,
    moderator_manipulated: bool = False,
    cells: Mapping[str, Sequence[str]] | None = None,
    low: float | str | None = None,
    high: float | str | None = None,
    at: Place | None = None,
    conjunction: Mapping[str, Mapping[str, Any]] | None = None,
    covariates: tuple[str, ...] = (),
    treatment_basis: str | None = None,
    control_experience: ControlExperience = "no_failure",
    expect: Expectation = "negative",
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Ask how the gap between recovered and control customers hangs on a moderator.

    Only a moderator that was varied by the researcher (the severity told in a
    scenario) gives a verdict; one that respondents brought with them, or
    judged, is described.

    Parameters
    ----------
    outcome : str
        Scale (its mean item score), item or numeric column.
    moderator : str
        Scale, item or column; categories need `low` and `high`.
    moderator_manipulated : bool
        Whether it was assigned.
    cells : mapping, optional
        A name and the labels of all groups with the recovery, where the
        moderator was varied among them: ``{excellent_recovery: [minor,
        severe]}``. They count as one group of that name.
    low, high : float or str, optional
        Where the gap is read: two labels, or two values; the mean less and
        plus one standard deviation of the treated when not given, or the two
        values there are.
    at : {"low", "high"} or float, optional
        Test the gap at this value of the moderator. Without it, how the gap
        changes: for two levels the gap at the upper less that at the lower
        one, else a unit of the moderator.
    conjunction : mapping, optional
        The cell where all favourable conditions meet:
        ``{SEV: {at_most: 3}, PRIOR: {equals: 0}}``; compared with the control
        beside the hypothesis, with its n.
    covariates : tuple of str
        Held constant in a survey.
    condition, control, treated, manipulated, treatment_basis, control_experience
        As in `paradox_between`.
    smallest_effect : SmallestEffect or None
        Used for a gap and for a difference of two gaps, not for a slope.

    Returns
    -------
    Evidence
        Primary ``ols_hc3`` (naive behind a guard). A moderator that customers
        without a failure do not have, such as the severity of the failure,
        works within the treated group alone. Guards: those of
        `paradox_between`, then ``moderator_measured``; ``moderator_constant``.
        ``details``: those of `paradox_between`, ``simple_slopes`` (the gap at
        low, mean, high) and ``johnson_neyman`` with the rows of
        `regression.coefficient`, ``at`` and ``conjunction`` where asked for.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    OptionError
        When one of the cells is not there.
    ModelError
        When the moderator's levels or the conjunction are not clear, or as
        `regression.fit_linear`.

    References
    ----------
    Johnson & Neyman (1936), Statistical Research Memoirs 1, 57-93; Bauer &
    Curran (2005), Multivariate Behavioral Research 40, 373-400.
    """
    responses.require([outcome, condition, moderator, *covariates])
    if cells:
        responses, treated = _joined(responses, condition, cells)
    design = BetweenDesign(
        outcome,
        condition,
        control,
        treated,
        manipulated,
        () if manipulated else covariates,
        treatment_basis,
        control_experience,
    )
    means = design.means(responses, alpha)
    guards = list(find_guards(responses, design, means))
    if not moderator_manipulated:
        guards.append(Reason("moderator_measured", {"moderator": moderator}))
    details: dict[str, Any] = {
        "groups": [asdict(mean) for mean in means],
        "outcome_range": outcome_limits(responses, outcome),
    }
    name = f"{outcome} ~ {treated}:{moderator}"
    probed = None
    if control is not None and comparable(means):
        probed = read_moderator(responses, design, moderator, low, high)
    if probed is None:
        guards.append(Reason("moderator_constant", {"moderator": moderator}))
        return Evidence(outcome, name, (), guard=guards[0], details=details)
    details["further_guards"] = [asdict(reason) for reason in guards[1:]]
    effect = moderated_effect(responses, design, probed)
    role: Literal["primary", "naive"] = "naive" if guards else "primary"
    main = _estimate(effect, probed, at, role, expect, alpha)
    details |= _probed(responses, design, effect, probed, alpha)
    estimates = [main]
    if conjunction is not None:
        cell = conjunction_cell(
            responses,
            design,
            conjunction,
            role="naive" if guards else "robustness",
            expect="positive",
            alpha=alpha,
        )
        details["conjunction"] = dict(cell.details)
        details["diagnostics"] = [*details["diagnostics"], cell.diagnostic]
        estimates += [] if cell.estimate is None else [cell.estimate]
    delta = None
    if smallest_effect is not None and (at is not None or probed.two_levels):
        delta = smallest_effect.points(details["sd_control"])
    if at is not None:
        name = design.contrast
        details["at"] = {moderator: _place(probed, at)}
    return Evidence(
        outcome=outcome,
        contrast=name,
        estimates=tuple(estimates),
        guard=guards[0] if guards else None,
        smallest_effect=delta,
        details=details,
    )


def _joined(
    responses: Responses, condition: str, cells: Mapping[str, Sequence[str]]
) -> tuple[Responses, str]:
    """Let several groups count as one treated group; return its name too."""
    (name, *others), members = list(cells), [m for part in cells.values() for m in part]
    labels = group_labels(responses.answers[condition])
    found = sorted(set(labels.dropna()))
    absent = [member for member in members if member not in found]
    if absent or others or not members:
        wrong = ", ".join(f'"{one}"' for one in absent or others) or "nothing"
        raise OptionError(
            f'cells: {wrong} cannot be part of the treated group "{name}"',
            code="unknown_group",
            allowed="one name with labels of the column: " + listed_labels(found),
            advice=did_you_mean(absent[0], found) if absent else "",
        )
    joined = labels.where(~labels.isin(members), name)
    changed = {condition: joined}
    return (
        replace(
            responses,
            answers=responses.answers.assign(**changed),
            keyed=responses.keyed.assign(**changed),
        ),
        name,
    )


def _place(moderator: Moderator, at: Place) -> float:
    if isinstance(at, str):
        return moderator.low if at == "low" else moderator.high
    return float(at)


def _estimate(
    effect: ModeratedEffect,
    moderator: Moderator,
    at: Place | None,
    role: Literal["primary", "naive"],
    expect: Expectation,
    alpha: float,
) -> Estimate:
    if at is not None:
        est, se = effect.at(_place(moderator, at))
    else:
        unit = moderator.high - moderator.low if moderator.two_levels else 1.0
        est = float(effect.estimates[1]) * unit
        se = float(effect.covariance[1, 1] ** 0.5) * unit
    return wald_estimate(
        est,
        se,
        df=effect.df,
        expect=expect,
        alpha=alpha,
        method=effect.method,
        role=role,
        n=effect.n,
    )


def _probed(
    responses: Responses,
    design: BetweenDesign,
    effect: ModeratedEffect,
    moderator: Moderator,
    alpha: float,
) -> dict[str, Any]:
    scores = design.scores(responses)
    found = spread_details(responses, design, scores)
    if not moderator.in_control:
        values = {"moderator": moderator.name}
        found["diagnostics"].append(
            {"code": "moderator_only_treated", "values": values}
        )
    level = interval_level(alpha, "any")
    found["simple_slopes"] = effect.rows(moderator, design.treated, level)
    if not moderator.two_levels:
        found["johnson_neyman"] = effect.region(moderator, level)
    return found
