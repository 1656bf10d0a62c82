"""Lists the instruments of the shelves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from srtoolkit.errors import ContentError, Problem
from srtoolkit.questionnaire.examining import FileRule, examine
from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.instrument_file import instrument_file
from srtoolkit.questionnaire.rules import file_rules, item_rules, scale_rules
from srtoolkit.shelves import ShelfItem, list_items, read_content

#: What a list of names, scales and measures must not get wrong.
LIST_RULES: tuple[FileRule, ...] = (
    file_rules.name_problems,
    item_rules.id_problems,
    scale_rules.measures_problems,
)


def list_instruments(study: Path | None = None) -> list[dict[str, Any]]:
    """Return one row an instrument: name, measures, languages and scales.

    A list answers at once, so a file is held against the schema and the rules
    for what the row says; `check_instrument` looks for all other mistakes.

    Raises
    ------
    ContentError
        With every mistake of each file on the shelves that cannot be listed.
    """
    items = list_items("instruments", study)
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for item in items:
        try:
            file = instrument_file(item)
            content = read_content(file.path, file.shown)
            instrument, _ = examine(content, file, LIST_RULES)
            rows.append(_row(instrument or _read(item)))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return rows


def _read(item: ShelfItem) -> Instrument:
    """Read an instrument whole; what is wrong with it is said there."""
    from srtoolkit.questionnaire.reading import read_instrument

    return read_instrument(item).instrument


def _row(instrument: Instrument) -> dict[str, Any]:
    return {
        "name": instrument.name,
        "measures": list(instrument.measures),
        "languages": list(instrument.languages),
        "scales": [
            {"id": scale.id, "kind": scale.kind, "n_items": len(scale.items)}
            for scale in instrument.scales
        ],
    }
