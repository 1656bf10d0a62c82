"""How many respondents changed by more than error of measurement explains."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison.ranks_and_shares.proportions import wilson_interval
from srtoolkit.comparison.scores.samples import require_pairs
from srtoolkit.errors import OptionError
from srtoolkit.inference import Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliableChange:
    """Shares of respondents whose change is beyond error of measurement.

    Attributes
    ----------
    outcome : str
    threshold : float
        Change in points that counts, z times root two times `sem`.
    sem : float
        Standard error of measurement, in points.
    reliability : float
    expected_by_error : float
        Share to expect in each direction when nobody changed.
    improved, worsened : float
        Shares beyond the threshold upwards and downwards.
    improved_low, improved_high, worsened_low, worsened_high : float
        Wilson's intervals.
    n_improved, n_worsened, n : int
    ci_level : float
    """

    outcome: str
    threshold: float
    sem: float
    reliability: float
    expected_by_error: float
    improved: float
    improved_low: float
    improved_high: float
    worsened: float
    worsened_low: float
    worsened_high: float
    n_improved: int
    n_worsened: int
    n: int
    ci_level: float

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What the shares are to be compared with."""
        values = {
            "threshold": self.threshold,
            "expected_by_error": self.expected_by_error,
        }
        return (Reason("reliable_change", values),)

    def tidy(self) -> pd.DataFrame:
        """One row a direction."""
        import pandas as pd

        rows = [
            {
                "outcome": self.outcome,
                "direction": direction,
                "n_changed": getattr(self, f"n_{direction}"),
                "n": self.n,
                "share": getattr(self, direction),
                "ci_low": getattr(self, f"{direction}_low"),
                "ci_high": getattr(self, f"{direction}_high"),
                "ci_level": self.ci_level,
                "expected_by_error": self.expected_by_error,
            }
            for direction in ("improved", "worsened")
        ]
        return pd.DataFrame(rows)

    def glance(self) -> pd.DataFrame:
        """One row: threshold, error of measurement, reliability, n."""
        import pandas as pd

        keys = ("outcome", "threshold", "sem", "reliability", "n")
        return pd.DataFrame([{key: getattr(self, key) for key in keys}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def reliable_change_shares(
    after: np.ndarray,
    before: np.ndarray,
    *,
    reliability: float,
    sd: float | None = None,
    z: float = 1.645,
    ci_level: float = 0.95,
    outcome: str = "",
) -> ReliableChange:
    """Count respondents whose change is beyond error of measurement.

    Parameters
    ----------
    after, before : ndarray, shape (n,)
        Scores in points, nothing missing.
    reliability : float
        Of the score, in [0, 1); for example omega.
    sd : float or None
        Standard deviation the error of measurement is taken from, in points;
        None: that of `before`.
    z : float
        1.645 expects 5 % in each direction by error alone, 1.96 2.5 %.
    ci_level : float
        Coverage of Wilson's intervals, in (0, 1).

    Raises
    ------
    OptionError
        When `reliability` is not in [0, 1), or `sd` or `z` is not above zero.
    ScoresError
        When the lengths differ, a score is missing, fewer than two pairs are
        there, or all differences are the same.

    References
    ----------
    Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology 59,
    12-19.
    """
    from scipy.stats import norm

    differences = require_pairs(after, before)
    spread = float(np.std(before, ddof=1)) if sd is None else sd
    if not 0 <= reliability < 1 or not spread > 0 or not z > 0:
        raise OptionError(
            f"reliability {reliability}, standard deviation {spread:g} and z {z:g} "
            "give no error of measurement",
            code="measurement_error",
            allowed="a reliability from 0 to below 1; the others above zero",
        )
    sem = spread * float(np.sqrt(1 - reliability))
    threshold = z * float(np.sqrt(2)) * sem
    n = len(differences)
    up, down = (
        int((differences > threshold).sum()),
        int((differences < -threshold).sum()),
    )
    improved = wilson_interval(up, n, ci_level=ci_level)
    worsened = wilson_interval(down, n, ci_level=ci_level)
    return ReliableChange(
        outcome=outcome,
        threshold=threshold,
        sem=sem,
        reliability=reliability,
        expected_by_error=float(norm.sf(z)),
        improved=up / n,
        improved_low=improved[0],
        improved_high=improved[1],
        worsened=down / n,
        worsened_low=worsened[0],
        worsened_high=worsened[1],
        n_improved=up,
        n_worsened=down,
        n=n,
        ci_level=ci_level,
    )
