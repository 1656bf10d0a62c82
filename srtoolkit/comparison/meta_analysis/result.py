"""What a meta-analysis returns."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.requirements import TestKind
from srtoolkit.inference import ESTIMATE_COLUMNS, Reason

if TYPE_CHECKING:
    import pandas as pd

#: Columns of the table of studies.
STUDY_COLUMNS = (
    "study",
    "est",
    "se",
    "weight",
    "ci_low",
    "ci_high",
    "ci_level",
)
COEFFICIENT_COLUMNS = (
    "term",
    *ESTIMATE_COLUMNS,
)
#: What the one-row summary shows, in order.
_GLANCE = (
    "measure",
    "method",
    "test",
    "k",
    *ESTIMATE_COLUMNS,
    "tau2",
    "tau2_se",
    "tau2_low",
    "tau2_high",
    "q",
    "q_df",
    "q_p",
    "i2",
    "h2",
    "pi_low",
    "pi_high",
    "qm",
    "qm_df",
    "qm_p",
    "r2",
)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The pooled effect, or one coefficient of a meta-regression.

    Attributes
    ----------
    term : str
        ``(Intercept)`` or a moderator.
    est, se, statistic, p, ci_low, ci_high : float
        Two-sided p; the interval covers the analysis' ``ci_level``.
    df : float or None
        k - p with Hartung and Knapp's errors; None where the test is normal.
    """

    term: str
    est: float
    se: float
    statistic: float
    df: float | None
    p: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaAnalysis:
    """Effects of several studies, pooled.

    Attributes
    ----------
    measure, method, test : str
        Effect size, estimator of tau squared, and kind of error.
    studies : tuple of str
    study_est, study_variance, weights : tuple of float
        Each study's effect, sampling variance and share of the pooled
        estimate in percent.
    coefficients : tuple of Coefficient
        One without moderators.
    covariance : tuple of tuple of float
        Of the coefficients.
    tau2, tau2_se, tau2_low, tau2_high : float or None
        Variance of the true effects, its error and interval; the last three
        are None for equal effects.
    q, q_df, q_p : float
        Cochran's test of (residual) heterogeneity.
    i2, h2 : float
        Share of the variation that is not sampling error, in percent, and
        total over sampling variation.
    pi_low, pi_high : float or None
        Where the true effect of a further study lies; None with moderators
        or equal effects.
    qm, qm_df, qm_p, qm_df_error : float or None
        Test of all moderators (without any: of the pooled effect); F with
        `qm_df_error` where the errors are Hartung and Knapp's.
    r2 : float or None
        Share of tau squared that moderators explain, in percent.
    ci_level : float
        Coverage of every interval, in (0, 1).
    moderators : tuple of str
        Terms besides the intercept.
    notes : tuple of Reason
    """

    measure: str
    method: str
    test: TestKind
    studies: tuple[str, ...]
    study_est: tuple[float, ...]
    study_variance: tuple[float, ...]
    weights: tuple[float, ...]
    coefficients: tuple[Coefficient, ...]
    covariance: tuple[tuple[float, ...], ...]
    tau2: float
    tau2_se: float | None
    tau2_low: float | None
    tau2_high: float | None
    q: float
    q_df: int
    q_p: float
    i2: float
    h2: float
    pi_low: float | None
    pi_high: float | None
    qm: float
    qm_df: int
    qm_p: float
    qm_df_error: float | None
    r2: float | None
    ci_level: float
    moderators: tuple[str, ...] = ()
    notes: tuple[Reason, ...] = ()

    @property
    def k(self) -> int:
        """Number of studies."""
        return len(self.study_est)

    @property
    def pooled(self) -> Coefficient | None:
        """The pooled effect; None with moderators."""
        return None if self.moderators else self.coefficients[0]

    def tidy(self) -> pd.DataFrame:
        """One row a study with its own normal interval and its weight."""
        import pandas as pd
        from scipy.stats import norm

        quantile = float(norm.isf((1 - self.ci_level) / 2))
        rows = []
        studies = zip(
            self.studies, self.study_est, self.study_variance, self.weights, strict=True
        )
        for study, est, variance, weight in studies:
            se = float(np.sqrt(variance))
            ends = est - quantile * se, est + quantile * se
            rows.append((study, est, se, weight, *ends, self.ci_level))
        return pd.DataFrame(rows, columns=list(STUDY_COLUMNS))

    def coefficient_table(self) -> pd.DataFrame:
        """One row a coefficient."""
        import pandas as pd

        rows = [asdict(row) | {"ci_level": self.ci_level} for row in self.coefficients]
        return pd.DataFrame(rows, columns=list(COEFFICIENT_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: pooled effect, heterogeneity, prediction interval, moderators."""
        import pandas as pd

        pooled = self.pooled
        known = {} if pooled is None else asdict(pooled)
        row = {name: known.get(name) for name in _GLANCE}
        own = {name: getattr(self, name) for name in _GLANCE if hasattr(self, name)}
        return pd.DataFrame([row | own], columns=list(_GLANCE))

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)

    @property
    def details(self) -> dict[str, Any]:
        """Forest rows, coefficients and pooled diamond as plain values."""
        return {
            "studies": self.tidy().to_dict("records"),
            "coefficients": self.coefficient_table().to_dict("records"),
            "summary": self.glance().to_dict("records")[0],
        }
