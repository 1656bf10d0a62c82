"""Checks instruments, scenarios and questionnaires alike."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from srtoolkit.errors import Problem, ShelfError, did_you_mean
from srtoolkit.questionnaire.checking import check_instrument
from srtoolkit.questionnaire.composed.reading import check_questionnaire
from srtoolkit.questionnaire.scenarios.reading import check_scenario
from srtoolkit.shelves import Kind, ShelfItem, find_item, list_items

#: What a folder of the instruments shelf can be.
KINDS: tuple[Kind, ...] = ("instrument", "scenario", "questionnaire")


def check_shelf(
    names: Sequence[str] = (), study: Path | None = None
) -> dict[str, list[Problem]]:
    """Return the problems of each item named, or of the whole shelf.

    Raises
    ------
    ShelfError
        When there is nothing of a name or path.
    """
    if names:
        items = [found for name in names for found in find_any(name, study)]
    else:
        items = [
            item
            for kind in KINDS
            for item in list_items("instruments", study, kind=kind)
        ]
    return {item.name: _check(item, study) for item in items}


def _check(item: ShelfItem, study: Path | None) -> list[Problem]:
    if item.kind == "scenario":
        return check_scenario(item, study)
    if item.kind == "questionnaire":
        return check_questionnaire(item, study)
    return check_instrument(item)


def find_any(name: str, study: Path | None = None) -> list[ShelfItem]:
    """Find what stands under a name or path: of each kind at most one.

    Raises
    ------
    ShelfError
        When there is nothing; it names the nearest.
    """
    found = []
    for kind in KINDS:
        try:
            found.append(find_item("instruments", name, study, kind=kind))
        except ShelfError:
            continue
    if not found:
        known = [
            item.name
            for kind in KINDS
            for item in list_items("instruments", study, kind=kind)
        ]
        raise ShelfError(
            f'there is no instrument, scenario or questionnaire named "{name}", '
            "nor a folder of that path with one",
            code="unknown_instrument",
            allowed=", ".join(known),
            advice=did_you_mean(name, known),
            found=name,
        )
    return found
