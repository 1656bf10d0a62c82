"""问卷星: both of its parsers read the text, and its downloads come back whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from tiny_xlsx import write_xlsx
from wjx_downloads import (
    download,
    export,
    interface_parser,
    page_parser,
    shown,
    text_of,
    write_gbk,
    write_sav,
    write_xls,
)

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    Form,
    ImportOptions,
    Matrix,
    MultiSelect,
    Question,
    form_of,
    read_form,
)
from srtoolkit.questionnaire import Instrument, LoadedInstrument

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


def counted_from_zero() -> LoadedInstrument:
    """Return an instrument whose points are the numbers 0 to 5."""
    words = {"zh": "题", "en": "Item"}
    item = {"asks": words, "response": "r", "wording": "own"}
    texts = ({"zh": f"题目{n}", "en": f"Statement {n}"} for n in "ab")
    scale = {
        "id": "Z",
        "construct": None,
        "title": words,
        "definition": words,
        "kind": "reflective",
        "scoring": {"method": "mean", "min_valid": 1},
        "items": [{"id": f"Z{n}", "text": t, **item} for n, t in enumerate(texts, 1)],
    }
    content = {
        "schema": 1,
        "name": "zero",
        "version": "1.0.0",
        "title": words,
        "description": words,
        "measures": [],
        "kind": "questionnaire",
        "licence": "CC-BY-4.0",
        "translation": {"status": "draft"},
        "responses": {"r": {"low": 0, "high": 5}},
        "scales": [scale],
    }
    return LoadedInstrument(Instrument.model_validate(content), "0" * 64, "path", False)


def test_numbers_that_can_be_words_or_places_are_asked_about(tmp_path):
    loaded = counted_from_zero()
    form = form_of(loaded)
    people = [p for p in respondents(form) if (p["Z1"] or 1) < 5 and (p["Z2"] or 1) < 5]
    people = [p for p in people if p["Z1"] != 0 and p["Z2"] != 0]
    made = export(form)
    for answers, kind in (("text", "label"), ("number", "number")):
        path = write_gbk(tmp_path / "w.csv", download(form, people, answers=answers))

        with pytest.raises(ResponsesError, match="--answers label or --answers number"):
            check_trip(form, made, people, path, instruments=[loaded])
        told = ImportOptions(answers=kind)
        check_trip(form, made, people, path, instruments=[loaded], options=told)


def test_words_of_their_own_behind_an_option_are_cut_and_told(tmp_path):
    form = read_form("sample-profile")
    people = respondents(form)
    rows = download(form, people)
    rows[1][6] = f"{rows[1][6]}〖保密〗"
    path = write_gbk(tmp_path / "wjx.csv", rows)

    found = check_trip(form, export(form), people, path)

    assert "own_words_cut" in {note.code for note in found.report.notes}
    assert "own words behind the option" in found.report.to_markdown("en")
    assert "自己写的内容" in found.report.to_markdown("zh")


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
        ("checks_of_factors", "shown_by_hand"),
        ("STORY1", "story_by_hand"),
        ("STORY1", "story_by_hand"),
        ("overall_satisfaction", "shuffle_dropped"),
        ("OSAT", "spaces_replaced"),
    } <= losses
    assert export(form).folder() == export(form).folder()
    for label in form.assignment.labels:
        assert label not in text_of(form, "en")
