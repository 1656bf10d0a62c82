"""A questionnaire is composed from what a plan's tests need."""

from collections import Counter
from pathlib import Path

import pytest

from srtoolkit.errors import ContentError, FileError, OptionError, ShelfError
from srtoolkit.questionnaire import (
    Assignment,
    ComposedDesign,
    Text,
    assign_conditions,
    check_questionnaire,
    compose_questionnaire,
    read_questionnaire,
    write_composition,
)
from srtoolkit.shelves import find_item

TITLE = Text(zh="悖论实验", en="The paradox experiment")
HOTEL = "scenario-hotel-check-in"


def design(**changes) -> ComposedDesign:
    values = {
        "column": "condition",
        "control": "no_failure",
        "conditions": ("excellent_recovery", "poor_recovery"),
        "scenario": HOTEL,
        "seed": 7,
    }
    return ComposedDesign(**(values | changes))


def composed(tmp_path: Path, **changes):
    values = {
        "name": "experiment",
        "title": TITLE,
        "instruments": ["overall-satisfaction", "loyalty-word-of-mouth"],
        "variables": {"OSAT", "LOY1", "PWOM"},
        "design": design(),
    }
    composition = compose_questionnaire(**(values | changes))
    folder = tmp_path / "experiment"
    write_composition(composition, folder)
    assert [str(problem) for problem in check_questionnaire(folder)] == []
    return read_questionnaire(folder), composition.notes


def block_ids(loaded) -> list[str]:
    return [block.id for block in loaded.questionnaire.blocks]


def test_experiment_has_control_story_outcomes_and_checks_in_this_order(tmp_path):
    loaded, notes = composed(tmp_path)
    questionnaire = loaded.questionnaire

    assert block_ids(loaded) == [
        "story",
        "overall_satisfaction",
        "loyalty_word_of_mouth",
        "loyalty_word_of_mouth_2",
        "checks",
        "checks_of_factors",
        "method_marker",
        "sample_profile",
        "comments",
    ]
    assert questionnaire.consent is not None
    assert questionnaire.assignment.labels == (
        "no_failure",
        "excellent_recovery",
        "poor_recovery",
    )
    assert loaded.cell("no_failure").is_control
    assert dict(loaded.cell("excellent_recovery").levels) == {"recovery": "excellent"}
    assert any("control text" in note for note in notes)


def test_scales_the_plan_does_not_name_are_left_out(tmp_path):
    loaded, _ = composed(tmp_path)

    assert {"condition", "OSAT1", "LOY4", "PWOM4"} <= set(loaded.columns)
    assert not [column for column in loaded.columns if column.startswith("NWOM")]


def test_the_control_group_judges_no_recovery(tmp_path):
    loaded, _ = composed(
        tmp_path,
        instruments=["recovery-satisfaction", "overall-satisfaction"],
        variables=(),
    )
    seen = {
        label: {
            item.id
            for page in loaded.pages(label)
            for block in page
            for item in loaded.items_of(block)
        }
        for label in loaded.questionnaire.assignment.labels
    }

    assert {"OSAT1", "MC_FAIL", "REALISM1"} <= seen["no_failure"]
    assert not {"RSAT1", "MC_RECOVERY"} & seen["no_failure"]
    assert {"RSAT1", "MC_RECOVERY", "MC_FAIL"} <= seen["poor_recovery"]


def test_expectations_are_asked_before_the_recovery_is_told(tmp_path):
    loaded, notes = composed(
        tmp_path,
        instruments=["recovery-satisfaction", "recovery-expectations"],
        variables=(),
    )
    ids = block_ids(loaded)
    story = loaded.questionnaire.blocks[0]

    assert [element.scenario for element in story.show] == [
        None,
        "failure",
        None,
    ]
    expectations = [name for name in ids if name.startswith("recovery_expectations")]
    assert expectations
    assert ids.index(expectations[-1]) < ids.index("story_goes_on")
    assert ids.index("story_goes_on") < ids.index("recovery_satisfaction")
    assert any("hindsight" in note for note in notes)


def test_checks_of_every_manipulated_factor_are_asked(tmp_path):
    factors = ("stability", "recovery")
    labels = ("stable_excellent", "unstable_poor")
    loaded, _ = composed(tmp_path, design=design(factors=factors, conditions=labels))

    assert dict(loaded.cell("unstable_poor").levels) == {
        "stability": "unstable",
        "recovery": "poor",
    }
    assert {"MC_STA", "MC_RECOVERY", "MC_FAIL"} <= set(loaded.columns)


def test_attention_check_stands_among_items_with_its_answers(tmp_path):
    loaded, _ = composed(tmp_path)
    (block,) = [
        block
        for block in loaded.questionnaire.blocks
        if "ATTENTION1" in {item.id for item in loaded.items_of(block)}
    ]

    assert block.id == "loyalty_word_of_mouth"
    assert block.shuffle and not block.conditions


def test_items_with_other_answers_are_not_shuffled_together(tmp_path):
    loaded, _ = composed(tmp_path)
    for block in loaded.questionnaire.blocks:
        if block.shuffle:
            formats = {
                each.instrument.response_of(item.id).model_dump_json()
                for each in loaded.instruments
                for item in loaded.items_of(block)
                if item.id in {one.id for one in each.instrument.items}
            }
            assert len(formats) == 1


def test_a_marker_of_the_shelf_is_taken(tmp_path):
    marker = tmp_path / "instruments" / "method-marker"
    marker.mkdir(parents=True)
    source = find_item("instruments", "failure-severity").file.read_text("utf-8")
    text = source.replace("name: failure-severity", "name: method-marker")
    (marker / "instrument.yaml").write_text(text.replace("SEV", "MARK"), "utf-8")
    composition = compose_questionnaire(
        name="experiment",
        title=TITLE,
        instruments=["overall-satisfaction"],
        design=design(),
        study=tmp_path,
    )

    assert "method-marker" in composition.questionnaire.instruments
    assert any("common method variance" in note for note in composition.notes)


def test_a_survey_is_screened_and_leads_past_the_recovery_nobody_got(tmp_path):
    loaded, _ = composed(
        tmp_path,
        instruments=["justice-four-facets", "attribution", "overall-satisfaction"],
        variables=(),
        design=None,
    )
    ids = block_ids(loaded)
    blocks = {block.id: block for block in loaded.questionnaire.blocks}

    assert loaded.questionnaire.assignment is None
    assert ids[0] == "screener" and ids[-2:] == ["sample_profile", "comments"]
    assert ids.index("attribution") < ids.index("justice_four_facets")
    assert ids.index("justice_four_facets") < ids.index("overall_satisfaction")
    assert blocks["screener"].rules[0].then == "end"
    (rule,) = blocks["attribution"].rules
    assert (rule.item, rule.then) == ("RECOVERED1", "overall_satisfaction")
    assert "checks" not in ids


def test_a_label_that_tells_no_cell_is_asked_for(tmp_path):
    with pytest.raises(OptionError, match="--cell treated=FACTOR:LEVEL"):
        composed(tmp_path, design=design(conditions=("treated",)))

    cells = {"treated": {"recovery": "excellent", "severity": "major"}}
    loaded, _ = composed(tmp_path, design=design(conditions=("treated",), cells=cells))

    assert "三个小时" in loaded.cell("treated").text("zh")
    with pytest.raises(ShelfError, match="no cell is labelled"):
        loaded.cell("other")


def test_wrong_names_are_answered(tmp_path):
    with pytest.raises(ShelfError, match='Did you mean "recovery"'):
        composed(tmp_path, design=design(factors=("recover",)))
    with pytest.raises(ShelfError, match="no scenario named"):
        composed(tmp_path, design=design(scenario="scenario-x"))
    with pytest.raises(ContentError, match="describes a published study"):
        composed(tmp_path, instruments=["ecsi-mobile"], variables=())


def test_files_are_not_overwritten_unasked(tmp_path):
    values = {"name": "experiment", "title": TITLE, "design": design()}
    composition = compose_questionnaire(**values, instruments=["overall-satisfaction"])
    write_composition(composition, tmp_path / "experiment")

    with pytest.raises(FileError, match="would overwrite"):
        write_composition(composition, tmp_path / "experiment")
    readme, _ = sorted(
        write_composition(composition, tmp_path / "experiment", force=True)
    )
    assert TITLE.zh in readme.read_text("utf-8")


def test_assignment_is_balanced_and_repeatable():
    cells = [{"label": label, "scenario": HOTEL, "control": True} for label in "abc"]
    plan = Assignment.model_validate(
        {"column": "condition", "seed": 11, "repeats": 2, "cells": cells}
    )
    order = assign_conditions(plan, 600)

    assert order == assign_conditions(plan, 600)
    assert Counter(order) == {"a": 200, "b": 200, "c": 200}
    for start in range(0, 600, 6):
        assert Counter(order[start : start + 6]) == {"a": 2, "b": 2, "c": 2}
    assert assign_conditions(plan, 600)[:7] == assign_conditions(plan, 7)
    other = plan.model_copy(update={"seed": 12})
    assert assign_conditions(other, 600) != order
    with pytest.raises(OptionError, match="n is -1"):
        assign_conditions(plan, -1)
