"""Where a file of the instruments shelf stands and how messages name it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from srtoolkit.shelves import KIND_FILES, Kind, ShelfItem


@dataclass(frozen=True, slots=True)
class InstrumentFile:
    """One ``instrument.yaml``, ``scenario.yaml`` or ``questionnaire.yaml``.

    Attributes
    ----------
    path : Path
        The file.
    shown : str
        The file as named in messages.
    origin : str
        ``bundled``, ``study`` or ``path``.
    shadows : bool
        True when a study's item stands before a bundled one.
    """

    path: Path
    shown: str
    origin: Literal["bundled", "study", "path"] = "path"
    shadows: bool = False

    @property
    def folder_name(self) -> str:
        """Name of the folder, which is the item's name."""
        return self.path.resolve().parent.name


def instrument_file(
    item: ShelfItem | Path, kind: Kind = "instrument"
) -> InstrumentFile:
    """Return the file of a shelf's item, or of a folder's or a file's path."""
    if isinstance(item, Path):
        path = item / KIND_FILES[kind] if item.is_dir() else item
        return InstrumentFile(path, str(path))
    shown = str(item.file)
    if item.origin == "bundled":
        shown = f"instruments/{item.name}/{item.file.name}"
    return InstrumentFile(item.file, shown, item.origin, item.shadows)
