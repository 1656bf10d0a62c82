"""From the evidence of all hypotheses to one verdict each.

Within a family the plan's multiplicity holds: a declared sequence, where each
outcome is tested at alpha until one is not supported, or Holm's adjustment.
"""

from __future__ import annotations

from collections.abc import Mapping

from srtoolkit.inference import (
    Evidence,
    Reason,
    Verdict,
    decide,
    holm,
    not_testable,
    not_tested,
)
from srtoolkit.plans.schema import Hypothesis, Plan


def interval_alpha(plan: Plan, hypothesis_id: str) -> float:
    """Return the alpha whose interval a hypothesis is read from.

    Under Holm the intervals are simultaneous by Bonferroni: 1 - 2 alpha / m.
    """
    if plan.multiplicity == "sequence":
        return plan.alpha
    return plan.alpha / len(_family(plan, hypothesis_id))


def give_verdicts(plan: Plan, evidence: Mapping[str, Evidence]) -> dict[str, Verdict]:
    """Decide on every hypothesis.

    Parameters
    ----------
    evidence : mapping
        What each hypothesis' test found, made at `interval_alpha`.
    """
    verdicts = {
        key: _alone(plan.hypotheses[key], found) for key, found in evidence.items()
    }
    for members in _families(plan):
        if plan.multiplicity == "sequence":
            _hold_sequence(members, verdicts)
        else:
            _hold_holm(plan, members, evidence, verdicts)
    return verdicts


def _alone(hypothesis: Hypothesis, found: Evidence) -> Verdict:
    if found.guard is not None:
        return not_testable(found)
    primary = found.primary
    if primary is None:
        raise ValueError(f"{hypothesis.test} gave neither an estimate nor a guard")
    return decide(primary, hypothesis.expect, found.smallest_effect)


def _families(plan: Plan) -> list[list[str]]:
    names = dict.fromkeys(h.family for h in plan.hypotheses.values())
    return [
        [key for key, h in plan.hypotheses.items() if h.family == name]
        for name in names
    ]


def _family(plan: Plan, hypothesis_id: str) -> list[str]:
    return next(family for family in _families(plan) if hypothesis_id in family)


def _hold_sequence(members: list[str], verdicts: dict[str, Verdict]) -> None:
    stopped_by: str | None = None
    for key in members:
        if stopped_by is not None and verdicts[key].verdict != "not testable":
            verdicts[key] = not_tested(stopped_by)
        elif stopped_by is None and verdicts[key].verdict != "supported":
            stopped_by = key


def _hold_holm(
    plan: Plan,
    members: list[str],
    evidence: Mapping[str, Evidence],
    verdicts: dict[str, Verdict],
) -> None:
    """Holm may say more than the Bonferroni intervals, never less."""
    tested = [
        key
        for key in members
        if evidence[key].primary is not None
        and evidence[key].guard is None
        and plan.hypotheses[key].expect != "zero"
    ]
    p_values = [_p(evidence[key]) for key in tested]
    for answer, values in (
        ("supported", p_values),
        ("opposite", [1 - p for p in p_values]),
    ):
        for key, adjusted in zip(tested, holm(values), strict=True):
            two_sided = plan.hypotheses[key].expect == "any"
            if two_sided and answer == "opposite":
                continue
            if verdicts[key].verdict == "inconclusive" and adjusted < plan.alpha:
                reason = Reason(
                    "adjusted_p_below_alpha",
                    {"p_adjusted": adjusted, "alpha": plan.alpha, "tests": len(tested)},
                )
                verdicts[key] = Verdict(answer, verdicts[key].practical, reason)


def _p(found: Evidence) -> float:
    primary = found.primary
    return 1.0 if primary is None or primary.p is None else primary.p
