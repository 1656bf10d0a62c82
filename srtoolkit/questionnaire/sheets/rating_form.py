"""The form on which experts rate the relevance of items, written and read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from srtoolkit.errors import Problem, ScoresError
from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.sheets.cvi import (
    RATINGS,
    ContentValidity,
    content_validity,
)
from srtoolkit.questionnaire.sheets.sheet_files import Sheet, read_rows, workbook_bytes
from srtoolkit.results import refuse_overwriting, write_atomically

_HEADER = ("scale", "definition", "item", "zh", "en", "relevance", "comment")
_WIDTHS = (12.0, 44.0, 14.0, 44.0, 44.0, 12.0, 40.0)
_NEEDED = ("scale", "item", "relevance")
_NOTES = (
    "请判断每道题与所测概念的相关程度，填在 relevance 一列：",
    "1 不相关，2 有点相关，3 比较相关，4 非常相关。",
    "Please rate how relevant each item is to the definition of its scale, in the",
    "column relevance: 1 not, 2 somewhat, 3 quite, 4 highly relevant.",
    "",
)


def write_rating_form(
    instrument: Instrument, path: Path, *, force: bool = False
) -> None:
    """Write the form of one instrument as XLSX; checks are not rated.

    Raises
    ------
    FileError
        When the file is there, unless `force`.
    """
    refuse_overwriting([path], force=force)
    rows: list[tuple[str | None, ...]] = []
    for scale in instrument.scales:
        if scale.kind == "check":
            continue
        definition = f"{scale.definition.zh}\n{scale.definition.en}"
        for item in scale.items:
            text = item.text or item.role or item.asks
            rows.append((scale.id, definition, item.id, text.zh, text.en, None, None))
    column = _HEADER.index("relevance")
    sheet = Sheet("relevance", _HEADER, rows, _WIDTHS, {column: RATINGS}, _NOTES)
    write_atomically(path, workbook_bytes(sheet))


def read_rating_forms(paths: Sequence[Path]) -> ContentValidity:
    """Compute content validity from the forms of several experts.

    Parameters
    ----------
    paths : sequence of Path
        One filled form an expert; a cell left empty is no rating.

    Raises
    ------
    FileError
        When a file is no such form.
    ScoresError
        With every rating that is not 1 to 4 and every form with other items.
    """
    forms = [(path, read_rows(path, _NEEDED)) for path in paths]
    scales: dict[str, str] = {}
    for _, rows in forms[:1]:
        scales = {row["item"]: row["scale"] for row in rows}
    problems: list[Problem] = []
    ratings = []
    for path, rows in forms:
        problems += _other_items(path, [row["item"] for row in rows], list(scales))
        ratings.append(_ratings(path, rows, problems))
    if problems:
        raise ScoresError(problems)
    return content_validity(ratings, scales)


def _ratings(
    path: Path, rows: Sequence[dict[str, str]], problems: list[Problem]
) -> dict[str, int]:
    given: dict[str, int] = {}
    for row in rows:
        rating = row["relevance"]
        if rating in {str(each) for each in RATINGS}:
            given[row["item"]] = int(rating)
        elif rating:
            problems.append(
                Problem(
                    "rating_out_of_range",
                    f'{row["item"]} is rated "{rating}"',
                    str(path),
                    allowed="1, 2, 3, 4, or empty",
                )
            )
    return given


def _other_items(path: Path, found: list[str], expected: list[str]) -> list[Problem]:
    if found == expected:
        return []
    more = [item for item in found if item not in expected]
    fewer = [item for item in expected if item not in found]
    return [
        Problem(
            "form_items_differ",
            "has other items than the first form "
            f"(more: {', '.join(more) or 'none'}; fewer: {', '.join(fewer) or 'none'})",
            str(path),
            advice="Send every expert the same form, and leave its rows in order.",
        )
    ]
