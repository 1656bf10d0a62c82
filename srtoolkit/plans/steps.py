"""From ``room.function`` in a plan to the function, and what it needs.

Only a function in the room's ``__all__`` that carries the right mark is
accepted; there is no registry to keep.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from srtoolkit.errors import PlanError, did_you_mean
from srtoolkit.results import StepKind, is_plan_step

#: Rooms whose functions a plan may name.
STEP_ROOMS = (
    "comparison",
    "psychometrics",
    "recovery",
    "regression",
    "responses",
    "sem",
)
#: Parameters that the run supplies; a plan does not write them.
CONTEXT = frozenset(
    {
        "alpha",
        "bootstrap",
        "condition",
        "control",
        "control_experience",
        "covariates",
        "estimation",
        "expect",
        "fit",
        "fits",
        "instruments",
        "jobs",
        "manipulated",
        "measurement",
        "measurement_fit",
        "models",
        "responses",
        "seed",
        "smallest_effect",
        "structure",
        "treated",
        "treatment_basis",
    }
)
#: Those of the context that a plan may write to one step all the same.
WRITABLE = frozenset({"bootstrap", "condition", "control", "covariates", "treated"})


@dataclass(frozen=True, slots=True)
class Step:
    """A function that a plan names.

    Attributes
    ----------
    name : str
        ``room.function``.
    function : callable
    required, optional : frozenset of str
        The parameters without and with a default.
    """

    name: str
    function: Callable[..., Any]
    required: frozenset[str]
    optional: frozenset[str]

    @property
    def parameters(self) -> frozenset[str]:
        """All parameters."""
        return self.required | self.optional

    def missing(self, given: Iterable[str]) -> list[str]:
        """Required parameters that a plan must write and did not."""
        return sorted(self.required - CONTEXT - set(given))

    def unknown(self, given: Iterable[str]) -> list[str]:
        """Arguments the function does not take, or that a plan may not write."""
        return sorted(set(given) - (self.parameters - (CONTEXT - WRITABLE)))

    def run(self, context: Mapping[str, Any], arguments: Mapping[str, Any]) -> Any:
        """Call the function with its arguments and what it takes of the context.

        What the plan writes stands over the context: a robustness check may
        take other covariates than the design's.
        """
        supplied = {
            name: context[name]
            for name in self.parameters & CONTEXT
            if name in context and (context[name] is not None or name in self.required)
        }
        return self.function(**(supplied | dict(arguments)))


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step or robustness check with the arguments a plan writes to it."""

    step: Step
    arguments: Mapping[str, Any]

    @property
    def name(self) -> str:
        """``room.function``."""
        return self.step.name


def find_step(name: str, kind: StepKind) -> Step:
    """Find the function behind ``room.function``.

    Raises
    ------
    PlanError
        When the room or function is unknown, or not meant for that place.
    """
    room_name, _, function_name = name.partition(".")
    if room_name not in STEP_ROOMS or not function_name:
        raise PlanError(
            f'"{name}" is not of the form room.function',
            code="unknown_test",
            allowed=f"a function of {', '.join(STEP_ROOMS)}",
            advice=did_you_mean(name, known_steps(kind)),
        )
    room = import_module(f"srtoolkit.{room_name}")
    function = getattr(room, function_name) if function_name in room.__all__ else None
    if not is_plan_step(function, kind):
        known = known_steps(kind)
        raise PlanError(
            f'there is no {_PLACES[kind]} "{name}"',
            code="unknown_test",
            allowed=", ".join(known),
            advice=did_you_mean(name, known),
        )
    assert function is not None
    parameters = inspect.signature(function).parameters.values()
    required = frozenset(p.name for p in parameters if p.default is p.empty)
    optional = frozenset(p.name for p in parameters if p.default is not p.empty)
    return Step(name, function, required, optional)


def known_steps(kind: StepKind) -> tuple[str, ...]:
    """Return every ``room.function`` that fits the place, room by room."""
    return _every_step()[kind]


@cache
def _every_step() -> Mapping[StepKind, tuple[str, ...]]:
    """Walk through all rooms, once: what they offer does not change."""
    found: dict[StepKind, list[str]] = {kind: [] for kind in _PLACES}
    for room_name in STEP_ROOMS:
        room = import_module(f"srtoolkit.{room_name}")
        for name in room.__all__:
            for kind, names in found.items():
                if is_plan_step(getattr(room, name), kind):
                    names.append(f"{room_name}.{name}")
    return {kind: tuple(names) for kind, names in found.items()}


_PLACES: dict[StepKind, str] = {
    "step": "step",
    "hypothesis": "test",
    "robustness": "robustness check",
}
