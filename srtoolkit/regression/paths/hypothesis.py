"""Indirect effects, and what moderates them, as evidence for a hypothesis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
    interval_level,
)
from srtoolkit.regression.columns import columns_of
from srtoolkit.regression.paths.effects import (
    DrawnEffect,
    IntervalKind,
    share_beyond_zero,
    summarise,
)
from srtoolkit.regression.paths.process import fit_process
from srtoolkit.regression.paths.result import ProcessResult
from srtoolkit.regression.paths.specification import path_system
from srtoolkit.regression.robust import ErrorKind
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    from srtoolkit.responses import Responses

#: Draws when a plan asks for none: intervals of a product need them.
_DRAWS = 5000
#: A share of failed draws above which the interval is not trusted.
_FAILED = 0.05

Level = Literal["low", "mean", "high", "lower_value", "upper_value"]


@plan_step("hypothesis")
def indirect(
    responses: Responses,
    *,
    x: str,
    mediators: Sequence[str],
    outcome: str,
    expect: Expectation,
    alpha: float = 0.05,
    path: str | None = None,
    serial: bool = False,
    moderators: Mapping[str, str | Sequence[str]] | None = None,
    at: Mapping[str, float | Level] | None = None,
    adjusted_for: Sequence[str] = (),
    interval: IntervalKind = "percentile",
    errors: ErrorKind = "HC3",
    smallest_effect: SmallestEffect | None = None,
    bootstrap: int = _DRAWS,
    seed: int | None = None,
) -> Evidence:
    """Test an indirect effect of observed scores by bootstrap.

    Parameters
    ----------
    x, mediators, outcome, serial, moderators
        As `path_system`: ``moderators: {"DJ -> RSAT": SEV}``.
    path : str or None
        Which indirect effect: ``DJ -> RSAT -> LOY`` or ``total``. None takes
        the only one, or the total.
    at : mapping or None
        Where the moderators stand: a number, or ``low, mean, high`` (one SD),
        ``lower_value, upper_value``. Those not named stand at their mean.
    adjusted_for : sequence of str
        Covariates in every equation; words become dummies.
    interval : {"percentile", "bc"}
    errors : str
        Of the equations; see `fit_process`.
    smallest_effect : SmallestEffect or None
        In points of the outcome a unit of x.
    bootstrap, seed : int

    Returns
    -------
    Evidence
        ``details``: ``equations``, ``effects`` (the rows of
        `ProcessResult.tidy`), ``curves``, ``n_draws``, ``n_failed``.

    Raises
    ------
    ModelError
        As `path_system` and `fit_process`; for a path that is not there.
    """
    result = _fitted(
        responses,
        {
            "x": x,
            "mediators": mediators,
            "outcome": outcome,
            "serial": serial,
            "moderators": moderators,
            "covariates": adjusted_for,
        },
        {"interval": interval, "errors": errors, "seed": seed},
        bootstrap,
    )
    effect = result.effect(path)
    place = _place(result, effect, at or {})
    smallest = None if smallest_effect is None else smallest_effect.points(None)
    return _evidence(result, effect, place, effect.label, expect, alpha, smallest)


@plan_step("hypothesis")
def moderated_mediation(
    responses: Responses,
    *,
    x: str,
    mediators: Sequence[str],
    outcome: str,
    moderators: Mapping[str, str | Sequence[str]],
    moderator: str,
    expect: Expectation,
    alpha: float = 0.05,
    path: str | None = None,
    serial: bool = False,
    at: Mapping[str, float | Level] | None = None,
    adjusted_for: Sequence[str] = (),
    interval: IntervalKind = "percentile",
    errors: ErrorKind = "HC3",
    bootstrap: int = _DRAWS,
    seed: int | None = None,
) -> Evidence:
    """Test whether an indirect effect depends on a moderator.

    The estimate is the index of moderated mediation: how the indirect effect
    changes with one unit of the moderator (with other moderators at the
    places given by `at`). Where the moderator acts on two steps of the path,
    that change is no single number; then it is the difference between the
    moderator's upper and lower value (or one SD above and below its mean).

    Parameters
    ----------
    moderator : str
        Whose index is tested.

    Other parameters as in `indirect`.

    Raises
    ------
    ModelError
        As `indirect`; when `moderator` does not act on the path.

    References
    ----------
    Hayes (2015), Multivariate Behavioral Research 50, 1-22.
    """
    result = _fitted(
        responses,
        {
            "x": x,
            "mediators": mediators,
            "outcome": outcome,
            "serial": serial,
            "moderators": moderators,
            "covariates": adjusted_for,
        },
        {"interval": interval, "errors": errors, "seed": seed},
        bootstrap,
    )
    effect = result.effect(path)
    if moderator not in effect.moderators:
        raise ModelError(
            f"{moderator} does not moderate {effect.label}",
            code="not_a_moderator",
            allowed=", ".join(effect.moderators) or "none: no step is moderated",
        )
    contrast = f"{effect.label} * {moderator}"
    slope = effect.derivative(moderator)
    if moderator in slope.moderators:
        low, *_, high = result.values_of(moderator)
        place = _place(result, effect, at or {})
        (est_high, drawn_high) = effect.at({**place, moderator: high})
        (est_low, drawn_low) = effect.at({**place, moderator: low})
        found = est_high - est_low, drawn_high - drawn_low
    else:
        found = slope.at(_place(result, slope, at or {}))
    return _packed(result, found, contrast, expect, alpha, None)


def _fitted(
    responses: Responses,
    roles: Mapping[str, Any],
    options: Mapping[str, Any],
    bootstrap: int,
) -> ProcessResult:
    system = path_system(**roles)
    scores = [name for name in system.columns if name not in system.covariates]
    data = columns_of(responses, scores, system.covariates)
    return fit_process(data, system, **options, bootstrap=bootstrap or _DRAWS)


def _place(
    result: ProcessResult, effect: DrawnEffect, at: Mapping[str, float | Level]
) -> dict[str, float]:
    """Turn words into values of the moderators that the effect depends on."""
    place = {}
    for name in effect.moderators:
        spread = next(f for f in result.fits if name in f.terms).spreads[name]
        words = {
            "low": spread.mean - spread.sd,
            "mean": spread.mean,
            "high": spread.mean + spread.sd,
            "lower_value": spread.low,
            "upper_value": spread.high,
        }
        wanted = at.get(name, "mean")
        if isinstance(wanted, str) and wanted not in words:
            raise ModelError(
                f'{name} cannot stand at "{wanted}"',
                code="unknown_level",
                allowed=f"a number, {', '.join(words)}",
            )
        place[name] = words[wanted] if isinstance(wanted, str) else float(wanted)
    return place


def _evidence(
    result: ProcessResult,
    effect: DrawnEffect,
    place: Mapping[str, float],
    contrast: str,
    expect: Expectation,
    alpha: float,
    smallest: float | None,
) -> Evidence:
    found = effect.at(place)
    return _packed(result, found, contrast, expect, alpha, smallest, place)


def _packed(
    result: ProcessResult,
    found: tuple[float, np.ndarray],
    contrast: str,
    expect: Expectation,
    alpha: float,
    smallest: float | None,
    place: Mapping[str, float] | None = None,
) -> Evidence:
    est, draws = found
    outcome = result.system.outcome
    level = interval_level(alpha, expect)
    guard = _refusal(result)
    estimate = Estimate(
        method=f"{result.method}_{result.interval}",
        role="primary",
        **summarise(est, draws, level, result.interval),
        ci_level=level,
        p=share_beyond_zero(draws, expect),
        n=result.n,
    )
    details = {
        **result.details,
        "effects": result.tidy().to_dict("records"),
        "at": dict(place or {}),
        "n_draws": result.n_draws,
        "n_failed": result.n_failed,
    }
    return Evidence(outcome, contrast, (estimate,), guard, smallest, details)


def _refusal(result: ProcessResult) -> Reason | None:
    for fit in result.fits:
        if not fit.status.admissible:
            return Reason("model_not_admissible", {"status": fit.status.code})
    if result.n_failed > _FAILED * result.n_draws:
        values = {"n_failed": result.n_failed, "n_draws": result.n_draws}
        return Reason("draws_failed", values)
    return None
