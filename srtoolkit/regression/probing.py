"""The effect of a predictor at a place of its moderators, as evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.inference import (
    Evidence,
    Expectation,
    SmallestEffect,
    interval_level,
    wald_estimate,
)
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.conditional import (
    conditional_effect_at,
    conditional_effects,
    moderators_of,
)
from srtoolkit.regression.dispatch import RegressionFit
from srtoolkit.regression.hypothesis import chosen_part, refusal
from srtoolkit.regression.interaction import TwoWayInteraction
from srtoolkit.results import plan_step

Level = Literal["low", "mean", "high", "lower_value", "upper_value"]


@plan_step("hypothesis")
def conditional_effect(
    fit: RegressionFit,
    *,
    term: str,
    at: Mapping[str, float | Level],
    expect: Expectation,
    part: str | None = None,
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Test the slope of a predictor where its moderators stand at given values.

    Parameters
    ----------
    fit : LinearFit, LikelihoodFit or PartsFit
    term : str
        ``STA``; or ``STA:CON``, how the slope of STA changes with CON, at a
        value of a third column.
    at : mapping
        Moderator to a number in its own unit, or to ``low, mean, high`` (one
        SD) or ``lower_value, upper_value``. Those not named stand at their
        means.
    part : str or None
        As in `coefficient`.

    Returns
    -------
    Evidence
        ``details``: ``conditional_effects`` at mean and one SD of every
        moderator; with one moderator ``simple_slopes`` and
        ``johnson_neyman`` as in `coefficient`. Guards as there.

    Raises
    ------
    ModelError
        When `at` names a column that does not moderate the term, or a word
        that is no level.
    """
    contrast = f"{fit.outcome} ~ {term.replace(' ', '')}"
    read = chosen_part(fit, part)
    guard = refusal(read, term, contrast)
    if guard is not None:
        return Evidence(fit.outcome, contrast, (), guard=guard)
    place = {name: _value(read, name, wanted) for name, wanted in at.items()}
    found = conditional_effect_at(read, term, place)
    shown = ", ".join(f"{name} = {value:.4g}" for name, value in found.at.items())
    estimate = wald_estimate(
        found.est,
        found.se,
        expect=expect,
        alpha=alpha,
        method=read.estimator,
        df=float(read.df2) if np.isfinite(read.df2) else None,
        n=read.n,
    )
    smallest = None if smallest_effect is None else smallest_effect.points(None)
    level = interval_level(alpha, "any")
    return Evidence(
        outcome=fit.outcome,
        contrast=f"{contrast} | {shown}" if shown else contrast,
        estimates=(estimate,),
        smallest_effect=smallest,
        details={"at": dict(found.at)} | _details(read, term, level),
    )


def _details(fit: CoefficientFit, term: str, ci_level: float) -> dict[str, Any]:
    rows = conditional_effects(fit, term, ci_level=ci_level).to_dict("records")
    details: dict[str, Any] = {"conditional_effects": rows}
    moderators = moderators_of(fit, term)
    if len(moderators) == 1 and ":" not in term:
        interaction = TwoWayInteraction(fit, term, moderators[0], ci_level)
        details["simple_slopes"] = interaction.slope_rows()
        details["johnson_neyman"] = interaction.region()
    return details


def _value(fit: CoefficientFit, name: str, wanted: float | Level) -> float:
    if not isinstance(wanted, str):
        return float(wanted)
    if name not in fit.spreads:
        raise ModelError(
            f'"{name}" is no numeric column of this regression',
            code="not_a_moderator",
            allowed=", ".join(fit.spreads),
        )
    spread = fit.spreads[name]
    words = {
        "low": spread.mean - spread.sd,
        "mean": spread.mean,
        "high": spread.mean + spread.sd,
        "lower_value": spread.low,
        "upper_value": spread.high,
    }
    if wanted not in words:
        raise ModelError(
            f'{name} cannot stand at "{wanted}"',
            code="unknown_level",
            allowed=f"a number, {', '.join(words)}",
        )
    return words[wanted]
