"""Downloads as KoboToolbox and ODK lay them out, from their documentation.

Labels come back as the form holds them, Markdown escaped.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import Form, Matrix, MultiSelect, Question
from srtoolkit.platforms.xlsform_parts.sheets import escaped

TAIL = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status",
        "_submitted_by", "__version__", "_tags", "_index"]  # fmt: skip


def kobo(
    form: Form,
    people: Sequence[Person],
    *,
    heading: str = "name",
    groups: str | None = None,
    answers: str = "names",
    options: str = "both",
    lang: str = "zh",
) -> list[list[Any]]:
    """Lay a download out as Kobo does, from its documentation."""
    columns: list[tuple[str, Callable[[int, Person], Any]]] = [
        ("start", lambda i, p: f"2026-05-01T12:{i % 60:02d}:00.000+08:00"),
        ("end", lambda i, p: f"2026-05-01T13:{i % 60:02d}:00.000+08:00"),
    ]
    if form.assignment:
        columns.append((form.assignment.column, lambda i, p: p["condition"]))
        columns.append((f"{form.assignment.column}_draw", lambda i, p: 0.5))

    def named(name: str, text: Any, path: Sequence[str]) -> str:
        shown = name if heading == "name" else escaped(getattr(text, lang))
        return groups.join([*path, shown]) if groups else shown

    def one(question: Question) -> Callable[[int, Person], Any]:
        shown = [escaped(label) for label in question.labels(lang)]  # type: ignore[arg-type]
        labels = dict(zip(question.values, shown, strict=True))

        def cell(_: int, person: Person) -> Any:
            value = person[question.id]
            if value is None:
                return None
            return labels.get(value, value) if answers == "labels" else str(value)

        return cell

    def option(item: Question) -> str:
        shown = escaped(item.text.in_language(lang))  # type: ignore[arg-type]
        return shown if answers == "labels" else item.id

    def joined(select: MultiSelect) -> Callable[[int, Person], Any]:
        def cell(_: int, person: Person) -> Any:
            ticked = [o for o in select.options if person[o.id] == 1]
            return " ".join(map(option, ticked)) or None

        return cell

    def ticked(item: Question) -> Callable[[int, Person], Any]:
        return lambda _, person: person[item.id]

    for page in form.pages:
        for block in page.blocks:
            for part in block.parts:
                path = [page.id, block.id]
                if isinstance(part, Question):
                    columns.append((named(part.id, part.text, path), one(part)))
                elif isinstance(part, Matrix):
                    path = [*path, part.id]
                    head = f"{part.id}_head"
                    head = groups.join([*path, head]) if groups else head
                    columns.append((head, lambda i, p: None))
                    columns += [(named(r.id, r.text, path), one(r)) for r in part.rows]
                elif isinstance(part, MultiSelect):
                    own = named(part.id, part.text, path)
                    if options in ("both", "joined"):
                        columns.append((own, joined(part)))
                    if options in ("both", "single"):
                        for item in part.options:
                            shown = (
                                item.id
                                if heading == "name"
                                else escaped(getattr(item.text, lang))
                            )
                            columns.append((f"{own}/{shown}", ticked(item)))
    columns += [(name, lambda i, p, name=name: f"{name}{i}") for name in TAIL]
    body = [[cell(i, p) for _, cell in columns] for i, p in enumerate(people)]
    return [[name for name, _ in columns], *body]


def write_csv(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ";") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    return path
