"""A printed questionnaire is what a respondent would get, in every format."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from srtoolkit.cli.main import srtoolkit
from srtoolkit.document import preview_questionnaire
from srtoolkit.document.questionnaires import form as parts
from srtoolkit.document.questionnaires.building import (
    instrument_form,
    questionnaire_form,
    scenario_form,
)
from srtoolkit.document.questionnaires.form import Form
from srtoolkit.document.questionnaires.previewing import render_form
from srtoolkit.document.writers import form_pdf
from srtoolkit.errors import ContentError, OptionError
from srtoolkit.questionnaire import (
    ComposedDesign,
    LoadedQuestionnaire,
    Text,
    compose_questionnaire,
    load_instruments,
    read_questionnaire,
    read_scenario,
    write_composition,
)

QUESTIONNAIRE = """
schema: 1
name: branching
version: 1.0.0
title: {zh: 标题, en: "A <b>title</b> & more"}
instruments: [screener-recall, compensation-demanded, overall-satisfaction]
questions:
  - {id: WHY, text: {zh: 为什么？, en: Why?}, asks: {zh: 原因, en: reason}}
blocks:
  - id: screener
    show: [{scale: HAD_PROBLEM}, {scale: MONTHS_AGO}]
    rules:
      - {item: HAD_PROBLEM1, operator: not_equals, value: 1, then: end}
      - {item: MONTHS_AGO1, operator: above, value: 6, then: verdict}
  - id: money
    show: [{scale: DEM}, {scale: DEM_pct}, {question: WHY}]
    new_page: false
  - id: verdict
    show: [{scale: OSAT}]
"""


@pytest.fixture(scope="module")
def experiment(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("study") / "experiment"
    composition = compose_questionnaire(
        name="experiment",
        title=Text(zh="悖论实验", en="The paradox experiment"),
        instruments=["overall-satisfaction", "recovery-satisfaction"],
        design=ComposedDesign(
            column="condition",
            control="no_failure",
            conditions=("excellent_recovery", "poor_recovery"),
            scenario="scenario-hotel-check-in",
        ),
    )
    write_composition(composition, folder)
    return folder


@pytest.fixture(scope="module")
def branching(tmp_path_factory) -> LoadedQuestionnaire:
    folder = tmp_path_factory.mktemp("study") / "branching"
    folder.mkdir()
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, "utf-8")
    return read_questionnaire(folder)


def flat(form: Form) -> list[parts.Part]:
    return [part for page in form.pages for part in page]


def asked(form: Form) -> list[parts.Asked]:
    found: list[parts.Asked] = []
    for part in flat(form):
        if isinstance(part, parts.Grid):
            found += part.rows
        if isinstance(part, parts.Choice | parts.Amount | parts.Writing):
            found.append(part.question)
    return found


def said(form: Form, kind: str) -> list[str]:
    return [p.text for p in flat(form) if isinstance(p, parts.Said) and p.kind == kind]


def test_a_condition_gets_its_story_its_questions_and_no_label(experiment):
    loaded = read_questionnaire(experiment)
    control, treated = (
        questionnaire_form(loaded, "en", condition=label, codes=False)
        for label in ("no_failure", "excellent_recovery")
    )
    stories = {
        name: [p for p in flat(form) if isinstance(p, parts.Story)]
        for name, form in (("control", control), ("treated", treated))
    }

    assert [len(found) for found in stories.values()] == [1, 1]
    assert "day goes as it should" in stories["control"][0].paragraphs[-1]
    assert "duty manager" in stories["treated"][0].paragraphs[-1]
    assert not stories["control"][0].label
    assert "RSAT1" not in {one.code for one in asked(control)}
    assert {"RSAT1", "OSAT1", "MC_FAIL"} <= {one.code for one in asked(treated)}
    assert treated.version == "version B"
    shown = render_form(treated, "html").decode()
    for hidden in ("excellent_recovery", "paradox", "RSAT1", "MC_FAIL", "Staff"):
        assert hidden not in shown


def test_numbers_run_on_without_a_gap(experiment):
    loaded = read_questionnaire(experiment)
    for condition in (None, "no_failure", "poor_recovery"):
        form = questionnaire_form(loaded, "zh", condition=condition, codes=True)
        numbers = [one.number for one in asked(form)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_review_copy_tells_all_versions_and_who_is_asked_what(experiment):
    loaded = read_questionnaire(experiment)
    form = questionnaire_form(loaded, "en", condition=None, codes=True)
    labels = [p.label for p in flat(form) if isinstance(p, parts.Story)]

    assert labels == [
        "version A (no_failure)",
        "version B (excellent_recovery)",
        "version C (poor_recovery)",
    ]
    assert any(
        "version B (excellent_recovery), version C" in t for t in said(form, "staff")
    )


def test_rules_are_told_with_the_numbers_on_the_page(branching):
    form = questionnaire_form(branching, "en", condition=None, codes=True)

    ends, leads_on = said(form, "routing")
    assert ends.startswith("If you did not choose “Yes” in question 1, the question")
    assert leads_on == "If your answer to question 2 is above 6, go on with question 6."
    assert [one.code for one in asked(form)][5] == "OSAT1"
    assert len(form.pages) == 2


def test_every_kind_of_answer_has_its_own_shape():
    def shapes(name: str) -> list[str]:
        (loaded,) = load_instruments([name])
        form = instrument_form(loaded.instrument, "en", codes=True)
        return [type(p).__name__ for p in flat(form) if not isinstance(p, parts.Said)]

    assert shapes("overall-satisfaction") == ["Grid"]
    assert shapes("critical-incident") == ["Writing"] * 4
    assert shapes("compensation-demanded") == ["Amount"] * 3
    assert shapes("compensation-received") == [
        "Grid",
        "Grid",
        "Amount",
        "Amount",
        "Choice",
    ]
    assert set(shapes("sample-profile")) == {"Choice"}


def test_amounts_have_a_unit_and_bounds():
    (loaded,) = load_instruments(["compensation-demanded"])
    form = instrument_form(loaded.instrument, "en", codes=True)
    amounts = [part for part in flat(form) if isinstance(part, parts.Amount)]

    assert [part.unit for part in amounts] == ["yuan", "% (digits only)", "yuan"]
    assert amounts[1].hint == "(a number from 0 to 200)"


def test_a_scale_of_numbers_names_its_ends():
    (loaded,) = load_instruments(["emotions"])
    (grid,) = [
        part
        for part in flat(instrument_form(loaded.instrument, "zh", codes=True))
        if isinstance(part, parts.Grid)
    ]

    assert grid.is_numeric and len(grid.rows) == 12
    assert (grid.low_label, grid.high_label) == ("一点也不", "非常")


def test_a_scenario_is_told_one_factor_at_a_time():
    scenario = read_scenario("scenario-hotel-check-in").scenario
    form = scenario_form(scenario, "en", condition=None, codes=True)
    labels = [p.label for p in flat(form) if isinstance(p, parts.Story)]

    assert labels[0] == "no_failure" and "recovery_excellent" in labels
    one = scenario_form(scenario, "en", condition="recovery_poor", codes=True)
    assert sum(isinstance(part, parts.Story) for part in flat(one)) == 1
    with pytest.raises(OptionError, match='Did you mean "recovery_poor"'):
        scenario_form(scenario, "en", condition="recovery_pour", codes=True)


def test_a_described_study_is_not_printed():
    (loaded,) = load_instruments(["ecsi-mobile"])
    with pytest.raises(ContentError, match="no sentence to ask"):
        instrument_form(loaded.instrument, "en", codes=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_questionnaire_of_the_shelf_can_be_printed(lang):
    from srtoolkit.questionnaire import read_instrument
    from srtoolkit.shelves import list_items

    for item in list_items("instruments"):
        instrument = read_instrument(item).instrument
        if instrument.kind == "questionnaire":
            form = instrument_form(instrument, lang, codes=True)
            page = render_form(form, "html").decode()
            assert len(asked(form)) == len(instrument.items)
            assert all(one.text in page or "&" in page for one in asked(form))


def test_html_needs_nothing_from_outside_and_escapes_what_was_written(branching):
    form = questionnaire_form(branching, "en", condition=None, codes=True)
    page = render_form(form, "html").decode()

    assert not re.search(r"https?://|<script|<link|<img|url\(", page)
    assert "A &lt;b&gt;title&lt;/b&gt; &amp; more" in page
    assert "<b>title" not in page
    assert page == render_form(form, "html").decode()


def test_docx_holds_every_question_and_the_language(branching):
    form = questionnaire_form(branching, "zh", condition=None, codes=True)
    with zipfile.ZipFile(io.BytesIO(render_form(form, "docx"))) as file:
        body = file.read("word/document.xml").decode()
        styles = file.read("word/styles.xml").decode()

    assert all(one.text in body and one.code in body for one in asked(form))
    assert 'w:br w:type="page"' in body and 'w:eastAsia="zh-CN"' in styles


def test_pdf_is_the_same_twice(branching):
    form = questionnaire_form(branching, "en", condition=None, codes=True)
    pdf = render_form(form, "pdf")

    assert pdf.startswith(b"%PDF") and pdf == render_form(form, "pdf")


def test_pdf_without_typst_names_the_extra(branching, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    form = questionnaire_form(branching, "en", condition=None, codes=True)
    with pytest.raises(OptionError, match=r"srtoolkit\[pdf\]"):
        render_form(form, "pdf")


def test_a_chinese_pdf_without_a_chinese_font_says_so(branching, monkeypatch):
    monkeypatch.setattr(form_pdf, "chinese_family", lambda: None)
    form = questionnaire_form(branching, "zh", condition=None, codes=True)
    with pytest.raises(OptionError, match="no font with Chinese glyphs"):
        render_form(form, "pdf")


def test_files_are_named_after_item_condition_and_language(experiment, tmp_path):
    files = preview_questionnaire(
        str(experiment), tmp_path, langs=("zh", "en"), condition="no_failure"
    )

    assert [file.name for file in files] == [
        "experiment.no_failure.zh.html",
        "experiment.no_failure.en.html",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--format", "odt"], 'no questionnaire format "odt"'),
        (["--format", ""], "no format"),
        (["--condition", "no_failure"], "has no conditions"),
    ],
)
def test_wrong_options_write_nothing(arguments, message, tmp_path):
    command = ["instruments", "preview", "attribution", "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(srtoolkit, [*command, *arguments])

    assert isinstance(result.exception, OptionError) and message in str(
        result.exception
    )
    assert not (tmp_path / "out").exists()


def test_the_command_writes_and_never_over_others_unasked(tmp_path):
    command = ["instruments", "preview", "attribution", "-o", str(tmp_path)]
    command += ["--lang", "zh", "--format", "html", "--no-codes"]
    runner = CliRunner()

    assert runner.invoke(srtoolkit, command).exit_code == 0
    assert "LOCF1" not in (tmp_path / "attribution.zh.html").read_text("utf-8")
    again = runner.invoke(srtoolkit, command)
    assert "would overwrite" in str(again.exception)
    assert runner.invoke(srtoolkit, [*command, "--force"]).exit_code == 0
