"""The codebook: nothing a reader of the data needs is left out."""

from __future__ import annotations

import io

import pytest
from platform_trips import experiment, fielded
from python_calamine import CalamineWorkbook
from terminal import run_srtoolkit

from srtoolkit.document import write_codebook
from srtoolkit.document.questionnaires.codebook import codebook_sheets
from srtoolkit.document.questionnaires.codebook_words import CodebookWords
from srtoolkit.errors import FileError
from srtoolkit.platforms import PLATFORMS, read_form

BOTH = CodebookWords(("zh", "en"))


def column(sheet, heading):
    place = next(n for n, head in enumerate(sheet.heads) if heading in head)
    return {row[0]: row[place] for row in sheet.rows}


@pytest.mark.parametrize("name", fielded())
def test_every_variable_answer_and_scale_stands_in_both_languages(name):
    form = read_form(name)
    variables, values, scales = codebook_sheets(form, BOTH)

    for lang, heading in (("zh", "中文"), ("en", "English")):
        shown = column(variables, f"({heading})")
        for question in form.questions:
            assert shown[question.id] == question.text.in_language(lang)
    answers = {(row[0], row[1]): tuple(row[2:]) for row in values.rows}
    for question in form.questions:
        pairs = zip(question.labels("zh"), question.labels("en"), strict=True)
        for value, labels in zip(question.values, pairs, strict=True):
            assert answers[question.id, value] == labels
    turned = column(variables, "Reverse-keyed")
    assert {k for k, v in turned.items() if v} == {
        question.id for question in form.questions if question.reverse
    }
    listed = ", ".join(column(scales, "Items").values()).split(", ")
    assert sorted(listed) == sorted(q.id for q in form.questions)


def test_conditions_consent_and_columns_of_a_platform(tmp_path):
    form = read_form(experiment(tmp_path))
    manifest = PLATFORMS["html"](form).manifest
    variables, *_, columns = codebook_sheets(form, BOTH, manifest=manifest)

    assert form.assignment
    stored = column(variables, "Stored as")
    assert all(label in stored["condition"] for label in form.assignment.labels)
    assert "declines" in column(variables, "Note")["AGREED"]
    cells = column(columns, "In the cells")
    assert "1 = no_failure" in cells["condition"]
    assert [row[0] for row in columns.rows] == [
        c.headings["code"][0] for c in manifest.columns
    ]


def test_one_language_has_no_letter_of_the_other():
    form = read_form("justice-four-facets")
    for sheet in codebook_sheets(form, CodebookWords(["en"])):
        text = " ".join(str(cell) for row in (sheet.heads, *sheet.rows) for cell in row)
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_files_are_the_same_each_time_and_are_not_overwritten(tmp_path):
    made = write_codebook("sample-profile", tmp_path / "a", langs=("zh", "en"))
    again = write_codebook("sample-profile", tmp_path / "b", langs=("zh", "en"))

    assert [file.name for file in made] == [
        "sample-profile-codebook.xlsx",
        "sample-profile-codebook.md",
    ]
    assert [f.read_bytes() for f in made] == [f.read_bytes() for f in again]
    book = CalamineWorkbook.from_filelike(io.BytesIO(made[0].read_bytes()))
    assert book.sheet_names == ["variables", "values", "scales"]
    with pytest.raises(FileError, match="overwrite"):
        write_codebook("sample-profile", tmp_path / "a", langs=("zh",))


def test_the_command_writes_codebook_and_paper(tmp_path):
    export = ("instruments", "export", "sample-profile", "--to")

    ran = run_srtoolkit(*export, "html", "-o", "page", cwd=tmp_path)
    assert ran.code == 0, ran.err
    with_columns = ("--manifest", "page/manifest.json")
    ran = run_srtoolkit(*export, "codebook", "-o", "book", *with_columns, cwd=tmp_path)
    assert ran.code == 0, ran.err
    text = (tmp_path / "book" / "sample-profile-codebook.md").read_text("utf-8")
    assert "\\_language" in text and "GENDER1" in text
    ran = run_srtoolkit(*export, "docx", "-o", "paper", cwd=tmp_path)
    assert ran.code == 0, ran.err
    assert sorted(file.name for file in (tmp_path / "paper").iterdir()) == [
        "loss-report.md",
        "manifest.json",
        "sample-profile-data-entry.xlsx",
        "sample-profile.en.docx",
        "sample-profile.zh.docx",
    ]
