"""Paper: the sheet to type into refuses what is no answer, and comes back whole."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from python_calamine import CalamineWorkbook
from terminal import run_srtoolkit
from tiny_xlsx import write_xlsx

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import ExportOptions, Form, export_paper, read_form

LETTERS = "ABC"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    found = all_forms(tmp_path_factory.mktemp("forms"))
    return [form for form in found if not form.multi_selects]


def typed(form: Form, people: list[dict[str, Any]], lang: str) -> list[list[Any]]:
    """Rows as somebody types them under the two heads of the sheet."""
    heads = ["respondent_id", "language"]
    heads += [form.assignment.column] if form.assignment else []
    ids = [question.id for question in form.questions]
    texts = [question.text.in_language(lang) for question in form.questions]  # type: ignore[arg-type]
    rows = [[*heads, *ids], [*[""] * len(heads), *texts]]
    for number, person in enumerate(people, start=1):
        own = [number, person["language"]]
        if form.assignment:
            own.append(LETTERS[form.assignment.labels.index(person["condition"])])
        rows.append([*own, *(person[name] for name in ids)])
    return rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_typed_comes_back(forms, tmp_path, lang):
    for form in forms:
        people = respondents(form)
        path = write_xlsx(tmp_path / "typed.xlsx", {"a": typed(form, people, lang)})

        check_trip(form, export_paper(form), people, path)


def test_the_heads_of_the_sheet_are_those_of_the_download(forms):
    for form in forms:
        made = export_paper(form, options=ExportOptions(languages=("en",)))
        (content,) = made.files.values()
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python()
        expected = typed(form, [], "en")
        places = [n for n, name in enumerate(expected[0]) if name != "language"]

        assert book.sheet_names == ["answers"]
        assert rows[0] == [expected[0][place] for place in places]
        shown = [expected[1][place] for place in places]
        assert rows[1] == [text.replace("\n", " ") if text else "" for text in shown]


def test_a_cell_takes_only_answers_and_tells_what_they_mean(tmp_path):
    form = read_form(experiment(tmp_path))
    (content,) = export_paper(form).files.values()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    rules = re.findall(r"<dataValidation .*?</dataValidation>", sheet)

    assert any('"A,B,C"' in rule for rule in rules)
    assert any('"1,2,3,4,5,6,7"' in rule and "prompt=" in rule for rule in rules)
    assert any('"zh,en"' in rule for rule in rules)
    n_choices = sum(question.kind == "choice" for question in form.questions)
    assert len(rules) >= n_choices + 2
    assert export_paper(form).folder() == export_paper(form).folder()


def test_a_slip_is_told_with_its_row(tmp_path):
    form = read_form("failure-severity")
    rows = typed(form, respondents(form), "zh")
    rows[4][2] = 77
    path = write_xlsx(tmp_path / "typed.xlsx", {"a": rows})

    with pytest.raises(ResponsesError, match=r"none of its answers: 77 \(row 5\)"):
        check_trip(form, export_paper(form), respondents(form), path)


def test_each_condition_has_a_form_and_every_export_a_loss_report(tmp_path):
    study = experiment(tmp_path)
    export = ("instruments", "export", str(study), "--to")

    ran = run_srtoolkit(*export, "docx", "-o", "paper", cwd=tmp_path)

    assert ran.code == 0, ran.err
    labels = ("no_failure", "excellent_recovery", "poor_recovery")
    assert sorted(file.name for file in (tmp_path / "paper").iterdir()) == sorted(
        [
            *(f"{study.name}.{x}.{lang}.docx" for x in labels for lang in ("zh", "en")),
            f"{study.name}-data-entry.xlsx",
            "loss-report.md",
            "manifest.json",
        ]
    )
    told = (tmp_path / "paper" / "loss-report.md").read_text("utf-8")
    for words in ("A = no_failure", "condition列", "不强制作答", "random order"):
        assert words in told
    for name in labels:
        assert name not in _text(tmp_path / "paper" / f"{study.name}.{name}.en.docx")

    ran = run_srtoolkit(*export, "codebook", "-o", "book", cwd=tmp_path)

    assert ran.code == 0, ran.err
    told = (tmp_path / "book" / "loss-report.md").read_text("utf-8")
    assert "编码手册只描述数据" in told and "`" not in told


def _text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml")]
        return "".join(archive.read(name).decode() for name in parts)
