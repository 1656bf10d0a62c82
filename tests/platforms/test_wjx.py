"""问卷星: both of its parsers read the text, and its downloads come back whole."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
import xlwt
from platform_trips import Person, all_forms, check_trip, experiment, respondents
from tiny_xlsx import write_xlsx

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    ImportOptions,
    Matrix,
    MultiSelect,
    Question,
    read_form,
)

TAGS = ("单选题", "多选题", "问答题", "矩阵量表题", "矩阵单选题", "段落说明", "分页栏")
OWN = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
#: Forms with every kind of question, for the rarer modes.
FEW = (
    "complaint-responses",
    "compensation-received",
    "sample-profile",
    "emotions",
    "paradox-experiment",
)


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


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def few(forms: list[Form]) -> list[Form]:
    return [form for form in forms if form.name in FEW]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("parser", [page_parser, interface_parser])
def test_both_parsers_read_the_same_form(forms, parser, lang):
    for form in forms:
        asked = parser(text_of(form, lang))

        if form.assignment:
            assert asked.pop(0)[2] == ["A", "B", "C"]
        parts = [
            p for p in form.parts if isinstance(p, Question | Matrix | MultiSelect)
        ]
        assert len(asked) == len(parts), form.name
        for part, (tag, text, body, optional) in zip(parts, asked, strict=True):
            assert optional is not part.required
            if isinstance(part, Matrix):
                assert tag.startswith("矩阵")
                assert len(body[0].split()) == len(part.choices)
                rows = [getattr(row.text, lang) for row in part.rows]
                assert [shown(line) for line in body[1:]] == rows
            elif isinstance(part, MultiSelect):
                options = [getattr(o.text, lang) for o in part.options]
                assert (tag, [shown(line) for line in body]) == ("多选题", options)
            elif part.kind == "choice":
                assert shown(text) == getattr(part.text, lang)
                assert [shown(line) for line in body] == list(part.labels(lang))
            else:
                assert (tag, body) == ("问答题", [])


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

    def one(question: Question, *, matrix: bool) -> Any:
        labels = [
            label.replace(" ", "_") if matrix else label
            for label in question.labels(lang)  # type: ignore[arg-type]
        ]

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
    stems = [text for _, text, _, _ in interface_parser(text_of(form, lang))]
    for part in form.parts:
        if not isinstance(part, Question | Matrix | MultiSelect):
            continue
        number += 1
        stem = stems[number - 1]
        if isinstance(part, Matrix):
            columns += [
                (sub(stem, getattr(r.text, lang)), one(r, matrix=True))
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
            columns.append((head(stem), one(part, matrix=False)))
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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_downloads_by_text_come_back(forms, tmp_path, lang):
    for form in forms:
        people = respondents(form)
        for person in people:
            person["language"] = lang
        rows = download(form, people, lang=lang)
        path = write_xlsx(tmp_path / "All_Data_Readable.xlsx", {"Sheet1": rows})

        found = check_trip(form, export(form, lang), people, path)

        assert "来自IP" not in found.responses.answers
        assert found.responses.answers["duration_seconds"].iloc[0] == 100


@pytest.mark.parametrize(
    ("answers", "heading", "joined"),
    [
        ("number", "old", True),
        ("number", "dash", False),
        ("score", "new", True),
        ("text", "old", True),
        ("text", "dash", False),
        ("text", "colon", True),
    ],
)
def test_downloads_of_every_kind_come_back(few, tmp_path, answers, heading, joined):
    for form in few:
        people = respondents(form)
        rows = download(form, people, answers=answers, heading=heading, joined=joined)
        path = write_gbk(tmp_path / "All_Data_Original.csv", rows)

        check_trip(form, export(form), people, path)


def test_old_workbooks_come_back(few, tmp_path):
    for form in few:
        people = respondents(form)
        rows = download(form, people, answers="number", heading="old")
        path = write_xls(tmp_path / "All_Data_Original.xls", rows)

        check_trip(form, export(form), people, path)


def statistics(form: Form) -> tuple[list[list[Any]], dict[int, dict[int, str]]]:
    rows = download(form, respondents(form), answers="number", heading="label")
    labels = {
        place: dict(enumerate(form.questions[place - 6].labels("zh"), start=1))
        for place in range(6, len(rows[0]))
    }
    return rows, labels


def test_statistics_files_come_back(tmp_path):
    form = read_form("two-angle-check")
    rows, labels = statistics(form)
    for row in rows[1:]:
        row[6:] = [None if cell == "" else float(cell) for cell in row[6:]]
    path = write_sav(tmp_path / "wjx.sav", rows, labels)

    check_trip(form, export(form), respondents(form), path)


def test_values_labelled_the_other_way_round_are_told(tmp_path):
    form = read_form("sample-profile")
    rows, labels = statistics(form)
    for row in rows[1:]:
        row[6:] = [None if cell == "" else float(cell) for cell in row[6:]]
    turned = {
        place: dict(zip(each, list(each.values())[::-1], strict=True))
        for place, each in labels.items()
    }
    path = write_sav(tmp_path / "wjx.sav", rows, turned)

    with pytest.raises(ResponsesError, match="labels its values otherwise"):
        check_trip(form, export(form), respondents(form), path)


def test_renumbered_questions_are_asked_about_and_accepted(tmp_path):
    form = read_form("failure-context")
    people = respondents(form)
    rows = download(form, people, heading="dash")
    rows[0] = [
        re.sub(r"^(\d+)([、.])", lambda m: f"{int(m[1]) + 2}{m[2]}", name)
        for name in rows[0]
    ]
    path = write_gbk(tmp_path / "wjx.csv", rows)

    with pytest.raises(ResponsesError, match="pass --accept"):
        check_trip(form, export(form), people, path)
    check_trip(form, export(form), people, path, options=ImportOptions(accept=True))


def test_swapped_numbers_never_swap_answers(tmp_path):
    form = read_form("failure-context")
    rows = download(form, respondents(form), heading="new")
    alone = [
        place for place, name in enumerate(rows[0]) if re.match(r"\d+、[^(]", name)
    ]
    first, second = alone[:2]
    numbers = [rows[0][place].split("、")[0] for place in (first, second)]
    for place, number in zip((first, second), numbers[::-1], strict=True):
        rows[0][place] = f"{number}、" + rows[0][place].split("、", 1)[1]
    path = write_gbk(tmp_path / "wjx.csv", rows)

    with pytest.raises(ResponsesError, match="pass --accept"):
        check_trip(form, export(form), respondents(form), path)


def test_words_of_their_own_behind_an_option_are_cut_and_told(tmp_path):
    form = read_form("sample-profile")
    people = respondents(form)
    rows = download(form, people)
    rows[1][6] = f"{rows[1][6]}〖保密〗"
    path = write_gbk(tmp_path / "wjx.csv", rows)

    found = check_trip(form, export(form), people, path)

    assert "own_words_cut" in {note.code for note in found.report.notes}


def test_words_and_numbers_in_one_column_are_read_where_they_are_certain(tmp_path):
    form = read_form("sample-profile")
    people = respondents(form)
    rows = download(form, people)
    numbers = download(form, people, answers="number")
    path = write_gbk(tmp_path / "wjx.csv", [*rows[:20], *numbers[20:]])

    check_trip(form, export(form), people, path)


def test_losses(tmp_path):
    form = read_form(experiment(tmp_path))
    losses = {(loss.item, loss.code) for loss in export(form, "en").losses}

    assert {
        ("", "one_language"),
        ("condition", "assignment_letters"),
        ("AGREED", "consent_not_enforced"),
        ("checks_of_factors", "logic_dropped"),
        ("STORY1", "logic_dropped"),
        ("overall_satisfaction", "shuffle_dropped"),
        ("OSAT", "spaces_replaced"),
    } <= losses
    assert export(form).folder() == export(form).folder()
    for label in form.assignment.labels:
        assert label not in text_of(form, "en")
