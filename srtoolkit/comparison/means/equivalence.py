"""Is the difference small enough, not worse, or larger than what matters?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from srtoolkit.comparison.result import TIDY_COLUMNS, ComparisonResult
from srtoolkit.errors import OptionError
from srtoolkit.inference import Expectation, SmallestEffect, wald_estimate

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class EquivalenceResult:
    """One difference tested against the smallest effect of interest.

    Attributes
    ----------
    outcome, contrast : str
    est, se, df : float
        Difference in points, its error and degrees of freedom.
    delta : float
        Smallest effect of interest in points, above zero.
    t_lower, p_lower : float
        One-sided test of est > -delta.
    t_upper, p_upper : float
        One-sided test of est < delta.
    p : float
        Equivalence: the larger of `p_lower` and `p_upper`.
    non_inferiority_p, superiority_p, minimal_effect_p : float
        One-sided tests of not worse than delta, better than zero, and better
        than delta, in the expected direction.
    superiority_two_sided_p, minimal_effect_two_sided_p : float
        Two-sided: different from zero; beyond delta on either side (twice the
        smaller one-sided p).
    ci_low, ci_high, ci_level : float
        The interval of 1 - 2 alpha; equivalence at alpha is this interval
        inside (-delta, delta).
    n : int
        Respondents used.
    """

    outcome: str
    contrast: str
    est: float
    se: float
    df: float
    delta: float
    t_lower: float
    p_lower: float
    t_upper: float
    p_upper: float
    p: float
    non_inferiority_p: float
    superiority_p: float
    minimal_effect_p: float
    superiority_two_sided_p: float
    minimal_effect_two_sided_p: float
    ci_low: float
    ci_high: float
    ci_level: float
    n: int

    def tidy(self) -> pd.DataFrame:
        """One row a question: equivalence, non-inferiority, superiority, more."""
        import pandas as pd

        binding = max((self.p_lower, self.t_lower), (self.p_upper, self.t_upper))[1]
        answers = {
            "equivalence": (binding, self.p),
            "non_inferiority": (None, self.non_inferiority_p),
            "superiority": (None, self.superiority_p),
            "minimal_effect": (None, self.minimal_effect_p),
        }
        rows = [
            asdict(self) | {"method": method, "statistic": statistic, "p": p}
            for method, (statistic, p) in answers.items()
        ]
        return pd.DataFrame(rows).reindex(columns=list(TIDY_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row with both one-sided tests."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def delta_in_points(delta: float | SmallestEffect, sd: float) -> float:
    """Turn a smallest effect of interest into points of the outcome."""
    if isinstance(delta, SmallestEffect):
        points = delta.points(sd)
        assert points is not None
        return points
    return delta


def equivalence_details(
    main: ComparisonResult, delta: float | None, expect: Expectation, alpha: float
) -> dict[str, Any]:
    """Return what a hypothesis shows of its smallest effect of interest.

    Parameters
    ----------
    main : ComparisonResult
        The primary estimate, with its error.
    delta : float or None
        In the estimate's unit; None gives an empty mapping.

    Returns
    -------
    dict
        ``equivalence`` (delta and both one-sided tests), ``equivalence_p``,
        ``non_inferiority_p``, ``minimal_effect_p``.
    """
    if delta is None or main.est is None or not main.se:
        return {}
    df = float("inf") if main.df is None else main.df
    tested = equivalence_of(
        main.est, main.se, df, delta=delta, n=main.n, expect=expect, alpha=alpha
    )
    names = ("delta", "t_lower", "p_lower", "t_upper", "p_upper", "p")
    return {
        "equivalence": {name: getattr(tested, name) for name in names},
        "equivalence_p": tested.p,
        "non_inferiority_p": tested.non_inferiority_p,
        "minimal_effect_p": tested.minimal_effect_p,
    }


def equivalence_of(
    est: float,
    se: float,
    df: float,
    *,
    delta: float,
    n: int,
    expect: Expectation = "positive",
    alpha: float = 0.05,
    outcome: str = "",
    contrast: str = "",
) -> EquivalenceResult:
    """Test any estimate with a t distribution, as `welch_equivalence` does."""
    from scipy.stats import t

    if not delta > 0:
        raise OptionError(
            f"the smallest effect of interest is {delta}",
            code="delta_not_positive",
            allowed="a number above zero, in points of the outcome",
        )
    wald = wald_estimate(est, se, df=df, expect="zero", alpha=alpha, method="tost")
    sign = -1.0 if expect == "negative" else 1.0
    t_lower, t_upper = (est + delta) / se, (est - delta) / se
    p_lower, p_upper = float(t.sf(t_lower, df)), float(t.cdf(t_upper, df))
    assert wald.ci_low is not None and wald.ci_high is not None
    return EquivalenceResult(
        outcome=outcome,
        contrast=contrast,
        est=est,
        se=se,
        df=df,
        delta=delta,
        t_lower=t_lower,
        p_lower=p_lower,
        t_upper=t_upper,
        p_upper=p_upper,
        p=max(p_lower, p_upper),
        non_inferiority_p=p_upper if expect == "negative" else p_lower,
        superiority_p=float(t.sf(sign * est / se, df)),
        minimal_effect_p=float(t.sf((sign * est - delta) / se, df)),
        superiority_two_sided_p=float(2 * t.sf(abs(est) / se, df)),
        minimal_effect_two_sided_p=float(min(1, 2 * t.sf((abs(est) - delta) / se, df))),
        ci_low=wald.ci_low,
        ci_high=wald.ci_high,
        ci_level=wald.ci_level,
        n=n,
    )
