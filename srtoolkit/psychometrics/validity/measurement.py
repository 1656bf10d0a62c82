"""What a fitted measurement model says about its factors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem import SemFit
    from srtoolkit.sem.structure.parameters import Parameter


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """One factor of observed items.

    Attributes
    ----------
    name : str
    items : tuple of str
    loadings, residual_variances : ndarray, shape (n_items,)
        Completely standardised.
    """

    name: str
    items: tuple[str, ...]
    loadings: np.ndarray
    residual_variances: np.ndarray


@dataclass(frozen=True, slots=True)
class FactorCorrelation:
    """Correlation of two factors with its interval."""

    first: str
    second: str
    est: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True, slots=True)
class FactorLoading:
    """One item's loading on its factor.

    Attributes
    ----------
    factor, item : str
    est, se, p : float
        Unstandardised; the error is 0 and p NaN where the loading is fixed.
    std : float
        Completely standardised.
    r2 : float
        Share of the item's variance that the model explains.
    """

    factor: str
    item: str
    est: float
    se: float
    p: float
    std: float
    r2: float


def factor_loadings(
    fit: SemFit, factors: Sequence[Factor]
) -> tuple[FactorLoading, ...]:
    """Return the loadings of some factors, in the order of the model."""
    table, explained = fit.tidy(), fit.r2()
    shares = dict(zip(explained["variable"], explained["r2"], strict=True))
    names = {factor.name for factor in factors}
    rows = table[(table["op"] == "=~") & table["lhs"].isin(names)]
    numbers = rows[["est", "se", "p", "std"]].to_numpy(dtype=float)
    return tuple(
        FactorLoading(str(factor), str(item), est, se, p, std, shares[item])
        for factor, item, (est, se, p, std) in zip(
            rows["lhs"], rows["rhs"], numbers.tolist(), strict=True
        )
    )


def factors_of(fit: SemFit) -> tuple[Factor, ...]:
    """Return the factors that are measured by observed items, as written.

    Raises
    ------
    ModelError
        When the model has several groups, or no such factor.
    """
    table = fit.tidy()
    if table["group"].max() > 1:
        raise ModelError(
            "validity is estimated for one group; the measurement model has "
            f"{table['group'].max()}",
            code="several_groups",
            advice="Fit the measurement model to all respondents together.",
        )
    loadings = table[table["op"] == "=~"]
    names = list(dict.fromkeys(loadings["lhs"]))
    own = table[(table["op"] == "~~") & (table["lhs"] == table["rhs"])]
    residuals = dict(zip(own["lhs"], own["std"], strict=True))
    found = tuple(
        _factor(name, loadings[loadings["lhs"] == name], residuals) for name in names
    )
    first_order = tuple(f for f in found if not set(f.items) & set(names))
    if not first_order:
        raise ModelError(
            "the model has no factor of observed items",
            code="no_factor",
            allowed="a measurement model with =~",
        )
    return first_order


def factor_correlations(
    fit: SemFit, factors: Sequence[Factor], ci_level: float
) -> list[FactorCorrelation]:
    """Return the correlations of all pairs of factors that are free to correlate.

    Left out are pairs whose covariance is no parameter, as of factors that a
    second-order factor explains.

    Parameters
    ----------
    ci_level : float, in (0, 1)
        Coverage: percentile interval where the fit has draws, else normal by
        the delta method.
    """
    table = {
        frozenset((p.lhs, p.rhs)): p
        for p in fit.specification.parameters
        if p.op == "~~" and not p.sample
    }
    explained = {p.rhs for p in fit.specification.parameters if p.op == "=~"}
    names = [factor.name for factor in factors if factor.name not in explained]
    pairs = [
        (first, second)
        for first, second in combinations(names, 2)
        if frozenset((first, second)) in table
    ]
    if not pairs:
        return []
    triples = [
        tuple(table[frozenset(key)] for key in (pair, pair[:1], pair[1:]))
        for pair in pairs
    ]
    found = fit.quantities(partial(_correlations, triples), level=ci_level)
    return [
        FactorCorrelation(first, second, q.est, q.ci_low, q.ci_high)
        for (first, second), q in zip(pairs, found, strict=True)
    ]


def _factor(name: str, rows: pd.DataFrame, residuals: Mapping[str, float]) -> Factor:
    items = tuple(str(item) for item in rows["rhs"])
    theta = np.array([residuals.get(item, np.nan) for item in items], dtype=float)
    return Factor(name, items, rows["std"].to_numpy(dtype=float), theta)


def _correlations(
    triples: Sequence[tuple[Parameter, ...]], vector: np.ndarray
) -> np.ndarray:
    """Return each covariance divided by the two standard deviations.

    Parameters
    ----------
    vector : ndarray, shape (..., n_values)

    Returns
    -------
    ndarray, shape (..., n_triples)
    """
    shape = vector.shape[:-1]
    ratios = [
        covariance / np.sqrt(first * second)
        for covariance, first, second in (
            [_value(parameter, vector) for parameter in triple] for triple in triples
        )
    ]
    return np.stack([np.broadcast_to(ratio, shape) for ratio in ratios], axis=-1)


def _value(parameter: Parameter, vector: np.ndarray) -> np.ndarray:
    if parameter.free:
        return np.asarray(vector[..., parameter.free - 1])
    return np.asarray(parameter.fixed)
