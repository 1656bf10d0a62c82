"""XLSForm: accepted by pyxform, and downloads of ODK and Kobo come back whole."""

from __future__ import annotations

import io
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from pyxform.xls2xform import convert
from tiny_xlsx import write_xlsx
from xlsform_downloads import kobo, write_csv

import srtoolkit as sr
from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, read_form


def export(form: Form) -> Any:
    return PLATFORMS["xlsform"](form)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_pyxform_accepts_every_form_without_a_warning(forms):
    for form in forms:
        content = export(form).files[f"{form.name}.xlsx"]

        converted = convert(xlsform=io.BytesIO(content), file_type=".xlsx")

        assert converted.warnings == [], form.name
        assert "zh" in converted.xform
        for question in form.questions:
            assert question.text.zh[:4] in converted.xform


@pytest.mark.peer
def test_odk_validate_accepts_every_form(forms):
    for form in forms:
        content = export(form).files[f"{form.name}.xlsx"]

        convert(xlsform=io.BytesIO(content), file_type=".xlsx", validate=True)


@pytest.mark.parametrize(
    ("groups", "options"),
    [(None, "both"), ("/", "joined"), ("::", "single"), ("-", "both")],
)
def test_names_come_back(forms, tmp_path, groups, options):
    for form in forms:
        people = respondents(form)
        rows = kobo(form, people, groups=groups, options=options)

        check_trip(form, export(form), people, write_csv(tmp_path / "kobo.csv", rows))


@pytest.mark.parametrize(("lang", "groups"), [("zh", None), ("en", "/")])
def test_labels_come_back(forms, tmp_path, lang, groups):
    for form in forms:
        people = respondents(form)
        rows = kobo(
            form, people, heading="label", answers="labels", groups=groups, lang=lang
        )
        path = write_xlsx(tmp_path / "kobo.xlsx", {"form": rows})

        check_trip(form, export(form), people, path)


def test_a_contradiction_between_joined_and_single_options_is_told(tmp_path):
    form = read_form("complaint-responses", multi_select=True)
    people = respondents(form)
    rows = kobo(form, people)
    column = rows[0].index("VOI_DONE/VOI_DONE1")
    rows[1][column] = 1 - (rows[1][column] or 0)
    path = write_csv(tmp_path / "kobo.csv", rows)

    with pytest.raises(ResponsesError, match="joined column and its own disagree"):
        check_trip(form, export(form), people, path)


def test_the_same_bytes_and_one_language(tmp_path):
    form = read_form(experiment(tmp_path))

    first, second = export(form), export(form)
    english = PLATFORMS["xlsform"](form, options=ExportOptions(languages=("en",)))

    assert first.folder() == second.folder()
    assert "one_language" in {loss.code for loss in english.losses}
    assert "shuffle_dropped" in {loss.code for loss in first.losses}


def test_a_plan_runs_on_a_download(tmp_path):
    form = read_form(experiment(tmp_path))
    people = respondents(form, n=120)
    path = write_csv(tmp_path / "kobo.csv", kobo(form, people))
    found = check_trip(form, export(form), people, path)

    results = sr.run_plan("recovery-paradox", found.responses)

    stages = [stage["stage"] for stage in results["flow"]]
    assert "import_declined" in stages
    assert "uuid" not in results.to_bytes().decode()
