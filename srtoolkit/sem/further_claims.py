"""Hypotheses about labelled and defined parameters, and latent interactions."""

from __future__ import annotations

from typing import Any

from srtoolkit.errors import ModelError, did_you_mean
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    SmallestEffect,
    interval_level,
    one_sided_p,
)
from srtoolkit.results import plan_step
from srtoolkit.sem.following.comparison import Comparison, compare_fits
from srtoolkit.sem.following.interactions import interaction_effect
from srtoolkit.sem.language.parsed import ParsedModel
from srtoolkit.sem.result import SemFit
from srtoolkit.sem.steps import not_admissible


@plan_step("hypothesis")
def parameter(
    fit: SemFit,
    *,
    parameter: str,
    expect: Expectation,
    alpha: float,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Test a labelled or defined parameter of the model.

    With ``more := a - b`` in the structure this tests a difference of paths,
    with ``c(a, b)`` one between groups, with ``serial := a*b*c`` an indirect
    effect over several mediators.

    Parameters
    ----------
    parameter : str
        Label, or name on the left of ``:=``.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        One-sided; the interval covers 1 - 2 alpha (1 - alpha for ``any``).
    smallest_effect : SmallestEffect, optional
        In points; other units have no meaning for a parameter.

    Raises
    ------
    ModelError
        When the model has no such label or definition.
    """
    text = parameter_of(parameter, fit.parsed)
    table = fit.tidy(level=interval_level(alpha, expect))
    row = table[table["label"] == parameter].iloc[-1]
    method = fit.estimator.lower() + ("_bootstrap" if fit.bootstrap else "")
    estimate = Estimate(
        method=method,
        role="primary",
        est=float(row["est"]),
        se=float(row["se"]),
        ci_low=float(row["ci_low"]),
        ci_high=float(row["ci_high"]),
        ci_level=float(row["ci_level"]),
        p=one_sided_p(float(row["z"]), expect),
        statistic=float(row["z"]),
        effect=float(row["std"]),
        effect_name="std_all",
        n=fit.n,
    )
    delta = None if smallest_effect is None else smallest_effect.points(None)
    details: dict[str, Any] = {"parameter": parameter, "definition": text}
    return Evidence(
        outcome=_outcome(fit.parsed, parameter),
        contrast=f"{parameter} = {text}" if text != parameter else parameter,
        estimates=(estimate,),
        guard=not_admissible(fit),
        smallest_effect=delta,
        details=details,
    )


@plan_step("hypothesis")
def interaction(
    fit: SemFit,
    *,
    outcome: str,
    focal: str,
    moderator: str,
    expect: Expectation,
    alpha: float,
    product: str | None = None,
) -> Evidence:
    """Test a latent interaction of the model's product factor.

    Parameters
    ----------
    outcome, focal, moderator : str
        Factors of the model.
    product : str, optional
        Factor of the product indicators; by default ``<focal>x<moderator>`` or
        the other way round.
    expect, alpha
        As in `parameter`.

    Returns
    -------
    Evidence
        The standardised size is that of Wen, Marsh & Hau (2010);
        ``details["latent_slopes"]`` holds the focal factor's slope one standard
        deviation below, at and above the moderator's mean.

    Raises
    ------
    ModelError
        When a factor or one of the three regressions is not in the model.
    """
    names = [product] if product else [f"{focal}x{moderator}", f"{moderator}x{focal}"]
    chosen = next((name for name in names if name in fit.parsed.latent), names[0])
    level = interval_level(alpha, expect)
    found = interaction_effect(
        fit,
        outcome=outcome,
        focal=focal,
        moderator=moderator,
        product=chosen,
        level=level,
    )
    estimate = Estimate(
        method=f"{fit.estimator.lower()}_product_indicators",
        role="primary",
        est=found.est,
        se=found.se,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        ci_level=level,
        p=one_sided_p(found.z, expect),
        statistic=found.z,
        effect=found.std,
        effect_low=found.std_ci_low,
        effect_high=found.std_ci_high,
        effect_name="std_interaction",
        n=fit.n,
    )
    details = {
        "focal": focal,
        "moderator": moderator,
        "product": chosen,
        "latent_slopes": [dict(slope) for slope in found.slopes],
    }
    contrast = f"{outcome} ~ {focal} x {moderator}"
    return Evidence(outcome, contrast, (estimate,), not_admissible(fit), None, details)


@plan_step("step")
def compare_models(models: dict[str, SemFit], *, of: list[str]) -> Comparison:
    """Compare nested models of the plan by the difference of their chi-squares.

    Parameters
    ----------
    models : mapping of str to SemFit
        The plan's models; ``measurement`` and ``structural`` are its own.
    of : list of str
        Names, two or more; they are ordered by degrees of freedom.

    Raises
    ------
    ModelError
        When a name is unknown, or the models are not of the same answers.
    """
    for name in of:
        if name not in models:
            raise ModelError(
                f'there is no model "{name}"',
                code="unknown_model",
                allowed=", ".join(models),
                advice=did_you_mean(name, models),
            )
    return compare_fits([models[name] for name in of], names=of)


def parameter_of(parameter: str, parsed: ParsedModel) -> str:
    """Return what a label or a definition stands for.

    Raises
    ------
    ModelError
        When the model has neither of that name.
    """
    for definition in parsed.definitions:
        if definition.name == parameter:
            return definition.text
    labels = {label for term in parsed.terms for label in term.labels if label}
    if parameter in labels:
        return parameter
    known = [*(d.name for d in parsed.definitions), *sorted(labels)]
    raise ModelError(
        f'the model has no parameter "{parameter}"',
        code="unknown_parameter",
        allowed=", ".join(known) or "none: label a path, or define one with :=",
        advice=did_you_mean(parameter, known),
    )


def _outcome(parsed: ParsedModel, parameter: str) -> str:
    """Name the last outcome that the parameter's regressions lead to."""
    behind = parsed.regressions_behind(parameter)
    ends = [o for o, _ in parsed.regressions if any(o == left for left, _ in behind)]
    return ends[-1] if ends else parameter
