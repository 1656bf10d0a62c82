"""Where on a judged recovery satisfaction seems to have risen: a description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import ScoresError
from srtoolkit.inference import Reason
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses

_FEWEST = 5


@dataclass(frozen=True, slots=True)
class ParadoxRegion:
    """Change regressed on a judgement of the recovery.

    Attributes
    ----------
    outcome, evaluation : str
    rows : tuple of mapping
        evaluation, est (mean change there, in points), se, ci_low, ci_high,
        ci_level.
    slope, slope_se : float
        Points of change a point of the evaluation.
    starts_at : float or None
        Lowest observed judgement from which on the interval of the mean
        change lies above zero; None where there is none.
    share_in_region : float
        Respondents at or above it.
    mean_change : float
        Of everybody, in points.
    n : int
    """

    outcome: str
    evaluation: str
    rows: tuple[dict[str, float], ...]
    slope: float
    slope_se: float
    starts_at: float | None
    share_in_region: float
    mean_change: float
    n: int

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Why this is no test."""
        values = {"evaluation": self.evaluation, "mean_change": self.mean_change}
        return (Reason("region_is_description", values),)

    def tidy(self) -> pd.DataFrame:
        """One row a judgement."""
        import pandas as pd

        return pd.DataFrame(list(self.rows))

    def glance(self) -> pd.DataFrame:
        """One row: slope, where the region starts, who is in it."""
        import pandas as pd

        keys = ("slope", "slope_se", "starts_at", "share_in_region", "mean_change", "n")
        names = {"outcome": self.outcome, "evaluation": self.evaluation}
        return pd.DataFrame([names | {key: getattr(self, key) for key in keys}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        found = {str(key): value for key, value in self.glance().iloc[0].items()}
        return found | {"rows": list(self.rows)}


@plan_step("step")
def paradox_region(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    evaluation: str,
    ci_level: float = 0.95,
) -> ParadoxRegion:
    """Describe the mean change over a judgement of the recovery.

    Never a test: the judgement and the outcome share what the customer felt
    afterwards, so that a region above zero appears in nearly every sample
    even when nobody changed on average.

    Parameters
    ----------
    outcome, before : str
        The same variable after and before.
    evaluation : str
        The judgement, for example recovery satisfaction.
    ci_level : float, in (0, 1)
        Of the mean change at one judgement; HC3 errors.

    Raises
    ------
    ResponsesError
        When a variable is not there.
    ScoresError
        With fewer than five complete respondents, or no spread.
    """
    from scipy.stats import t

    responses.require([outcome, before, evaluation])
    scores = [
        responses.variable(name).to_numpy(dtype=float)
        for name in (outcome, before, evaluation)
    ]
    there = np.isfinite(scores).all(axis=0)
    change, judged = (scores[0] - scores[1])[there], scores[2][there]
    if len(change) < _FEWEST or np.ptp(judged) == 0 or np.ptp(change) == 0:
        raise ScoresError(
            f"{len(change)} respondents have all three answers, or one of them is "
            "the same for all",
            code="scores_constant",
            allowed=f"{_FEWEST} or more who differ",
        )
    estimates, covariance = _line(change, judged)
    critical = float(t.isf((1 - ci_level) / 2, len(change) - 2))
    rows = []
    for value in np.linspace(judged.min(), judged.max(), 9):
        place = np.array([1.0, value - judged.mean()])
        est = float(place @ estimates)
        se = float(np.sqrt(place @ covariance @ place))
        rows.append(
            {
                "evaluation": float(value),
                "est": est,
                "se": se,
                "ci_low": est - critical * se,
                "ci_high": est + critical * se,
                "ci_level": ci_level,
            }
        )
    start = _start(judged, estimates, covariance, critical)
    return ParadoxRegion(
        outcome=outcome,
        evaluation=evaluation,
        rows=tuple(rows),
        slope=float(estimates[1]),
        slope_se=float(np.sqrt(covariance[1, 1])),
        starts_at=start,
        share_in_region=0.0 if start is None else float(np.mean(judged >= start)),
        mean_change=float(change.mean()),
        n=len(change),
    )


def _line(change: np.ndarray, judged: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from srtoolkit.regression import coefficient_covariance

    design = np.column_stack([np.ones(len(judged)), judged - judged.mean()])
    estimates = np.linalg.lstsq(design, change, rcond=None)[0]
    residuals = change - design @ estimates
    return estimates, coefficient_covariance(design, residuals, "HC3")


def _start(
    judged: np.ndarray, estimates: np.ndarray, covariance: np.ndarray, critical: float
) -> float | None:
    """Return the lowest judgement with an interval above zero, and all higher ones."""
    values = np.unique(judged)
    places = np.column_stack([np.ones(len(values)), values - judged.mean()])
    errors = np.sqrt(np.einsum("ij,jk,ik->i", places, covariance, places))
    above = places @ estimates - critical * errors > 0
    if not above[-1]:
        return None
    below = np.flatnonzero(~above)
    return float(values[below[-1] + 1] if below.size else values[0])
