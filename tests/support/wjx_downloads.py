"""问卷星's two parsers, restated from their rules, and its downloads laid out."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyreadstat
import xlwt
from platform_trips import Person

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    Matrix,
    MultiSelect,
    Question,
)

TAGS = ("单选题", "多选题", "问答题", "矩阵量表题", "矩阵单选题", "段落说明", "分页栏")


def export(form: Form, lang: str = "zh") -> Any:
    languages = ("zh", "en") if lang == "zh" else ("en", "zh")
    return PLATFORMS["wjx"](form, options=ExportOptions(languages=languages))  # type: ignore[arg-type]


def text_of(form: Form, lang: str = "zh") -> str:
    return export(form, lang).files[f"{form.name}.txt"].decode()


Asked = tuple[str, str, list[str], bool]


def page_parser(text: str) -> list[Asked]:
    """Read a form by the rules of the import page: number, tag, body."""
    found: list[Asked] = []
    body: list[str] | None = None
    for line in text.splitlines()[1:]:
        tag = next((t for t in TAGS if f"[{t}]" in line), None)
        if re.match(r"\d", line) or tag:
            body = []
            told = re.sub(r"^\d+[.、．]?", "", line).replace(f"[{tag}]", "")
            found.append(
                (tag or "", told.replace("（选填）", ""), body, "（选填）" in line)
            )
        elif not line.strip():
            body = None
        elif body is not None:
            body.append(line)
    return [each for each in found if each[0] not in ("段落说明", "分页栏")]


def interface_parser(text: str) -> list[Asked]:
    """Read a form by the rules of the interface: the regular expression of its header."""
    header = re.compile(r"^(\d+)\.\s*(.+?)\s*(\[([^\]]+)\])(\s*（选填）)?\s*$")
    found: list[Asked] = []
    body: list[str] | None = None
    for line in text.splitlines():
        head = header.match(line)
        if head:
            assert int(head[1]) == len(found) + 1
            body = []
            found.append((head[4], head[2], body, bool(head[5])))
        elif not line.strip():
            body = None
        elif body is not None:
            body.append(re.sub(r"^[A-Za-z][^\S\ufeff]+(?=\S)", "", line))
    return found


def shown(text: str) -> str:
    return text.replace("\u200b", "")


def download(
    form: Form,
    people: Sequence[Person],
    *,
    answers: str = "text",
    heading: str = "new",
    joined: bool = True,
    lang: str = "zh",
) -> list[list[Any]]:
    """Lay a download out as 问卷星 does; numbers are told from the order asked."""
    missing = {"text": "(空)", "number": -2, "score": -2}[answers]
    skipped = {"text": "(跳过)", "number": -3, "score": -3}[answers]
    columns: list[tuple[str, Any]] = [
        ("序号", lambda i, p: i + 1),
        ("提交答卷时间", lambda i, p: f"2026/5/1 12:{i % 60:02d}:09"),
        ("所用时间", lambda i, p: f"{100 + i}秒"),
        ("来源", lambda i, p: "微信"),
        ("来源详情", lambda i, p: "朋友圈"),
        ("来自IP", lambda i, p: f"10.0.0.{i}(北京-北京)"),
    ]
    number = 0

    def head(text: str) -> str:
        sign = {"new": "、", "old": "：", "dash": ".", "label": "", "colon": ":"}[
            heading
        ]
        return text if heading == "label" else f"{number}{sign}{text}"

    def sub(stem: str, text: str) -> str:
        if heading == "label":
            return f"{stem}—{text}"
        return {
            "new": f"{number}、({text})",
            "old": f"第{number}题({text})",
            "dash": f"{number}、{stem}—{text}",
            "colon": f"第{number}题（{text}）",
        }[heading]

    def one(question: Question, body: Sequence[str], *, matrix: bool) -> Any:
        lines = [shown(line) for line in body]
        labels = lines[0].split() if matrix else lines

        def cell(i: int, person: Person) -> Any:
            value = person[question.id]
            if value is None:
                return (missing, skipped, "")[i % 3]
            if question.kind != "choice":
                return value
            place = question.values.index(value)
            return labels[place] if answers == "text" else place + 1

        return cell

    def ticks(select: MultiSelect) -> Any:
        def cell(i: int, person: Person) -> Any:
            found = [
                getattr(option.text, lang) if answers == "text" else str(place)
                for place, option in enumerate(select.options, start=1)
                if person[option.id] == 1
            ]
            return "┋".join(found) or skipped

        return cell

    def ticked(item: Question, select: MultiSelect) -> Any:
        def cell(i: int, person: Person) -> Any:
            return -3 if person[item.id] is None else person[item.id]

        return cell

    if form.assignment:
        number += 1
        labels = list(form.assignment.labels)
        text = {"zh": "请选择邀请函上写给您的字母"}.get(
            lang, "Please choose the letter on your invitation"
        )
        columns.append(
            (
                head(text),
                lambda i, p: (
                    "ABC"[labels.index(p["condition"])]
                    if answers == "text"
                    else labels.index(p["condition"]) + 1
                ),
            )
        )
    asked = interface_parser(text_of(form, lang))
    for part in form.parts:
        if not isinstance(part, Question | Matrix | MultiSelect):
            continue
        number += 1
        stem = asked[number - 1][1]
        if isinstance(part, Matrix):
            columns += [
                (
                    sub(stem, getattr(r.text, lang)),
                    one(r, asked[number - 1][2], matrix=True),
                )
                for r in part.rows
            ]
        elif isinstance(part, MultiSelect) and joined:
            columns.append((head(stem), ticks(part)))
        elif isinstance(part, MultiSelect):
            columns += [
                (sub(stem, getattr(o.text, lang)), ticked(o, part))
                for o in part.options
            ]
        else:
            columns.append((head(stem), one(part, asked[number - 1][2], matrix=False)))
    if answers == "score":
        columns.append(("总分", lambda i, p: 77))
    body = [[cell(i, p) for _, cell in columns] for i, p in enumerate(people)]
    return [[name for name, _ in columns], *body]


def write_xls(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("Sheet1")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, place, cell)
    book.save(str(path))
    return path


def write_gbk(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    with path.open("w", encoding="gbk", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def write_sav(path: Path, rows: Sequence[Sequence[Any]], labels: Any = None) -> Path:
    import pandas as pd

    names = [f"V{place}" for place in range(len(rows[0]))]
    frame = pd.DataFrame(rows[1:], columns=names)
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=list(rows[0]),
        variable_value_labels={
            names[place]: each for place, each in (labels or {}).items()
        },
    )
    return path
