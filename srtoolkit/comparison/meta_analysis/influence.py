"""How much the pooled effect depends on single studies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.meta_analysis.analysis import meta_analysis, pool
from srtoolkit.comparison.meta_analysis.result import MetaAnalysis
from srtoolkit.errors import ModelError

if TYPE_CHECKING:
    import pandas as pd

LEFT_OUT_COLUMNS = (
    "study",
    "est",
    "se",
    "p",
    "ci_low",
    "ci_high",
    "ci_level",
    "tau2",
    "i2",
    "q",
    "studentised_residual",
    "dffits",
    "cooks_distance",
    "hat",
)


@dataclass(frozen=True, slots=True)
class LeaveOneOut:
    """The pooled effect without each study in turn.

    Attributes
    ----------
    rows : tuple of mapping
        One a study left out, with the columns `LEFT_OUT_COLUMNS`.
    """

    rows: tuple[dict[str, Any], ...]

    def tidy(self) -> pd.DataFrame:
        """One row a study left out."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(LEFT_OUT_COLUMNS))

    def glance(self) -> pd.DataFrame:
        """One row: how far the pooled effect moves."""
        import pandas as pd

        est = [row["est"] for row in self.rows]
        lowest = {"k": len(est), "est_lowest": min(est), "est_highest": max(est)}
        return pd.DataFrame([lowest])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def leave_one_out(result: MetaAnalysis) -> LeaveOneOut:
    """Pool the studies without each in turn, and say how much each one weighs.

    Studentised residual (the study against the effect of the others), DFFITS,
    Cook's distance and hat value are those of the analysis as given.

    Raises
    ------
    ModelError
        With moderators, or with fewer than three studies.

    References
    ----------
    Viechtbauer & Cheung (2010), Research Synthesis Methods 1, 112-125.
    """
    if result.moderators or result.k < 3:
        raise ModelError(
            "leaving out one study in turn needs three studies and no moderators",
            code="leave_one_out_impossible",
            advice="Ask for it on the analysis without moderators.",
        )
    est, variance = np.array(result.study_est), np.array(result.study_variance)
    rows = [_without(result, est, variance, row) for row in range(result.k)]
    return LeaveOneOut(tuple(rows))


def _without(
    result: MetaAnalysis, est: np.ndarray, variance: np.ndarray, row: int
) -> dict[str, Any]:
    kept = np.arange(len(est)) != row
    names = [name for name, keep in zip(result.studies, kept, strict=True) if keep]
    rest = meta_analysis(
        est[kept],
        variance[kept],
        studies=names,
        method=result.method,
        test=result.test,
        ci_level=result.ci_level,
    )
    ones = np.ones((int(kept.sum()), 1))
    scale = pool(
        est[kept], variance[kept], ones, method=result.method, test=result.test
    ).scale
    return _row(result, rest, row, scale)


def _row(
    result: MetaAnalysis, rest: MetaAnalysis, row: int, scale: float
) -> dict[str, Any]:
    est, variance = result.study_est[row], result.study_variance[row]
    hat = result.weights[row] / 100
    full, left = result.coefficients[0], rest.coefficients[0]
    moved = full.est - left.est
    residual_variance = scale * (variance + rest.tau2) + left.se**2
    return {
        "study": result.studies[row],
        "est": left.est,
        "se": left.se,
        "p": left.p,
        "ci_low": left.ci_low,
        "ci_high": left.ci_high,
        "ci_level": rest.ci_level,
        "tau2": rest.tau2,
        "i2": rest.i2,
        "q": rest.q,
        "studentised_residual": (est - left.est) / float(np.sqrt(residual_variance)),
        "dffits": moved / float(np.sqrt(scale * hat * (rest.tau2 + variance))),
        "cooks_distance": moved**2 / full.se**2,
        "hat": hat,
    }
