"""Texts that try to be markup, formulas or tags stay texts on every platform."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyreadstat
import pytest
import xlsform_downloads
from hostile_definitions import hostile_instrument
from html_answers import csv_text, rows
from lxml import etree
from platform_trips import Person, check_trip, respondents
from pyxform.xls2xform import convert
from qualtrics_downloads import download, write_download
from statistics_answers import filled
from surveyjs_answers import answers

from srtoolkit.platforms import (
    PLATFORMS,
    Export,
    ExportOptions,
    Form,
    Matrix,
    MultiSelect,
    Question,
    form_of,
)

#: Each beginning puts other snippets into the labels of answers.
LABELS = (0, 3, 6, 11)
BOTH = [(labels, ticked) for labels in LABELS for ticked in (False, True)]


def form_with(labels: int, ticked: bool) -> Form:
    return form_of(hostile_instrument(labels=labels), multi_select=ticked)


def made(form: Form, platform: str, **options: Any) -> Export:
    return PLATFORMS[platform](form, options=ExportOptions(**options))


def only(export: Export, suffix: str) -> str:
    (content,) = (c for name, c in export.files.items() if name.endswith(suffix))
    return content.decode("utf-8-sig")


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_pyxform_reads_every_text(labels, ticked):
    form = form_with(labels, ticked)
    (content,) = made(form, "xlsform").files.values()

    found = convert(xlsform=io.BytesIO(content), file_type=".xlsx")

    assert found.warnings == []
    xml = etree.fromstring(found.xform.encode())
    shown = [flat("".join(node.itertext())) for node in xml.iter("{*}value")]
    assert any("很长的文字" in text for text in shown)
    assert "<script" not in found.xform
    assert not [ref for ref in xml.iter("{*}output") if "OSAT" in str(ref.attrib)]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_json_and_pages_hold_texts_as_they_are(labels, ticked):
    form = form_with(labels, ticked)

    survey = json.loads(only(made(form, "surveyjs"), ".json"))
    page = only(made(form, "html"), ".html")
    kept = re.search(r'id="form">(.*?)</script>', page)

    assert kept
    definition = json.loads(kept[1])
    told = json.dumps([survey, definition], ensure_ascii=False)
    for question in form.questions:
        assert told.count(json.dumps(question.text.en, ensure_ascii=False)) >= 2
    assert page.count("<script") == 2 and "<!--" not in page and "]]>" not in page


@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_qualtrics_gets_text_and_no_piping(labels, ticked):
    form = form_with(labels, ticked)

    survey = json.loads(only(made(form, "qualtrics"), ".qsf"))

    payloads = [e["Payload"] for e in survey["SurveyElements"] if e["Element"] == "SQ"]
    asked = json.dumps([_shown(payload) for payload in payloads], ensure_ascii=False)
    assert "${" not in asked and "<script" not in asked and "<b>" not in asked
    told = flat(html.unescape(asked.replace("<br>", " ")))
    assert flat(form.questions[0].text.zh.replace('"', '\\"')) in told


def _shown(payload: dict[str, Any]) -> list[Any]:
    keys = ("QuestionText", "Choices", "Answers", "Language")
    return [payload.get(key) for key in keys]


@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_no_text_becomes_a_tag_of_advanced_txt(labels, ticked):
    form = form_with(labels, ticked)
    lines = only(made(form, "qualtrics-txt"), ".txt").splitlines()

    tags = [line for line in lines if line.startswith("[[")]
    asked = [p for p in form.parts if isinstance(p, Question | Matrix | MultiSelect)]
    ids = [line for line in tags if line.startswith("[[ID:")]
    assert len(ids) == len(asked) and "[[ID:Q1]]" not in ids
    assert all(re.fullmatch(r"\[\[[A-Za-z]+(:[^\[\]]+)*\]\]", line) for line in tags)


@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_xml_is_well_formed_and_statistics_files_hold_whole_letters(
    labels, ticked, tmp_path
):
    form = form_with(labels, ticked)
    xml = etree.fromstring(only(made(form, "ddi"), ".xml").encode())
    text = flat("".join(xml.itertext()))
    path = tmp_path / "form.sav"
    path.write_bytes(made(form, "spss").files[f"{form.name}.zh.sav"])

    _, meta = pyreadstat.read_sav(path, user_missing=True)

    for question in form.questions:
        assert flat(question.text.en) in text
    assert "\ufffd" not in "".join(map(str, meta.column_labels))
    names = [question.id for question in form.questions]
    assert meta.column_names[-len(names) :] == names


@pytest.mark.parametrize("platform", ["redcap", "limesurvey"])
@pytest.mark.parametrize("labels", LABELS)
def test_no_cell_of_a_table_is_a_formula(platform, labels):
    export = made(form_with(labels, False), platform)
    (name,) = export.files
    delimiter = "\t" if name.endswith(".txt") else ","
    content = only(export, "").replace("\0", "")

    table = list(csv.reader(io.StringIO(content), delimiter=delimiter))

    assert len({len(row) for row in table if row}) == 1
    formulas = [c for row in table for c in row if c[:1] in "=+@" and len(c) > 1]
    assert not formulas


def test_every_loss_report_stands_in_rows(tmp_path):
    form = form_with(3, True)
    for platform in PLATFORMS:
        for line in (
            made(form, platform).folder()["loss-report.md"].decode().split("\n")
        ):
            assert "<script" not in line and "<b>" not in line
            if line.startswith("|"):
                assert len(re.findall(r"(?<!\\)\|", line)) == 3, (platform, line)


def _kobo(form: Form, people: list[Person], folder: Path) -> tuple[Export, Path]:
    table = xlsform_downloads.kobo(form, people, heading="label", answers="labels")
    path = xlsform_downloads.write_csv(folder / "kobo.csv", table)
    return made(form, "xlsform"), path


def _surveyjs(form: Form, people: list[Person], folder: Path) -> tuple[Export, Path]:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers(form, people)), encoding="utf-8")
    return made(form, "surveyjs"), path


def _page(form: Form, people: list[Person], folder: Path) -> tuple[Export, Path]:
    path = folder / "answers.csv"
    path.write_text(csv_text(rows(form, people)), encoding="utf-8")
    return made(form, "html"), path


def _qualtrics(form: Form, people: list[Person], folder: Path) -> tuple[Export, Path]:
    table = download(form, people, answers="labels", split=True, n_headings=3)
    return made(form, "qualtrics"), write_download(folder / "q.csv", table)


def _spss(form: Form, people: list[Person], folder: Path) -> tuple[Export, Path]:
    export = made(form, "spss")
    return export, filled(form, export, people, "zh", folder / "filled.sav")


Write = Callable[[Form, list[Person], Path], tuple[Export, Path]]


@pytest.mark.parametrize("write", [_kobo, _surveyjs, _page, _qualtrics, _spss])
@pytest.mark.parametrize(("labels", "ticked"), BOTH)
def test_answers_come_back(write: Write, labels, ticked, tmp_path):
    form = form_with(labels, ticked)
    people = respondents(form)
    export, path = write(form, people, tmp_path)

    check_trip(form, export, people, path, instruments=[form.instruments[0]])
