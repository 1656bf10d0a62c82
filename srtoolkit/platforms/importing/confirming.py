"""What a user has to confirm before anything is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from srtoolkit.errors import Problem
from srtoolkit.inference import Reason
from srtoolkit.platforms.importing.heading_problems import shown_place
from srtoolkit.platforms.importing.headings import Match, Matching
from srtoolkit.platforms.importing.people import personal_heading
from srtoolkit.platforms.importing.sheet import Sheet
from srtoolkit.platforms.manifest.model import Manifest, NamedSource

if TYPE_CHECKING:
    from srtoolkit.questionnaire import LoadedInstrument


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
    problems += [
        _unconfirmed(match, sheet.file)
        for match in matching.matches
        if match.how in ("wording", "extra")
    ]
    return problems, []


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


def _unconfirmed(match: Match, file: str) -> Problem:
    shown = " ".join(match.heading.split())[:60]
    name = match.column.name if match.column else _own(match.heading)
    return Problem(
        "match_unconfirmed",
        f'column {shown_place(match.place)} "{shown}" → {name}',
        file,
        advice="If this is right, pass --accept.",
        pieces={"place": match.place + 1, "name": name},
    )


def _own(heading: str) -> str:
    """Say what becomes of a column that is no item's."""
    if personal_heading([heading]):
        return "can name a person, and is left out"
    return "an own column, kept as it is"
