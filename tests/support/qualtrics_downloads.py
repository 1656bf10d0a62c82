"""Lays out what Qualtrics gives back, from what is documented of its downloads."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    Matrix,
    MultiSelect,
    Question,
)

#: Name, text and ImportId of what stands before the answers.
OWN = (
    ("StartDate", "Start Date", "startDate"),
    ("EndDate", "End Date", "endDate"),
    ("Status", "Response Type", "status"),
    ("IPAddress", "IP Address", "ipAddress"),
    ("Progress", "Progress", "progress"),
    ("Duration (in seconds)", "Duration (in seconds)", "duration"),
    ("Finished", "Finished", "finished"),
    ("RecordedDate", "Recorded Date", "recordedDate"),
    ("ResponseId", "Response ID", "_recordId"),
    ("RecipientLastName", "Recipient Last Name", "recipientLastName"),
    ("RecipientFirstName", "Recipient First Name", "recipientFirstName"),
    ("RecipientEmail", "Recipient Email", "recipientEmail"),
    ("ExternalReference", "External Data Reference", "externalDataReference"),
    ("LocationLatitude", "Location Latitude", "locationLatitude"),
    ("LocationLongitude", "Location Longitude", "locationLongitude"),
    ("DistributionChannel", "Distribution Channel", "distributionChannel"),
    ("UserLanguage", "User Language", "userLanguage"),
)
LANGUAGES = {"zh": "ZH-S", "en": "EN"}
Column = tuple[str, str, str, Callable[[int, Person], Any]]


def export(form: Form, **options: Any) -> Any:
    """Export a form as QSF."""
    return PLATFORMS["qualtrics"](form, options=ExportOptions(**options))


def survey(form: Form, **options: Any) -> Any:
    """Return the survey that a form becomes."""
    return json.loads(export(form, **options).files[f"{form.name}.qsf"])


def payloads(form: Form, **options: Any) -> list[dict[str, Any]]:
    """Return the questions of the survey."""
    elements = survey(form, **options)["SurveyElements"]
    return [each["Payload"] for each in elements if each["Element"] == "SQ"]


def download(
    form: Form,
    people: Sequence[Person],
    *,
    answers: str = "codes",
    lang: str = "en",
    split: bool = False,
    n_headings: int = 3,
    single_quotes: bool = False,
    finished: str = "1",
    row_tags: bool = True,
    tags: dict[str, str] | None = None,
    texts: dict[str, str] | None = None,
    orders: bool = False,
) -> list[list[Any]]:
    """Lay a download out.

    Parameters
    ----------
    answers : {"codes", "labels", "own"}
        Recodes, choice text in `lang`, or in each respondent's language.
    split : bool
        Whether ticked options have a column each.
    tags : dict, optional
        Export tags of questions, where they are not the ids.
    texts : dict, optional
        What stands above a matrix, by its id.
    """
    columns = [*_own(answers, finished), *_order_columns(orders)]
    number = 0
    for block in form.blocks:
        number += bool(block.title or _needs_note(block))
        for part in block.parts:
            if not isinstance(part, Question | Matrix | MultiSelect):
                number += len(getattr(part, "texts", (1,)))
                continue
            number += 1
            tag = (tags or {}).get(part.id, part.id)
            columns += _part(part, tag, number, answers, lang, split, row_tags, texts)
    if form.assignment:
        name = form.assignment.column
        columns.append((name, name, name, lambda i, p: p["condition"]))
    quote = "'" if single_quotes else '"'
    third = [_import_id(own, quote) for _, _, own, _ in columns]
    heads = [[c[0] for c in columns], [c[1] for c in columns], third][:n_headings]
    body = [[cell(i, p) for *_, cell in columns] for i, p in enumerate(people)]
    return [*heads, *body]


def write_download(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def _needs_note(block: Any) -> bool:
    """Whether the instructions stand alone: no matrix comes first to bear them."""
    return bool(block.instructions) and not isinstance(block.parts[0], Matrix)


def _own(answers: str, finished: str) -> list[Column]:
    words = answers != "codes"
    cells: dict[str, Callable[[int, Person], Any]] = {
        "StartDate": lambda i, p: f"2026-05-01 10:{i % 60:02d}:00",
        "EndDate": lambda i, p: f"2026-05-01 11:{i % 60:02d}:00",
        "Status": lambda i, p: "IP Address" if words else "0",
        "IPAddress": lambda i, p: f"10.0.0.{i}",
        "Progress": lambda i, p: "100",
        "Duration (in seconds)": lambda i, p: str(200 + i),
        "Finished": lambda i, p: finished,
        "ResponseId": lambda i, p: f"R_{i:04d}",
        "RecipientEmail": lambda i, p: f"someone{i}@example.org",
        "UserLanguage": lambda i, p: LANGUAGES[p["language"]],
    }
    return [
        (name, text, own, cells.get(name, lambda i, p: "")) for name, text, own in OWN
    ]


def _order_columns(wanted: bool) -> list[Column]:
    names = ("OSAT_DO", "BL_abc_DO_QID1", "FL_15_DO", "QID3_First Click")
    if not wanted:
        return []
    return [(n, f"{n} shown", n, lambda i, p: "2|1") for n in names]


def _part(
    part: Question | Matrix | MultiSelect,
    tag: str,
    number: int,
    answers: str,
    lang: str,
    split: bool,
    row_tags: bool,
    texts: dict[str, str] | None,
) -> list[Column]:
    own = f"QID{number}"
    if isinstance(part, Matrix):
        stem = (texts or {}).get(part.id, "Please\nanswer")
        return [
            (
                f"{tag}_{row.id if row_tags else place}",
                f"{stem} - {getattr(row.text, lang)}",
                f"{own}_{place}",
                _one(row, answers, lang),
            )
            for place, row in enumerate(part.rows, start=1)
        ]
    if isinstance(part, MultiSelect):
        return _ticks(part, tag, own, answers, lang, split)
    told = getattr(part.text, lang)
    key = own if part.kind == "choice" else f"{own}_TEXT"
    return [(tag, told, key, _one(part, answers, lang))]


def _one(question: Question, answers: str, lang: str) -> Callable[[int, Person], Any]:
    def cell(_: int, person: Person) -> Any:
        value = person[question.id]
        if value is None or question.kind != "choice" or answers == "codes":
            return "" if value is None else value
        spoken = person["language"] if answers == "own" else lang
        return question.labels(spoken)[question.values.index(value)]

    return cell


def _ticks(
    select: MultiSelect, tag: str, own: str, answers: str, lang: str, split: bool
) -> list[Column]:
    def written(place: int, person: Person) -> str:
        spoken = person["language"] if answers == "own" else lang
        text = getattr(select.options[place - 1].text, spoken)
        return str(place) if answers == "codes" else text

    def joined(_: int, person: Person) -> str:
        return ",".join(
            written(place, person)
            for place, option in enumerate(select.options, start=1)
            if person[option.id] == 1
        )

    def single(place: int) -> Callable[[int, Person], Any]:
        item = select.options[place - 1].id
        return lambda _, p: written(place, p) if p[item] == 1 else ""

    told = getattr(select.text, lang)
    if not split:
        return [(tag, told, own, joined)]
    return [
        (
            f"{tag}_{place}",
            f"{told} - {getattr(option.text, lang)}",
            f"{own}|{place}",
            single(place),
        )
        for place, option in enumerate(select.options, start=1)
    ]


def _import_id(own: str, quote: str) -> str:
    name, _, choice = own.partition("|")
    found = f"{quote}ImportId{quote}:{quote}{name}{quote}"
    if choice:
        found += f",{quote}choiceId{quote}:{quote}{choice}{quote}"
    if "Date" in name:
        found += f",{quote}timeZone{quote}:{quote}Asia/Shanghai{quote}"
    return f"{{{found}}}"
