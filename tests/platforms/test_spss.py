"""The empty SPSS file: labels, missing values, measures; and back."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which
from typing import Any

import pyreadstat
import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from statistics_answers import filled

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, read_form
from srtoolkit.platforms.spss_file.variables import Variables
from srtoolkit.questionnaire import Text


def export(form: Form, **options: Any) -> Any:
    return PLATFORMS["spss"](form, options=ExportOptions(**options))


def read(form: Form, lang: str, folder: Path) -> Any:
    path = folder / f"{form.name}.{lang}.sav"
    path.write_bytes(export(form).files[path.name])
    return pyreadstat.read_sav(path, user_missing=True)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_answers_come_back(forms, tmp_path, lang):
    for form in forms:
        made = export(form)
        people = respondents(form)
        path = filled(form, made, people, lang, tmp_path / "filled.sav")

        check_trip(form, made, people, path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_labels_measures_and_missing_values_stand_in_the_file(tmp_path, lang):
    form = read_form(experiment(tmp_path))
    first = next(q for q in form.questions if q.id == "OSAT1")
    coded = replace(first, missing_codes=(97, 98, 99, 96))
    page = form.pages[0]
    block = replace(page.blocks[0], parts=(coded,), id="x")
    small = replace(form, pages=(replace(page, blocks=(block,)),))
    _, whole = read(form, lang, tmp_path)
    _, meta = read(small, lang, tmp_path)

    assert whole.file_label == form.title.in_language(lang)
    assert whole.column_names_to_labels["OSAT1"] == first.text.in_language(lang)
    labels = whole.variable_value_labels["OSAT1"]
    assert labels == dict(
        zip(map(float, first.values), first.labels(lang), strict=True)
    )
    assert whole.variable_measure["OSAT1"] == "ordinal"
    assert whole.variable_measure["GENDER1"] == "nominal"
    assert whole.variable_measure["respondent_id"] == "nominal"
    assert whole.original_variable_types["respondent_id"] == "A36"
    texts = [question.id for question in form.questions if question.kind == "text"]
    assert texts
    assert {whole.original_variable_types[name] for name in texts} == {"A2000"}
    assert whole.number_rows == 0
    assert form.assignment
    assert list(whole.variable_value_labels["condition"].values()) == list(
        form.assignment.labels
    )
    assert meta.missing_ranges["OSAT1"] == [{"lo": 96.0, "hi": 99.0}]


def test_long_labels_and_reserved_names_are_told(tmp_path):
    form = read_form("overall-satisfaction")
    asked = replace(form.questions[0], id="BY", text=Text(zh="满" * 200, en="x" * 400))
    long = replace(asked.choices[0], label=Text(zh="很" * 60, en="y" * 200))
    asked = replace(asked, choices=(long, *asked.choices[1:]))
    page = form.pages[0]
    block = replace(page.blocks[0], parts=(asked,))
    form = replace(form, pages=(replace(page, blocks=(block,)),))

    made = export(form)

    codes = [loss.code for loss in made.losses if loss.item == "BY"]
    assert codes.count("label_cut") == 2 and codes.count("value_label_cut") == 2
    assert "renamed" in codes
    _, meta = read(form, "zh", tmp_path)
    assert meta.column_names[-1] == "BY1"
    assert len(meta.column_labels[-1].encode()) <= 255
    assert meta.column_labels[-1].endswith("…")


def test_the_same_form_gives_the_same_bytes(tmp_path):
    form = read_form(experiment(tmp_path))

    assert dict(export(form).files) == dict(export(form).files)
    assert list(export(form, languages=("en",)).files) == ["paradox-experiment.en.sav"]


def test_own_columns_give_way_to_items():
    form = read_form("overall-satisfaction")
    asked = replace(form.questions[0], id="language")
    page = form.pages[0]
    block = replace(page.blocks[0], parts=(asked,))
    found = Variables(replace(form, pages=(replace(page, blocks=(block,)),)))

    assert found.language == "language_"


@pytest.mark.peer
def test_pspp_reads_labels_missing_values_and_measures(tmp_path):
    if which("pspp") is None:
        pytest.skip("there is no pspp")
    form = read_form(experiment(tmp_path))
    made = export(form)
    for lang in ("zh", "en"):
        path = tmp_path / f"{form.name}.{lang}.sav"
        path.write_bytes(made.files[path.name])
        syntax = tmp_path / "show.sps"
        syntax.write_text(
            f"GET FILE='{path}'.\nDISPLAY DICTIONARY.\n", encoding="utf-8"
        )
        command = ["pspp", "--syntax-encoding=UTF-8", "-O", "format=csv", str(syntax)]

        run = subprocess.run(command, capture_output=True, check=True, text=True)

        said = " ".join(run.stdout.split())
        assert "error" not in run.stderr.lower()
        for question in form.questions:
            assert question.id in said
        first = form.question("OSAT1")
        assert first.text.in_language(lang) in said  # type: ignore[arg-type]
        assert first.labels(lang)[0] in said  # type: ignore[arg-type]
        assert "Ordinal" in said and "Nominal" in said


@pytest.mark.peer
def test_cases_that_pspp_adds_come_back(tmp_path):
    form = read_form("justice-four-facets")
    made, people = export(form), respondents(form)
    empty = tmp_path / f"{form.name}.en.sav"
    empty.write_bytes(made.files[empty.name])
    ids = [question.id for question in form.questions]
    data = "\n".join(
        " ".join(["R", str(("zh", "en").index(person["language"]) + 1)]
                 + ["." if person[name] is None else str(person[name]) for name in ids])
        for person in people
    )  # fmt: skip
    full = tmp_path / "full.sav"
    syntax = tmp_path / "add.sps"
    syntax.write_text(
        f"DATA LIST LIST NOTABLE /respondent_id (A36) language {' '.join(ids)} (F8.0).\n"
        f"BEGIN DATA\n{data}\nEND DATA.\n"
        f"ADD FILES /FILE='{empty}' /FILE=*.\nSAVE OUTFILE='{full}'.\n",
        encoding="utf-8",
    )

    subprocess.run(["pspp", str(syntax)], capture_output=True, check=True)

    check_trip(form, made, people, full)


@pytest.mark.peer
def test_haven_reads_every_form(forms, tmp_path):
    if which("Rscript") is None:
        pytest.skip("there is no R")
    for form in forms:
        for name, content in export(form).files.items():
            (tmp_path / name).write_bytes(content)
    script = (
        "for (f in list.files('.', 'sav$')) { d <- haven::read_sav(f, user_na=TRUE);"
        "cat(f, ncol(d), sum(sapply(d, function(v) !is.null(attr(v, 'label')))), '\\n') }"
    )

    run = subprocess.run(
        ["Rscript", "-e", script],
        cwd=tmp_path, capture_output=True, check=True, text=True,
    )  # fmt: skip

    lines = [line.split() for line in run.stdout.splitlines()]
    assert len(lines) == len(list(tmp_path.glob("*.sav")))
    assert all(columns == labelled for _, columns, labelled in lines)
