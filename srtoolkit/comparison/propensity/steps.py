"""Checks a plan can put beside a comparison of two groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.comparison.propensity.analysis import weighted_difference
from srtoolkit.comparison.propensity.e_value import mean_difference_e_value
from srtoolkit.comparison.propensity.result import PropensityResult
from srtoolkit.comparison.propensity.weights import Estimand
from srtoolkit.comparison.scores.covariates import nominal_covariates
from srtoolkit.comparison.scores.groups import condition_labels
from srtoolkit.errors import PlanError, did_you_mean
from srtoolkit.inference import Companion, Estimate, Expectation
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses


@plan_step("robustness")
def propensity_weighted(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    covariates: tuple[str, ...] = (),
    without: Sequence[str] = (),
    categories: Sequence[str] = (),
    interactions: Sequence[Sequence[str]] = (),
    squares: Sequence[str] = (),
    estimand: Estimand = "att",
    trim: float = 0.0,
    truncate: float = 1.0,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    bootstrap: int = 1000,
    seed: int | None = None,
    jobs: int = 1,
) -> Companion:
    """Compare the two groups after weighting them to be alike.

    Parameters
    ----------
    outcome, condition, control, treated : str
        Scale, item or numeric column; column of the groups; their labels.
    covariates : tuple of str
        Those of the plan, unless the check names its own.
    without : sequence of str
        Covariates to leave out here.
    categories : sequence of str
        Covariates whose numbers are labels; those that an instrument calls
        nominal, and text, are anyway.
    interactions, squares, estimand, trim, truncate
        As `weighted_difference`.
    bootstrap : int
        Draws that refit the propensity model; 0 gives the sandwich error.

    Returns
    -------
    Companion
        ``details``: ``summary``, ``balance``, ``groups``, ``overlap``
        (both groups by steps of the propensity), ``propensity_model``, ``notes``, ``covariates``, ``without``.

    Raises
    ------
    PlanError
        When no covariate is left, or `without` names none of them.
    ModelError
        As `weighted_difference`.
    """
    asked = _Asked(
        outcome, condition, control, treated, covariates, without, categories
    )
    result = asked.weighted(
        responses,
        interactions=interactions,
        squares=squares,
        estimand=estimand,
        trim=trim,
        truncate=truncate,
        expect=expect,
        alpha=alpha,
        bootstrap=bootstrap,
        seed=seed,
        jobs=jobs,
    )
    return asked.companion(result)


@plan_step("robustness")
def doubly_robust(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    covariates: tuple[str, ...] = (),
    without: Sequence[str] = (),
    categories: Sequence[str] = (),
    interactions: Sequence[Sequence[str]] = (),
    squares: Sequence[str] = (),
    estimand: Literal["att", "ate"] = "att",
    expect: Expectation = "positive",
    alpha: float = 0.05,
    bootstrap: int = 1000,
    seed: int | None = None,
    jobs: int = 1,
) -> Companion:
    """Compare the two groups by outcome models corrected with weights.

    Parameters, result and errors as `propensity_weighted`; no trimming.
    """
    asked = _Asked(
        outcome, condition, control, treated, covariates, without, categories
    )
    result = asked.weighted(
        responses,
        is_doubly_robust=True,
        interactions=interactions,
        squares=squares,
        estimand=estimand,
        expect=expect,
        alpha=alpha,
        bootstrap=bootstrap,
        seed=seed,
        jobs=jobs,
    )
    return asked.companion(result)


@plan_step("robustness")
def e_value(
    responses: Responses,
    *,
    outcome: str,
    condition: str,
    control: str,
    treated: str,
    covariates: tuple[str, ...] = (),
    without: Sequence[str] = (),
    categories: Sequence[str] = (),
    estimand: Estimand = "att",
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Companion:
    """Say how strong an unmeasured confounder of the weighted difference must be.

    The difference, its sandwich error and the covariates are those of
    `propensity_weighted`; parameters and errors as there.

    Returns
    -------
    Companion
        One estimate without a unit: ``effect`` is the E-value, ``effect_low``
        that of the 95 % limit nearer to no effect.
    """
    asked = _Asked(
        outcome, condition, control, treated, covariates, without, categories
    )
    result = asked.weighted(
        responses,
        estimand=estimand,
        expect=expect,
        alpha=alpha,
        bootstrap=0,
    )
    est = result.difference.est
    assert est is not None
    found = mean_difference_e_value(est, result.sandwich_se, result.sd_pooled)
    estimate = Estimate(
        method=f"e_value_{estimand}",
        role="robustness",
        est=None,
        ci_level=0.95,
        effect=found.e_value,
        effect_low=found.e_value_limit,
        effect_name="e_value",
        n=result.difference.n,
    )
    summary = found.to_dict() | {"est": est, "sd_pooled": result.sd_pooled}
    return Companion((estimate,), {"summary": summary, **asked.named})


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which groups a check compares, and what it holds constant."""

    outcome: str
    condition: str
    control: str
    treated: str
    covariates: Sequence[str]
    without: Sequence[str]
    categories: Sequence[str]

    @property
    def named(self) -> dict[str, list[str]]:
        """The covariates used and those left out, as details keep them."""
        chosen = _chosen(self.covariates, self.without)
        return {"covariates": list(chosen), "without": list(self.without)}

    def weighted(self, responses: Responses, **options: Any) -> PropensityResult:
        """Compare the two groups; `options` are those of `weighted_difference`."""
        chosen = _chosen(self.covariates, self.without)
        labelled = _among(self.categories, chosen, self.covariates)
        pair = self.control, self.treated
        labels = condition_labels(responses, self.condition, named=pair)
        members = labels.isin(pair).to_numpy()
        return weighted_difference(
            responses.variable(self.outcome).to_numpy(dtype=float)[members],
            (labels == self.treated).to_numpy()[members],
            responses.covariates(chosen).loc[members],
            categories=nominal_covariates(chosen, labelled),
            outcome=self.outcome,
            contrast=f"{self.treated} - {self.control}",
            **options,
        )

    def companion(self, result: PropensityResult) -> Companion:
        """Put what was held constant beside the result."""
        found = result.as_companion()
        return Companion(found.estimates, {**found.details, **self.named})


def _chosen(covariates: Sequence[str], without: Sequence[str]) -> tuple[str, ...]:
    named = tuple(covariates)
    for name in without:
        if name not in named:
            raise PlanError(
                f'`without` names "{name}", which is not one of the covariates',
                code="not_a_covariate",
                allowed=", ".join(named),
                advice=did_you_mean(name, named),
            )
    chosen = tuple(name for name in named if name not in without)
    if not chosen:
        raise PlanError(
            "weighting by propensity needs covariates, and none is left",
            code="covariates_missing",
            advice="List them under design.covariates, or leave this check out.",
        )
    return chosen


def _among(
    categories: Sequence[str], chosen: Sequence[str], covariates: Sequence[str]
) -> tuple[str, ...]:
    """Drop categories that were covariates of the plan but are left out here."""
    return tuple(
        name for name in categories if name in chosen or name not in covariates
    )
