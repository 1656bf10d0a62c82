"""How often a paradox can be at all: excellent recoveries and reliable gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import (
    ReliableChange,
    group_labels,
    one_proportion,
    reliable_change_shares,
    wilson_interval,
)
from srtoolkit.errors import OptionError
from srtoolkit.inference import Evidence, Expectation, Reason
from srtoolkit.recovery.criteria import read_criterion
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True)
class EventShare:
    """How many customers something is true of.

    Attributes
    ----------
    event : str
        ``excellent_recovery``, ``complaint``, ``reliably_higher``,
        ``reliably_lower``, ``excellent_and_higher``.
    n_cases, n : int
    share, ci_low, ci_high : float
        With Wilson's interval.
    ci_level : float
    expected_by_error : float or None
        Share to expect when nobody changed.
    """

    event: str
    n_cases: int
    n: int
    share: float
    ci_low: float
    ci_high: float
    ci_level: float
    expected_by_error: float | None = None


@dataclass(frozen=True, slots=True)
class ParadoxFrequency:
    """Shares of customers with a failure, one an event.

    Attributes
    ----------
    outcome : str
    shares : tuple of EventShare
    change : ReliableChange
    """

    outcome: str
    shares: tuple[EventShare, ...]
    change: ReliableChange

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What the shares are to be compared with."""
        values = {"outcome": self.outcome, "reliability": self.change.reliability}
        return (*self.change.notes, Reason("reliability_used", values))

    def tidy(self) -> pd.DataFrame:
        """One row an event."""
        import pandas as pd

        return pd.DataFrame([asdict(share) for share in self.shares])

    def glance(self) -> pd.DataFrame:
        """One row: threshold, error of measurement, reliability, n."""
        return self.change.glance()

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return {
            "outcome": self.outcome,
            "shares": [asdict(share) for share in self.shares],
            "change": self.change.to_dict(),
        }


@plan_step("step")
def paradox_frequency(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    reliability: float | None = None,
    excellent: Mapping[str, Any] | None = None,
    complaint: Mapping[str, Any] | None = None,
    condition: str | None = None,
    control: str | None = None,
    z: float = 1.645,
    ci_level: float = 0.95,
) -> ParadoxFrequency:
    """Count excellent recoveries, complaints, and gains beyond error.

    A paradox that is real may still be rare. Counted are customers with a
    failure: all but the control group, where the plan has a design.

    Parameters
    ----------
    outcome, before : str
        The same variable after and before.
    reliability : float, optional
        Of the score before, in [0, 1); Cronbach's alpha of its items in these
        answers when not given.
    excellent, complaint : mapping, optional
        ``{column: RSAT, at_least: 6}``, or ``at_most``, or ``equals``.
    condition, control : str, optional
        The design's column and its no-failure group.
    z : float
        1.645 expects 5 % in each direction by error alone.
    ci_level : float
        Of Wilson's intervals.

    Raises
    ------
    ResponsesError, ModelError
        When a variable is not there or a criterion not clear.
    OptionError, ScoresError
        When there is no reliability, or as `comparison.reliable_change_shares`.

    References
    ----------
    Michel & Meuter (2008), International Journal of Service Industry
    Management 19, 441-457 (a rare event). Jacobson & Truax (1991), Journal of
    Consulting and Clinical Psychology 59, 12-19 (reliable change).
    """
    failed = _failed(responses, condition, control)
    change, higher = _change(
        responses, failed, outcome, before, reliability, z, ci_level
    )
    shares: list[EventShare] = []
    conditions = {"excellent_recovery": excellent, "complaint": complaint}
    for event, given in conditions.items():
        if given is None:
            continue
        criterion = read_criterion(given, key=event)
        answered = failed & _answered(responses, criterion.column)
        met = answered & criterion.holds(responses)
        shares.append(_share(event, int(met.sum()), int(answered.sum()), ci_level))
        if event == "excellent_recovery":
            both = int((met & (higher > 0)).sum())
            known = int((answered & np.isfinite(higher)).sum())
            shares.append(_share("excellent_and_higher", both, known, ci_level))
    for event, n_cases in (
        ("reliably_higher", change.n_improved),
        ("reliably_lower", change.n_worsened),
    ):
        expected = change.expected_by_error
        shares.append(_share(event, n_cases, change.n, ci_level, expected))
    return ParadoxFrequency(outcome, tuple(shares), change)


@plan_step("hypothesis")
def paradox_share(
    responses: Responses,
    *,
    outcome: str,
    before: str,
    reliability: float | None = None,
    condition: str | None = None,
    control: str | None = None,
    z: float = 1.645,
    expect: Expectation = "positive",
    alpha: float = 0.05,
) -> Evidence:
    """Ask whether more customers gained reliably than error alone would make.

    Parameters
    ----------
    outcome, before, reliability, condition, control, z
        As in `paradox_frequency`.

    Returns
    -------
    Evidence
        Primary ``exact_binomial`` of the share reliably higher less the share
        expected by error. ``details``: reliable_change.

    Raises
    ------
    ResponsesError, OptionError, ScoresError
        As `paradox_frequency`.
    """
    failed = _failed(responses, condition, control)
    change, _ = _change(responses, failed, outcome, before, reliability, z, 0.95)
    main = one_proportion(
        change.n_improved,
        change.n,
        share=change.expected_by_error,
        expect=expect,
        alpha=alpha,
        outcome=outcome,
        contrast=f"{outcome} - {before}",
    )
    return Evidence(
        outcome,
        f"{outcome} - {before}",
        (main.as_estimate("primary"),),
        details={"reliable_change": change.to_dict()},
    )


def _failed(
    responses: Responses, condition: str | None, control: str | None
) -> np.ndarray:
    if condition is None or control is None:
        return np.ones(responses.n, dtype=bool)
    labels = group_labels(responses.answers[condition])
    return np.asarray(labels.notna() & (labels != control))


def _change(
    responses: Responses,
    failed: np.ndarray,
    outcome: str,
    before: str,
    reliability: float | None,
    z: float,
    ci_level: float,
) -> tuple[ReliableChange, np.ndarray]:
    """Return the shares, and for every respondent change less threshold."""
    responses.require([outcome, before])
    after_scores, before_scores = (
        responses.variable(name).to_numpy(dtype=float) for name in (outcome, before)
    )
    there = failed & np.isfinite(after_scores) & np.isfinite(before_scores)
    if reliability is None:
        reliability = _alpha(responses, before, there)
    found = reliable_change_shares(
        after_scores[there],
        before_scores[there],
        reliability=reliability,
        z=z,
        ci_level=ci_level,
        outcome=outcome,
    )
    beyond = after_scores - before_scores - found.threshold
    return found, np.where(there, beyond, np.nan)


def _alpha(responses: Responses, name: str, there: np.ndarray) -> float:
    from srtoolkit.psychometrics import cronbach_alpha

    scale = next((scale for scale in responses.scales if scale.id == name), None)
    if scale is None or len(scale.items) < 2:
        raise OptionError(
            f'"{name}" has no items that would tell its reliability',
            code="reliability_missing",
            advice="Write reliability: with a number from earlier studies.",
        )
    items = responses.keyed.loc[there, [item.id for item in scale.items]].dropna()
    return float(cronbach_alpha(items.to_numpy(dtype=float)).alpha)


def _answered(responses: Responses, column: str) -> np.ndarray:
    return np.asarray(responses.covariates([column])[column].notna())


def _share(
    event: str, n_cases: int, n: int, ci_level: float, expected: float | None = None
) -> EventShare:
    low, high = wilson_interval(n_cases, n, ci_level=ci_level) if n else (0.0, 1.0)
    share = n_cases / n if n else float("nan")
    return EventShare(event, n_cases, n, share, low, high, ci_level, expected)
