"""LimeSurvey: the form keeps the import's rules, and exports come back whole."""

from __future__ import annotations

import re

import pytest
from limesurvey_downloads import TAB, download, export, flat, table, write
from platform_trips import all_forms, check_trip, experiment, respondents
from tiny_xlsx import write_xlsx

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    Form,
    Matrix,
    MultiSelect,
    Question,
    import_download,
    read_form,
)

#: Every class of rows that the import knows, beside those of quotas and the like.
CLASSES = {"S", "SL", "G", "Q", "SQ", "A"}
#: Question types the forms use; all in the list of `Question.php`.
TYPES = {"F", "L", "N", "T", "M", "X", "*"}


#: Forms with every kind of question, for the rarer modes.
FEW = (
    "complaint-responses",
    "compensation-received",
    "sample-profile",
    "emotions",
    "paradox-experiment",
)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_forms_keep_the_rules_of_the_import(forms):
    for form in forms:
        rows = table(form)
        languages = [r["text"] for r in rows if r["name"] == "language"]
        others = [r["text"] for r in rows if r["name"] == "additional_languages"]
        assert (languages, others) == (["zh-Hans"], ["en"])
        titles = {r["language"] for r in rows if r["name"] == "surveyls_title"}
        assert titles == {"zh-Hans", "en"}
        assert {row["class"] for row in rows} <= CLASSES
        both = []
        for language in ("zh-Hans", "en"):
            own = [r for r in rows if r["language"] == language and r["class"] != "SL"]
            both.append(
                [(r["id"], r["class"], r["type/scale"], r["name"]) for r in own]
            )
            codes = [r["name"] for r in own if r["class"] == "Q"]
            assert len(codes) == len({code.lower() for code in codes})
            asked, names = "", set()
            for row in own:
                if row["class"] == "G":
                    assert row["type/scale"].isdigit()
                elif row["class"] == "Q":
                    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,19}", row["name"])
                    assert row["type/scale"] in TYPES
                    assert row["mandatory"] in ("", "Y", "N")
                    asked, names = row["name"], set()
                else:
                    limit = 5 if row["class"] == "A" else 20
                    assert re.fullmatch(rf"[A-Za-z0-9]{{1,{limit}}}", row["name"])
                    assert (row["class"], row["name"]) not in names, asked
                    names.add((row["class"], row["name"]))
                if row["type/scale"] != "*":
                    assert "{" not in row["text"]
        assert both[0] == both[1], form.name


def test_relevance_names_questions_that_come_before(tmp_path):
    rows = [r for r in table(read_form(experiment(tmp_path))) if r["language"] == "en"]
    known: set[str] = set()
    asked = ""
    for row in rows:
        if row["class"] == "Q":
            for name in re.findall(r"(\w+)\.NAOK", row["relevance"]):
                assert name in known
            asked = row["name"]
            known.add(asked)
        elif row["class"] == "SQ":
            known.add(f"{asked}_{row['name']}")
    stories = [r["relevance"] for r in rows if r["name"].startswith("STORY")]
    assert stories == [
        f'(!((AGREED.NAOK == "0")) && (condition.NAOK == {number}))'
        for number in (1, 2, 3)
    ]


def test_exports_come_back(forms, tmp_path):
    for form in forms:
        people = respondents(form)
        path = write(tmp_path / "results.csv", download(form, people))

        found = check_trip(form, export(form), people, path)

        assert found.report.unfinished > 0
        assert "ipaddr" not in found.responses.answers


@pytest.mark.parametrize(
    ("heading", "answers", "lang", "delimiter"),
    [
        ("em_code", "full", "zh", ","),
        ("text", "full", "en", TAB),
        ("text", "codes", "zh", ";"),
        ("code_text", "full", "zh", ";"),
    ],
)
def test_exports_of_every_kind_come_back(
    forms, tmp_path, heading, answers, lang, delimiter
):
    for form in forms:
        if form.name in FEW:
            people = respondents(form)
            rows = download(form, people, heading=heading, answers=answers, lang=lang)
            path = write(tmp_path / "results.csv", rows, delimiter)

            check_trip(form, export(form), people, path)


def test_headings_with_underscores_for_blanks_come_back(tmp_path):
    form = read_form("sample-profile")
    people = respondents(form)
    rows = download(form, people, heading="text", lang="en")
    rows[0] = [name.replace(" ", "_") for name in rows[0]]

    check_trip(form, export(form), people, write(tmp_path / "results.csv", rows))


def test_converted_options_and_workbooks_come_back(tmp_path):
    form = read_form("complaint-responses", multi_select=True)
    people = respondents(form)
    rows = download(form, people, converted=True)

    check_trip(form, export(form), people, write(tmp_path / "results.csv", rows))
    path = write_xlsx(tmp_path / "results.xlsx", {"Responses": rows})
    check_trip(form, export(form), people, path)


def test_abbreviated_headings_are_read_where_they_tell_apart(forms, tmp_path):
    read = refused = 0
    for form in forms[::2]:
        people = respondents(form)
        rows = download(form, people, heading="short", lang="zh")
        path = write(tmp_path / "results.csv", rows)
        if len(set(rows[0])) == len(rows[0]):
            check_trip(form, export(form), people, path)
            read += 1
        else:
            with pytest.raises(ResponsesError, match=r"can be|columns are"):
                check_trip(form, export(form), people, path)
            refused += 1
    assert read > 5 and refused > 0


def test_an_answer_the_form_does_not_have_is_told(tmp_path):
    form = read_form("sample-profile")
    rows = download(form, respondents(form))
    rows[1][rows[0].index("GENDER1")] = "-oth-"

    with pytest.raises(ResponsesError, match=r"none of its answers.*-oth-"):
        check_trip(form, export(form), [], write(tmp_path / "results.csv", rows))


def test_a_code_made_by_the_designer_is_told(tmp_path):
    form = read_form("failure-severity")
    rows = download(form, respondents(form))
    for row in rows[1:]:
        row[7:11] = [f"AO0{cell}" if cell else "" for cell in row[7:11]]

    with pytest.raises(ResponsesError, match=r"none of its answers.*AO0"):
        check_trip(form, export(form), [], write(tmp_path / "results.csv", rows))


def test_a_renamed_question_is_asked_about(tmp_path):
    form = read_form("failure-severity")
    rows = download(form, respondents(form), heading="text")
    rows[0][7] = rows[0][7].replace("[", "[Q1. ")
    path = write(tmp_path / "results.csv", rows)
    manifest = export(form).manifest

    with pytest.raises(ResponsesError, match=r"pass --accept|none of the form's"):
        import_download(path, manifest=manifest)


def test_losses_and_one_language(tmp_path):
    form = read_form(experiment(tmp_path))
    english = export(form, languages=("en",))
    losses = {(loss.item, loss.code) for loss in english.losses}

    assert ("", "one_language") in losses
    assert ("condition", "assignment_simple") in losses
    assert export(form).folder() == export(form).folder()
    assert b"zh-Hans" not in english.files[f"{form.name}.txt"]
    assert english.folder()["loss-report.md"]


def test_texts_are_no_markup_expressions_or_formulas():
    from srtoolkit.platforms.limesurvey_form.names import escaped

    assert escaped("<b>{x}") == "&lt;b&gt;&#123;x&#125;"
    assert escaped("=1+1") == "&#61;1+1"
    assert flat(escaped("=1+1 & {a} <b>")) == "=1+1 & {a} <b>"


def test_values_that_are_no_codes_get_some():
    from srtoolkit.platforms.form.parts import Choice
    from srtoolkit.platforms.limesurvey_form.names import answer_codes
    from srtoolkit.questionnaire import Text

    words = Text(zh="x", en="x")
    asked = Question(
        "A1", words, words, "choice", choices=(Choice(-1), Choice(0), Choice(123456))
    )

    assert answer_codes(asked) == {-1: "A1", 0: "0", 123456: "A3"}


def test_matrices_and_options_are_rendered(forms):
    kinds = {type(part) for form in forms for part in form.parts}

    assert {Matrix, MultiSelect, Question} <= kinds
