"""The shape of a plan: what is measured, what is claimed, how it is tested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from srtoolkit.plans.criteria import Criterion, Name, Part, Screening, mapping_or_value
from srtoolkit.plans.demo import Demo
from srtoolkit.questionnaire import Text

Expect = Literal["positive", "negative", "zero", "any"]


class Condition(Part):
    """The column that says which condition a respondent was in.

    Attributes
    ----------
    control, treated : str
        Values of the column that are compared; a plan without a control is
        run and answered with *not testable*.
    labels : mapping of str to Text
        How the report names the column's values.
    groups : mapping of str to mapping
        Where the file has no such column: the groups made from answers, each
        by what must hold of all its columns, for example
        ``excellent: {COMP: 1, HANDLE: {at_least: 9}}``. Whoever fits none is
        in no group.
    """

    column: Name
    control: Name | None = None
    treated: Name
    labels: dict[str, Text] = Field(default_factory=dict)
    groups: dict[str, dict[Name, Criterion]] = Field(default_factory=dict)

    @property
    def source_columns(self) -> tuple[str, ...]:
        """Columns of the file that say who is in which group."""
        if not self.groups:
            return (self.column,)
        return tuple(dict.fromkeys(c for group in self.groups.values() for c in group))


class ManipulatedFactor(Part):
    """A manipulated factor with two levels, told by the conditions' labels.

    Attributes
    ----------
    high, low : str
        Words between underscores of a label: ``firm_stable`` has the levels
        ``firm`` and ``stable``.
    title : Text or None
        How the report names it.
    labels : mapping of str to Text
        How the report names its levels, by `high` and `low`.
    """

    high: Name
    low: Name
    title: Text | None = None
    labels: dict[Name, Text] = Field(default_factory=dict)


class Design(Part):
    """How respondents came into their conditions.

    Attributes
    ----------
    manipulated : bool
        True for an experiment with random assignment, False for a survey.
    covariates : tuple of str
        Columns or scores a survey is adjusted for.
    treatment_basis : str or None
        In a survey, the variable by which the treated were picked.
    control_experience : {"no_failure", "no_complaint", "other"}
        What the control group has in common.
    factors : mapping of str to ManipulatedFactor
        Columns made of the condition, +0.5 at the high and -0.5 at the low
        level: in a regression of factors and their products that is not
        centred, each coefficient is a difference of means (of differences,
        for a product). Conditions that tell no level have none.
    """

    condition: Condition
    manipulated: bool
    covariates: tuple[Name, ...] = Field(default=(), strict=False)
    treatment_basis: Name | None = None
    control_experience: Literal["no_failure", "no_complaint", "other"] = "no_failure"
    factors: dict[Name, ManipulatedFactor] = Field(default_factory=dict)


class SmallestEffectOfInterest(Part):
    """The smallest effect of interest and why it is that."""

    value: float = Field(gt=0)
    unit: Literal["points", "sd_control"]
    why: Text


class Estimation(Part):
    """How models are estimated; names and defaults are those of `sem.fit`.

    Attributes
    ----------
    bootstrap, seed : int
        Draws, 0 for none, and their seed.
    ordered : bool or tuple of str
        Items treated as ordered; true for all of the model.
    """

    estimator: Literal[
        "ML", "MLR", "MLM", "MLMV", "MLMVS", "MLF", "GLS", "WLS", "ULS",
        "DWLS", "WLSM", "WLSMV", "ULSMV",
    ] = "ML"  # fmt: skip
    missing: Literal["listwise", "fiml", "pairwise"] = "listwise"
    bootstrap: int = Field(default=0, ge=0)
    seed: int = Field(default=1, ge=0)
    ordered: bool | Annotated[tuple[Name, ...], Field(strict=False)] = False
    std_lv: bool = False
    orthogonal: bool = False
    fixed_x: bool = True
    information: Literal["default", "expected", "observed"] = "default"
    likelihood: Literal["normal", "wishart"] = "normal"
    parameterization: Literal["delta", "theta"] = "delta"


class Regression(Part):
    """A regression by roles; no formula is ever evaluated.

    Attributes
    ----------
    family : str
        As in `regression.fit`.
    categories : tuple of str
        Predictors or covariates whose numbers are labels.
    errors : str or None
        None takes the family's default, HC3 for a linear one.
    lower, upper : float or None
        Limits of a ``tobit`` outcome.
    amount : str or None
        Family of the positive amounts of a ``two_part`` outcome.
    title : Text or None
        How the report names it; else by its outcome.
    """

    title: Text | None = None
    outcome: Name
    family: Literal[
        "linear", "logistic", "poisson", "negative_binomial", "gamma", "ordinal",
        "multinomial", "tobit", "two_part",
    ] = "linear"  # fmt: skip
    predictors: tuple[Name, ...] = Field(min_length=1, strict=False)
    interactions: tuple[Annotated[tuple[Name, ...], Field(strict=False)], ...] = Field(
        default=(), strict=False
    )
    covariates: tuple[Name, ...] = Field(default=(), strict=False)
    centre: bool = True
    categories: tuple[Name, ...] = Field(default=(), strict=False)
    errors: Literal["classic", "HC0", "HC1", "HC2", "HC3", "HC4"] | None = None
    lower: float | None = None
    upper: float | None = None
    amount: Name | None = None

    @property
    def named_categories(self) -> tuple[str, ...]:
        """Predictors, covariates and the outcome that may name categories."""
        outcome = (self.outcome,) if self.family == "multinomial" else ()
        return (*self.categories, *outcome)


class FurtherModel(Part):
    """A structural equation model beside the plan's own.

    Attributes
    ----------
    title : Text or None
        How the report names it.
    measurement : str or None
        None takes the plan's.
    structure : str or None
        None fits the measurement alone.
    interactions : tuple of pairs of str
        Products of factors, by matched double-mean-centred indicators; the
        product of STA and CON is the factor ``STAxCON`` of the structure.
    group : str or None
        Column whose groups are fitted together.
    equal, partial : tuple of str
        As in `sem.fit`.
    half : {"first", "second"} or None
        Fit one random half of the respondents, drawn by the seed of
        `estimation`: a model explored in the other half is confirmed here.
    """

    title: Text | None = None
    measurement: str | None = None
    structure: str | None = None
    interactions: tuple[Annotated[tuple[Name, Name], Field(strict=False)], ...] = Field(
        default=(), strict=False
    )
    group: Name | None = None
    equal: tuple[Name, ...] = Field(default=(), strict=False)
    partial: tuple[Name, ...] = Field(default=(), strict=False)
    half: Literal["first", "second"] | None = None


class Hypothesis(BaseModel):
    """One claim and the test that decides on it; other keys go to the test."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)

    claim: Text
    test: Name
    expect: Expect
    model: Name | None = None
    family: Name = "all"

    @property
    def arguments(self) -> dict[str, Any]:
        """The keys that belong to the test."""
        return dict(self.__pydantic_extra__ or {})


StepEntry = Annotated[
    Annotated[Name, Tag("value")]
    | Annotated[
        dict[Name, dict[str, Any]], Field(min_length=1, max_length=1), Tag("mapping")
    ],
    Discriminator(mapping_or_value),
]


@dataclass(frozen=True, slots=True)
class StepCall:
    """A step or robustness check as a plan writes it.

    Attributes
    ----------
    name : str
        ``room.function``.
    arguments : mapping
        Empty where only the name is written.
    """

    name: str
    arguments: dict[str, Any]


def step_call(entry: str | dict[str, dict[str, Any]]) -> StepCall:
    """Read ``room.function`` or ``{room.function: {key: value}}``."""
    if isinstance(entry, str):
        return StepCall(entry, {})
    ((name, arguments),) = entry.items()
    return StepCall(name, dict(arguments))


class Plan(Part):
    """A whole plan; see the user guide for every key."""

    schema_: Literal[1] = Field(alias="schema")
    theory: tuple[Name, ...] = Field(min_length=1, strict=False)
    title: Text
    question: Text
    instruments: tuple[Name, ...] = Field(min_length=1, strict=False)
    design: Design | None = None
    screening: Screening | None = None
    smallest_effect: SmallestEffectOfInterest | None = None
    alpha: float = Field(default=0.05, gt=0, lt=0.5)
    multiplicity: Literal["sequence", "holm"] = "sequence"
    estimation: Estimation = Estimation()
    measurement: str | None = None
    structure: str | None = None
    models: dict[str, FurtherModel] = Field(default_factory=dict)
    regressions: dict[str, Regression] = Field(default_factory=dict)
    steps: tuple[StepEntry, ...] = Field(default=(), strict=False)
    hypotheses: dict[str, Hypothesis] = Field(min_length=1)
    robustness: tuple[StepEntry, ...] = Field(default=(), strict=False)
    allow_without_invariance: Text | None = None
    answered_at: Name | None = None
    demos: dict[str, Demo] = Field(default_factory=dict)
    report: Name = "standard"

    @model_validator(mode="after")
    def _structure_has_measurement(self) -> Plan:
        if self.structure is not None and self.measurement is None:
            raise ValueError("a structure needs a measurement beside it")
        return self

    @property
    def model_syntax(self) -> str | None:
        """Measurement and structure as one lavaan model."""
        if self.measurement is None:
            return None
        return "\n".join(part for part in (self.measurement, self.structure) if part)
