"""What a user has to confirm before anything is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem
from srtoolkit.inference import Reason
from srtoolkit.platforms.importing.heading_problems import short, shown_place
from srtoolkit.platforms.importing.headings import Match, Matching
from srtoolkit.platforms.importing.own_answers import OWN
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.manifest.model import Manifest, NamedSource
from srtoolkit.responses.personal.finding import personal_column
from srtoolkit.responses.stray_rows import cut_problem, notes_below, stray_rows

if TYPE_CHECKING:
    from srtoolkit.questionnaire import LoadedInstrument

#: What a row of a JSON file is called.
_JSON = "answer"
_ACCEPT = "To read it as a respondent all the same, pass --accept."


def confirmation_problems(
    sheet: Sheet,
    manifest: Manifest,
    instruments: Sequence[LoadedInstrument],
    matching: Matching,
    *,
    accept: bool,
) -> tuple[list[Problem], list[Reason]]:
    """Find what is doubtful: a problem each, or a note each once accepted.

    A file without a row of answers is a problem either way.
    """
    problems = _no_rows(sheet, matching)
    changed = list(_changed(manifest, instruments))
    if accept:
        return problems, [
            Reason("instrument_changed", {"name": each.name}) for each in changed
        ]
    problems += [_changed_problem(each, sheet.file) for each in changed]
    hows = ("wording",) if manifest.platform == OWN else ("wording", "extra")
    doubtful = [m for m in matching.matches if m.how in hows]
    problems += [
        _unconfirmed(match, sheet, matching.n_headings, 0 if at else len(doubtful))
        for at, match in enumerate(doubtful)
    ]
    return problems, []


def row_problems(
    sheet: Sheet, n_headings: int, *, accept: bool
) -> tuple[list[Problem], list[Reason]]:
    """Find rows that are no respondents, and a last row that is cut.

    Totals and headings once more are a problem either way; a note below the
    answers and a short last row are a note each once accepted.
    """
    headings, body = sheet.records[:n_headings], sheet.records[n_headings:]
    strays = stray_rows(headings, body, sheet.row_word, sheet.file)
    doubts: list[Problem] = []
    if not strays and sheet.row_word != _JSON:
        doubts = notes_below(headings, body, sheet.row_word, sheet.file)
    if not strays and not doubts and sheet.delimiter is not None:
        cut = cut_problem(sheet.records, sheet.row_word, sheet.file)
        doubts = [cut] if cut else []
    if accept:
        return strays, [Reason(each.code, each.pieces) for each in doubts]
    return [*strays, *(replace(d, advice=f"{d.advice} {_ACCEPT}") for d in doubts)], []


def _no_rows(sheet: Sheet, matching: Matching) -> list[Problem]:
    if len(sheet.records) > matching.n_headings:
        return []
    return [
        Problem(
            "no_rows",
            "the file has headings but no answers",
            sheet.file,
            allowed="one row a respondent below the headings",
        )
    ]


def _changed(
    manifest: Manifest, instruments: Sequence[LoadedInstrument]
) -> Iterator[NamedSource]:
    """Yield the instruments that are not those that were exported."""
    hashes = {each.instrument.name: each.sha256 for each in instruments}
    for source in manifest.instruments:
        if hashes.get(source.name) != source.sha256:
            yield source


def _changed_problem(source: NamedSource, file: str) -> Problem:
    return Problem(
        "instrument_changed",
        f'the instrument "{source.name}" is not the one that was exported '
        f"(version {source.version})",
        file,
        advice="Use the exported one (--study), or read with the present one with "
        "--accept.",
        pieces={"instrument": source.name},
    )


def _unconfirmed(match: Match, sheet: Sheet, n_headings: int, n_alike: int) -> Problem:
    """Word a match to confirm; the first of `n_alike` says what to do."""
    shown = short(match.heading)
    name = match.column.name if match.column else _own(match, sheet, n_headings)
    these = "this is" if n_alike == 1 else f"these {n_alike} matches are"
    return Problem(
        "match_unconfirmed",
        f'column {shown_place(match.place)} "{shown}" → {name}',
        sheet.file,
        advice=f"If {these} right, pass --accept." if n_alike else "",
        pieces={"place": match.place + 1, "name": name},
    )


def _own(match: Match, sheet: Sheet, n_headings: int) -> str:
    """Say what becomes of a column that is no item's."""
    headings = [sheet.heading(row, match.place) for row in range(n_headings)]
    found = personal_column(headings, sheet.column(match.place, n_headings))
    if found is None:
        return "an own column, kept as it is"
    if found.personal == "text":
        return "open answers, left out unless --keep-text or --keep says otherwise"
    return "can name a person, and is left out unless --keep says otherwise"
