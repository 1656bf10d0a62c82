"""Holds an instrument file against the schema and against itself."""

from __future__ import annotations

from pathlib import Path

from srtoolkit.errors import Problem, SrtoolkitError
from srtoolkit.questionnaire.examining import FileRule, examine
from srtoolkit.questionnaire.instrument_file import instrument_file
from srtoolkit.questionnaire.rules import (
    code_rules,
    file_rules,
    format_rules,
    item_rules,
    key_rules,
    language_rules,
    placeholder_rules,
    scale_rules,
    sentence_rules,
)
from srtoolkit.shelves import ShelfItem, read_content

#: What a file must satisfy beyond the schema; each rule reads a Draft.
RULES: tuple[FileRule, ...] = (
    file_rules.name_problems,
    file_rules.translation_problems,
    file_rules.fielding_problems,
    file_rules.unused_warnings,
    format_rules.format_problems,
    format_rules.missing_code_problems,
    item_rules.id_problems,
    item_rules.response_problems,
    item_rules.wording_problems,
    scale_rules.scale_problems,
    scale_rules.measures_problems,
    language_rules.language_problems,
    placeholder_rules.placeholder_problems,
    code_rules.code_problems,
    key_rules.reverse_key_problems,
    key_rules.option_label_problems,
    sentence_rules.sentence_warnings,
)


def check_instrument(item: ShelfItem | Path) -> list[Problem]:
    """Return every error and warning of one instrument, by line.

    Parameters
    ----------
    item : ShelfItem or Path
        An item of the shelf, or the path of a folder or ``instrument.yaml``.

    Returns
    -------
    list of Problem
        Empty for a sound instrument; `is_warning` tells the two kinds apart.
    """
    file = instrument_file(item)
    try:
        content = read_content(file.path, file.shown)
    except SrtoolkitError as error:
        return list(error.problems)
    return examine(content, file, RULES)[1]
