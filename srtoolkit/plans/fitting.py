"""Fits the models that a plan writes down."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.plans.checked import CheckedPlan
from srtoolkit.plans.schema import Estimation, Regression

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.regression import LinearFit
    from srtoolkit.responses import Responses
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True)
class FittedModels:
    """The fits of one run.

    Attributes
    ----------
    measurement, structural : SemFit or None
    regressions : mapping of str to LinearFit
    """

    measurement: SemFit | None = None
    structural: SemFit | None = None
    regressions: Mapping[str, LinearFit] = field(default_factory=dict)

    def fit_for(self, model: str | None) -> Any:
        """The fit that a hypothesis is read from."""
        if model is not None and model in self.regressions:
            return self.regressions[model]
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
    if plan.measurement is not None:
        measurement = _fit_sem(plan.measurement, responses, estimation, "cfa", 0, jobs)
    if plan.structure is not None:
        syntax = plan.model_syntax
        assert syntax is not None
        draws = estimation.bootstrap
        structural = _fit_sem(syntax, responses, estimation, "sem", draws, jobs)
    regressions = {
        name: _fit_regression(regression, responses)
        for name, regression in plan.regressions.items()
    }
    return FittedModels(measurement, structural, regressions)


def _fit_sem(
    syntax: str,
    responses: Responses,
    estimation: Estimation,
    model_type: Literal["sem", "cfa"],
    bootstrap: int,
    jobs: int,
) -> SemFit:
    from srtoolkit import sem

    names = sem.parse_model(syntax).observed
    return sem.fit(
        syntax,
        responses.keyed[list(names)],
        **estimation.model_dump(exclude={"bootstrap", "ordered"}),
        ordered=_ordered(estimation, names),
        model_type=model_type,
        bootstrap=bootstrap,
        jobs=jobs,
    )


def _ordered(estimation: Estimation, names: Collection[str]) -> bool | tuple[str, ...]:
    """Items treated as ordered, as far as they are in the model."""
    if isinstance(estimation.ordered, bool):
        return estimation.ordered
    return tuple(name for name in estimation.ordered if name in names)


def _fit_regression(regression: Regression, responses: Responses) -> LinearFit:
    from srtoolkit.regression import fit_linear

    return fit_linear(
        _regression_data(regression, responses),
        outcome=regression.outcome,
        predictors=regression.predictors,
        interactions=regression.interactions,
        covariates=regression.covariates,
        centre=regression.centre,
        errors=regression.errors,
    )


def _regression_data(regression: Regression, responses: Responses) -> pd.DataFrame:
    import pandas as pd

    scores = [regression.outcome, *regression.predictors]
    columns = {name: responses.variable(name) for name in scores}
    for name in regression.covariates:  # a covariate may be a column of words
        raw = name in responses.answers.columns
        columns[name] = responses.answers[name] if raw else responses.variable(name)
    return pd.DataFrame(columns)
