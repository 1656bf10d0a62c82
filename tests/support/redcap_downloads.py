"""REDCap's downloads, laid out by the dictionary."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, Question

NAME, TYPE, LABEL = "Variable / Field Name", "Field Type", "Field Label"
CHOICES = "Choices, Calculations, OR Slider Labels"


def export(form: Form, lang: str = "en") -> Any:
    options = ExportOptions(languages=(lang,))  # type: ignore[arg-type]
    return PLATFORMS["redcap"](form, options=options)


def dictionary(form: Form, lang: str = "en") -> list[dict[str, str]]:
    content = export(form, lang).files[f"{form.name}.csv"].decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


def codes(row: dict[str, str]) -> dict[str, str]:
    pairs = (each.split(", ", 1) for each in row[CHOICES].split(" | "))
    return {code: label for code, label in pairs}  # noqa: C416


def download(
    form: Form, people: Sequence[Person], *, labels: bool = False, lang: str = "en"
) -> list[list[Any]]:
    """Lay a download out, raw or with labels, by the dictionary."""
    items = {q.id.lower(): q for q in form.questions}
    selects = {select.id.lower(): select for select in form.multi_selects}
    columns: list[tuple[str, Any]] = []

    def one(item: Question, row: dict[str, str]) -> Any:
        def cell(_: int, person: Person) -> Any:
            value = person[item.id]
            if value is None or item.kind != "choice":
                return "" if value is None else value
            code, label = list(codes(row).items())[item.values.index(value)]
            return label if labels else code

        return cell

    def ticked(option: Question) -> Any:
        words = ("Unchecked", "Checked") if labels else ("0", "1")
        return lambda _, person: words[person[option.id] or 0]

    for row in dictionary(form, lang):
        head = row[LABEL] if labels else row[NAME]
        if row[NAME] == "record_id":
            columns.append((head, lambda i, p: i + 1))
            event = "Event Name" if labels else "redcap_event_name"
            columns.append((event, lambda i, p: "event_1_arm_1"))
        elif row[NAME] == "condition" and form.assignment:
            order = list(form.assignment.labels)
            columns.append(
                (
                    head,
                    lambda i, p, order=order: (
                        "ABC"[order.index(p["condition"])]
                        if labels
                        else order.index(p["condition"]) + 1
                    ),
                )
            )
        elif row[TYPE] == "checkbox":
            select = selects[row[NAME]]
            for place, option in enumerate(select.options, start=1):
                told = list(codes(row).values())[place - 1]
                single = f"{head} (choice={told})" if labels else f"{head}___{place}"
                columns.append((single, ticked(option)))
        elif row[TYPE] != "descriptive":
            columns.append((head, one(items[row[NAME]], row)))
    done = "Complete?" if labels else f"{form.name.replace('-', '_')}_complete"
    columns.append((done, lambda i, p: "Complete" if labels else 2))
    body = [[cell(i, p) for _, cell in columns] for i, p in enumerate(people)]
    return [[name for name, _ in columns], *body]


def write(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path
