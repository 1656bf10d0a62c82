"""When a construct is asked: what came first is asked first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from srtoolkit.questionnaire.instrument import Scale
from srtoolkit.questionnaire.reading import LoadedInstrument

Stage = Literal[
    "before", "failure", "expectation", "recovery", "recovery_verdict", "outcome"
]
#: In the order of events; an expectation asked after the recovery is hindsight.
STAGES: tuple[Stage, ...] = (
    "before",
    "failure",
    "expectation",
    "recovery",
    "recovery_verdict",
    "outcome",
)
#: Stages that mean nothing to customers without a failure.
AFTER_FAILURE: tuple[Stage, ...] = STAGES[1:5]

_BY_STAGE: dict[Stage, frozenset[str]] = {
    "before": frozenset({"PEXP", "REL"}),
    "failure": frozenset({"SEV", "CRIT", "FTYPE", "CAUSE5", "SOURCE3", "LOSS"})
    | frozenset({"LOC", "STA", "CON", "DEM", "NEMO"}),
    "expectation": frozenset({"REXP"}),
    "recovery": frozenset({"SPD", "PRO", "EMP", "APO", "COMP", "EXPL", "FUP", "PERS"})
    | frozenset({"VOI", "PRI", "TPR", "DJ", "PJ", "IPJ", "IFJ", "IJ"}),
    "recovery_verdict": frozenset({"DISC", "RSAT", "PEMO"}),
}


def stage_of(scale: Scale) -> Stage:
    """Return the stage a scale belongs to by its construct's code."""
    if scale.id.endswith("_AFTER"):  # the same feelings, once the recovery is over
        return "recovery_verdict"
    code = scale.construct_code or ""
    for stage, codes in _BY_STAGE.items():
        if code in codes or code.split("_")[0] in codes:
            return stage
    return "outcome"


def chosen_scales(
    loaded: LoadedInstrument, variables: Collection[str]
) -> tuple[Scale, ...]:
    """Return the scales of an instrument that a plan names, itself or an item.

    All scales when the plan names none of them: then nothing tells which.
    """
    scales = loaded.instrument.scales
    named = tuple(
        scale
        for scale in scales
        if scale.id in variables or any(item.id in variables for item in scale.items)
    )
    return named or scales


def by_stage(
    loaded: LoadedInstrument, scales: Sequence[Scale]
) -> dict[Stage, list[Scale]]:
    """Return an instrument's scales stage by stage, checks left out."""
    found: dict[Stage, list[Scale]] = {}
    for scale in scales:
        if scale.kind != "check":
            found.setdefault(stage_of(scale), []).append(scale)
    return found


def same_answers(
    loaded: LoadedInstrument, scales: Sequence[Scale]
) -> list[list[Scale]]:
    """Return scales in groups whose items are answered in the same way.

    Only such items can be put in one random order.
    """
    groups: dict[tuple[str, ...], list[Scale]] = {}
    for scale in scales:
        formats = tuple(sorted({item.response for item in scale.items}))
        groups.setdefault(formats, []).append(scale)
    return list(groups.values())
