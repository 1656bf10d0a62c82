"""What a calculation of power returns, and what it may be asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from srtoolkit.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

Design = Literal["two_sample", "paired", "one_sample"]
#: Which question the test answers.
Claim = Literal["difference", "equivalence", "non_inferiority", "minimal_effect"]
Distribution = Literal["exact", "normal"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerResult:
    """A test's power at a sample size.

    Attributes
    ----------
    claim : str
        ``difference``, ``equivalence``, ``non_inferiority``, ``minimal_effect``.
    design : str
        ``two_sample``, ``paired`` or ``one_sample``.
    effect : float
        True difference in standard deviations (of the differences, if paired).
    delta : float or None
        Smallest effect of interest in the same unit.
    n : int
        Respondents, of the treated group when there are two.
    n_control : int or None
        Respondents of the control group.
    n_exact : float
        The size before it was rounded up.
    power, alpha : float
        In (0, 1).
    sides : int
    distribution : str
        ``exact`` (noncentral t, Owen's Q) or ``normal``.
    """

    claim: str
    design: str
    effect: float
    delta: float | None
    n: int
    n_control: int | None
    n_exact: float
    power: float
    alpha: float
    sides: int
    distribution: str

    def tidy(self) -> pd.DataFrame:
        """One row."""
        import pandas as pd

        return pd.DataFrame([asdict(self)])

    def glance(self) -> pd.DataFrame:
        """One row: power and sizes."""
        import pandas as pd

        keys = ("claim", "design", "n", "n_control", "power", "alpha", "sides")
        return pd.DataFrame([{key: getattr(self, key) for key in keys}])

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        return asdict(self)


def check_test(
    claim: Claim,
    delta: float | None,
    alpha: float,
    sides: int,
    effect: float,
) -> None:
    """Refuse a test whose numbers are out of their range."""
    if claim == "difference" and delta is None:
        delta = 1.0
    rules = {
        "alpha": (0 < alpha < 0.5, f"alpha is {alpha}", "above 0, below .5"),
        "sides": (sides in {1, 2}, f"the test has {sides} sides", "1 or 2"),
        "delta": (
            delta is not None and delta > 0,
            f"the smallest effect of interest is {delta}",
            "a number above zero, in standard deviations",
        ),
        "effect": (bool(np.isfinite(effect)), f"the effect is {effect}", "a number"),
        "one_sided": (
            claim == "difference" or sides == 1,
            f"a test of {claim} with two sides",
            "sides = 1",
        ),
    }
    for name, (holds, message, allowed) in rules.items():
        if not holds:
            raise OptionError(message, code=f"power_{name}", allowed=allowed)


def check_target(power: float, ratio: float) -> None:
    """Refuse a power or a ratio of groups that cannot be reached."""
    if not 0 < power < 1:
        raise OptionError(
            f"the power to reach is {power}", code="power_range", allowed="in (0, 1)"
        )
    if not ratio > 0:
        raise OptionError(
            f"{ratio} controls a treated respondent",
            code="power_ratio",
            allowed="above zero",
        )
