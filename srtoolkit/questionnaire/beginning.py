"""Begins an instrument of one's own: a file to fill in, and its README."""

from __future__ import annotations

import re
from pathlib import Path

from srtoolkit.errors import OptionError
from srtoolkit.questionnaire.instrument import INSTRUMENT_NAME
from srtoolkit.results import refuse_overwriting, write_files

_BLANK = "blank_instrument.yaml"
_README = """\
# {name}

✎ What it measures and on which scale.

**Construct source.** ✎

**Wording.** ✎ Own, adapted or licensed, and by whom translated and reviewed.

**Licence.** ✎

**How it is used.** ✎ When it is asked, of whom, how it is scored.

**Watch out.** ✎ What it does not measure.
"""


def begin_instrument(folder: Path, *, force: bool = False) -> list[Path]:
    """Write a blank instrument with one scale of three items.

    Parameters
    ----------
    folder : Path
        Its name is the instrument's: lower-case words joined by hyphens.
    force : bool
        Overwrite what is there.

    Returns
    -------
    list of Path
        What was written. `check_instrument` names every text still to be
        written.

    Raises
    ------
    OptionError
        When the folder's name cannot be an instrument's.
    FileError
        When a file is there already and `force` is false.
    """
    name = folder.resolve().name
    if not re.fullmatch(INSTRUMENT_NAME, name):
        raise OptionError(
            f'"{name}" cannot be the name of an instrument',
            code="wrong_instrument_name",
            where=str(folder),
            allowed="lower-case letters and digits, words joined by hyphens",
            advice="Choose a name like my-scale.",
        )
    blank = Path(__file__).with_name(_BLANK)
    written = {
        "instrument.yaml": blank.read_text(encoding="utf-8").replace("NAME", name, 1),
        "README.md": _README.format(name=name),
    }
    refuse_overwriting([folder / file for file in written], force=force)
    return write_files(folder, {k: text.encode() for k, text in written.items()})
