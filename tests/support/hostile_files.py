"""Downloads of our own forms as the world mangles them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from html_answers import rows as html_rows
from platform_trips import Person, experiment, respondents
from statistics_answers import filled
from tiny_xlsx import write_xlsx

from srtoolkit.platforms import PLATFORMS, Export, Form, read_form

Table = list[list[Any]]
Change = Callable[[Table], Any]
BASES = ("experiment", "ticks", "numbers")


@dataclass(frozen=True)
class Base:
    """A form, who answered it, and the sound download as a table."""

    form: Form
    export: Export
    people: list[Person]
    table: Table

    def place(self, heading: str) -> int:
        """Position of a column."""
        return list(self.table[0]).index(heading)


@cache
def base(name: str) -> Base:
    """One of three forms: with conditions, with ticked options, with amounts."""
    if name == "experiment":
        with tempfile.TemporaryDirectory() as folder:
            form = read_form(experiment(Path(folder)))
    elif name == "ticks":
        form = read_form("complaint-responses", multi_select=True)
    else:
        form = read_form("compensation-demanded")
    people = respondents(form, n=6)
    records = html_rows(form, people)
    head = list(records[0])
    body = [["" if v is None else str(v) for v in row.values()] for row in records]
    return Base(form, PLATFORMS["html"](form), people, [head, *body])


def csv_bytes(table: Table, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A table as separated text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(table)
    return stream.getvalue().encode(encoding)


def xlsx_bytes(table: Table, *, numbers: bool = True) -> bytes:
    """A table as a workbook of one sheet."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        shown = [[number(cell) if numbers else cell for cell in row] for row in table]
        return write_xlsx(path, {"answers": shown}).read_bytes()


def number(cell: Any) -> Any:
    """A number where a cell of text is one, None for an empty cell."""
    if cell == "":
        return None
    text = str(cell)
    return int(text) if text.lstrip("-").isdigit() and len(text) < 9 else cell


def changed_xlsx(table: Table, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook of which one part was changed."""
    return rezipped(xlsx_bytes(table), part, change)


def rezipped(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """An archive of which one file was changed, or put in."""
    found = unzipped(content)
    found[part] = change(found.get(part, b"").decode()).encode()
    return zipped(found)


def unzipped(content: bytes) -> dict[str, bytes]:
    """The files of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """An archive of some files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def json_bytes(table: Table) -> bytes:
    """A table as a list of answers, empty ones left out."""
    head, *body = table
    records = [
        {k: number(v) for k, v in zip(head, row, strict=True) if v != ""}
        for row in body
    ]
    return json.dumps(records, ensure_ascii=False).encode()


def sav_bytes(name: str) -> bytes:
    """The answers of a base in our own SPSS file."""
    found = base(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.sav"
        filled(found.form, PLATFORMS["spss"](found.form), found.people, "en", path)
        return path.read_bytes()


def put(row: int, heading: str, value: Any, name: str = "experiment") -> Change:
    """Change one cell."""

    def change(table: Table) -> None:
        table[row][base(name).place(heading)] = value

    return change
