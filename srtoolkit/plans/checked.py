"""A plan in which every name was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.plans.reading import LoadedPlan
from srtoolkit.plans.schema import Plan
from srtoolkit.plans.steps import Step
from srtoolkit.questionnaire import LoadedInstrument

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel

#: A step that takes these compares the conditions of the plan's design.
DESIGN_PARAMETERS = frozenset({"condition", "treated"})


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What a run needs.

    Attributes
    ----------
    loaded : LoadedPlan
    instruments : tuple of LoadedInstrument
    model : ParsedModel or None
        Measurement and structure together.
    steps : tuple of Step
    tests : mapping of str to Step
        The test of each hypothesis, in the plan's order.
    robustness : tuple of Step
    """

    loaded: LoadedPlan
    instruments: tuple[LoadedInstrument, ...]
    model: ParsedModel | None
    steps: tuple[Step, ...]
    tests: Mapping[str, Step]
    robustness: tuple[Step, ...]

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.loaded.plan

    def columns(self) -> tuple[str, ...]:
        """Columns that the file of answers must have, in the plan's order."""
        needed: dict[str, None] = {}
        if self.plan.design is not None:
            needed[self.plan.design.condition.column] = None
        if self.model is not None:
            needed |= dict.fromkeys(self.model.observed)
        for name in variables(self.plan):
            needed |= dict.fromkeys(items_behind(name, self.instruments))
        return tuple(needed)

    def companions(self, hypothesis_id: str) -> list[Step]:
        """The robustness checks that can stand beside a hypothesis."""
        test = self.tests[hypothesis_id]
        given = self.plan.hypotheses[hypothesis_id].arguments
        return [step for step in self.robustness if can_accompany(step, test, given)]


def can_accompany(step: Step, test: Step, given: Mapping[str, object]) -> bool:
    """Tell whether a robustness check can stand beside a test."""
    compares = bool(test.required & DESIGN_PARAMETERS)
    same_kind = bool(step.required & DESIGN_PARAMETERS) == compares
    return same_kind and not step.missing(given)


def variables(plan: Plan) -> list[str]:
    """Scores, items and columns that the design, tests and regressions name."""
    names: list[str] = []
    if plan.design is not None:
        names += plan.design.covariates
        names += [plan.design.treatment_basis] if plan.design.treatment_basis else []
    for regression in plan.regressions.values():
        names += [regression.outcome, *regression.predictors, *regression.covariates]
    for hypothesis in plan.hypotheses.values():
        outcome = hypothesis.arguments.get("outcome")
        names += [outcome] if isinstance(outcome, str) else []
    return list(dict.fromkeys(names))


def items_behind(name: str, instruments: tuple[LoadedInstrument, ...]) -> list[str]:
    """Items of a scale; any other name stands for itself."""
    for loaded in instruments:
        for scale in loaded.instrument.scales:
            if scale.id == name:
                return [item.id for item in scale.items]
    return [name]


def score_names(instruments: tuple[LoadedInstrument, ...]) -> dict[str, None]:
    """All scales, then all items, that the instruments define."""
    parts = [loaded.instrument for loaded in instruments]
    scales = dict.fromkeys(scale.id for part in parts for scale in part.scales)
    return scales | dict.fromkeys(item.id for part in parts for item in part.items)
