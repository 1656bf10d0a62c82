"""REDCap: the dictionary keeps its rules, and downloads come back whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from redcap_downloads import CHOICES, NAME, TYPE, dictionary, download, export, write

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    Form,
    Matrix,
    MultiSelect,
    Question,
    import_download,
    read_form,
)

HEADER = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,'
    "Text Validation Type OR Show Slider Number,Text Validation Min,"
    "Text Validation Max,Identifier?,Branching Logic (Show field only if...),"
    "Required Field?,Custom Alignment,Question Number (surveys only),"
    "Matrix Group Name,Matrix Ranking?,Field Annotation"
)
BRANCHING = "Branching Logic (Show field only if...)"


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_dictionaries_keep_the_rules(forms):
    for form in forms:
        content = export(form).files[f"{form.name}.csv"].decode()
        assert content.splitlines()[0] == HEADER
        rows = dictionary(form)
        assert rows[0][NAME] == "record_id"
        names = [row[NAME] for row in rows]
        assert len(set(names)) == len(names)
        groups: dict[str, set[tuple[str, str]]] = {}
        for row in rows:
            assert re.fullmatch(r"[a-z][a-z0-9_]{0,25}", row[NAME])
            if row["Matrix Group Name"]:
                group = groups.setdefault(row["Matrix Group Name"], set())
                group.add((row[TYPE], row[CHOICES]))
            for name in re.findall(r"\[(\w+)", row[BRANCHING]):
                assert name in names[: names.index(row[NAME])]
        assert all(len(found) == 1 for found in groups.values())


def test_branching_has_no_not(tmp_path):
    form = read_form(experiment(tmp_path))
    shown = {row[NAME]: row[BRANCHING] for row in dictionary(form)}

    assert shown["osat1"] == "[agreed] <> '0'"
    assert shown["story1_2"] == "([agreed] <> '0' and [condition] = '2')"
    wanted = "([condition] = '2' or [condition] = '3')"
    assert f"({wanted} and [agreed] <> '0')" in shown.values()


def test_rules_of_every_kind_and_their_opposites():
    from srtoolkit.platforms.redcap_form.branching import Branching
    from srtoolkit.questionnaire import Rule

    form = read_form("compensation-received", multi_select=True)
    number = next(q for q in form.questions if q.kind == "number").id
    option = form.multi_selects[0].options[0].id
    branching = Branching(form, {p.id: p.id.lower() for p in form.parts})

    def both(operator: str, item: str, value: int | None = None) -> tuple[str, str]:
        test = branching.test(
            Rule(item=item, operator=operator, value=value, then="end")
        )
        return str(test), test.opposite

    name = f"[{number.lower()}]"
    assert both("below", number, 5) == (
        f"({name} <> '' and {name} < 5)",
        f"({name} = '' or {name} >= 5)",
    )
    assert both("not_answered", number) == (f"{name} = ''", f"{name} <> ''")
    ticked, unticked = both("equals", option, 1)
    assert ticked.endswith("(1)] = '1'") and unticked.endswith("(1)] <> '1'")
    assert " and (" in both("equals", option, 0)[0]


@pytest.mark.parametrize(
    ("labels", "lang"), [(False, "en"), (True, "en"), (True, "zh")]
)
def test_downloads_come_back(forms, tmp_path, labels, lang):
    for form in forms:
        people = respondents(form)
        for person in people:
            person["language"] = lang
        rows = download(form, people, labels=labels, lang=lang)

        check_trip(form, export(form, lang), people, write(tmp_path / "r.csv", rows))


def test_planted_mistakes_are_told(tmp_path):
    form = read_form("failure-severity")
    manifest = export(form).manifest

    def refused(rows: list[list[Any]], words: str) -> None:
        with pytest.raises(ResponsesError, match=words):
            import_download(write(tmp_path / "r.csv", rows), manifest=manifest)

    rows = download(form, respondents(form))
    refused([[*row, row[2]] for row in rows], "2 columns are")
    refused([row[:2] + row[3:] for row in rows], "is not in the file")
    rows[1][2] = 99
    refused(rows, "none of its answers")


def test_losses_and_answers_that_part(tmp_path):
    form = read_form(experiment(tmp_path))
    losses = {(loss.item, loss.code) for loss in export(form).losses}

    assert {
        ("", "untested"),
        ("", "one_language"),
        ("", "pages_merged"),
        ("condition", "assignment_letters"),
        ("OSAT1", "renamed"),
        ("overall_satisfaction", "shuffle_dropped"),
    } <= losses
    assert export(form).folder() == export(form).folder()
    text = export(form).files[f"{form.name}.csv"].decode()
    assert not any(label in text for label in form.assignment.labels)


def test_signs_that_part_answers_and_negative_codes():
    from srtoolkit.platforms.form.parts import Choice
    from srtoolkit.platforms.redcap_form.names import choices_of
    from srtoolkit.questionnaire import Text

    words = Text(zh="x", en="x")
    labels = (Choice(-1, Text(zh="a", en="a|b")), Choice(0, Text(zh="b", en="c, d")))
    asked = Question("A1", words, words, "choice", choices=labels)

    assert choices_of(asked, "en") == "m1, a/b | 0, c, d"


def test_matrices_and_checkboxes_are_rendered(forms):
    kinds = {type(part) for form in forms for part in form.parts}

    assert {Matrix, MultiSelect, Question} <= kinds
