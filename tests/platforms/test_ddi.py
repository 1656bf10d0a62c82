"""The DDI codebook: its structure, both languages, and a table read by it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from ddi_structure import DDI, LANG
from lxml import etree
from platform_trips import all_forms, check_trip, experiment, respondents

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    MultiSelect,
    Note,
    Story,
    read_form,
)
from srtoolkit.questionnaire import LoadedInstrument, Rule, Text


def export(form: Form, **options: Any) -> Any:
    return PLATFORMS["ddi"](form, options=ExportOptions(**options))


def codebook(form: Form, **options: Any) -> etree._Element:
    return etree.fromstring(export(form, **options).files[f"{form.name}.xml"])


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_every_question_stands_in_both_languages(forms):
    for form in forms:
        found = {each.get("name"): each for each in codebook(form).iter(f"{DDI}var")}
        for question in form.questions:
            variable = found[question.id]
            texts = {
                each.get(LANG): each.findtext(f"{DDI}qstnLit")
                for each in variable.iter(f"{DDI}qstn")
            }
            assert texts == {"zh": question.text.zh, "en": question.text.en}
            values = [each.text for each in variable.iter(f"{DDI}catValu")]
            assert values == [str(value) for value in question.values]
            for lang in ("zh", "en"):
                labels = [
                    each.text
                    for each in variable.findall(f"{DDI}catgry/{DDI}labl")
                    if each.get(LANG) == lang
                ]
                assert labels == list(question.labels(lang))  # type: ignore[arg-type]
            noted = variable.findall(f"{DDI}notes[@type='scoring']")
            assert len(noted) == (2 if question.reverse else 0)


def wordings(part: object) -> Iterator[Text]:
    """Yield every text of a form, however deep it stands."""
    if isinstance(part, Text):
        yield part
    elif isinstance(part, Mapping):
        yield from (text for each in part.values() for text in wordings(each))
    elif isinstance(part, tuple):
        yield from (text for each in part for text in wordings(each))
    elif is_dataclass(part) and not isinstance(part, LoadedInstrument):
        for each in fields(part):
            yield from wordings(getattr(part, each.name))


def test_no_text_of_a_form_is_missing(forms):
    for form in forms:
        root = codebook(form)
        shown = "\n".join(
            [*root.itertext(), *(v for e in root.iter() for v in e.values())]
        )
        found = list(wordings(form))
        assert len(found) > len(form.questions)
        for text in found:
            assert text.zh in shown
            assert text.en in shown


@pytest.mark.parametrize("answers", ["code", "zh", "en"])
def test_a_table_of_answers_comes_back(forms, tmp_path, answers):
    for form in forms if answers == "code" else forms[-8:]:
        people = respondents(form)
        names = [question.id for question in form.questions]
        column = [form.assignment.column] if form.assignment else []
        path = tmp_path / "answers.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["respondent_id", "language", *column, *names])
            for number, person in enumerate(people):
                own = [number, person["language"]]
                own += [person["condition"]] if column else []
                writer.writerow(
                    [*own, *(cell(form, person, n, answers) for n in names)]
                )

        check_trip(form, export(form), people, path)


def cell(form: Form, person: Any, name: str, answers: str) -> Any:
    value, question = person[name], form.question(name)
    ticked = {q.id for s in form.parts if isinstance(s, MultiSelect) for q in s.options}
    if (
        value is None
        or answers == "code"
        or question.kind != "choice"
        or name in ticked
    ):
        return "" if value is None else value
    return question.labels(answers)[question.values.index(value)]  # type: ignore[arg-type]


def test_one_language_and_the_same_bytes(tmp_path):
    form = read_form(experiment(tmp_path))
    made = export(form, languages=("en",))
    text = made.files[f"{form.name}.xml"].decode()

    assert not any("\u4e00" <= letter <= "\u9fff" for letter in text)
    assert {"one_language", "logic_in_words", "assignment_dropped"} <= {
        loss.code for loss in made.losses
    }
    assert dict(export(form).files) == dict(export(form).files)


def texts(variable: etree._Element, path: str, lang: str = "en") -> list[str | None]:
    """Texts of a path in one language, that of the nearest element that names it."""
    return [
        each.text
        for each in variable.findall(path.replace("/", f"/{DDI}"))
        if next(e.get(LANG) for e in (each, *each.iterancestors()) if e.get(LANG))
        == lang
    ]


@pytest.fixture(scope="module")
def variables(forms) -> dict[str | None, etree._Element]:
    return {each.get("name"): each for each in codebook(forms[-1]).iter(f"{DDI}var")}


def test_rules_conditions_and_checks_are_told(variables):
    (rule,) = texts(variables["AGREED"], "./qstn/postQTxt")
    assert rule == (
        "If you chose “I do not wish to take part” in question AGREED, "
        "the questionnaire ends here. Thank you for taking part!"
    )
    limits = "only in the conditions excellent_recovery, poor_recovery"
    assert texts(variables["MC_RECOVERY"], "./universe") == [limits]
    assert texts(variables["OSAT1"], "./universe") == []
    check = variables["ATTENTION1"].findall(f"{DDI}notes[@type='attention check']")
    assert [each.get(LANG) for each in check] == ["zh", "en"]
    assert "right answer is 2" in (check[1].text or "")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_that_is_read_is_carried(forms, lang):
    form = forms[-1]
    materials = codebook(form).findall(f"{DDI}otherMat[@type='questionnaire']")
    (whole,) = [each for each in materials if each.get(LANG) == lang]
    found = [each.text for each in whole.iter(f"{DDI}txt")]
    told: list[Text] = []
    for block in form.blocks:
        told += (
            [block.instructions] if block.instructions and not block.questions else []
        )
        for part in block.parts:
            told += [part.text] if isinstance(part, Note) else []
            told += part.texts.values() if isinstance(part, Story) else []
    assert form.thanks
    assert found == [text.in_language(lang) for text in (*told, form.thanks)]
    labels = [each.text or "" for each in whole.iter(f"{DDI}labl")]
    for condition in form.assignment.labels:  # type: ignore[union-attr]
        assert sum(condition in label for label in labels) == 1
    codes = {loss.code for loss in export(form).losses}
    assert not codes & {"note_dropped", "introduction_dropped", "thanks_dropped"}


def test_a_jump_names_the_question_it_leads_to(forms):
    form = forms[-1]
    page, last = form.pages[0], form.blocks[-1]
    rule = Rule(item="AGREED", operator="at_least", value=1, then=last.id)
    blocks = (*page.blocks[:-1], replace(page.blocks[-1], rules=(rule,)))
    changed = replace(form, pages=(replace(page, blocks=blocks), *form.pages[1:]))
    found = {each.get("name"): each for each in codebook(changed).iter(f"{DDI}var")}

    (text,) = texts(found["AGREED"], "./qstn/postQTxt")
    assert text == (
        "If your answer to question AGREED is 1 or more, "
        f"go on with question {last.questions[0].id}."
    )


def test_a_scale_asked_in_part_needs_no_more_than_is_asked(forms):
    form = forms[-1]
    (asked,) = (q for q in form.questions if q.id == "OSAT1")
    block = replace(form.blocks[-1], parts=(asked,), rules=())
    part = replace(form, pages=(replace(form.pages[0], blocks=(block,)),))
    group = codebook(part).find(f".//{DDI}varGrp[@name='OSAT']")

    assert group is not None
    assert "at least 1 must" in (texts(group, "./notes")[0] or "")


def test_a_rating_that_is_written_in_keeps_its_ends_and_tells_its_steps(forms):
    form = forms[-1]
    (asked,) = (q for q in form.questions if q.id == "OSAT1")
    none, full = Text(zh="毫不", en="not at all"), Text(zh="极其", en="entirely")
    rated = replace(
        asked, kind="number", choices=(), low=0, high=100, step=5, low_label=none,
        high_label=full, missing_codes=(998, 999),
    )  # fmt: skip
    block = replace(form.blocks[-1], parts=(rated,), rules=(), title=full)
    part = replace(form, pages=(replace(form.pages[0], blocks=(block,)),))
    root = codebook(part)
    (found,) = (e for e in root.iter(f"{DDI}var") if e.get("name") == "OSAT1")

    assert found.get("nature") == "interval"
    assert [e.text for e in found.iter(f"{DDI}catValu")] == ["0", "100"]
    assert texts(found, "./catgry/labl") == ["not at all", "entirely"]
    assert [dict(e.attrib) for e in found.iter(f"{DDI}range")] == [
        {"min": "0", "max": "100"}
    ]
    assert [e.get("VALUE") for e in found.iter(f"{DDI}item")] == ["998", "999"]
    (section,) = root.iterfind(f".//{DDI}varGrp[@type='section']")
    assert texts(section, "./labl") == ["entirely"]
    for platform in ("ddi", "spss"):
        losses = PLATFORMS[platform](part).losses
        assert [x.values for x in losses if x.code == "step_dropped"] == [{"step": 5}]
