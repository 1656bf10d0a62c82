"""What weighting by propensity returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison.result import ComparisonResult
from srtoolkit.inference import Companion, Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class PropensityResult:
    """A difference between groups made alike on covariates by weights.

    Attributes
    ----------
    difference : ComparisonResult
        The estimate with its error and interval (bootstrap, or sandwich
        where no draws were asked for).
    estimand : str
        ``att``, ``ate`` or ``overlap``.
    sandwich_se : float
        Error by M-estimation (weighted) or influence functions (doubly
        robust).
    bootstrap_se : float or None
        Error from draws that refit the propensity model.
    n_draws, n_failed : int
        Draws asked for, and those without an estimate.
    sd_pooled : float
        Standard deviation of the outcome within groups, unweighted.
    covariates : tuple of str
        Terms of the propensity model.
    coefficients : tuple of float
        Of that model, the intercept first.
    balance, groups : tuple of mapping
        Rows of the balance table and of the group table.
    n_excluded : int
        Respondents of both groups with a missing outcome or covariate.
    scores, weights : tuple of float
        Of each respondent used, for pictures; weights sum to the group size.
    is_treated : tuple of bool
    notes : tuple of Reason
    """

    difference: ComparisonResult
    estimand: str
    sandwich_se: float
    bootstrap_se: float | None
    n_draws: int
    n_failed: int
    sd_pooled: float
    covariates: tuple[str, ...]
    coefficients: tuple[float, ...]
    balance: tuple[dict[str, Any], ...]
    groups: tuple[dict[str, Any], ...]
    n_excluded: int
    scores: tuple[float, ...]
    weights: tuple[float, ...]
    is_treated: tuple[bool, ...]
    notes: tuple[Reason, ...] = ()

    def tidy(self) -> pd.DataFrame:
        """One row with the columns of every comparison."""
        return self.difference.tidy()

    def balance_table(self) -> pd.DataFrame:
        """One row a covariate or category."""
        import pandas as pd

        return pd.DataFrame(list(self.balance))

    def group_table(self) -> pd.DataFrame:
        """One row a group: sizes, effective sizes, scores and weights."""
        import pandas as pd

        return pd.DataFrame(list(self.groups))

    def glance(self) -> pd.DataFrame:
        """One row: estimand, both errors, draws, sizes and worst balance."""
        import pandas as pd

        return pd.DataFrame([self._summary()])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)

    @property
    def details(self) -> dict[str, Any]:
        """Balance, groups and model as plain values, without respondents."""
        model = zip(("(Intercept)", *self.covariates), self.coefficients, strict=True)
        named = {"outcome": self.difference.outcome, "method": self.difference.method}
        return {
            "summary": self._summary(),
            "balance": [dict(row) for row in self.balance],
            "groups": [dict(row) for row in self.groups],
            "overlap": list(self._overlap()),
            "propensity_model": [{"term": term, "est": est} for term, est in model],
            "notes": [
                {"code": note.code, "values": {**note.values, **named}}
                for note in self.notes
            ],
        }

    def as_companion(self) -> Companion:
        """Put it beside a hypothesis as a robustness estimate."""
        return Companion((self.difference.as_estimate(),), self.details)

    def _overlap(self) -> tuple[dict[str, Any], ...]:
        import numpy as np

        from srtoolkit.comparison.propensity.balance import overlap_rows

        parts = (self.scores, self.is_treated, self.weights)
        return overlap_rows(*(np.array(part) for part in parts))

    def _summary(self) -> dict[str, Any]:
        from srtoolkit.comparison.propensity.balance import largest_difference

        return {
            "method": self.difference.method,
            "estimand": self.estimand,
            "est": self.difference.est,
            "se": self.difference.se,
            "sandwich_se": self.sandwich_se,
            "bootstrap_se": self.bootstrap_se,
            "n_draws": self.n_draws,
            "n_failed": self.n_failed,
            "n": self.difference.n,
            "n_excluded": self.n_excluded,
            "sd_pooled": self.sd_pooled,
            "largest_smd_before": largest_difference(self.balance, "smd_before"),
            "largest_smd_after": largest_difference(self.balance, "smd_after"),
        }
