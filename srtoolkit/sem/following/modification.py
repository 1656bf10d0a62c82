"""Modification indices with expected parameter changes.

Sörbom (1989), Psychometrika 54, 371-384; the expected change: Saris, Satorra &
Sörbom (1987), Sociological Methodology 17, 105-129. The list of candidates is
lavaan's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from srtoolkit.sem.following.enlarged import Key, key_of, with_free
from srtoolkit.sem.following.standardised import StandardKind, row_factors
from srtoolkit.sem.structure.constraints import constrained_inverse
from srtoolkit.sem.structure.implied import implied_moments
from srtoolkit.sem.structure.specification import Specification

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.sem.fitted import Fitted

#: Information left for a parameter below this is none: lavaan's limit.
_NO_INFORMATION = float(np.finfo(float).eps) ** (1 / 3)


def modification_table(fitted: Fitted, *, minimum: float = 0.0) -> pd.DataFrame:
    """Return one row a parameter that could be freed, greatest first.

    Parameters
    ----------
    minimum : float
        Smaller indices are left out.

    Returns
    -------
    DataFrame
        ``lhs, op, rhs, group, group_label, mi, p, epc, sepc_lv, sepc_all,
        sepc_nox``: chi-square would fall by about `mi` (one degree of freedom),
        and the parameter would move by about `epc`.
    """
    import pandas as pd
    from scipy.stats import chi2

    specification = fitted.specification
    known = {key_of(p): p for p in specification.parameters}
    fixed = [key for key, p in known.items() if not p.free]
    new = [key for key in candidates(specification) if _plain(key) not in known]
    enlarged = with_free(fitted, release=fixed, add=new)
    first = specification.n_free
    index, change = _indices(
        fitted, enlarged.at.gradient, enlarged.at.information, first
    )
    extra = [p for p in enlarged.specification.parameters if p.free > first]
    factors = {kind: _scale(fitted, enlarged.specification, kind) for kind in _KINDS}
    rows = [
        {
            "lhs": p.lhs,
            "op": p.op,
            "rhs": p.rhs,
            "group": p.group,
            "group_label": fitted.group_labels[p.group - 1],
            "mi": index[p.free - 1 - first],
            "p": float(chi2.sf(index[p.free - 1 - first], 1)),
            "epc": change[p.free - 1 - first],
        }
        | {
            f"sepc_{kind}": change[p.free - 1 - first] * factors[kind][p.free]
            for kind in _KINDS
        }
        for p in extra
    ]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    table = table[table["mi"].notna() & (table["mi"] >= minimum)]
    return table.sort_values("mi", ascending=False, ignore_index=True, kind="stable")


_KINDS: tuple[StandardKind, ...] = ("lv", "all", "nox")
_COLUMNS = (
    *("lhs", "op", "rhs", "group", "group_label", "mi", "p", "epc"),
    *(f"sepc_{kind}" for kind in _KINDS),
)


def _indices(
    fitted: Fitted, gradient: np.ndarray, information: np.ndarray, first: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return index and expected change of every parameter after `first`."""
    inverse = constrained_inverse(
        information[:first, :first], fitted.specification, fitted.solution.vector
    )
    across = information[first:, :first]
    left = np.diagonal(information)[first:] - np.einsum(
        "ij,jk,ik->i", across, inverse, across
    )
    left = np.where(left / fitted.n < _NO_INFORMATION, np.nan, left)
    slope = gradient[first:]
    return slope**2 / left, -slope / left


def _scale(
    fitted: Fitted, specification: Specification, kind: StandardKind
) -> dict[int, float]:
    """What standardises each free parameter of the enlarged model."""
    implied = implied_moments(fitted.layout, fitted.solution.vector)
    factors = row_factors(specification, implied, kind)
    return {
        p.free: float(factor)
        for p, factor in zip(specification.parameters, factors, strict=True)
        if p.free
    }


def candidates(specification: Specification) -> list[Key]:
    """Return the parameters that lavaan looks at, whether in the model or not."""
    pairs: list[tuple[str, str, str]] = []
    latent, exogenous = specification.latent, specification.exogenous
    endogenous = [n for n in specification.observed if n not in exogenous]
    loadings = [p for p in specification.parameters if p.op == "=~"]
    indicators = {p.rhs for p in loadings}
    paths = [p for p in specification.parameters if p.op == "~"]
    ends = (*(p.lhs for p in paths), *(p.rhs for p in paths))
    structural = tuple(dict.fromkeys(ends))
    pairs += [
        (factor, "=~", item)
        for factor in latent
        for item in endogenous
        if item not in structural
    ]
    measured = [name for name in endogenous if name in indicators]
    for names in (measured, latent):
        pairs += [
            (first, "~~", second)
            for at, first in enumerate(names)
            for second in names[at:]
        ]
    pairs += [
        (outcome, "~", predictor)
        for outcome in structural
        for predictor in structural
        if outcome != predictor and not (outcome in indicators and predictor in latent)
    ]
    if specification.options.mean_structure:
        pairs += [(name, "~1", "") for name in specification.variables]
    groups = range(1, specification.n_groups + 1)
    return [(*pair, group) for group in groups for pair in pairs]


def _plain(key: Key) -> Key:
    first, op, second, group = key
    if op == "~~" and second < first:
        first, second = second, first
    return first, op, second, group
