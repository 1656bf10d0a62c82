"""Begins a study: its shelves, and copies of bundled plans to change."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from srtoolkit.errors import FileError
from srtoolkit.plans.reading import read_plan
from srtoolkit.shelves import SHELF_FILES, find_item

_STUDY_FILE = "srtoolkit.yaml"
_STUDY_TEXT = """\
# This folder is a srtoolkit study. Its shelves instruments/, analyses/ and
# reports/ are searched before the bundled ones.
schema: 1
"""


def begin_study(folder: Path, plans: Sequence[str] = ()) -> list[Path]:
    """Make a study folder.

    Parameters
    ----------
    folder : Path
        Must not be there, or be empty.
    plans : sequence of str
        Bundled plans to copy with the instruments they name.

    Returns
    -------
    list of Path
        What was made.

    Raises
    ------
    FileError
        When the folder holds something already.
    ShelfError
        When there is no such plan.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(
            "is there already and not an empty folder",
            code="folder_not_empty",
            where=str(folder),
            advice="Choose a new name.",
        )
    loaded = [read_plan(name) for name in plans]
    names = dict.fromkeys(name for one in loaded for name in one.plan.instruments)
    sources = [find_item("instruments", name) for name in names]
    copies = {folder / "analyses" / one.name: one.folder for one in loaded}
    copies |= {folder / "instruments" / item.name: item.folder for item in sources}
    for shelf in SHELF_FILES:
        (folder / shelf).mkdir(parents=True, exist_ok=True)
    for target, source in copies.items():
        shutil.copytree(source, target)
    mark = folder / _STUDY_FILE
    mark.write_text(_STUDY_TEXT, encoding="utf-8", newline="\n")
    return [mark, *copies]
