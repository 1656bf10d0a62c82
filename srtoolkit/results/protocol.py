"""What every result offers, and the mark of a function a plan may name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    import pandas as pd

StepKind = Literal["step", "hypothesis", "robustness"]
Function_T = TypeVar("Function_T", bound=Callable[..., Any])
_MARK = "__plan_step__"


@runtime_checkable
class Result(Protocol):
    """Every analysis returns one of these: small, frozen, without layout."""

    def tidy(self) -> pd.DataFrame:
        """One row per term."""
        ...

    def glance(self) -> pd.DataFrame:
        """One row per model."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Everything in it as plain values."""
        ...


def plan_step(kind: StepKind) -> Callable[[Function_T], Function_T]:
    """Mark a public function as one that a plan may name.

    Parameters
    ----------
    kind : {"step", "hypothesis", "robustness"}
        ``step`` returns a `Result`, which may carry ``notes`` (reasons a
        reader has to know), ``details`` (plain values for pictures) and
        ``warrants`` (``inference.Warrant``); ``hypothesis`` returns an
        ``inference.Evidence``; ``robustness`` a tuple of
        ``inference.Estimate`` or an ``inference.Companion``.
    """

    def mark(function: Function_T) -> Function_T:
        setattr(function, _MARK, kind)
        return function

    return mark


def is_plan_step(function: object, kind: StepKind) -> bool:
    """Tell whether a function carries the mark of that kind."""
    return getattr(function, _MARK, None) == kind
