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
from srtoolkit.plans.criteria import SEVERAL_MARKS
from srtoolkit.plans.schema import Plan
from srtoolkit.plans.steps import PlannedStep

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

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
        Rules that these answers do not allow.
    """

    everyone: Responses
    kept: Responses
    notes: tuple[Reason, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anybody was left out by a mark."""
        return self.kept.n < self.everyone.n


def exclude(checked: CheckedPlan, responses: Responses) -> Exclusion:
    """Leave out who does not belong to the population, then who is marked.

    Raises
    ------
    ResponsesError
        When fewer than two respondents are left.
    """
    asked = checked.plan.screening
    if asked is None:
        return Exclusion(responses, responses)
    everyone = responses
    for column, criterion in asked.eligible.items():
        fits = [holds(value, criterion) for value in everyone.answers[column]]
        reason = Reason("not_eligible", {"column": column})
        everyone = everyone.keep(np.array(fits, dtype=bool), "eligibility", reason)
    _require_some(everyone, responses)
    kept, notes = _without_marked(everyone, asked.exclude, asked.limits)
    _require_some(kept, responses)
    return Exclusion(everyone, kept, tuple(notes))


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
    if planned.name not in _SEE_EVERYONE or plan.screening is None:
        return context, planned.arguments
    limits = {"limits": plan.screening.limits} if plan.screening.limits else {}
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
            key,
            found,
            everyone[key],
            _read(verdicts[key]) != _read(verdicts_of_everyone[key]),
        )
        for key, found in evidence.items()
    }


def _read(verdict: Verdict) -> tuple[str, str]:
    """Return what a reader takes from a verdict, its numbers aside."""
    return verdict.verdict, verdict.practical


def _beside(key: str, found: Evidence, everyone: Evidence, differs: bool) -> Evidence:
    kept, all_of_them = found.primary, everyone.primary
    if kept is None or all_of_them is None:
        return found
    estimate = replace(all_of_them, method="without_exclusions", role="robustness")
    code = "exclusions_change_verdict" if differs else "exclusions_keep_verdict"
    values = {"id": key, "est": kept.est, "est_everyone": all_of_them.est}
    noticed = [*found.details.get("diagnostics", ()), {"code": code, "values": values}]
    return replace(
        found,
        estimates=(*found.estimates, estimate),
        details={**found.details, "diagnostics": noticed},
    )
