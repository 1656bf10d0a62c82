"""What our offline page saves, written from its description."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import Form


def rows(form: Form, people: Sequence[Person]) -> list[dict[str, Any]]:
    """One row a respondent: conditions by number, empty cells for no answer."""
    found = []
    for number, person in enumerate(people):
        row: dict[str, Any] = {"_id": f"{number:016x}", "_language": person["language"]}
        if form.assignment:
            label = person["condition"]
            row[form.assignment.column] = str(form.assignment.labels.index(label) + 1)
        row |= {question.id: person[question.id] for question in form.questions}
        row |= {"_finished": int(number % 5 != 4), "_started": "2026-03-01T08:00:00Z"}
        row["_ended"] = "2026-03-01T08:05:00Z" if row["_finished"] else None
        row["_seconds"] = 240.5
        pages = range(1, len(form.pages) + 1)
        row |= {f"_seconds_{n}": 10 * n + number / 10 for n in pages}
        for n, block in enumerate(form.blocks, start=1):
            if block.shuffle:
                ids = [q.id for q in block.questions]
                random.Random(number).shuffle(ids)
                row[f"_order_{n}"] = " ".join(ids)
        found.append(row)
    return found


def csv_text(table: Sequence[dict[str, Any]]) -> str:
    """The rows as the page writes CSV: a mark, CRLF, apostrophes before formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(table[0])
    for row in table:
        writer.writerow(_cell(value) for value in row.values())
    return "\ufeff" + stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
        return f"'{value}"
    return "" if value is None else value
