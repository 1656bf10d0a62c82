"""The rule that says whether a level of invariance holds.

A level holds when its chi-square difference from the level before has p at or
above the limit. It holds approximately when CFI falls by no more and RMSEA
rises by no more than their limits, and when a partial model that does hold
(two invariant items a factor or more) leaves everything that rests on the level
as it was. Otherwise it does not hold, and neither does any level above it.
The limits are conventions. A change of CFI of -.010 is from Cheung & Rensvold
(2002), Structural Equation Modeling 9, 233-255.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from srtoolkit.errors import OptionError, Problem
from srtoolkit.psychometrics.invariance.consequences import Consequence
from srtoolkit.psychometrics.invariance.differences import Difference
from srtoolkit.psychometrics.invariance.levels import MEASUREMENT

#: Decisions on which the next level may rest.
HOLDING = frozenset(
    {
        "baseline",
        "holds",
        "no_restriction",
        "holds_partially",
        "holds_approximately",
    }
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of the rule.

    Attributes
    ----------
    p : float, in (0, 1)
        Of the chi-square difference.
    cfi : float, 0 or below
        Lowest change of CFI.
    rmsea : float, 0 or above
        Highest change of RMSEA.
    """

    p: float = 0.05
    cfi: float = -0.010
    rmsea: float = 0.015

    def to_dict(self) -> dict[str, float]:
        """Return the limits by name."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is said of one level.

    Attributes
    ----------
    code : str
        ``baseline`` (configural), ``holds``, ``no_restriction`` (nothing was
        added), ``holds_partially`` (with what the plan releases),
        ``holds_approximately``, ``does_not_hold``, ``differ`` (factors, not
        measurement), ``rests_on_failed``, ``not_admissible`` or
        ``no_difference_test``.
    why : str
        Of ``does_not_hold``: ``indices_change``, ``no_partial_model``,
        ``verdict_differs`` or ``not_compared``; of ``not_admissible``, and of
        what rests on it, the status of the solution; else empty.
    """

    code: str
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether the next level may rest on it."""
        return self.code in HOLDING

    @property
    def status(self) -> str:
        """Status of the inadmissible solution behind it; empty without one."""
        return self.why if self.code in {"not_admissible", "rests_on_failed"} else ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a level is judged by.

    Attributes
    ----------
    level, status : str
    difference : Difference or None
        None for the first level, and where there is no test.
    released : bool
        Whether the plan releases something that the level would hold.
    sufficient : bool
        Whether the search found a partial model that holds.
    same : sequence of Consequence or None
        Comparisons with the partial model; None when there are none to make or
        one of the models is not admissible.
    """

    level: str
    status: str
    difference: Difference | None
    released: bool = False
    sufficient: bool = False
    same: Sequence[Consequence] | None = field(default=None)


def decide_level(before: Decision | None, grounds: Grounds, limits: Limits) -> Decision:
    """Apply the rule to one level.

    Parameters
    ----------
    before : Decision or None
        Of the level below; None for the first.
    """
    if before is not None and not before.holds:
        return Decision("rests_on_failed", before.status)
    if grounds.status != "converged":
        return Decision("not_admissible", grounds.status)
    if before is None:
        return Decision("baseline")
    step = grounds.difference
    if step is not None and step.df == 0:
        return Decision("no_restriction")
    if step is None or math.isnan(step.p):
        return Decision("no_difference_test")
    if step.p >= limits.p:
        return _with_releases(grounds) if grounds.released else Decision("holds")
    if grounds.level not in MEASUREMENT:
        return Decision("differ")
    if not within(step, limits):
        return Decision("does_not_hold", "indices_change")
    if not grounds.sufficient:
        return Decision("does_not_hold", "no_partial_model")
    return _unless_other(grounds, "holds_approximately")


def within(step: Difference, limits: Limits) -> bool:
    """Tell whether the fit indices change little enough."""
    return step.cfi >= limits.cfi and step.rmsea <= limits.rmsea


def _with_releases(grounds: Grounds) -> Decision:
    if grounds.level not in MEASUREMENT:
        return Decision("holds")
    return _unless_other(grounds, "holds_partially")


def _unless_other(grounds: Grounds, code: str) -> Decision:
    if grounds.same is None:
        return Decision("does_not_hold", "not_compared")
    if not all(row.same for row in grounds.same):
        return Decision("does_not_hold", "verdict_differs")
    return Decision(code)


def settled_limits(p_limit: float, cfi_limit: float, rmsea_limit: float) -> Limits:
    """Return the limits, checked.

    Raises
    ------
    OptionError
        With every limit that is out of its range.
    """
    wrong: list[tuple[bool, str, Any, str]] = [
        (not 0 < p_limit < 1, "p_limit", p_limit, "above 0, below 1"),
        (not -1 < cfi_limit <= 0, "cfi_limit", cfi_limit, "above -1, not above 0"),
        (not 0 <= rmsea_limit < 1, "rmsea_limit", rmsea_limit, "0 or above, below 1"),
    ]
    problems = [
        Problem("limit_out_of_range", f"{name} is {value}", allowed=allowed)
        for bad, name, value, allowed in wrong
        if bad
    ]
    if problems:
        raise OptionError(problems)
    return Limits(p_limit, cfi_limit, rmsea_limit)
