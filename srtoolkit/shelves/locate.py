"""Where instruments, analyses and reports stand.

A study's own shelves are searched before the bundled ones. The bundled ones
lie at ``srtoolkit/_library`` in a wheel and beside the package in a checkout.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from srtoolkit.errors import ShelfError, did_you_mean

Shelf = Literal["instruments", "analyses", "reports"]
Kind = Literal["instrument", "scenario", "questionnaire", "plan", "report"]

#: The file that makes a folder an item of its shelf.
SHELF_FILES: dict[Shelf, str] = {
    "instruments": "instrument.yaml",
    "analyses": "plan.yaml",
    "reports": "outline.yaml",
}
#: The file that makes a folder an item of one kind; the instruments shelf
#: holds three kinds.
KIND_FILES: dict[Kind, str] = {
    "instrument": "instrument.yaml",
    "scenario": "scenario.yaml",
    "questionnaire": "questionnaire.yaml",
    "plan": "plan.yaml",
    "report": "outline.yaml",
}
_STUDY_MARK = "srtoolkit.yaml"
_MAIN_KINDS: dict[Shelf, Kind] = {
    "instruments": "instrument",
    "analyses": "plan",
    "reports": "report",
}


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """One folder of content.

    Attributes
    ----------
    shelf : str
        ``instruments``, ``analyses`` or ``reports``.
    name : str
        The folder's name.
    folder : Path
        Where it is.
    origin : str
        ``bundled``, ``study`` (the study's shelf) or ``path`` (named by path).
    shadows : bool
        True when a study's item stands before a bundled one of that name.
    kind : str or None
        What it is when it is not the shelf's main kind.
    """

    shelf: Shelf
    name: str
    folder: Path
    origin: Literal["bundled", "study", "path"]
    shadows: bool = False
    kind: Kind | None = None

    @property
    def file(self) -> Path:
        """The item's main YAML file."""
        return self.folder / KIND_FILES[self.kind or _MAIN_KINDS[self.shelf]]


def bundled_library() -> Path:
    """Return the folder that holds the three bundled shelves.

    Raises
    ------
    ShelfError
        When neither the wheel's place nor the checkout's holds all three.
    """
    package = Path(__file__).resolve().parents[1]
    candidates = [package / "_library", package.parent]
    for candidate in candidates:
        if all((candidate / shelf).is_dir() for shelf in SHELF_FILES):
            return candidate
    looked = ", ".join(str(candidate) for candidate in candidates)
    raise ShelfError(
        "the bundled instruments, analyses and reports were not found",
        code="library_missing",
        where=looked,
        advice="Install srtoolkit again.",
    )


def study_folder(start: Path | None = None) -> Path | None:
    """Return the nearest folder at or above `start` with a ``srtoolkit.yaml``."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / _STUDY_MARK).is_file():
            return folder
    return None


def list_items(
    shelf: Shelf, study: Path | None = None, *, kind: Kind | None = None
) -> list[ShelfItem]:
    """Return all items of one shelf by name, the study's before the bundled.

    `kind` is the shelf's main kind by default: instruments, not scenarios.
    """
    bundled = _items_in(bundled_library() / shelf, shelf, "bundled", kind)
    if study is None or study.resolve() == bundled_library().resolve():
        return [bundled[name] for name in sorted(bundled)]
    own = _items_in(study / shelf, shelf, "study", kind)
    merged = bundled | {
        name: replace(item, shadows=name in bundled) for name, item in own.items()
    }
    return [merged[name] for name in sorted(merged)]


def find_item(
    shelf: Shelf, name: str, study: Path | None = None, *, kind: Kind | None = None
) -> ShelfItem:
    """Find one item by name, or by the path of its folder or main file.

    Raises
    ------
    ShelfError
        When nothing of that name or path is there; it names the nearest.
    """
    items = {item.name: item for item in list_items(shelf, study, kind=kind)}
    if name in items:
        return items[name]
    sought = kind or _MAIN_KINDS[shelf]
    file = KIND_FILES[sought]
    path = Path(name)
    if path.name == file and path.is_file():
        path = path.parent
    if (path / file).is_file():
        folder = path.resolve()
        return ShelfItem(shelf, folder.name, folder, "path", kind=kind)
    raise ShelfError(
        f'there is no {sought} named "{name}", nor a folder of that path with a {file}',
        code=f"unknown_{sought}",
        allowed=", ".join(items),
        advice=did_you_mean(name, items),
        found=name,
    )


def _items_in(
    folder: Path,
    shelf: Shelf,
    origin: Literal["bundled", "study"],
    kind: Kind | None,
) -> dict[str, ShelfItem]:
    if not folder.is_dir():
        return {}
    found = (
        ShelfItem(shelf, path.name, path, origin, kind=kind)
        for path in sorted(folder.iterdir())
    )
    return {item.name: item for item in found if item.file.is_file()}
