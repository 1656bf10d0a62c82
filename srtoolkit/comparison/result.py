"""What a comparison of two groups returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from srtoolkit.inference import ESTIMATE_COLUMNS, Estimate

if TYPE_CHECKING:
    import pandas as pd

#: Columns of every comparison table.
TIDY_COLUMNS = (
    "outcome",
    "contrast",
    "method",
    *ESTIMATE_COLUMNS,
    "effect",
    "effect_low",
    "effect_high",
    "n",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonResult:
    """One estimate of the difference between two groups.

    Attributes
    ----------
    outcome, contrast : str
        What is compared, and which group minus which.
    method : str
        How it was made, for example ``welch``.
    est, se, ci_low, ci_high : float or None
        Difference in the outcome's unit; None where the method gives none.
    statistic, df, p : float or None
        Test statistic, its degrees of freedom and p: one-sided where a
        direction is expected, else two-sided.
    ci_level : float
        Coverage of both intervals, in (0, 1).
    effect, effect_low, effect_high : float or None
        Effect size with its interval, no unit.
    effect_name : str
        Which effect size, for example ``hedges_g``.
    bf10 : float or None
        Bayes factor against no difference.
    n : int
        Respondents in both groups.
    """

    outcome: str
    contrast: str
    method: str
    est: float | None
    se: float | None = None
    statistic: float | None = None
    df: float | None = None
    p: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float
    effect: float | None = None
    effect_low: float | None = None
    effect_high: float | None = None
    effect_name: str = ""
    bf10: float | None = None
    n: int

    @classmethod
    def of_wald(
        cls,
        wald: Estimate,
        *,
        outcome: str,
        contrast: str,
        n: int,
        effect: float | None = None,
        effect_low: float | None = None,
        effect_high: float | None = None,
        effect_name: str = "",
    ) -> ComparisonResult:
        """Take estimate, error, test and interval from a Wald estimate."""
        return cls(
            outcome=outcome,
            contrast=contrast,
            method=wald.method,
            est=wald.est,
            se=wald.se,
            statistic=wald.statistic,
            df=wald.df,
            p=wald.p,
            ci_low=wald.ci_low,
            ci_high=wald.ci_high,
            ci_level=wald.ci_level,
            effect=effect,
            effect_low=effect_low,
            effect_high=effect_high,
            effect_name=effect_name,
            n=n,
        )

    def tidy(self) -> pd.DataFrame:
        """One row with the columns of every comparison."""
        import pandas as pd

        row = {column: getattr(self, column) for column in TIDY_COLUMNS}
        return pd.DataFrame([row], columns=list(TIDY_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: method, n, and the names of what `tidy` cannot name."""
        import pandas as pd

        row = {key: getattr(self, key) for key in ("method", "n", "effect_name")}
        return pd.DataFrame([row | {"bf10": self.bf10, "ci_level": self.ci_level}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)

    def as_estimate(
        self, role: Literal["primary", "naive", "robustness"] = "robustness"
    ) -> Estimate:
        """Hand it to the verdict rule in that role."""
        pieces = self.to_dict()
        del pieces["outcome"], pieces["contrast"]
        return Estimate(role=role, **pieces)
