"""What a necessary condition analysis returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.inference import Reason

if TYPE_CHECKING:
    import pandas as pd

#: The tests, one row a condition and ceiling.
NECESSITY_COLUMNS = (
    "outcome",
    "predictor",
    "method",
    "n",
    "effect",
    "p",
    "permutation_limit",
    "additive_mean",
    "additive_limit",
    "p_additive",
    "accuracy",
)
#: The lines themselves.
CEILING_COLUMNS = (
    "outcome",
    "predictor",
    "method",
    "effect",
    "ceiling_zone",
    "scope",
    "fit",
    "n_peers",
    "intercept",
    "slope",
    "condition_inefficiency",
    "outcome_inefficiency",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NecessityResult:
    """How far one condition limits an outcome, by one ceiling line.

    Attributes
    ----------
    outcome, condition : str
    ceiling : {"ce_fdh", "cr_fdh"}
        Step line, or straight line through the corners of the steps.
    effect : float, in [0, 1]
        d: empty share of the scope in the upper left corner.
    p : float
        Permutation test that condition and outcome are unrelated.
    permutation_limit : float
        d that unrelated variables exceed in the share alpha.
    additive_mean, additive_limit, additive_low : float or None
        Mean, (1 - alpha) and alpha quantile of d under an additive model
        without necessity; None when it was not simulated.
    p_additive : float or None
        Share of additive simulations with a d as large.
    accuracy : float
        Respondents on or below the ceiling, in percent.
    fit : float or None
        Empty space of this ceiling over that of the step ceiling, in percent.
    intercept, slope : float or None
        Of the straight line.
    condition_inefficiency, outcome_inefficiency : float
        Where the condition no longer limits, and what part of the outcome is
        never limited, in percent of the scope.
    ceiling_zone, scope : float
        Areas, in units of condition times outcome.
    n_peers, n : int
        Corners that make the ceiling; respondents.
    peers : tuple of (float, float)
        Those corners, for a picture.
    """

    outcome: str
    condition: str
    ceiling: str
    effect: float
    p: float
    permutation_limit: float
    additive_mean: float | None
    additive_limit: float | None
    additive_low: float | None
    p_additive: float | None
    accuracy: float
    fit: float | None
    intercept: float | None
    slope: float | None
    condition_inefficiency: float
    outcome_inefficiency: float
    ceiling_zone: float
    scope: float
    n_peers: int
    n: int
    peers: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NecessityAnalysis:
    """Which conditions limit an outcome.

    Attributes
    ----------
    results : tuple of NecessityResult
        One a condition and ceiling.
    bottlenecks : tuple of mapping
        One row an outcome level and ceiling: ``method``, ``outcome_percent``,
        ``outcome_value``, then for each condition the level it needs at least
        in percent of its range, in its unit, and the share of respondents
        below that level; None where it does not limit.
    bounds : mapping
        Ends of the scope of outcome and conditions.
    densities : mapping of str to tuple
        How many respondents stand where, for a picture: of each condition
        (condition, outcome, count) for every filled cell of a 24 by 24 grid.
    alpha : float
        Level of the limits.
    notes : tuple of Reason
    """

    results: tuple[NecessityResult, ...]
    bottlenecks: tuple[dict[str, Any], ...]
    bounds: dict[str, tuple[float, float]]
    densities: dict[str, tuple[tuple[float, float, int], ...]]
    alpha: float
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row a condition (`predictor`) and ceiling (`method`): the tests."""
        return self._table(NECESSITY_COLUMNS)

    def ceiling_table(self) -> pd.DataFrame:
        """One row a condition and ceiling: areas, line and inefficiencies."""
        return self._table(CEILING_COLUMNS)

    def bottleneck_table(self) -> pd.DataFrame:
        """One row an outcome level and ceiling."""
        import pandas as pd

        return pd.DataFrame(list(self.bottlenecks))

    def glance(self) -> pd.DataFrame:
        """One row: outcome, number of conditions, respondents, alpha."""
        import pandas as pd

        first = self.results[0]
        conditions = {result.condition for result in self.results}
        row = {
            "outcome": first.outcome,
            "n_conditions": len(conditions),
            "n": first.n,
            "alpha": self.alpha,
        }
        return pd.DataFrame([row])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)

    def _table(self, columns: tuple[str, ...]) -> pd.DataFrame:
        import pandas as pd

        rows = [
            asdict(result)
            | {
                "predictor": result.condition,
                "method": f"necessity_{result.ceiling}",
            }
            for result in self.results
        ]
        return pd.DataFrame(rows, columns=list(columns))

    @property
    def details(self) -> dict[str, Any]:
        """Bottleneck table, ceilings and scope as plain values."""
        return {
            "bottleneck": [dict(row) for row in self.bottlenecks],
            "bounds": {name: list(ends) for name, ends in self.bounds.items()},
            "densities": {
                name: [list(found) for found in cells]
                for name, cells in self.densities.items()
            },
            "ceilings": [
                row | {"peers": [list(peer) for peer in result.peers]}
                for row, result in zip(
                    self.ceiling_table().to_dict("records"), self.results, strict=True
                )
            ],
        }
