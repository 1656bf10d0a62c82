"""Leaves respondents out as a plan says, and shows what that changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ResponsesError
from srtoolkit.inference import Evidence, Reason, Verdict
from srtoolkit.plans.answering import holds
from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.criteria import SEVERAL_MARKS, Screening
from srtoolkit.plans.schema import Plan
from srtoolkit.plans.steps import PlannedStep

if TYPE_CHECKING:
    from srtoolkit.responses import Responses, Review

#: Steps that describe how questions were answered see whom the plan excludes.
_SEE_EVERYONE = frozenset({"responses.screening", "responses.careless"})
#: Fewest respondents a plan may leave.
_FEWEST = 2


@dataclass(frozen=True, slots=True, eq=False)
class Exclusion:
    """Respondents before and after a plan's exclusions.

    Attributes
    ----------
    everyone : Responses
        All who belong to the plan's population.
    kept : Responses
        Those the primary analysis uses; its flow tells the others' reasons.
    notes : tuple of Reason
        Rules that these answers do not allow, and where review and plan differ.
    review : Review or None
        A person's decisions.
    """

    everyone: Responses
    kept: Responses
    notes: tuple[Reason, ...] = ()
    review: Review | None = None

    @property
    def changed(self) -> bool:
        """Whether anybody was left out by a mark or a person."""
        return self.kept.n < self.everyone.n


def exclude(
    checked: CheckedPlan, responses: Responses, review: Review | None = None
) -> Exclusion:
    """Leave out who does not belong, who is marked, then whom a person excludes.

    Raises
    ------
    ResponsesError
        When fewer than two respondents are left.
    """
    asked = checked.plan.screening or Screening.model_construct()
    everyone = responses
    for column, criterion in asked.eligible.items():
        fits = [holds(value, criterion) for value in everyone.answers[column]]
        reason = Reason("not_eligible", {"column": column})
        everyone = everyone.keep(np.array(fits, dtype=bool), "eligibility", reason)
    _require_some(everyone, responses)
    kept, notes = _without_marked(everyone, asked.exclude, asked.limits)
    notes += _differences(asked, review, everyone, kept)
    kept = _without_reviewed(kept, review)
    _require_some(kept, responses)
    return Exclusion(everyone, kept, tuple(notes), review)


def _without_reviewed(responses: Responses, review: Review | None) -> Responses:
    """Leave out whom a person excludes, one stage a reason."""
    kept = responses
    for reason, rows in review.excluded.items() if review is not None else ():
        stays = np.array([row not in rows for row in kept.row_numbers], dtype=bool)
        if not stays.all():  # some are gone by a mark already
            kept = kept.keep(stays, "review", Reason("reviewed", {"reason": reason}))
    return kept


def _differences(
    asked: Screening, review: Review | None, everyone: Responses, kept: Responses
) -> list[Reason]:
    """Tell where plan and review do not say the same."""
    if review is None:
        due = asked.review and not everyone.simulated
        return [Reason("review_not_given")] if due else []
    gone = set(everyone.row_numbers) - set(kept.row_numbers)
    told = review.to_dict()
    counts = {
        "review_overruled": len(gone & review.kept),
        "review_undecided": told["n_undecided"],
        "review_unmarked": told["n_unmarked"],
    }
    notes = [Reason(code, {"n": n}) for code, n in counts.items() if n]
    return notes if asked.review else [Reason("review_not_planned"), *notes]


def _without_marked(
    responses: Responses, marks: Iterable[str], limits: Mapping[str, float]
) -> tuple[Responses, list[Reason]]:
    from srtoolkit.responses import screening

    marks = tuple(marks)
    if not marks:
        return responses, []
    table = screening(responses, limits=limits).respondents
    table[SEVERAL_MARKS] = table["n_marks"] > 1
    notes = [Reason("mark_not_possible", {"check": m}) for m in marks if m not in table]
    kept = responses
    for mark in marks:
        if mark in table:
            marked = table[mark].to_numpy(dtype=bool)
            kept = kept.keep(~marked, "screening", Reason(mark))
            table = table[~marked]
    return kept, notes


def _require_some(kept: Responses, read: Responses) -> None:
    if kept.n >= _FEWEST:
        return
    raise ResponsesError(
        f"the plan's screening leaves {kept.n} of {read.n} respondents",
        code="nobody_left",
        where=read.file or "",
        allowed=f"{_FEWEST} respondents or more",
        advice="Look at `srtoolkit responses check` for what each mark counts.",
    )


def context_of_step(
    planned: PlannedStep, plan: Plan, context: Mapping[str, Any], exclusion: Exclusion
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return the context and arguments of a step: screening sees everyone."""
    if planned.name not in _SEE_EVERYONE:
        return context, planned.arguments
    changed = plan.screening.limits if plan.screening is not None else {}
    limits = {"limits": changed} if changed else {}
    return {**context, "responses": exclusion.everyone}, {**limits, **planned.arguments}


def beside_everyone(
    evidence: Mapping[str, Evidence],
    verdicts: Mapping[str, Verdict],
    everyone: Mapping[str, Evidence],
    verdicts_of_everyone: Mapping[str, Verdict],
) -> dict[str, Evidence]:
    """Put the estimate without any exclusion beside each hypothesis."""
    return {
        key: _beside(
            key, found, everyone[key], verdicts[key], verdicts_of_everyone[key]
        )
        for key, found in evidence.items()
    }


def _beside(
    key: str, found: Evidence, everyone: Evidence, here: Verdict, there: Verdict
) -> Evidence:
    kept, all_of_them = found.primary, everyone.primary
    if kept is None or all_of_them is None:
        return found
    estimate = replace(all_of_them, method="without_exclusions", role="robustness")
    values: dict[str, Any] = {
        "id": key,
        "est": kept.est,
        "est_everyone": all_of_them.est,
    }
    code = "exclusions_keep_verdict"
    if here.verdict != there.verdict:
        code, values["verdict"] = "exclusions_change_verdict", there.verdict
    elif here.practical != there.practical:
        code, values["practical"] = "exclusions_change_practical", there.practical
    noticed = [*found.details.get("diagnostics", ()), {"code": code, "values": values}]
    return replace(
        found,
        estimates=(*found.estimates, estimate),
        details={**found.details, "diagnostics": noticed},
    )
