"""The bifactor model: how it is written and started, and what it says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.psychometrics.coefficients import Coefficient
from srtoolkit.psychometrics.rivals.measured import (
    Factors,
    free_factor_lines,
    linked_lines,
    uncorrelated_lines,
    unique,
)

if TYPE_CHECKING:
    from srtoolkit.sem import SemFit


@dataclass(frozen=True, slots=True, eq=False)
class BifactorLoadings:
    """Completely standardised loadings of a bifactor solution.

    Attributes
    ----------
    items, factors : tuple of str
    general : ndarray, shape (n_items,)
    specific : ndarray, shape (n_items, n_factors)
        Zero where an item does not belong to a factor.
    residual_variances : ndarray, shape (n_items,)
    """

    items: tuple[str, ...]
    factors: tuple[str, ...]
    general: np.ndarray
    specific: np.ndarray
    residual_variances: np.ndarray


def bifactor_syntax(
    factors: Factors,
    linked: Iterable[tuple[str, str]],
    general: str,
) -> str:
    """Write a general factor of all items and one specific factor each.

    All factors have variance one and are uncorrelated.
    """
    every = {general: unique(i for items in factors.values() for i in items), **factors}
    lines: list[str] = []
    for name, items in every.items():
        lines += free_factor_lines(name, items)
    names = list(every)
    for place, name in enumerate(names):
        lines += uncorrelated_lines(name, names[place + 1 :])
    return "\n".join([*lines, *linked_lines(linked)])


def schmid_leiman_starts(
    second_order: SemFit, factors: Factors, general: str
) -> dict[tuple[str, str, str], float]:
    """Return loadings of the bifactor model that a second-order model implies.

    In points. Schmid & Leiman (1957), Psychometrika 22, 53-61.
    """
    table = second_order.tidy()
    table = table[table["op"] == "=~"]
    values = {
        (lhs, rhs): float(std)
        for lhs, rhs, std in zip(table["lhs"], table["rhs"], table["std"], strict=True)
    }
    observed = second_order.observed
    spread = observed.groups[0].covariance.diagonal() ** 0.5
    deviation = dict(zip(observed.names, map(float, spread), strict=True))
    starts: dict[tuple[str, str, str], float] = {}
    for name, items in factors.items():
        above = float(np.clip(values[general, name], -0.95, 0.95))
        for item in items:
            loading = float(np.clip(values[name, item], -0.95, 0.95)) * deviation[item]
            key = (general, "=~", item)
            starts[key] = starts.get(key, 0.0) + loading * above
            starts[name, "=~", item] = loading * (1 - above**2) ** 0.5
    return starts


def bifactor_loadings(fit: SemFit, factors: Factors, general: str) -> BifactorLoadings:
    """Read the standardised loadings of a fitted bifactor model."""
    table = fit.tidy()
    loadings = table[table["op"] == "=~"]
    own = table[(table["op"] == "~~") & (table["lhs"] == table["rhs"])]
    values = dict(
        zip(
            zip(loadings["lhs"], loadings["rhs"], strict=True),
            loadings["std"],
            strict=True,
        )
    )
    residuals = dict(zip(own["lhs"], own["std"], strict=True))
    items = unique(item for each in factors.values() for item in each)
    return BifactorLoadings(
        items,
        tuple(factors),
        np.array([values[general, item] for item in items], dtype=float),
        np.array(
            [[values.get((name, item), 0.0) for name in factors] for item in items],
            dtype=float,
        ),
        np.array([residuals[item] for item in items], dtype=float),
    )


def bifactor_coefficients(loadings: BifactorLoadings) -> list[Coefficient]:
    """Return how general and how specific the scores are.

    Of all items (``scale`` None): ``omega_total``, ``omega_hierarchical``,
    ``ecv`` (explained common variance), ``puc`` (share of correlations that
    only the general factor explains), ``construct_replicability`` (H). Of each
    factor's items: ``omega_total``, ``omega_hierarchical`` (what the specific
    factor adds), ``ecv`` (the specific factor's share of all common variance),
    ``ecv_within`` (the general factor's share within these items) and
    ``construct_replicability``. Of each item: ``general_loading``,
    ``specific_loading`` and ``ecv`` (the general factor's share). For sums of
    standardised items, by the model's own variances.

    References
    ----------
    Rodriguez, Reise & Haviland (2016), Psychological Methods 21, 137-150.
    Reise (2012), Multivariate Behavioral Research 47, 667-696.
    Hancock & Mueller (2001), in Cudeck and others, Structural equation
    modeling: present and future, 195-216 (H).
    """
    general, specific = loadings.general, loadings.specific
    common_general, common_specific = general**2, specific**2
    common = float(common_general.sum() + common_specific.sum())
    true = general.sum() ** 2 + (specific.sum(axis=0) ** 2).sum()
    total = true + loadings.residual_variances.sum()
    rows = [
        Coefficient("omega_total", float(true / total)),
        Coefficient("omega_hierarchical", float(general.sum() ** 2 / total)),
        Coefficient("ecv", float(common_general.sum() / common)),
        Coefficient("puc", _uncontaminated(specific)),
        Coefficient("construct_replicability", replicability(general)),
    ]
    for place, name in enumerate(loadings.factors):
        rows += _of_factor(loadings, place, name, common)
    return [*rows, *_of_items(loadings)]


def replicability(loadings: np.ndarray) -> float:
    """Return H of one factor from standardised loadings, shape (n_items,).

    NaN where a loading is one or more.
    """
    share = loadings**2
    if (share >= 1).any():
        return float("nan")
    information = float((share / (1 - share)).sum())
    return information / (1 + information)


def _of_factor(
    loadings: BifactorLoadings, place: int, name: str, common: float
) -> list[Coefficient]:
    mine = loadings.specific[:, place] != 0
    general, specific = loadings.general[mine], loadings.specific[mine]
    own = specific[:, place]
    true = general.sum() ** 2 + (specific.sum(axis=0) ** 2).sum()
    total = true + loadings.residual_variances[mine].sum()
    within = (general**2).sum() / ((general**2).sum() + (specific**2).sum())
    values = {
        "omega_total": true / total,
        "omega_hierarchical": own.sum() ** 2 / total,
        "ecv": (own**2).sum() / common,
        "ecv_within": within,
        "construct_replicability": replicability(own),
    }
    return [Coefficient(key, float(value), scale=name) for key, value in values.items()]


def _of_items(loadings: BifactorLoadings) -> Iterable[Coefficient]:
    """Give each item's rows under the first factor that it belongs to."""
    for row, item in enumerate(loadings.items):
        general, specific = loadings.general[row], loadings.specific[row]
        share = general**2 / (general**2 + (specific**2).sum())
        own = [place for place, value in enumerate(specific) if value != 0]
        first = loadings.factors[own[0]]
        yield Coefficient("general_loading", float(general), scale=first, item=item)
        for place in own:
            name, value = loadings.factors[place], float(specific[place])
            yield Coefficient("specific_loading", value, scale=name, item=item)
        yield Coefficient("ecv", float(share), scale=first, item=item)


def _uncontaminated(specific: np.ndarray) -> float:
    """Return the share of item pairs that no specific factor joins."""
    belongs = (specific != 0).astype(float)
    shared = (belongs @ belongs.T)[np.triu_indices(len(specific), k=1)] > 0
    return float(1 - shared.mean())
