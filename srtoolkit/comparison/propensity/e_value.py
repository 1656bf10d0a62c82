"""How strong an unmeasured confounder would have to be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from srtoolkit.errors import ModelError
from srtoolkit.results import OneRow

#: From a standardised difference to a risk ratio, and for its 95 % limits.
_PER_SD = 0.91
_LIMIT_PER_SE = 1.78


@dataclass(frozen=True, slots=True)
class EValue(OneRow):
    """E-values of an estimate and of the limit nearer to no effect.

    Attributes
    ----------
    risk_ratio, risk_ratio_low, risk_ratio_high : float
        The estimate and its 95 % limits as (approximate) risk ratios.
    e_value : float
        At least 1: how strongly, as a risk ratio, an unmeasured confounder
        must be associated with both group and outcome, beyond the measured
        covariates, to explain the estimate away.
    e_value_limit : float
        The same for the limit nearer to 1; 1 when the interval holds 1.
    """

    risk_ratio: float
    risk_ratio_low: float
    risk_ratio_high: float
    e_value: float
    e_value_limit: float


def risk_ratio_e_value(
    risk_ratio: float, low: float | None = None, high: float | None = None
) -> EValue:
    """Return the E-value of a risk ratio and of its interval.

    Parameters
    ----------
    risk_ratio, low, high : float, above 0
        Limits left out count as the estimate.

    Raises
    ------
    ModelError
        When one is not above zero or the limits do not enclose the estimate.

    References
    ----------
    VanderWeele & Ding (2017), Annals of Internal Medicine 167, 268-274.
    """
    low = risk_ratio if low is None else low
    high = risk_ratio if high is None else high
    if not 0 < low <= risk_ratio <= high:
        raise ModelError(
            f"{risk_ratio:g} with limits {low:g} and {high:g} is no risk ratio with "
            "an interval around it",
            code="risk_ratio_out_of_range",
            allowed="0 < low <= estimate <= high",
        )
    nearer = max(low, 1.0) if risk_ratio >= 1 else min(high, 1.0)
    return EValue(risk_ratio, low, high, _bound(risk_ratio), _bound(nearer))


def mean_difference_e_value(est: float, se: float, sd: float) -> EValue:
    """Return the E-value of a difference of means.

    The standardised difference d = est / sd stands for the risk ratio
    exp(0.91 d), its 95 % limits for exp(0.91 d -/+ 1.78 se / sd).

    Parameters
    ----------
    est, se : float
        Difference and its standard error in the outcome's unit.
    sd : float
        Pooled standard deviation of the outcome within groups, above 0.

    Raises
    ------
    ModelError
        When `sd` is not above zero or `se` is below it.

    References
    ----------
    VanderWeele & Ding (2017), table 2. Chinn (2000), Statistics in Medicine
    19, 3127-3131 (the approximation behind 0.91).
    """
    if not sd > 0 or not se >= 0:
        raise ModelError(
            f"an E-value needs a spread: sd = {sd:g}, se = {se:g}",
            code="no_spread",
            allowed="sd > 0, se >= 0",
        )
    centre, reach = _PER_SD * est / sd, _LIMIT_PER_SE * se / sd
    ratios = (
        float(np.exp(value)) for value in (centre, centre - reach, centre + reach)
    )
    return risk_ratio_e_value(*ratios)


def _bound(risk_ratio: float) -> float:
    above = max(risk_ratio, 1 / risk_ratio)
    return float(above + np.sqrt(above * (above - 1)))
