"""Everything a plan may name under steps, hypotheses and robustness."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from srtoolkit.errors import PlanError, did_you_mean
from srtoolkit.plans.steps import CONTEXT, WRITABLE, find_step, known_steps
from srtoolkit.results import StepKind

KINDS: Mapping[StepKind, str] = {
    "step": "Steps",
    "hypothesis": "Tests of a hypothesis",
    "robustness": "Robustness checks",
}
_HEADS: Mapping[StepKind, str] = {
    "step": "Under `steps:`; each gives tables and notes of its own.",
    "hypothesis": (
        "As `test:` of a hypothesis, with the keys beside it. Only these decide."
    ),
    "robustness": (
        "Under `robustness:`; each stands beside every hypothesis it fits and "
        "never decides."
    ),
}
_OPENING = (
    "Made by `srtoolkit plans steps -o docs`. `srtoolkit plans steps NAME` tells "
    "what each key means."
)


@dataclass(frozen=True, slots=True)
class StepDescription:
    """What a plan may write to one step.

    Attributes
    ----------
    name : str
        ``room.function``.
    kind : {"step", "hypothesis", "robustness"}
    summary : str
        First sentence of its documentation.
    required : tuple of str
        Keys that must be written.
    optional : mapping of str to value
        Keys that may be written, with their defaults.
    documentation : str
    """

    name: str
    kind: StepKind
    summary: str
    required: tuple[str, ...]
    optional: Mapping[str, Any]
    documentation: str

    def to_dict(self) -> dict[str, Any]:
        """Return all but the documentation as plain values."""
        return {
            "name": self.name,
            "kind": self.kind,
            "summary": self.summary,
            "required": list(self.required),
            "optional": {key: _plain(value) for key, value in self.optional.items()},
        }


def describe_steps() -> list[StepDescription]:
    """Describe every function a plan may name, by kind and name."""
    return [describe_step(name, kind) for kind in KINDS for name in known_steps(kind)]


def describe_step(name: str, kind: StepKind | None = None) -> StepDescription:
    """Describe one of them.

    Raises
    ------
    PlanError
        When there is none of that name.
    """
    known = {one: k for k in KINDS for one in known_steps(k)}
    if name not in known:
        raise PlanError(
            f'a plan can name no function of that name: "{name}"',
            code="unknown_step",
            allowed=", ".join(known),
            advice=did_you_mean(name, known),
        )
    found = kind or known[name]
    step = find_step(name, found)
    parameters = inspect.signature(step.function).parameters
    written = [p for n, p in parameters.items() if n not in CONTEXT - WRITABLE]
    documentation = inspect.getdoc(step.function) or ""
    return StepDescription(
        name=name,
        kind=found,
        summary=documentation.partition("\n\n")[0].replace("\n", " "),
        required=tuple(
            p.name for p in written if p.default is p.empty and p.name not in WRITABLE
        ),
        optional={p.name: p.default for p in written if p.default is not p.empty},
        documentation=documentation,
    )


def step_page() -> str:
    """Return all of it as one Markdown page."""
    lines = [
        "# What a plan can ask for",
        "",
        _OPENING,
    ]
    described = describe_steps()
    for kind, title in KINDS.items():
        lines += ["", f"## {title}", "", _HEADS[kind], ""]
        lines += ["| name | what it does | keys (must be written: **bold**) |"]
        lines += ["|---|---|---|"]
        lines += [_row(one) for one in described if one.kind == kind]
    return "\n".join(lines) + "\n"


def _row(one: StepDescription) -> str:
    keys = [f"**{key}**" for key in one.required]
    keys += [f"{key} = {_plain(value)}" for key, value in one.optional.items()]
    summary = one.summary.replace("|", "\\|")
    return (
        f"| `{one.name}` | {summary} | {', '.join(keys).replace('|', chr(92) + '|')} |"
    )


def _plain(value: Any) -> Any:
    """Show a default as a plan would write it."""
    if value is None or isinstance(value, bool):
        return {None: "–", True: "true", False: "false"}[value]
    if isinstance(value, tuple | list):
        return "[" + ", ".join(str(_plain(one)) for one in value) + "]"
    return value
