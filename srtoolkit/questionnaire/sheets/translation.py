"""Translation sheets: every text in both languages, and room to translate back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from srtoolkit.errors import FileError, ShelfError
from srtoolkit.questionnaire.composed.questionnaire import Questionnaire
from srtoolkit.questionnaire.composed.reading import read_questionnaire
from srtoolkit.questionnaire.instrument import Instrument
from srtoolkit.questionnaire.reading import load_instruments
from srtoolkit.questionnaire.scenarios.reading import read_scenario
from srtoolkit.questionnaire.scenarios.scenario import Scenario
from srtoolkit.questionnaire.sheets.sheet_files import Sheet, read_rows, workbook_bytes
from srtoolkit.questionnaire.text import LANGUAGES, Language
from srtoolkit.results import refuse_overwriting, write_atomically

_HEADER = ("id", "role", "zh", "en", "back_translation", "comment")
_WIDTHS = (34.0, 18.0, 50.0, 50.0, 50.0, 30.0)
#: What a text is, by the key it stands under.
_ROLES = {
    "text": "sentence",
    "label": "answer",
    "low_label": "answer",
    "high_label": "answer",
    "asks": "content in brief",
    "agree": "answer",
    "decline": "answer",
}


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One text of an instrument, scenario or questionnaire.

    Attributes
    ----------
    id : str
        Where it stands: keys and ids joined by dots.
    role : str
        What it is: sentence, answer, title, definition, …
    zh, en : str
    """

    id: str
    role: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class TranslationDifference:
    """A text that the sheet words otherwise.

    Attributes
    ----------
    id : str
    language : {"zh", "en"}
    ours, theirs : str
        Wording of the file on the shelf, and of the sheet.
    """

    id: str
    language: Language
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class TranslationReading:
    """What a filled sheet says.

    Attributes
    ----------
    differences : tuple of TranslationDifference
    back_translations, comments : dict of str to str
        By id, where filled in.
    missing, unknown : tuple of str
        Ids the sheet lacks, and ids that are not on the shelf.
    """

    differences: tuple[TranslationDifference, ...]
    back_translations: dict[str, str]
    comments: dict[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def translation_rows(name: str, study: Path | None = None) -> list[TranslationRow]:
    """Return every text of an instrument, scenario or questionnaire.

    Raises
    ------
    ShelfError
        When there is none of that name or path.
    ContentError
        When it is not sound.
    """
    return list(_texts((), _content(name, study).to_dict()))


def write_translation_sheet(
    rows: Sequence[TranslationRow], path: Path, *, force: bool = False
) -> None:
    """Write an XLSX with empty columns for the back-translation and comments.

    Raises
    ------
    FileError
        When the file is there, unless `force`.
    """
    refuse_overwriting([path], force=force)
    cells = [(row.id, row.role, row.zh, row.en, None, None) for row in rows]
    write_atomically(
        path, workbook_bytes(Sheet("translation", _HEADER, cells, _WIDTHS, {}))
    )


def read_translation_sheet(
    path: Path, rows: Sequence[TranslationRow]
) -> TranslationReading:
    """Compare a filled sheet with the texts it was written from.

    Raises
    ------
    FileError
        When it cannot be read, has no such columns, or an id twice.
    """
    found = read_rows(path, _HEADER)
    ids = [row["id"] for row in found]
    twice = sorted({each for each in ids if ids.count(each) > 1})
    if twice:
        raise FileError(
            f"the ids {', '.join(twice)} stand twice",
            code="sheet_id_twice",
            where=str(path),
        )
    theirs = dict(zip(ids, found, strict=True))
    known = [row.id for row in rows]
    return TranslationReading(
        tuple(_differences(rows, theirs)),
        {
            each: row["back_translation"]
            for each, row in theirs.items()
            if row["back_translation"]
        },
        {each: row["comment"] for each, row in theirs.items() if row["comment"]},
        tuple(each for each in known if each not in theirs),
        tuple(each for each in ids if each not in known),
    )


def _differences(
    rows: Sequence[TranslationRow], theirs: dict[str, dict[str, str]]
) -> Iterator[TranslationDifference]:
    for row in rows:
        for language in LANGUAGES:
            ours = row.zh if language == "zh" else row.en
            if row.id in theirs and theirs[row.id][language] != ours.strip():
                yield TranslationDifference(
                    row.id, language, ours, theirs[row.id][language]
                )


def _content(name: str, study: Path | None) -> Instrument | Scenario | Questionnaire:
    try:
        return load_instruments([name], study)[0].instrument
    except ShelfError:
        for read in (_scenario, _questionnaire):
            try:
                return read(name, study)
            except ShelfError:
                continue
        raise


def _scenario(name: str, study: Path | None) -> Scenario:
    return read_scenario(name, study).scenario


def _questionnaire(name: str, study: Path | None) -> Questionnaire:
    return read_questionnaire(name, study).questionnaire


def _texts(place: tuple[str, ...], value: Any) -> Iterator[TranslationRow]:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        key = place[-1]
        yield TranslationRow(
            ".".join(place), _ROLES.get(key, key), value["zh"], value["en"]
        )
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts((*place, key), each)
    elif isinstance(value, list):
        for number, each in enumerate(value, start=1):
            yield from _texts((*place, _name(each, number)), each)


def _name(member: Any, number: int) -> str:
    """The id, label or value of a list's member, else its number."""
    if isinstance(member, dict):
        for key in ("id", "value"):
            if isinstance(member.get(key), str | int):
                return str(member[key])
    return str(number)
