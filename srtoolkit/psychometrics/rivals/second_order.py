"""What a second-order model says of the sum of all items."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.psychometrics.coefficients import Coefficient

if TYPE_CHECKING:
    from srtoolkit.psychometrics.rivals.measured import Factors
    from srtoolkit.sem import SemFit


def second_order_coefficients(
    fit: SemFit, factors: Factors, general: str
) -> list[Coefficient]:
    """Return loadings of the factors and the second-order factor's shares.

    ``omega_second_order``: of the variance of the sum of all items, in points;
    ``omega_of_factors``: of the sum of the factors; ``omega_partial``: of the
    sum of all items without what is specific to a factor. As
    ``reliabilityL2`` of R semTools (omegaL1, omegaL2, partialOmegaL1).
    """
    table = fit.tidy()
    value = {
        (lhs, op, rhs): float(est)
        for lhs, op, rhs, est in zip(
            table["lhs"], table["op"], table["rhs"], table["est"], strict=True
        )
    }
    sums = np.array(
        [sum(value[f, "=~", i] for i in items) for f, items in factors.items()]
    )
    above = np.array([value[general, "=~", name] for name in factors])
    variance = value[general, "~~", general]
    own = np.array([value[name, "~~", name] for name in factors])
    errors = sum(
        est * (1 if lhs == rhs else 2)
        for (lhs, op, rhs), est in value.items()
        if op == "~~" and lhs not in {*factors, general}
    )
    common = float((sums @ above) ** 2 * variance)
    of_factors = float(above.sum() ** 2 * variance)
    values = {
        "omega_second_order": common / (common + float(sums**2 @ own) + errors),
        "omega_of_factors": of_factors / (of_factors + float(own.sum())),
        "omega_partial": common / (common + errors),
    }
    rows = [Coefficient(name, est) for name, est in values.items()]
    loadings = table[(table["op"] == "=~") & (table["lhs"] == general)]
    return rows + [
        Coefficient("second_order_loading", float(std), scale=str(name))
        for name, std in zip(loadings["rhs"], loadings["std"], strict=True)
    ]
