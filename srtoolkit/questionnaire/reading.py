"""Reads instruments from the shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from srtoolkit.errors import ContentError, Problem
from srtoolkit.questionnaire.checking import RULES
from srtoolkit.questionnaire.examining import examine, is_warning
from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.instrument_file import instrument_file
from srtoolkit.shelves import (
    ShelfItem,
    find_item,
    read_content,
)


@dataclass(frozen=True, slots=True)
class LoadedInstrument:
    """An instrument and where it came from.

    Attributes
    ----------
    instrument : Instrument
        What the file says.
    sha256 : str
        Hash of the file's bytes.
    origin : str
        ``bundled``, ``study`` or ``path``.
    shadows : bool
        True when a study's instrument stands before a bundled one.
    """

    instrument: Instrument
    sha256: str
    origin: Literal["bundled", "study", "path"]
    shadows: bool


def read_instrument(item: ShelfItem | Path) -> LoadedInstrument:
    """Read one instrument.

    Parameters
    ----------
    item : ShelfItem or Path
        An item of the shelf, or the path of a folder or ``instrument.yaml``.

    Raises
    ------
    FileError
        When the file is missing or not UTF-8.
    ContentError
        With every mistake of the file, each with line and column.
    """
    file = instrument_file(item)
    content = read_content(file.path, file.shown)
    instrument, problems = examine(content, file, RULES)
    if instrument is None:
        raise ContentError([found for found in problems if not is_warning(found)])
    return LoadedInstrument(instrument, content.sha256, file.origin, file.shadows)


def load_instruments(
    instruments: Sequence[str | Path | LoadedInstrument], study: Path | None = None
) -> tuple[LoadedInstrument, ...]:
    """Read several instruments that are used together.

    Parameters
    ----------
    instruments : sequence of str, Path or LoadedInstrument
        Names on the shelves, paths, or instruments already read.
    study : Path, optional
        The study whose shelf is searched before the bundled one.

    Raises
    ------
    ShelfError
        When there is no instrument of a name.
    ContentError
        With every mistake of all files, or when two instruments share an id.
    """
    loaded: list[LoadedInstrument] = []
    problems: list[Problem] = []
    for name in instruments:
        if isinstance(name, LoadedInstrument):
            loaded.append(name)
            continue
        try:
            loaded.append(read_instrument(find_item("instruments", str(name), study)))
        except ContentError as error:
            problems += error.problems
    problems += _shared_ids(loaded)
    if problems:
        raise ContentError(problems)
    return tuple(loaded)


def _shared_ids(loaded: Sequence[LoadedInstrument]) -> list[Problem]:
    """Find ids of items and scales that two instruments use."""
    owners: dict[str, str] = {}
    problems = []
    for instrument in (each.instrument for each in loaded):
        ids = [scale.id for scale in instrument.scales]
        ids += [item.id for item in instrument.items]
        clashes = [each for each in ids if each in owners]
        if clashes:
            problems.append(
                Problem(
                    "id_in_two_instruments",
                    f'the instruments "{owners[clashes[0]]}" and "{instrument.name}" '
                    f"both have {', '.join(clashes)}",
                    advice="Use one of the two, or rename the ids in a copy.",
                )
            )
        owners |= dict.fromkeys(ids, instrument.name)
    return problems
