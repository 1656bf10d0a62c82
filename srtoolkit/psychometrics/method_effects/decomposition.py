"""Trait, method and error shares of the items' variance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from srtoolkit.psychometrics.rivals.measured import Factors
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True)
class ItemShares:
    """Variance of one item, in shares that sum to one."""

    item: str
    trait: float
    method: float
    error: float


@dataclass(frozen=True, slots=True)
class ReliabilityShares:
    """What a sum of standardised items owes to its trait and to the method.

    Attributes
    ----------
    factor : str
    total : float
        Reliability in the model without method loadings.
    substantive, method : float
        Shares of the sum's variance in the model with them.
    """

    factor: str
    total: float
    substantive: float
    method: float


def item_shares(
    fit: SemFit, items: Sequence[str], method: str
) -> tuple[ItemShares, ...]:
    """Split each item's variance into trait, method and error.

    Squared standardised loadings; the method factor is uncorrelated with the
    traits, so the three sum to one.

    References
    ----------
    Williams, Cote & Buckley (1989), Journal of Applied Psychology 74, 462-468.
    """
    loadings, residuals = _standardised(fit)
    shares = []
    for item in items:
        by_method = loadings.get((method, item), 0.0) ** 2
        error = residuals[item]
        shares.append(ItemShares(item, 1 - by_method - error, by_method, error))
    return tuple(shares)


def mean_shares(shares: Sequence[ItemShares]) -> dict[str, float]:
    """Average over the items: ``trait_share``, ``method_share``, ``error_share``."""
    return {
        f"{kind}_share": float(np.mean([getattr(share, kind) for share in shares]))
        for kind in ("trait", "method", "error")
    }


def reliability_shares(
    without: SemFit, with_method: SemFit, factors: Factors, method: str
) -> tuple[ReliabilityShares, ...]:
    """Split each factor's composite reliability.

    References
    ----------
    Williams, Hartman & Cavazotte (2010), Organizational Research Methods 13,
    477-514 (phase II).
    """
    before, errors_before = _standardised(without)
    after, errors = _standardised(with_method)
    found = []
    for name, items in factors.items():
        alone = _squared_sum(before, name, items)
        own, other = (
            _squared_sum(after, name, items),
            _squared_sum(after, method, items),
        )
        total = own + other + sum(errors[item] for item in items)
        found.append(
            ReliabilityShares(
                name,
                alone / (alone + sum(errors_before[item] for item in items)),
                own / total,
                other / total,
            )
        )
    return tuple(found)


def _squared_sum(
    loadings: Mapping[tuple[str, str], float], factor: str, items: Sequence[str]
) -> float:
    return sum(loadings.get((factor, item), 0.0) for item in items) ** 2


def _standardised(
    fit: SemFit,
) -> tuple[dict[tuple[str, str], float], dict[str, float]]:
    table = fit.tidy()
    loadings: dict[tuple[str, str], float] = {}
    residuals: dict[str, float] = {}
    for lhs, op, rhs, std in zip(
        table["lhs"], table["op"], table["rhs"], table["std"], strict=True
    ):
        if op == "=~":
            loadings[lhs, rhs] = float(std)
        elif op == "~~" and lhs == rhs:
            residuals[lhs] = float(std)
    return loadings, residuals
