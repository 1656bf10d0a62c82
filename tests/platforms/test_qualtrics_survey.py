"""Qualtrics: the survey file has the shape of real ones, and says what the form does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from platform_trips import all_forms, experiment
from qualtrics_downloads import export, payloads, survey

from srtoolkit.platforms import (
    Form,
    Matrix,
    Question,
    read_form,
)

KEYS = (
    "SurveyID", "Element", "PrimaryAttribute", "SecondaryAttribute",
    "TertiaryAttribute", "Payload",
)  # fmt: skip


def element(form: Form, kind: str) -> Any:
    elements = survey(form)["SurveyElements"]
    return next(each["Payload"] for each in elements if each["Element"] == kind)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


def test_surveys_have_the_elements_of_real_ones(forms):
    for form in forms:
        found = survey(form)["SurveyElements"]
        kinds = [each["Element"] for each in found]
        assert kinds[:8] == ["BL", "FL", "SO", "SCO", "PROJ", "STAT", "QC", "RS"]
        assert all(tuple(each) == KEYS for each in found)
        asked = payloads(form)
        numbers = [each["QuestionID"] for each in asked]
        in_blocks = [
            part["QuestionID"]
            for block in element(form, "BL")
            for part in block["BlockElements"]
        ]
        assert numbers == in_blocks == [f"QID{n}" for n in range(1, len(asked) + 1)]
        tags = [each["DataExportTag"] for each in asked]
        assert len(set(tags)) == len(tags)
        for each in asked:
            if "Choices" in each:
                assert list(each["Choices"]) == each["ChoiceOrder"]
                assert each["NextChoiceId"] == len(each["Choices"]) + 1
                translated = each["Language"]["EN"]["Choices"]
                assert list(translated) == each["ChoiceOrder"]


def test_recodes_are_the_values_and_rows_bear_their_items(forms):
    for form in forms:
        by_tag = {each["DataExportTag"]: each for each in payloads(form)}
        for part in form.parts:
            if isinstance(part, Matrix):
                made = by_tag[part.id]
                tags = list(made["ChoiceDataExportTags"].values())
                assert tags == [row.id for row in part.rows]
                recodes = [int(value) for value in made["RecodeValues"].values()]
                assert recodes == list(part.first.values)
                shown = [made["Answers"][n]["Display"] for n in made["AnswerOrder"]]
                assert shown == list(part.first.labels("zh"))
            elif isinstance(part, Question) and part.kind == "choice":
                recodes = [int(v) for v in by_tag[part.id]["RecodeValues"].values()]
                assert recodes == list(part.values)


def walk(flow: list[Any]) -> Iterator[Any]:
    for node in flow:
        yield node
        yield from walk(node.get("Flow", []))


def test_the_flow_draws_a_condition_and_leads_past_who_declines(tmp_path):
    form = read_form(experiment(tmp_path))
    flow = element(form, "FL")["Flow"]
    nodes = list(walk(flow))
    ids = [node["FlowID"] for node in nodes]
    blocks = [block["ID"] for block in element(form, "BL")[:-1]]

    assert len(set(ids)) == len(ids)
    assert [n["ID"] for n in nodes if n["Type"] == "Standard"] == blocks
    (drawn,) = [n for n in nodes if n["Type"] == "BlockRandomizer"]
    fields = [each["EmbeddedData"][0] for each in drawn["Flow"]]
    assert [each["Value"] for each in fields] == list(form.assignment.labels)
    assert {each["Field"] for each in fields} == {"condition"}
    *opening, agreed, thanks = flow
    assert {node["Type"] for node in (*opening, thanks)} == {"Standard"}
    test = agreed["BranchLogic"]["0"]["0"]
    assert test["Operator"] == "NotSelected"
    assert test["LeftOperand"].endswith("/SelectableChoice/2")
    stories = [p for p in payloads(form) if p["DataExportTag"].startswith("STORY")]
    shown = [s["DisplayLogic"]["0"]["0"]["RightOperand"] for s in stories]
    assert shown == list(form.assignment.labels)


def test_losses_and_bytes(tmp_path):
    form = read_form(experiment(tmp_path))
    losses = {(loss.item, loss.code) for loss in export(form).losses}

    assert {("", "format_inferred"), ("condition", "assignment_even")} <= losses
    assert not {code for _, code in losses} & {"shown_by_hand", "shuffle_dropped"}
    assert export(form).folder() == export(form).folder()
    assert "one_language" in {x.code for x in export(form, languages=("en",)).losses}
    assert all(each["Language"] == [] for each in payloads(form, languages=("en",)))


def test_texts_are_no_markup_and_nothing_is_piped_in():
    from srtoolkit.platforms.qualtrics_form.words import escaped

    assert escaped("<b>${q://QID1}") == "&lt;b&gt;$&#123;q://QID1}"


def test_conditions_of_every_kind():
    from srtoolkit.platforms.form.logic import Jump, Shown
    from srtoolkit.platforms.qualtrics_form.logic import Logic
    from srtoolkit.questionnaire import Rule

    form = read_form("compensation-received")
    number = next(q for q in form.questions if q.kind == "number")
    row = next(p for p in form.parts if isinstance(p, Matrix)).rows[1]
    numbers = {part.id: f"QID{n}" for n, part in enumerate(form.parts, start=1)}
    logic = Logic(form, numbers)

    def clauses(
        operator: str, item: str, value: int | None = None, *before: Rule
    ) -> Any:
        rule = Rule(item=item, operator=operator, value=value, then="end")
        found = logic.clauses(Shown(unless=(Jump(rule, before, Shown()),)))
        return [
            [
                (each["Operator"], each["LeftOperand"].split("/", 3)[3])
                for each in clause
            ]
            for clause in found
        ]

    text = "ChoiceTextEntryValue"
    assert clauses("below", number.id, 5) == [
        [("GreaterThanOrEqual", text), ("Empty", text)]
    ]
    assert clauses("answered", number.id) == [[("Empty", text)]]
    assert clauses("not_answered", number.id) == [[("NotEmpty", text)]]
    first = Rule(item=number.id, operator="answered", then="end")
    assert clauses("at_least", row.id, row.values[-1], first) == [
        [
            ("NotSelected", f"SelectableChoice/2/{len(row.values)}"),
            ("NotEmpty", text),
        ]
    ]
    assert len(clauses("at_most", row.id, row.values[1])) == 2
