"""All correlations of several variables, and the hypothesis on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.comparison.correlations.correlation import (
    Coefficient,
    Correlation,
    correlate,
    partial_correlation,
)
from srtoolkit.comparison.scores.covariates import code_covariates
from srtoolkit.errors import OptionError
from srtoolkit.inference import Estimate, Evidence, Expectation, Reason, holm
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

#: Fewest complete pairs a correlation is computed from.
_FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrelationTable:
    """Correlations of every pair of variables.

    Attributes
    ----------
    pairs : tuple of Correlation
    p_holm : tuple of float
        Adjusted over all pairs, in their order.
    method : str
    """

    pairs: tuple[Correlation, ...]
    p_holm: tuple[float, ...]
    method: str

    def tidy(self) -> pd.DataFrame:
        """One row a pair, with Holm's p beside its own."""
        import pandas as pd

        rows = zip(self.pairs, self.p_holm, strict=True)
        return pd.DataFrame([asdict(pair) | {"p_holm": p} for pair, p in rows])

    def glance(self) -> pd.DataFrame:
        """One row: how many pairs, of how many respondents at least."""
        import pandas as pd

        row = {
            "method": self.method,
            "n_pairs": len(self.pairs),
            "n_min": min(pair.n for pair in self.pairs),
            "n_max": max(pair.n for pair in self.pairs),
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def correlation_table(
    table: pd.DataFrame,
    *,
    method: Coefficient = "pearson",
    partial: bool = False,
    alpha: float = 0.05,
) -> CorrelationTable:
    """Correlate every pair of columns, over the respondents with both.

    Parameters
    ----------
    table : DataFrame, shape (n, n_variables)
        Numbers, NaN where missing.
    method : {"pearson", "spearman", "kendall"}
    partial : bool
        Hold all other columns constant (Pearson only, complete rows).
    alpha : float
        Intervals cover 1 - alpha.

    Raises
    ------
    OptionError
        With fewer than two columns, or `partial` with another method.
    ScoresError
        As `correlate` and `partial_correlation`.
    """
    names = [str(name) for name in table.columns]
    if len(names) < 2 or (partial and method != "pearson"):
        raise OptionError(
            f"{len(names)} variables with the method {method}"
            + (" and all others held constant" if partial else ""),
            code="correlation_variables",
            allowed="two or more variables; partial correlations are Pearson's",
        )
    columns = {name: table[name].to_numpy(dtype=float) for name in names}
    pairs = tuple(
        _partial(columns, pair, alpha)
        if partial
        else _pair(columns, pair, method, alpha)
        for pair in combinations(names, 2)
    )
    return CorrelationTable(
        pairs=pairs,
        p_holm=tuple(holm([pair.p for pair in pairs])),
        method="partial" if partial else method,
    )


@plan_step("step")
def correlations(
    responses: Responses,
    *,
    variables: Sequence[str],
    method: Coefficient = "pearson",
    partial: bool = False,
    alpha: float = 0.05,
) -> CorrelationTable:
    """Correlate scales, items or numeric columns; see `correlation_table`.

    Parameters
    ----------
    variables : sequence of str
        Two or more.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    OptionError, ScoresError
        As `correlation_table`.
    """
    import pandas as pd

    responses.require(list(variables))
    table = pd.DataFrame({name: responses.variable(name) for name in variables})
    return correlation_table(table, method=method, partial=partial, alpha=alpha)


@plan_step("hypothesis")
def correlation(
    responses: Responses,
    *,
    outcome: str,
    other: str,
    given: tuple[str, ...] = (),
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Evidence:
    """Test the correlation of two variables, others held constant if named.

    Parameters
    ----------
    outcome, other : str
        Scales, items or numeric columns.
    given : tuple of str
        Held constant; categories by one dummy each but the first.

    Returns
    -------
    Evidence
        Primary ``pearson`` or ``partial``; without `given` robustness
        ``spearman`` and ``kendall``. Guard: group_too_small. A smallest
        effect in points says nothing about a correlation and is not used.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    ScoresError, ModelError
        When a variable is constant.
    """
    responses.require([outcome, other, *given])
    pair = np.column_stack(
        [responses.variable(name).to_numpy(dtype=float) for name in (outcome, other)]
    )
    covariates = responses.covariates(given)
    there = np.isfinite(pair).all(axis=1) & covariates.notna().all(axis=1).to_numpy()
    n = int(there.sum())
    if n < _FEWEST + len(given):
        guard = Reason("group_too_small", {"group": outcome, "n": n})
        return Evidence(outcome, other, (), guard=guard)
    first, second = pair[there].T
    if given:
        coded = code_covariates(covariates[there]).matrix
        held = partial_correlation(first, second, coded, expect=expect, alpha=alpha)
        return Evidence(outcome, other, (_estimate(held, "primary"),))
    found = [
        correlate(first, second, method=method, expect=expect, alpha=alpha)
        for method in ("pearson", "spearman", "kendall")
    ]
    estimates = (
        _estimate(found[0], "primary"),
        *(_estimate(one, "robustness") for one in found[1:]),
    )
    return Evidence(outcome, other, estimates)


def _pair(
    columns: dict[str, np.ndarray],
    names: tuple[str, str],
    method: Coefficient,
    alpha: float,
) -> Correlation:
    first, second = columns[names[0]], columns[names[1]]
    there = np.isfinite(first) & np.isfinite(second)
    return correlate(
        first[there], second[there], method=method, alpha=alpha, names=names
    )


def _partial(
    columns: dict[str, np.ndarray], names: tuple[str, str], alpha: float
) -> Correlation:
    there = np.isfinite(np.column_stack(list(columns.values()))).all(axis=1)
    others = [values[there] for name, values in columns.items() if name not in names]
    given = np.column_stack(others) if others else np.empty((int(there.sum()), 0))
    first, second = (columns[name][there] for name in names)
    return partial_correlation(first, second, given, alpha=alpha, names=names)


def _estimate(found: Correlation, role: Literal["primary", "robustness"]) -> Estimate:
    return Estimate(
        method=f"correlation_{found.method}",
        role=role,
        est=found.est,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        ci_level=found.ci_level,
        p=found.p,
        statistic=found.statistic,
        df=found.df,
        bf10=found.bf10,
        n=found.n,
    )
