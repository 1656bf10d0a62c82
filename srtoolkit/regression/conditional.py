"""Effects of a predictor, or of a product, at values of its moderators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.regression.coefficients import CoefficientFit
from srtoolkit.regression.design import INTERCEPT

if TYPE_CHECKING:
    import pandas as pd

Spotlight = Literal["sd", "percentiles"]
#: Percentiles at which PROCESS probes a moderator since version 3 (as SPSS counts).
PERCENTILES = (16.0, 50.0, 84.0)


@dataclass(frozen=True, slots=True)
class ConditionalEffect:
    """The slope of a predictor where its moderators stand at given values.

    Attributes
    ----------
    predictor : str
        ``A``, or ``A:B`` for the conditional effect of a product.
    at : mapping of str to float
        Moderators and their values, in their own units.
    est, se, statistic, p, ci_low, ci_high, ci_level : float
        p is two-sided.
    """

    predictor: str
    at: Mapping[str, float]
    est: float
    se: float
    statistic: float
    p: float
    ci_low: float
    ci_high: float
    ci_level: float


def conditional_effect_at(
    fit: CoefficientFit,
    predictor: str,
    at: Mapping[str, float],
    *,
    ci_level: float = 0.95,
) -> ConditionalEffect:
    """Return a predictor's slope at values of the moderators.

    Parameters
    ----------
    fit : LinearFit or LikelihoodFit
    predictor : str
        ``A``; or ``A:B``, how the slope of A changes with B.
    at : mapping of str to float
        In the columns' own units; moderators not named stand at their means.

    Raises
    ------
    ModelError
        When `predictor` is not in the model, or `at` names a column that does
        not moderate it.

    References
    ----------
    Aiken & West (1991), Multiple Regression: Testing and Interpreting
    Interactions.
    """
    from scipy.stats import t

    fit.position(predictor)
    known = moderators_of(fit, predictor)
    unknown = [name for name in at if name not in known]
    if unknown:
        raise ModelError(
            f"{', '.join(unknown)} does not moderate {predictor} in this regression",
            code="not_a_moderator",
            allowed=", ".join(known) or "none: no product holds it",
        )
    values = {name: at.get(name, fit.spreads[name].mean) for name in known}
    weights = slope_weights(fit, predictor, values)
    est = float(weights @ fit.estimates)
    se = float(np.sqrt(weights @ fit.covariance @ weights))
    reach = float(t.isf((1 - ci_level) / 2, fit.df2)) * se
    p = float(2 * t.sf(abs(est / se), fit.df2))
    return ConditionalEffect(
        predictor, values, est, se, est / se, p, est - reach, est + reach, ci_level
    )


def conditional_effects(
    fit: CoefficientFit,
    predictor: str,
    *,
    at: Spotlight | Mapping[str, Sequence[float]] = "sd",
    ci_level: float = 0.95,
) -> pd.DataFrame:
    """Return slopes at every combination of the moderators' values.

    Parameters
    ----------
    at : {"sd", "percentiles"} or mapping
        Mean and one SD to either side (both values of a column with two); the
        16th, 50th and 84th percentiles; or values by moderator.

    Returns
    -------
    DataFrame
        One column a moderator, then ``est, se, statistic, p, ci_low, ci_high,
        ci_level``.
    """
    import pandas as pd

    known = moderators_of(fit, predictor)
    values = {name: spotlight_values(fit, name, at) for name in known}
    rows: list[dict[str, Any]] = []
    for combination in product(*values.values()):
        place = dict(zip(known, combination, strict=True))
        found = conditional_effect_at(fit, predictor, place, ci_level=ci_level)
        rows.append(
            {
                **place,
                "est": found.est,
                "se": found.se,
                "statistic": found.statistic,
                "p": found.p,
                "ci_low": found.ci_low,
                "ci_high": found.ci_high,
                "ci_level": ci_level,
            }
        )
    return pd.DataFrame(rows)


def moderators_of(fit: CoefficientFit, predictor: str) -> tuple[str, ...]:
    """Return the columns that are multiplied with a predictor, or a product."""
    factors = set(predictor.replace(" ", "").split(":"))
    found = [
        name
        for term in fit.terms
        if factors < set(term.split(":"))
        for name in term.split(":")
        if name not in factors
    ]
    return tuple(dict.fromkeys(found))


def spotlight_values(
    fit: CoefficientFit,
    name: str,
    at: Spotlight | Mapping[str, Sequence[float]] = "sd",
) -> tuple[float, ...]:
    """Return the values at which a moderator is looked at."""
    spread = fit.spreads[name]
    if not isinstance(at, str):
        return tuple(float(v) for v in at.get(name, (spread.mean,)))
    if spread.n_values == 2:
        return (spread.low, spread.high)
    if at == "sd":
        return (spread.mean - spread.sd, spread.mean, spread.mean + spread.sd)
    place = fit.design.terms.index(name)
    column = fit.design.matrix[:, place] + fit.centres.get(name, 0.0)
    return tuple(float(v) for v in np.percentile(column, PERCENTILES, method="weibull"))


def slope_weights(
    fit: CoefficientFit, predictor: str, at: Mapping[str, float]
) -> np.ndarray:
    """Return the weights of all coefficients in a conditional slope."""
    factors = set(predictor.replace(" ", "").split(":"))
    weights = np.zeros(len(fit.terms))
    for place, term in enumerate(fit.terms):
        names = term.split(":")
        if term != INTERCEPT and factors <= set(names):
            others = [
                at[n] - fit.centres.get(n, 0.0) for n in names if n not in factors
            ]
            weights[place] = float(np.prod(others))
    return weights
