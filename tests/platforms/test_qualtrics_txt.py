"""Qualtrics Advanced TXT: tags as documented, and downloads come back whole."""

from __future__ import annotations

import re
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, experiment, respondents
from qualtrics_downloads import download, write_download

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    Matrix,
    MultiSelect,
    Question,
    read_form,
)

#: Tags that at least two independent generators write.
TAGS = (
    r"AdvancedFormat|PageBreak|Block:[^\]]+|Question:DB|Question:Matrix|"
    r"Question:MC:SingleAnswer:Vertical|Question:MC:MultipleAnswer:Vertical|"
    r"Question:TE:SingleLine|Question:TextEntry:Essay|ID:[A-Za-z]\w{0,14}|Choices|"
    r"AdvancedChoices|AdvancedAnswers|Choice:-?\d+|Answer:-?\d+"
)


def export(form: Form, lang: str = "en") -> Any:
    options = ExportOptions(languages=(lang,))  # type: ignore[arg-type]
    return PLATFORMS["qualtrics-txt"](form, options=options)


def lines(form: Form, lang: str = "en") -> list[str]:
    return export(form, lang).files[f"{form.name}.txt"].decode().splitlines()


def tags_of(form: Form) -> dict[str, str]:
    """The export tags, read from the file, in the order asked."""
    found = [line[5:-2] for line in lines(form) if line.startswith("[[ID:")]
    asked = [p.id for p in form.parts if isinstance(p, Question | Matrix | MultiSelect)]
    return dict(zip(asked, found, strict=True))


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_only_known_tags_and_unique_ids(forms):
    for form in forms:
        found = lines(form)
        for line in found:
            if line.startswith("[["):
                assert re.fullmatch(rf"\[\[(?:{TAGS})\]\]", line), line
        ids = [line for line in found if line.startswith("[[ID:")]
        assert len({each.lower() for each in ids}) == len(ids)
        assert found[0] == "[[AdvancedFormat]]"


def test_codes_stand_before_their_labels():
    form = read_form("justice-four-facets")
    found = lines(form)
    start = found.index("[[AdvancedAnswers]]") + 1
    labels = form.questions[0].labels("en")

    for place, label in enumerate(labels):
        code, text = found[start + 2 * place : start + 2 * place + 2]
        assert (code, text) == (f"[[Answer:{place + 1}]]", label)


@pytest.mark.parametrize(("answers", "lang"), [("codes", "en"), ("labels", "zh")])
def test_downloads_come_back(forms, tmp_path, answers, lang):
    for form in forms:
        people = respondents(form)
        for person in people:
            person["language"] = lang
        rows = download(
            form, people, answers=answers, lang=lang, row_tags=False, tags=tags_of(form)
        )
        path = write_download(tmp_path / "q.csv", rows)

        check_trip(form, export(form, lang), people, path)


def test_rows_that_were_moved_are_told(tmp_path):
    form = read_form("failure-severity")
    people = [p for p in respondents(form) if p["language"] == "en"]
    rows = download(form, people, row_tags=False, tags=tags_of(form))
    rows[1][17], rows[1][18] = rows[1][18], rows[1][17]
    stem = lines(form)[lines(form).index("[[Choices]]") - 1]
    rows[1] = [text.replace("Please\nanswer", stem) for text in rows[1]]

    with pytest.raises(ResponsesError, match=r"heading rows of column .* disagree"):
        check_trip(form, export(form), [], write_download(tmp_path / "q.csv", rows))


def test_rows_moved_under_a_stem_that_was_changed_are_told(tmp_path):
    form = read_form("failure-severity")
    people = [p for p in respondents(form) if p["language"] == "en"]
    rows = download(form, people, row_tags=False, tags=tags_of(form))
    rows[1][17], rows[1][18] = rows[1][18], rows[1][17]

    with pytest.raises(ResponsesError, match=r"heading rows of column .* disagree"):
        check_trip(form, export(form), [], write_download(tmp_path / "q.csv", rows))


def test_losses(tmp_path):
    form = read_form(experiment(tmp_path))
    losses = {(loss.item, loss.code) for loss in export(form).losses}

    assert {
        ("", "one_language"),
        ("condition", "assignment_by_flow"),
        ("OSAT", "rows_by_number"),
        ("OSAT", "required_dropped"),
        ("overall_satisfaction", "shuffle_dropped"),
        ("AGREED", "consent_not_enforced"),
        ("LOYALTY_WORD_OF_MOUTH", "renamed"),
    } <= losses
    assert export(form).folder() == export(form).folder()


def test_a_text_that_begins_like_a_tag_is_none():
    from srtoolkit.platforms.qualtrics_form.plain_text import line

    assert line("[[Question:MC]]") == "&#91;[Question:MC]]"
    assert line("a\nb <c>") == "a<br>b &lt;c&gt;"
