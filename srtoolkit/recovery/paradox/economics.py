"""What excellent recoveries are worth: expected value and break-even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.comparison import wilson_interval
from srtoolkit.errors import OptionError
from srtoolkit.inference import Reason
from srtoolkit.recovery.criteria import read_criterion
from srtoolkit.results import plan_step

if TYPE_CHECKING:
    import pandas as pd

    from srtoolkit.responses import Responses


@dataclass(frozen=True, slots=True, kw_only=True)
class EconomicBalance:
    """Expected value of one failure that is met with a recovery.

    Attributes
    ----------
    p_excellent, p_low, p_high : float
        Chance that the recovery is excellent, with its interval where it was
        counted from answers (else the same three times).
    p_poor : float or None
        Chance that it is poor; None: whatever is not excellent.
    gain, loss, cost : float
        In one currency, of an excellent recovery, of a poor one, of trying.
    expected_value, value_low, value_high : float
        p_excellent gain - p_poor loss - cost.
    break_even : float
        Chance of an excellent recovery at which nothing is gained or lost;
        may lie outside 0 to 1, or be infinite when nothing can be gained.
    ci_level : float or None
    """

    p_excellent: float
    p_low: float
    p_high: float
    p_poor: float | None
    gain: float
    loss: float
    cost: float
    expected_value: float
    value_low: float
    value_high: float
    break_even: float
    ci_level: float | None

    @property
    def notes(self) -> tuple[Reason, ...]:
        """Which way the balance tips, and how surely."""
        code = "balance_open"
        if self.value_low > 0:
            code = "balance_positive"
        elif self.value_high < 0:
            code = "balance_negative"
        keys = ("p_excellent", "break_even", "expected_value")
        if not 0 <= self.break_even <= 1:
            code += "_at_any_chance"
        return (Reason(code, {key: getattr(self, key) for key in keys}),)

    def tidy(self) -> pd.DataFrame:
        """One row a chance of an excellent recovery: 0, .1 … 1."""
        import pandas as pd

        chances = np.linspace(0, 1, 11)
        values = [
            _value(float(p), self.p_poor, self.gain, self.loss, self.cost)
            for p in chances
        ]
        return pd.DataFrame({"p_excellent": chances, "expected_value": values})

    def glance(self) -> pd.DataFrame:
        """One row: everything that went in and came out."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])

    @property
    def details(self) -> dict[str, Any]:
        """The same as plain values, for a picture."""
        return asdict(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


@plan_step("step")
def economic_balance(
    responses: Responses,
    *,
    gain: float,
    loss: float,
    cost: float,
    p_excellent: float | None = None,
    p_poor: float | None = None,
    excellent: Mapping[str, Any] | None = None,
    ci_level: float = 0.95,
) -> EconomicBalance:
    """Weigh the gain of excellent recoveries against poor ones and the cost.

    Parameters
    ----------
    gain, loss, cost : float
        In one currency, none below zero: what a customer is worth more after
        an excellent recovery, less after a poor one, and what trying costs.
    p_excellent : float, optional
        Chance of an excellent recovery, in [0, 1]; or
    excellent : mapping, optional
        who had one in these answers: ``{column: RSAT, at_least: 6}``.
    p_poor : float, optional
        Chance of a poor one, in [0, 1]; whatever is not excellent when not
        given.
    ci_level : float
        Of Wilson's interval of a chance counted from answers.

    Raises
    ------
    OptionError
        When a number is out of range, both or neither of `p_excellent` and
        `excellent` are given, or nobody answered.
    ResponsesError, ModelError
        When the column is not there or the criterion not clear.

    Notes
    -----
    Expected value = p_excellent gain - p_poor loss - cost. The numbers are the
    plan's own; the toolkit knows none.
    """
    chances = _chances(responses, p_excellent, excellent, ci_level)
    _check(gain, loss, cost, p_poor, chances[0])
    value, low, high = (_value(p, p_poor, gain, loss, cost) for p in chances)
    return EconomicBalance(
        p_excellent=chances[0],
        p_low=chances[1],
        p_high=chances[2],
        p_poor=p_poor,
        gain=gain,
        loss=loss,
        cost=cost,
        expected_value=value,
        value_low=low,
        value_high=high,
        break_even=_break_even(p_poor, gain, loss, cost),
        ci_level=None if excellent is None else ci_level,
    )


def _value(
    p_excellent: float, p_poor: float | None, gain: float, loss: float, cost: float
) -> float:
    poor = 1 - p_excellent if p_poor is None else p_poor
    return p_excellent * gain - poor * loss - cost


def _break_even(p_poor: float | None, gain: float, loss: float, cost: float) -> float:
    needed, worth = (
        (cost + loss, gain + loss)
        if p_poor is None
        else (
            cost + p_poor * loss,
            gain,
        )
    )
    if worth == 0:
        return 0.0 if needed == 0 else float("inf")
    return needed / worth


def _chances(
    responses: Responses,
    p_excellent: float | None,
    excellent: Mapping[str, Any] | None,
    ci_level: float,
) -> tuple[float, float, float]:
    if (p_excellent is None) == (excellent is None):
        raise OptionError(
            "the chance of an excellent recovery is given twice or not at all",
            code="chance_unclear",
            allowed="p_excellent, or excellent: {column: …, at_least: …}",
        )
    if p_excellent is not None:
        return p_excellent, p_excellent, p_excellent
    assert excellent is not None
    criterion = read_criterion(excellent, key="excellent")
    met = criterion.holds(responses)
    n = int(responses.covariates([criterion.column])[criterion.column].notna().sum())
    if n == 0:
        raise OptionError(
            f'nobody answered "{criterion.column}"',
            code="chance_unclear",
            allowed="one answer or more",
        )
    low, high = wilson_interval(int(met.sum()), n, ci_level=ci_level)
    return int(met.sum()) / n, low, high


def _check(
    gain: float, loss: float, cost: float, p_poor: float | None, p_excellent: float
) -> None:
    amounts = {"gain": gain, "loss": loss, "cost": cost}
    wrong = [f"{name} is {value:g}" for name, value in amounts.items() if value < 0]
    poor = 0.0 if p_poor is None else p_poor
    if not 0 <= p_excellent <= 1 or not 0 <= poor <= 1 or p_excellent + poor > 1:
        wrong.append(f"the chances are {p_excellent:g} and {poor:g}")
    if wrong:
        raise OptionError(
            "; ".join(wrong),
            code="balance_out_of_range",
            allowed="amounts of zero or more, chances from 0 to 1 that sum to 1 at most",
        )
