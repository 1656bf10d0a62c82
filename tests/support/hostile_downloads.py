"""A made-up platform with three heading rows, and its download, to be broken."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from srtoolkit.platforms import Manifest, read_form
from srtoolkit.platforms.manifest.columns import (
    codes_and_labels,
    manifest_of,
    other_column,
    question_column,
)

FORM = read_form("overall-satisfaction")
ITEMS = FORM.questions
LANGUAGES = {"EN": "en", "ZH-S": "zh"}
HEADINGS = ["ResponseId", "Status", "Finished", "Duration", "UserLanguage", "IPAddress"]
HEADINGS += [item.id for item in ITEMS]
TEXTS = ["Response ID", "Response Type", "Finished", "Duration", "User Language", "IP"]
TEXTS += [item.text.en for item in ITEMS]
IDS = [
    f'{{"ImportId":"{name}"}}' for name in ("_id", "status", "fin", "dur", "lang", "ip")
]
IDS += [f'{{"ImportId":"QID1_{number}"}}' for number, _ in enumerate(ITEMS, start=1)]
#: Answers of four respondents to the four items.
ANSWERS = [[1, 2, 3, 4], [7, 6, 5, 4], [4, 4, 4, 4], [2, 7, 1, 6]]

Rows = list[list[Any]]


def manifest() -> Manifest:
    """The manifest: answers as codes, labels, or numbers counted from the top."""
    columns = [
        other_column("respondent_id", "respondent", headings(0)),
        other_column(
            "Status", "status", headings(1), meanings={"0": "answer", "1": "preview"}
        ),
        other_column(
            "finished", "finished", headings(2), meanings={"1": "yes", "0": "no"}
        ),
        other_column("duration", "duration", headings(3)),
        other_column("language", "language", headings(4), meanings=LANGUAGES),
        other_column("IPAddress", "identifier", headings(5), personal="ip"),
    ]
    for place, item in enumerate(ITEMS, start=6):
        numbers = {str(n): v for n, v in enumerate(item.values[::-1], start=1)}
        written = {**codes_and_labels(item), "number": numbers}
        columns.append(question_column(item, headings(place), written=written))
    return manifest_of(
        FORM,
        "qualtrics",
        columns,
        languages=("zh", "en"),
        missing={"-9": "not_answered"},
    )


def headings(place: int) -> dict[str, str]:
    """The three headings of one column."""
    return {"name": HEADINGS[place], "text:en": TEXTS[place], "import_id": IDS[place]}


def rows(answers: str = "label", n_headings: int = 3) -> Rows:
    """A sound download."""
    body: Rows = []
    for number, values in enumerate(ANSWERS):
        lang = ("EN", "ZH-S")[number % 2]
        own = [f"R_{number}", "0", "1", "123秒", lang, f"10.0.0.{number}"]
        body.append([*own, *(cell(answers, i, v, lang) for i, v in enumerate(values))])
    return [list(row) for row in (HEADINGS, TEXTS, IDS)][:n_headings] + body


def cell(answers: str, place: int, value: int, lang: str) -> str:
    """One answer as one kind of download writes it."""
    item = ITEMS[place]
    if answers == "label":
        return item.labels(LANGUAGES[lang])[item.values.index(value)]  # type: ignore[arg-type]
    if answers == "number":
        return str(len(item.values) - item.values.index(value))
    return str(value)


def text_of(table: Sequence[Sequence[Any]], delimiter: str = ",") -> str:
    """The table as separated text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(table)
    return stream.getvalue()


def write(path: Path, content: str | bytes | Sequence[Sequence[Any]]) -> Path:
    """Write bytes, text, or a table as CSV."""
    if not isinstance(content, str | bytes):
        content = text_of(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
