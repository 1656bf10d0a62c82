"""A plan in which every name was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from srtoolkit.plans.reading import LoadedPlan
from srtoolkit.plans.schema import Plan, step_call
from srtoolkit.plans.steps import PlannedStep, Step
from srtoolkit.questionnaire import LoadedInstrument

if TYPE_CHECKING:
    from srtoolkit.sem import ParsedModel

#: A step that takes these compares the conditions of the plan's design.
DESIGN_PARAMETERS = frozenset({"condition", "treated"})
#: Keys of a hypothesis that name a score, item or column.
_VARIABLE_KEYS = ("outcome", "before", "moderator")


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What a run needs.

    Attributes
    ----------
    loaded : LoadedPlan
    instruments : tuple of LoadedInstrument
    model : ParsedModel or None
        Measurement and structure together.
    models : mapping of str to ParsedModel
        The plan's further models.
    steps : tuple of PlannedStep
    tests : mapping of str to Step
        The test of each hypothesis, in the plan's order.
    robustness : tuple of PlannedStep
    """

    loaded: LoadedPlan
    instruments: tuple[LoadedInstrument, ...]
    model: ParsedModel | None
    models: Mapping[str, ParsedModel]
    steps: tuple[PlannedStep, ...]
    tests: Mapping[str, Step]
    robustness: tuple[PlannedStep, ...]

    @property
    def plan(self) -> Plan:
        """The plan itself."""
        return self.loaded.plan

    def columns(self) -> tuple[str, ...]:
        """Columns that the file of answers must have, in the plan's order."""
        needed: dict[str, None] = {}
        if self.plan.design is not None:
            needed |= dict.fromkeys(self.plan.design.condition.source_columns)
        if self.plan.screening is not None:
            needed |= dict.fromkeys(self.plan.screening.eligible)
        if self.model is not None:
            needed |= dict.fromkeys(self.model.observed)
        for name, model in self.models.items():
            needed |= dict.fromkeys(answered(model.observed))
            group = self.plan.models[name].group
            needed |= {} if group is None else {group: None}
        for name in variables(self.plan):
            needed |= dict.fromkeys(items_behind(name, self.instruments))
        made = () if self.plan.design is None else self.plan.design.factors
        return tuple(name for name in needed if name not in made)

    def companions(self, hypothesis_id: str) -> list[PlannedStep]:
        """The robustness checks that can stand beside a hypothesis."""
        test = self.tests[hypothesis_id]
        given = self.plan.hypotheses[hypothesis_id].arguments
        return [step for step in self.robustness if can_accompany(step, test, given)]

    def parsed(self, model: str | None) -> ParsedModel | None:
        """The model that a hypothesis is read from."""
        return self.models.get(model, self.model) if model else self.model


def can_accompany(
    companion: PlannedStep, test: Step, given: Mapping[str, object]
) -> bool:
    """Tell whether a robustness check can stand beside a test."""
    compares = bool(test.required & DESIGN_PARAMETERS)
    same_kind = bool(companion.step.required & DESIGN_PARAMETERS) == compares
    return same_kind and not companion.step.missing({**given, **companion.arguments})


def answered(names: Iterable[str]) -> list[str]:
    """Items behind the observed variables of a model: a product has two."""
    return list(dict.fromkeys(item for name in names for item in name.split(".")))


def variables(plan: Plan) -> list[str]:
    """Scores, items and columns that the design, tests and regressions name."""
    names: list[str] = []
    if plan.design is not None:
        names += plan.design.covariates
        names += [plan.design.treatment_basis] if plan.design.treatment_basis else []
    for entry in (*plan.steps, *plan.robustness):
        names += step_call(entry).arguments.get("covariates", ())
    for regression in plan.regressions.values():
        names += [regression.outcome, *regression.predictors, *regression.covariates]
    for hypothesis in plan.hypotheses.values():
        given = (hypothesis.arguments.get(key) for key in _VARIABLE_KEYS)
        names += [name for name in given if isinstance(name, str)]
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
