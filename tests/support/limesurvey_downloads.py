"""LimeSurvey's response exports, laid out as its writer does."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from platform_trips import Person

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, Question

TAB = "\t"


def export(form: Form, **options: Any) -> Any:
    return PLATFORMS["limesurvey"](form, options=ExportOptions(**options))


def table(form: Form, **options: Any) -> list[dict[str, str]]:
    content = export(form, **options).files[f"{form.name}.txt"].decode()
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=TAB))


def flat(text: str) -> str:
    """Strip tags and entities as LimeSurvey's `flattenText` does."""
    return html.unescape(re.sub(r"<[^>]*>", "", text)).strip()


def short(text: str) -> str:
    return text if len(text) <= 15 else text[:15] + ".. "


def download(
    form: Form,
    people: Sequence[Person],
    *,
    heading: str = "code",
    answers: str = "codes",
    lang: str = "en",
    converted: bool = False,
    separator: str = ". ",
) -> list[list[Any]]:
    """Lay out a response export, from the product's writer and our own form."""
    zh = {"en": "en", "zh": "zh-Hans"}
    rows = [row for row in table(form) if row["language"] in ("", zh[lang])]
    columns: list[tuple[str, Any]] = [
        ("id", lambda i, p: i + 1),
        ("submitdate", lambda i, p: "" if i % 9 == 8 else f"2026-05-01 12:{i:02d}:00"),
        ("lastpage", lambda i, p: len(form.pages)),
        ("startlanguage", lambda i, p: zh[p["language"]]),
        ("seed", lambda i, p: 1000 + i),
        ("startdate", lambda i, p: "2026-05-01 11:00:00"),
        ("ipaddr", lambda i, p: f"10.0.0.{i}"),
    ]
    ids = {re.sub("[^A-Za-z0-9]", "", q.id): q for q in form.questions}

    def head(question: dict[str, str], sub: dict[str, str] | None = None) -> str:
        codes = question["name"] + (
            ""
            if sub is None
            else f"_{sub['name']}"
            if heading == "em_code"
            else f"[{sub['name']}]"
        )
        cut = short if heading == "short" else (lambda text: text)
        texts = cut(flat(question["text"])) + (
            f" [{cut(flat(sub['text']))}]" if sub else ""
        )
        if heading in ("code", "em_code"):
            return codes
        return f"{codes}{separator}{texts}" if heading == "code_text" else texts

    def one(question: Question, labels: dict[str, str]) -> Any:
        def cell(_: int, person: Person) -> Any:
            value = person[question.id]
            if value is None:
                return ""
            if question.kind != "choice":
                return value
            code, label = list(labels.items())[question.values.index(value)]
            return label if answers == "full" else code

        return cell

    def ticked(question: Question) -> Any:
        def cell(_: int, person: Person) -> Any:
            if person[question.id] == 1:
                return "1" if converted else "Yes" if answers == "full" else "Y"
            return "2" if converted else ""

        return cell

    labels: list[str] = list(form.assignment.labels) if form.assignment else []
    groups: list[tuple[dict[str, str], list[dict[str, str]], dict[str, str]]] = []
    for row in rows:
        if row["class"] == "Q":
            groups.append((row, [], {}))
        elif row["class"] == "SQ":
            groups[-1][1].append(row)
        elif row["class"] == "A":
            groups[-1][2][row["name"]] = flat(row["text"])
    for question, subs, answer_labels in groups:
        if question["type/scale"] == "X":
            columns.append((head(question), lambda i, p: ""))
        elif question["type/scale"] == "*":
            columns.append(
                (head(question), lambda i, p: labels.index(p["condition"]) + 1)
            )
        elif question["type/scale"] == "M":
            columns += [(head(question, s), ticked(ids[s["name"]])) for s in subs]
        elif subs:
            columns += [
                (head(question, s), one(ids[s["name"]], answer_labels)) for s in subs
            ]
        else:
            columns.append((head(question), one(ids[question["name"]], answer_labels)))
    columns += [("interviewtime", lambda i, p: 100.5 + i)]
    columns += [(f"groupTime{n}", lambda i, p: 9.5) for n in range(len(form.pages))]
    body = [[masked(cell(i, p)) for _, cell in columns] for i, p in enumerate(people)]
    return [[name for name, _ in columns], *body]


def masked(cell: Any) -> Any:
    """Put the apostrophe before an equals sign, as the product does."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith("=") else cell


def write(path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ";") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(
            stream, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n"
        ).writerows(rows)
    return path
