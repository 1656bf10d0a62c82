"""Rows of a model's parameter table, drafted and finished, and its options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ModelType = Literal["sem", "cfa", "growth"]


@dataclass(frozen=True, slots=True)
class ModelOptions:
    """What turns a parsed model into a parameter table.

    Attributes
    ----------
    std_lv : bool
        Latent variances are one and all loadings free.
    orthogonal : bool
        Latent covariances that the model does not name are zero.
    fixed_x : bool
        Moments of exogenous observed variables stay at the sample's.
    mean_structure : bool
        Intercepts are parameters.
    model_type : {"sem", "cfa", "growth"}
    thresholds : tuple of (name, number)
        Ordered variables with their numbers of thresholds.
    parameterization : {"delta", "theta"}
        Of ordered variables: scales or residual variances are parameters.
    identification : {"lavaan", "wu_estabrook"}
        What equalities between groups free in models with ordered variables.
    equal, partial : tuple of str
        Kinds of parameters held equal over groups, and what is released.
    """

    std_lv: bool = False
    orthogonal: bool = False
    fixed_x: bool = True
    mean_structure: bool = False
    model_type: ModelType = "sem"
    thresholds: tuple[tuple[str, int], ...] = ()
    parameterization: str = "delta"
    identification: Literal["lavaan", "wu_estabrook"] = "lavaan"
    equal: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()

    @property
    def ordered(self) -> tuple[str, ...]:
        """Names of the ordered variables."""
        return tuple(name for name, _ in self.thresholds)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the parameter table.

    Attributes
    ----------
    lhs, op, rhs : str
    group : int
        From 1.
    label : str
        Empty without one.
    free : int
        Number among the free parameters, from 1; rows with one label share
        it. Zero when the value is fixed.
    fixed : float or None
        The fixed value; None when free or taken from the sample.
    start : float or None
        The user's start value.
    sample : bool
        The value is the sample's moment (fixed exogenous x).
    derived : bool
        The value follows from the others: the residual variance of an ordered
        variable, or its scale.
    """

    lhs: str
    op: str
    rhs: str
    group: int
    label: str
    free: int
    fixed: float | None
    start: float | None
    sample: bool
    derived: bool = False

    @property
    def name(self) -> str:
        """``LOY ~ RSAT`` (``x1 ~ 1`` for an intercept)."""
        return (
            f"{self.lhs} ~ 1" if self.op == "~1" else f"{self.lhs} {self.op} {self.rhs}"
        )


@dataclass(slots=True)
class ParameterDraft:
    """A row of the parameter table while the defaults are being settled."""

    lhs: str
    op: str
    rhs: str
    group: int
    label: str = ""
    fixed: float | None = None
    start: float | None = None
    sample: bool = False
    derived: bool = False
    user: bool = False
    equal: tuple[str, ...] = ()
    line: int = 1
    column: int = 1

    @property
    def reference(self) -> str:
        """How ``equal()`` names it; group 1 goes without a suffix."""
        suffix = f".g{self.group}" if self.group > 1 else ""
        return f"{self.lhs}{self.op}{self.rhs}{suffix}"

    def frozen(self, free: int, fixed: float | None) -> Parameter:
        """Return the finished row."""
        return Parameter(
            self.lhs,
            self.op,
            self.rhs,
            self.group,
            self.label,
            free,
            fixed,
            self.start,
            self.sample,
            self.derived,
        )
