"""One coefficient of a regression as evidence for a hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np

from srtoolkit.inference import (
    Estimate,
    Evidence,
    Expectation,
    Reason,
    SmallestEffect,
    interval_level,
    wald_estimate,
)
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.dispatch import RegressionFit
from srtoolkit.regression.interaction import TwoWayInteraction
from srtoolkit.regression.likelihood.fit import LikelihoodFit
from srtoolkit.regression.likelihood.parts import PartsFit
from srtoolkit.results import plan_step

#: A Brant test below this p says that one odds ratio does not hold throughout.
_NOT_PROPORTIONAL = 0.05


@plan_step("hypothesis")
def coefficient(
    fit: RegressionFit,
    *,
    term: str,
    expect: Expectation,
    part: str | None = None,
    alpha: float = 0.05,
    smallest_effect: SmallestEffect | None = None,
) -> Evidence:
    """Test one coefficient of a regression.

    Parameters
    ----------
    fit : LinearFit, LikelihoodFit or PartsFit
    term : str
        ``STA``, or ``STA:CON`` for a product, in any order: slopes are then
        given for the first name at values of the last, the moderator.
    expect : {"positive", "negative", "zero", "any"}
    part : str or None
        ``any`` or ``amount`` of a two-part regression, a category of a
        multinomial one; None otherwise.
    alpha : float
    smallest_effect : SmallestEffect or None
        In points of the linear predictor a unit of the predictor. Standard deviations
        of a control group are not defined here and are left aside.

    Returns
    -------
    Evidence
        A product of two has ``details["simple_slopes"]``, rows with
        ``predictor, moderator, level, value, slope, se, p, ci_low, ci_high,
        ci_level`` and the line to draw (``predictor_low, predictor_high,
        outcome_low, outcome_high``), and ``details["johnson_neyman"]``. Values
        are in the columns' own units, levels ``low, mean, high`` at -1, 0 and
        +1 SD, or ``lower_value, upper_value`` of a moderator with only two;
        p and intervals there are two-sided. A term that is not in the fit
        gives the guard ``path_not_in_model``, a fit without an admissible
        solution ``model_not_admissible``. ``details["diagnostics"]`` tells of
        an ordinal outcome whose odds are not proportional, or not tested.

    Raises
    ------
    ModelError
        When a fit has parts and `part` names none of them.
    """
    contrast = f"{fit.outcome} ~ {term.replace(' ', '')}"
    read = chosen_part(fit, part)
    guard = refusal(read, term, contrast)
    if guard is not None:
        return Evidence(fit.outcome, contrast, (), guard=guard)
    smallest = None if smallest_effect is None else smallest_effect.points(None)
    return Evidence(
        outcome=fit.outcome,
        contrast=contrast,
        estimates=(_estimate(read, read.position(term), expect, alpha),),
        smallest_effect=smallest,
        details=_interaction(read, term, interval_level(alpha, "any"))
        | _proportional_odds(read, term),
    )


def chosen_part(fit: RegressionFit, part: str | None) -> CoefficientFit:
    """Return the fit itself, or the part of it that a plan names."""
    return fit.part(part) if isinstance(fit, PartsFit) else fit


def refusal(fit: CoefficientFit, term: str, contrast: str) -> Reason | None:
    """Tell why a term of a fit may not be tested; None when it may."""
    if not fit.status.admissible:
        return Reason("model_not_admissible", {"status": fit.status.code})
    if not fit.has(term):
        values = {"path": contrast, "terms": list(fit.terms[1:])}
        return Reason("path_not_in_model", values)
    return None


def _estimate(
    fit: CoefficientFit, place: int, expect: Expectation, alpha: float
) -> Estimate:
    standardised = float(fit.standardised[place])
    has_standardised = bool(np.isfinite(standardised))
    return wald_estimate(
        float(fit.estimates[place]),
        float(np.sqrt(fit.covariance[place, place])),
        expect=expect,
        alpha=alpha,
        method=fit.estimator,
        df=float(fit.df2) if np.isfinite(fit.df2) else None,
        n=fit.n,
        effect=standardised if has_standardised else None,
        effect_name="beta" if has_standardised else "",
    )


def _interaction(fit: CoefficientFit, term: str, ci_level: float) -> dict[str, Any]:
    names = term.replace(" ", "").split(":")
    if len(names) != 2:
        return {}
    interaction = TwoWayInteraction(fit, names[0], names[1], ci_level)
    return {
        "simple_slopes": interaction.slope_rows(),
        "johnson_neyman": interaction.region(),
    }


def _proportional_odds(fit: CoefficientFit, term: str) -> dict[str, Any]:
    """Tell where this coefficient, or all, differ between splits of an order."""
    if not isinstance(fit, LikelihoodFit) or fit.family != "ordinal":
        return {}
    values: dict[str, Any] = {"outcome": fit.outcome}
    brant = fit.proportional_odds
    if brant is None:
        return {"diagnostics": [{"code": "odds_not_tested", "values": values}]}
    differing = brant.differing(_NOT_PROPORTIONAL)
    here = fit.terms[fit.position(term)]
    if brant.all_p >= _NOT_PROPORTIONAL and here not in differing:
        return {}
    values |= {"chisq": brant.all_chisq, "df": brant.all_df, "p": brant.all_p}
    values |= {"terms": list(differing)}
    return {"diagnostics": [{"code": "odds_not_proportional", "values": values}]}
