"""Fits the models that a plan writes down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.plans.checked import CheckedPlan, answered
from srtoolkit.plans.schema import Estimation, FurtherModel, Regression

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression import RegressionFit
    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True)
class FittedModels:
    """The fits of one run.

    Attributes
    ----------
    measurement, structural : SemFit or None
    further : mapping of str to SemFit
    regressions : mapping of str to RegressionFit
    """

    measurement: SemFit | None = None
    structural: SemFit | None = None
    further: Mapping[str, SemFit] = field(default_factory=dict)
    regressions: Mapping[str, RegressionFit] = field(default_factory=dict)

    @property
    def named(self) -> dict[str, SemFit]:
        """All structural equation models by name, the plan's own first."""
        own = {"measurement": self.measurement, "structural": self.structural}
        return {k: fit for k, fit in own.items() if fit is not None} | {**self.further}

    def fit_for(self, model: str | None) -> Any:
        """The fit that a hypothesis is read from."""
        if model is not None and model in self.regressions:
            return self.regressions[model]
        if model is not None:
            return self.further.get(model)
        return self.structural or self.measurement


def fit_models(
    checked: CheckedPlan, responses: Responses, estimation: Estimation, jobs: int
) -> FittedModels:
    """Fit measurement, structure and regressions.

    Raises
    ------
    ModelError
        When the answers cannot carry a model: constant columns, fewer rows
        than parameters and the like.
    """
    plan = checked.plan
    measurement = structural = None
    unrepeated = estimation.model_copy(update={"bootstrap": 0})
    if plan.measurement is not None:
        measurement = _fit_sem(
            plan.measurement, responses, unrepeated, jobs=jobs, model_type="cfa"
        )
    if plan.structure is not None:
        syntax = plan.model_syntax
        assert syntax is not None
        structural = _fit_sem(syntax, responses, estimation, jobs=jobs)
    tested = {hypothesis.model for hypothesis in plan.hypotheses.values()}
    further = {
        name: _fit_sem(
            parsed.text,
            responses,
            estimation if name in tested else unrepeated,
            jobs=jobs,
            further=plan.models[name],
        )
        for name, parsed in checked.models.items()
    }
    regressions = {
        name: _fit_regression(regression, responses)
        for name, regression in plan.regressions.items()
    }
    return FittedModels(measurement, structural, further, regressions)


def sem_options(estimation: Estimation) -> dict[str, Any]:
    """Return what the plan asks of every model, as arguments of `sem.fit`."""
    return estimation.model_dump(exclude={"bootstrap"})


def _fit_sem(
    syntax: str,
    responses: Responses,
    estimation: Estimation,
    *,
    jobs: int,
    model_type: Literal["sem", "cfa"] = "sem",
    further: FurtherModel | None = None,
) -> SemFit:
    from srtoolkit import sem
    from srtoolkit.resampling import random_half

    names = sem.parse_model(syntax).observed
    asked = FurtherModel() if further is None else further
    table = _columns(names, responses, asked.group)
    if asked.half is not None:
        rows = random_half(responses.n, asked.half, estimation.seed)
        table = table.iloc[rows]
    return sem.fit(
        syntax,
        table,
        **sem_options(estimation) | {"ordered": _ordered(estimation, names)},
        model_type=model_type,
        group=asked.group,
        equal=asked.equal,
        partial=asked.partial,
        bootstrap=estimation.bootstrap,
        jobs=jobs,
    )


def _columns(
    names: Collection[str], responses: Responses, group: str | None
) -> pd.DataFrame:
    """Return the model's columns; products are made of their two items."""
    from srtoolkit import sem

    responses.require_amounts(answered(names))
    items = [name for name in names if name in responses.keyed]
    table = responses.keyed[answered(names)].copy()
    for name in names:
        if name not in items:
            first, second = name.split(".")
            table = sem.product_indicators(table, [first], [second]).data
    table = table[list(names)]
    if group is not None:
        table[group] = responses.answers[group]
    return table


def _ordered(estimation: Estimation, names: Collection[str]) -> bool | tuple[str, ...]:
    """Items treated as ordered, as far as they are in the model."""
    if isinstance(estimation.ordered, bool):
        return estimation.ordered
    return tuple(name for name in estimation.ordered if name in names)


def _fit_regression(regression: Regression, responses: Responses) -> RegressionFit:
    from srtoolkit.regression import fit

    special = regression.model_dump(include={"lower", "upper", "amount"})
    return fit(
        _regression_data(regression, responses),
        **regression.model_dump(exclude={"title", *special}),
        **{name: value for name, value in special.items() if value is not None},
    )


def _regression_data(regression: Regression, responses: Responses) -> pd.DataFrame:
    """Return amounts as numbers, and what may be categories as it stands."""
    from srtoolkit.regression import columns_of

    scores = [regression.outcome, *regression.predictors]
    may_be_words = regression.named_categories
    return columns_of(
        responses,
        [name for name in scores if name not in may_be_words],
        [*regression.covariates, *may_be_words],
    )
