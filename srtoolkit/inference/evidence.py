"""What a test hands to the verdict rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Expectation = Literal["positive", "negative", "zero", "any"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code and its values; the words stand in ``reports/_shared``."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SmallestEffect:
    """The smallest effect of interest, always above zero.

    Attributes
    ----------
    value : float
        Size, in `unit`.
    unit : {"points", "sd_control"}
        Points of the outcome, or standard deviations of the control group.
    """

    value: float
    unit: Literal["points", "sd_control"]

    def points(self, sd_control: float | None) -> float | None:
        """Return the size in points; None when the control's SD is unknown."""
        if self.unit == "points":
            return self.value
        return None if sd_control is None else self.value * sd_control


@dataclass(frozen=True, slots=True)
class Estimate:
    """One estimate of one quantity, with its interval.

    Attributes
    ----------
    method : str
        How it was made, for example ``welch`` or ``ml``.
    role : {"primary", "naive", "robustness"}
        Only the primary estimate gives a verdict.
    est, se, ci_low, ci_high : float or None
        In the outcome's unit.
    ci_level : float
        Coverage of the interval, in (0, 1).
    p : float or None
        One-sided in the expected direction where a direction is expected.
    statistic, df : float or None
        Test statistic and its degrees of freedom.
    effect, effect_low, effect_high : float or None
        Standardised effect size with its interval.
    effect_name : str
        Which effect size, for example ``hedges_g``.
    bf10, i2 : float or None
        Bayes factor; heterogeneity in percent.
    n : int or None
        Respondents used.
    """

    method: str
    role: Literal["primary", "naive", "robustness"]
    est: float | None
    se: float | None = None
    ci_low: float | None = None
    ci_high: float | None = None
    ci_level: float = 0.90
    p: float | None = None
    statistic: float | None = None
    df: float | None = None
    effect: float | None = None
    effect_low: float | None = None
    effect_high: float | None = None
    effect_name: str = ""
    bf10: float | None = None
    i2: float | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything one hypothesis test found.

    Attributes
    ----------
    outcome, contrast : str
        What is explained, and by what (``LOY ~ CUSCO``, ``a - b``).
    estimates : tuple of Estimate
        At most one has the role ``primary``.
    guard : Reason or None
        Why no verdict may be given; None when one may.
    smallest_effect : float or None
        The smallest effect of interest in the estimate's unit.
    details : mapping
        Plain values for tables and figures, for example ``groups``.
    """

    outcome: str
    contrast: str
    estimates: tuple[Estimate, ...]
    guard: Reason | None = None
    smallest_effect: float | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def primary(self) -> Estimate | None:
        """The one estimate that may give the verdict."""
        for estimate in self.estimates:
            if estimate.role == "primary":
                return estimate
        return None


@dataclass(frozen=True, slots=True)
class Companion:
    """What a robustness check puts beside a hypothesis.

    Attributes
    ----------
    estimates : tuple of Estimate
        All with the role ``robustness``.
    details : mapping
        Plain values for tables and figures, for example ``balance``.
    """

    estimates: tuple[Estimate, ...]
    details: Mapping[str, Any] = field(default_factory=dict)
