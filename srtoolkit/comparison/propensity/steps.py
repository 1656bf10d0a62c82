"""Checks a plan can put beside a comparison of two groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.comparison.propensity.analysis import weighted_difference
from srtoolkit.comparison.propensity.e_value import mean_difference_e_value
from srtoolkit.comparison.propensity.result import PropensityResult
from srtoolkit.comparison.propensity.weights import Estimand
from srtoolkit.comparison.scores.covariates import covariate_table, nominal_covariates
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
    chosen = _chosen(covariates, without)
    result = _weighted(
        responses,
        _groups(outcome, condition, control, treated),
        chosen,
        nominal_covariates(chosen, _among(categories, chosen, covariates)),
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
    return _companion(result, chosen, without)


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
    chosen = _chosen(covariates, without)
    result = _weighted(
        responses,
        _groups(outcome, condition, control, treated),
        chosen,
        nominal_covariates(chosen, _among(categories, chosen, covariates)),
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
    return _companion(result, chosen, without)


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
    chosen = _chosen(covariates, without)
    result = _weighted(
        responses,
        _groups(outcome, condition, control, treated),
        chosen,
        nominal_covariates(chosen, _among(categories, chosen, covariates)),
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
    details = {
        "summary": found.to_dict() | {"est": est, "sd_pooled": result.sd_pooled},
        "covariates": list(chosen),
        "without": list(without),
    }
    return Companion((estimate,), details)


def _weighted(
    responses: Responses,
    groups: Mapping[str, str],
    covariates: Sequence[str],
    categories: Sequence[str],
    **options: Any,
) -> PropensityResult:
    pair = groups["control"], groups["treated"]
    labels = condition_labels(responses, groups["condition"], named=pair)
    members = labels.isin(pair).to_numpy()
    outcome = groups["outcome"]
    return weighted_difference(
        responses.variable(outcome).to_numpy(dtype=float)[members],
        (labels == groups["treated"]).to_numpy()[members],
        covariate_table(responses, covariates).loc[members],
        categories=categories,
        outcome=outcome,
        contrast=f"{groups['treated']} - {groups['control']}",
        **options,
    )


def _groups(outcome: str, condition: str, control: str, treated: str) -> dict[str, str]:
    return {
        "outcome": outcome,
        "condition": condition,
        "control": control,
        "treated": treated,
    }


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


def _companion(
    result: PropensityResult, covariates: Sequence[str], without: Sequence[str]
) -> Companion:
    companion = result.as_companion()
    named = {"covariates": list(covariates), "without": list(without)}
    return Companion(companion.estimates, {**companion.details, **named})
