"""Artefacts that manufacture a paradox, and how large a gap each makes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.errors import OptionError, ScoresError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class SpuriousGap:
    """The gap that selecting on an evaluation makes when nothing has changed.

    Attributes
    ----------
    gap : float
        Expected gap in points: between customers, of the selected against
        comparable unselected ones; within customers, of after minus before.
    gap_sd : float
        The same in standard deviations of the outcome.
    mean_z : float
        Mean of the selected on the standardised evaluation.
    correlation : float
        Of the evaluation with the outcome, or with its change.
    mean_change : float or None
        Mean change of all, selected or not, in points; None between customers.
    n_selected, n : int
        Selected respondents, and all with both answers.
    """

    gap: float
    gap_sd: float
    mean_z: float
    correlation: float
    mean_change: float | None
    n_selected: int
    n: int

    def tidy(self) -> pd.DataFrame:
        """One row."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])

    def glance(self) -> pd.DataFrame:
        """One row: the sizes."""
        import pandas as pd

        return pd.DataFrame([{"n": self.n, "n_selected": self.n_selected}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def expected_spurious_gap(
    evaluation: np.ndarray,
    outcome: np.ndarray,
    selected: np.ndarray,
    *,
    before: np.ndarray | None = None,
) -> SpuriousGap:
    """Return the gap to expect from selecting on an evaluation alone.

    The regression of the outcome on the evaluation, at the mean of those who
    were selected: cov(evaluation, outcome) / SD(evaluation) times their mean
    z. It is the gap to expect if nothing had changed, not a proof of that.

    Parameters
    ----------
    evaluation : ndarray, shape (n,)
        What the selection looked at, for all who could have been selected.
    outcome : ndarray, shape (n,)
        In points, after the recovery.
    selected : ndarray of bool, shape (n,)
    before : ndarray, shape (n,), optional
        The outcome before the failure. With it the gap is within customers.

    Returns
    -------
    SpuriousGap

    Raises
    ------
    ScoresError
        With fewer than three complete respondents, none or all of them
        selected, or an evaluation or outcome that does not vary.

    References
    ----------
    Mean of a truncated bivariate normal: Johnson & Kotz (1972), Distributions
    in Statistics: Continuous Multivariate Distributions, ch. 36.
    """
    target = outcome if before is None else outcome - before
    complete = np.isfinite(evaluation) & np.isfinite(target)
    evaluation, target = evaluation[complete], target[complete]
    selected = selected[complete]
    _require_spread(evaluation, target, selected)
    mean_z = float(evaluation[selected].mean() - evaluation.mean())
    mean_z /= float(evaluation.std(ddof=1))
    correlation = float(np.corrcoef(evaluation, target)[0, 1])
    gap = correlation * float(target.std(ddof=1)) * mean_z
    return SpuriousGap(
        gap=gap,
        gap_sd=gap / float(outcome[complete].std(ddof=1)),
        mean_z=mean_z,
        correlation=correlation,
        mean_change=None if before is None else float(target.mean()),
        n_selected=int(selected.sum()),
        n=len(target),
    )


def spurious_gap_of_share(
    share: float, *, r_after: float, r_before: float = 0.0
) -> float:
    """Return the gap in SDs when the top share of an evaluation is selected.

    For normal variables of equal variance before and after:
    (r_after - r_before) times the mean z of the top share.

    Parameters
    ----------
    share : float
        Selected share, in (0, 1).
    r_after, r_before : float
        Correlation of the evaluation with the outcome after the recovery and
        before the failure. Leave the second at 0 for the gap between
        customers.

    Raises
    ------
    OptionError
        When the share is not between 0 and 1.
    """
    return (r_after - r_before) * mean_z_of_top(share)


def regression_to_the_mean(share: float, *, r: float) -> float:
    """Return the change in SDs of the lowest share on the earlier measure.

    E[after - before | before = x] = (1 - r)(mean - x), averaged over them.

    Parameters
    ----------
    share : float
        Selected share, in (0, 1).
    r : float
        Correlation of before and after.

    Raises
    ------
    OptionError
        When the share is not between 0 and 1.
    """
    return (1 - r) * mean_z_of_top(share)


def mean_z_of_top(share: float) -> float:
    """Return the mean of a standard normal's top share: phi(z) / share."""
    from scipy.stats import norm

    if not 0 < share < 1:
        raise OptionError(
            f"the selected share is {share}",
            code="share_out_of_range",
            allowed="a number between 0 and 1",
        )
    return float(norm.pdf(norm.isf(share)) / share)


def _require_spread(
    evaluation: np.ndarray, target: np.ndarray, selected: np.ndarray
) -> None:
    if len(target) < 3 or not selected.any() or selected.all():
        raise ScoresError(
            f"{len(target)} respondents have both answers and {int(selected.sum())} "
            "of them are selected, which does not show what selection does",
            code="selection_not_shown",
            allowed="three or more, some selected and some not",
        )
    if np.ptp(evaluation) == 0 or np.ptp(target) == 0:
        raise ScoresError(
            "the evaluation or the outcome is the same for all respondents",
            code="scores_constant",
        )
