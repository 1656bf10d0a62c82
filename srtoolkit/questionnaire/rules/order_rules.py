"""Warnings about what a questionnaire asks too late, of whom, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from srtoolkit.errors import Problem
from srtoolkit.questionnaire.composed.parts import Parts
from srtoolkit.questionnaire.draft import Draft, Part
from srtoolkit.questionnaire.rules.questionnaire_rules import asked_by

#: Constructs that judge a recovery: customers without a failure have none.
JUDGES_RECOVERY = frozenset({"RSAT", "DJ", "PJ", "IPJ", "IFJ", "IJ", "DISC_R"})
#: The check that asks how good the recovery was.
_RECOVERY_CHECK = "MC_RECOVERY"


def check_warnings(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find manipulated factors whose manipulation check is not asked."""
    asked = {
        name for _, element in _elements(draft) for name in asked_by(element, parts)
    }
    varied: dict[tuple[str, str], set[object]] = {}
    for cell in draft.at("assignment").parts("cells"):
        levels = cell.data.get("levels")
        for factor, level in (levels if isinstance(levels, dict) else {}).items():
            varied.setdefault((cell.text("scenario") or "", factor), set()).add(level)
    for scenario, factor in varied:
        loaded = parts.scenarios.get(scenario)
        factors = {each.id: each for each in loaded.scenario.factors} if loaded else {}
        if factor in factors and not asked & set(factors[factor].checks):
            yield draft.warning(
                ("assignment", "cells"),
                f'"{factor}" is manipulated and none of its checks is asked: '
                f"{', '.join(factors[factor].checks)}",
                "manipulation_check_not_asked",
            )


def expectation_warnings(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find recovery expectations that are asked once the recovery is told."""
    told = False
    for _, element in _elements(draft):
        told = told or element.data.get("scenario") in ("whole", "recovery")
        for name in asked_by(element, parts):
            scale = parts.scale_of(name)
            code = scale.construct_code if scale else None
            if told and code is not None and code.startswith("REXP"):
                yield draft.warning(
                    element.place,
                    f'the expectation "{name}" is asked after the recovery was told; '
                    "that is hindsight",
                    "expectation_after_recovery",
                )
                break


def control_group_warnings(draft: Draft, parts: Parts) -> Iterator[Problem]:
    """Find questions about a recovery that the control group gets too."""
    controls = {
        cell.text("label")
        for cell in draft.at("assignment").parts("cells")
        if cell.data.get("control") is True
    }
    for block, element in _elements(draft):
        shown = {label for _, label in block.listed("conditions")}
        if not controls or (shown and not shown & controls):
            continue
        for name in asked_by(element, parts):
            scale = parts.scale_of(name)
            code = scale.construct_code if scale else None
            judges = code in JUDGES_RECOVERY and scale and scale.kind != "check"
            if judges or name == _RECOVERY_CHECK:
                yield draft.warning(
                    element.place,
                    f'"{name}" judges a recovery; the control group had none',
                    "recovery_asked_of_control",
                )
                break


def _elements(draft: Draft) -> list[tuple[Part, Part]]:
    """Every element with its block, in the order shown."""
    return [
        (block, element)
        for block in draft.root.parts("blocks")
        for element in block.parts("show")
    ]
