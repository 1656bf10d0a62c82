"""What a questionnaire can show: the items and stories of what it names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from srtoolkit.errors import ContentError, Problem, SrtoolkitError
from srtoolkit.questionnaire.draft import Draft, Place
from srtoolkit.questionnaire.instrument import Item, Scale
from srtoolkit.questionnaire.reading import (
    LoadedInstrument,
    load_instruments,
    read_instrument,
)
from srtoolkit.questionnaire.response_format import ResponseFormat
from srtoolkit.questionnaire.scenarios.reading import LoadedScenario, read_scenario
from srtoolkit.shelves import find_item


@dataclass(frozen=True, slots=True)
class Parts:
    """The sound instruments and scenarios a questionnaire names.

    Attributes
    ----------
    instruments : mapping of str to LoadedInstrument
        By the name or path written in the file.
    scenarios : mapping of str to LoadedScenario
        By name.
    """

    instruments: Mapping[str, LoadedInstrument] = field(default_factory=dict)
    scenarios: Mapping[str, LoadedScenario] = field(default_factory=dict)

    @property
    def scales(self) -> dict[str, Scale]:
        """All scales by id."""
        return {
            scale.id: scale
            for loaded in self.instruments.values()
            for scale in loaded.instrument.scales
        }

    @property
    def items(self) -> dict[str, Item]:
        """All items by id."""
        return {
            item.id: item
            for loaded in self.instruments.values()
            for item in loaded.instrument.items
        }

    def scale_of(self, item_id: str) -> Scale | None:
        """The scale an item belongs to."""
        for scale in self.scales.values():
            if any(item.id == item_id for item in scale.items):
                return scale
        return None

    def response_of(self, item_id: str) -> ResponseFormat | None:
        """The answers an item can be given."""
        for loaded in self.instruments.values():
            if any(item.id == item_id for item in loaded.instrument.items):
                return loaded.instrument.response_of(item_id)
        return None


def find_parts(
    draft: Draft, folder: Path, study: Path | None
) -> tuple[Parts, list[Problem]]:
    """Read what a questionnaire names; what cannot be read is a problem there."""
    problems: list[Problem] = []
    instruments: dict[str, LoadedInstrument] = {}
    for place, name in draft.root.listed("instruments"):
        if not isinstance(name, str):
            continue
        try:
            instruments[name] = _instrument(name, folder, study)
        except SrtoolkitError as error:
            problems.append(_unreadable(draft, place, name, error))
            continue
        if instruments[name].instrument.kind == "described":
            problems.append(
                draft.problem(
                    place,
                    f'"{name}" describes a published study and has no sentences to ask',
                    "described_not_fielded",
                )
            )
    try:
        load_instruments(tuple(instruments.values()))
    except ContentError as error:
        problems += [
            draft.problem(("instruments",), found.message, found.code)
            for found in error.problems
        ]
    scenarios, more = _scenarios(draft, study)
    return Parts(instruments, scenarios), problems + more


def _instrument(name: str, folder: Path, study: Path | None) -> LoadedInstrument:
    beside = folder / name
    if not (beside / "instrument.yaml").is_file():
        return read_instrument(find_item("instruments", name, study))
    return read_instrument(beside)


def _scenarios(
    draft: Draft, study: Path | None
) -> tuple[dict[str, LoadedScenario], list[Problem]]:
    found: dict[str, LoadedScenario] = {}
    problems: list[Problem] = []
    failed: set[str] = set()
    for cell in draft.at("assignment").parts("cells"):
        name = cell.text("scenario")
        if name is None or name in found or name in failed:
            continue
        try:
            found[name] = read_scenario(name, study)
        except SrtoolkitError as error:
            failed.add(name)
            problems.append(_unreadable(draft, (*cell.place, "scenario"), name, error))
    return found, problems


def _unreadable(
    draft: Draft, place: Place, name: str, error: SrtoolkitError
) -> Problem:
    """Word the first problem of a part at the place that names the part."""
    first = error.problems[0]
    if first.code.startswith("unknown_"):
        return draft.problem(
            place, first.message, first.code, advice=first.advice, found=name
        )
    return draft.problem(
        place,
        f'"{name}" has {len(error.problems)} mistakes, the first: {first}',
        "part_not_sound",
        advice=f"Run srtoolkit instruments check {name}.",
    )
