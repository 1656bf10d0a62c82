"""Hypotheses about paths, as a plan names them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from srtoolkit.errors import ModelError
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
    interval_level,
    one_sided_p,
)
from srtoolkit.results import plan_step
from srtoolkit.sem.fit import refit
from srtoolkit.sem.following.effects import EffectResult
from srtoolkit.sem.following.reliability import latent_name, with_reliability
from srtoolkit.sem.language.parsed import ParsedModel, read_path
from srtoolkit.sem.language.syntax import parse_model
from srtoolkit.sem.result import SemFit


@plan_step("hypothesis")
def path(
    fit: SemFit,
    *,
    path: str,
    expect: Expectation,
    alpha: float,
    smallest_effect: SmallestEffect | None = None,
    reliability: Mapping[str, float] | None = None,
) -> Evidence:
    """Test one regression of the model.

    Parameters
    ----------
    path : str
        ``LOY ~ CUSCO``.
    expect : {"positive", "negative", "zero", "any"}
    alpha : float
        One-sided; the interval covers 1 - 2 alpha (1 - alpha for ``any``).
    smallest_effect : SmallestEffect, optional
        In points of the outcome for one point of the predictor. One in the
        control group's standard deviations has no meaning for a path.
    reliability : mapping, optional
        Observed variable to a reliability, for a robustness estimate in which
        it is measured with error: ``{CUSCO: 0.7}``.

    Returns
    -------
    Evidence
        With the guard ``model_not_admissible`` when the solution is not.
        ``details["std_all"]`` holds the standardised path and its interval by
        the delta method.

    Raises
    ------
    ModelError
        When the path is not in the model, or the model has several groups.
    """
    _require_one_group(fit)
    outcome, predictor = regression_of(path, fit.parsed)
    evidence = _evidence(
        fit, (predictor, outcome), f"{outcome} ~ {predictor}", expect, alpha
    )
    details: dict[str, Any] = {
        "std_all": _standardised(fit, predictor, outcome, evidence)
    }
    estimates = evidence.estimates
    if reliability and evidence.guard is None:
        estimates += (_with_error(fit, predictor, outcome, reliability, expect, alpha),)
        details["reliability"] = dict(reliability)
    return replace(
        evidence,
        estimates=estimates,
        smallest_effect=_in_points(smallest_effect),
        details={**evidence.details, **details},
    )


@plan_step("hypothesis")
def indirect(
    fit: SemFit,
    *,
    path: str,
    expect: Expectation,
    alpha: float,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Test one specific indirect effect; arguments as in `path`.

    Parameters
    ----------
    path : str
        ``DJ -> RSAT -> LOY``: the product of its regressions.

    Raises
    ------
    ModelError
        When a step of the path is not in the model, or it has fewer than two.
    """
    _require_one_group(fit)
    names = indirect_of(path, fit.parsed)
    evidence = _evidence(fit, names, " -> ".join(names), expect, alpha)
    return replace(evidence, smallest_effect=_in_points(smallest_effect))


def regression_of(path: str, parsed: ParsedModel) -> tuple[str, str]:
    """Return outcome and predictor of ``LOY ~ CUSCO`` when the model has it.

    Raises
    ------
    ModelError
        When it is not one regression, or not one of this model.
    """
    terms = parse_model(path, where="path").terms
    if len(terms) != 1 or terms[0].op != "~" or not terms[0].is_plain:
        raise ModelError(
            f'"{path}" is not one regression',
            code="path_unreadable",
            allowed='outcome ~ predictor, for example "LOY ~ RSAT"',
            path=path,
        )
    outcome, predictor = terms[0].lhs, terms[0].rhs
    if not parsed.has_regression(outcome, predictor):
        raise _not_in_model(path, parsed)
    return outcome, predictor


def indirect_of(path: str, parsed: ParsedModel) -> tuple[str, ...]:
    """Return the names along ``DJ -> RSAT -> LOY`` when the model has it.

    Raises
    ------
    ModelError
        When it has fewer than three names, or a step is not in the model.
    """
    names = read_path(path)
    if len(names) < 3:
        raise ModelError(
            f'"{path}" has nothing in between',
            code="path_unreadable",
            allowed='at least three names, for example "DJ -> RSAT -> LOY"',
            path=path,
        )
    if not parsed.has_indirect(names):
        raise _not_in_model(path, parsed)
    return names


def _not_in_model(path: str, parsed: ParsedModel) -> ModelError:
    known = ", ".join(f"{outcome} ~ {by}" for outcome, by in parsed.regressions)
    return ModelError(
        f'the path "{path}" is not in the model',
        code="path_not_in_model",
        allowed=known or "this model has no regression",
        advice="Write it into the structure, or test another path.",
        path=path,
    )


def _require_one_group(fit: SemFit) -> None:
    if fit.specification.n_groups > 1:
        raise ModelError(
            "a path of a model with several groups has one value in each",
            code="path_in_groups",
            advice="Fit one group, or compare the groups.",
        )


def _evidence(
    fit: SemFit,
    names: tuple[str, ...],
    contrast: str,
    expect: Expectation,
    alpha: float,
) -> Evidence:
    effect = fit.effect(" -> ".join(names), level=interval_level(alpha, expect))
    details: dict[str, Any] = {"path": contrast, "n_draws": effect.n_draws}
    if fit.bootstrap is not None:
        details["n_draws_failed"] = fit.bootstrap.n_failed
        details["n_draws_inadmissible"] = fit.bootstrap.n_inadmissible
    estimate = _estimate(effect, fit, expect, "primary")
    guard = not_admissible(fit)
    return Evidence(names[-1], contrast, (estimate,), guard, None, details)


def not_admissible(fit: SemFit) -> Reason | None:
    """Return the guard of a solution that may give no verdict, if it is one."""
    if fit.status.admissible:
        return None
    given = fit.status.details
    places = {key: list(given[key]) for key in ("parameters", "values") if key in given}
    return Reason("model_not_admissible", {"status": fit.status.code, **places})


def _estimate(
    effect: EffectResult,
    fit: SemFit,
    expect: Expectation,
    role: str,
    suffix: str = "",
) -> Estimate:
    method = fit.estimator.lower() + ("_bootstrap" if effect.n_draws else "")
    return Estimate(
        method=method + suffix,
        role="primary" if role == "primary" else "robustness",
        est=effect.est,
        se=effect.se,
        ci_low=effect.ci_low,
        ci_high=effect.ci_high,
        ci_level=effect.ci_level,
        p=one_sided_p(effect.z, expect),
        statistic=effect.z,
        effect=effect.std,
        effect_low=effect.std_ci_low,
        effect_high=effect.std_ci_high,
        effect_name="std_all",
        n=fit.n,
    )


def _standardised(
    fit: SemFit, predictor: str, outcome: str, evidence: Evidence
) -> dict[str, float]:
    """Standardised path with the delta method's interval, draws or not."""
    level = evidence.estimates[0].ci_level
    effect = replace(fit, bootstrap=None).effect(
        f"{predictor} -> {outcome}", level=level
    )
    return {
        "est": effect.std,
        "se": effect.std_se,
        "ci_low": effect.std_ci_low,
        "ci_high": effect.std_ci_high,
        "ci_level": level,
    }


def _with_error(
    fit: SemFit,
    predictor: str,
    outcome: str,
    reliability: Mapping[str, float],
    expect: Expectation,
    alpha: float,
) -> Estimate:
    """Refit with single items measured with error."""
    observed = fit.observed
    spread = observed.groups[0].covariance.diagonal() * fit.n / (fit.n - 1)
    variances = dict(zip(observed.names, map(float, spread), strict=True))
    model = with_reliability(fit.parsed, reliability, variances)
    names = {name: latent_name(name) for name in reliability}
    source, target = names.get(predictor, predictor), names.get(outcome, outcome)
    again = refit(fit, model)
    effect = again.effect(f"{source} -> {target}", level=interval_level(alpha, expect))
    shares = "_".join(f"{name}_{value:g}" for name, value in reliability.items())
    return _estimate(effect, again, expect, "robustness", f"_reliability_{shares}")


def _in_points(smallest_effect: SmallestEffect | None) -> float | None:
    return None if smallest_effect is None else smallest_effect.points(None)
