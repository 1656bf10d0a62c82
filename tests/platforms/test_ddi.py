"""The DDI codebook: its structure, both languages, and a table read by it."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from platform_trips import all_forms, check_trip, experiment, respondents

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, MultiSelect, read_form

DDI = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Order of the children the schema of DDI-Codebook 2.5 asks for.
ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "docDscr": ["citation"],
    "stdyDscr": ["citation"],
    "citation": ["titlStmt", "verStmt"],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "verStmt": ["version"],
    "dataDscr": ["varGrp", "nCubeGrp", "var", "nCube", "notes"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "var": [
        "location", "labl", "imputation", "security", "embargo", "respUnit",
        "anlysUnit", "qstn", "valrng", "invalrng", "undocCod", "universe", "TotlResp",
        "sumStat", "txt", "stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt",
        "concept", "derivation", "varFormat", "geoMap", "catLevel", "notes",
    ],
    "qstn": ["preQTxt", "qstnLit"],
    "valrng": ["item", "range"],
    "invalrng": ["item", "range"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
}  # fmt: skip
ATTRIBUTES = {
    "codeBook": {"version", LANG},
    "varGrp": {"ID", "type", "name", "var"},
    "var": {"ID", "name", "intrvl", "dcml", "nature", "measUnit"},
    "notes": {"type", LANG},
    "varFormat": {"type"},
    "range": {"min", "max"},
    "item": {"VALUE"},
}
ALLOWED = {
    ("varGrp", "type"): {"subject", "grid", "multipleResp"},
    ("var", "nature"): {"nominal", "ordinal", "interval", "ratio"},
    ("var", "intrvl"): {"contin", "discrete"},
    ("varFormat", "type"): {"character", "numeric"},
}


def export(form: Form, **options: Any) -> Any:
    return PLATFORMS["ddi"](form, options=ExportOptions(**options))


def codebook(form: Form, **options: Any) -> etree._Element:
    return etree.fromstring(export(form, **options).files[f"{form.name}.xml"])


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_elements_stand_in_the_order_of_the_schema(forms):
    for form in forms:
        root = codebook(form)
        identifiers = [each.get("ID") for each in root.iter() if each.get("ID")]
        assert len(identifiers) == len(set(identifiers))
        for element in root.iter():
            name = str(element.tag).removeprefix(DDI)
            children = [str(child.tag).removeprefix(DDI) for child in element]
            places = [ORDER[name].index(child) for child in children]
            assert places == sorted(places), (name, children)
            assert set(element.attrib) <= ATTRIBUTES.get(name, {LANG})
            for attribute, value in element.items():
                assert value in ALLOWED.get((name, attribute), {value})
            assert set((element.get("var") or "").split()) <= set(identifiers)


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
    assert {"one_language", "logic_dropped", "assignment_dropped"} <= {
        loss.code for loss in made.losses
    }
    assert dict(export(form).files) == dict(export(form).files)


@pytest.mark.peer
def test_the_schema_of_the_initiative_accepts_every_form(forms):
    """Needs the folder with codebook.xsd of DDI 2.5, named by DDI_SCHEMAS."""
    folder = os.environ.get("DDI_SCHEMAS")
    if not folder:
        pytest.skip("DDI_SCHEMAS names no folder with codebook.xsd")
    schema = etree.XMLSchema(etree.parse(Path(folder) / "codebook.xsd"))
    for form in forms:
        schema.assertValid(codebook(form))
