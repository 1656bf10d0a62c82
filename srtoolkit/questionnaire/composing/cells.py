"""The conditions of a plan as cells of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from srtoolkit.errors import OptionError
from srtoolkit.questionnaire.composed.questionnaire import AssignedCell
from srtoolkit.questionnaire.scenarios.cells import CONTROL_LABEL
from srtoolkit.questionnaire.scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class ComposedDesign:
    """What a plan says of its conditions, in plain values.

    Attributes
    ----------
    column : str
        Column of the condition.
    control : str or None
        Label of the group without a failure; None when the plan has none.
    conditions : tuple of str
        Labels of the other groups, the treated one first.
    scenario : str
        Scenario that tells them.
    factors : tuple of str
        Factors that are manipulated.
    cells : mapping of str to mapping of str to str
        Levels by factor, for labels that do not tell them.
    seed : int
        Of the random assignment.
    """

    column: str
    control: str | None
    conditions: tuple[str, ...]
    scenario: str
    factors: tuple[str, ...] = ("recovery",)
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    seed: int = 1


def assigned_cells(
    design: ComposedDesign, scenario: Scenario
) -> tuple[AssignedCell, ...]:
    """Return the cells of a design, the control first.

    A label tells its levels by holding their ids between underscores:
    ``excellent_recovery`` is the level ``excellent`` of ``recovery``.

    Raises
    ------
    ShelfError
        For a factor or level the scenario does not have.
    OptionError
        When a label tells no level and none is given for it.
    """
    control = AssignedCell(
        label=design.control or CONTROL_LABEL, scenario=scenario.name, control=True
    )
    others = [
        AssignedCell(
            label=label,
            scenario=scenario.name,
            levels=_levels(label, design, scenario),
        )
        for label in design.conditions
    ]
    return (control, *others)


def _levels(label: str, design: ComposedDesign, scenario: Scenario) -> dict[str, str]:
    given = dict(design.cells.get(label, {}))
    for name, level in given.items():
        scenario.factor(name).level(level)
    if given:
        return given
    told = _told_by_label(label, design.factors, scenario)
    if not told:
        known = [
            f"{name}:{level.id}"
            for name in design.factors
            for level in scenario.factor(name).levels
        ]
        raise OptionError(
            f'the condition "{label}" does not tell which cell of '
            f'"{scenario.name}" it is',
            code="cell_unknown",
            allowed=", ".join(known),
            advice=f"Say it with --cell {label}=FACTOR:LEVEL.",
        )
    return told


def _told_by_label(
    label: str, factors: Sequence[str], scenario: Scenario
) -> dict[str, str]:
    words = f"_{label.lower()}_"
    told: dict[str, str] = {}
    for name in factors:
        levels = [level.id for level in scenario.factor(name).levels]
        found = [level for level in levels if f"_{level}_" in words]
        if found:
            told[name] = max(found, key=len)
    return told
