"""Broken instruments, scenarios and questionnaires: every planted mistake is found."""

from pathlib import Path

import pytest

from srtoolkit.errors import ContentError, ShelfError
from srtoolkit.questionnaire import (
    check_instrument,
    check_questionnaire,
    check_scenario,
    check_shelf,
    is_warning,
    read_questionnaire,
    read_scenario,
)

#: (code, what stands there, what replaces it, words of the message); errors
INSTRUMENT_ERRORS = [
    ("traditional_character", "zh: 茶好", "zh: 茶很好，服務也好", "務 (务)"),
    ("traditional_character", "zh: 同意,", "zh: 同意嗎,", "嗎 (吗)"),
    ("chinese_in_english", "en: Good tea", "en: Good 茶", '"茶"'),
    ("english_in_chinese", "zh: 茶好", "zh: Good tea here", "no Chinese character"),
    ("key_missing", "{zh: 茶好, en: Good tea}", "{zh: 茶好}", "en: is missing"),
    ("id_not_portable", "id: V1", 'id: "V 1"', "has a space"),
    ("id_not_portable", "id: V1", "id: 1V", "begins with a digit"),
    ("id_not_portable", "id: V1", "id: 次数", "not ASCII"),
    ("id_not_portable", "id: V1", "id: V-1", "must not have"),
    ("id_too_long", "id: V1", "id: V" + "x" * 32, "has 33 characters"),
    ("id_reserved", "id: V1", "id: WITH", "keep for themselves"),
    ("id_differs_in_case", "id: V1", "id: s1", "only in capitals"),
    ("option_label_duplicated", "zh: 一般, en: Neutral", "zh: 同意, en: Neutral", '"同意"'),
    ("labels_reversed", "zh: 不同意, en: Disagree", "zh: 非常同意, en: Disagree", "lowest"),
    ("reverse_kind", "kind: reflective", "kind: count", "is not turned"),
    ("reverse_mark_without_key", "id: S1,", "id: S1R,", "key is not set"),
    ("wrong_value", "en: Good tea", 'en: "Good\\vtea"', "character U+000B"),
]  # fmt: skip
INSTRUMENT_WARNINGS = [
    ("double_barrelled", "zh: 茶好", "zh: 茶好而且水也好", "而且"),
    ("double_barrelled", "zh: 茶好", "zh: 茶和水都好", "都"),
    ("double_barrelled", "en: Good tea", "en: Good tea and good water", '"and"'),
    ("negated", "zh: 茶好", "zh: 茶没有味道", "没"),
    ("negated", "en: Good tea", "en: The tea isn't good", "n't"),
    ("long_item", "zh: 茶好", "zh: " + "茶" * 46, "46 characters"),
    ("long_item", "en: Good tea", "en: " + "tea " * 31, "31 words"),
    ("reading_level", "en: Good tea",
     ("en: Organisational beverages unquestionably demonstrate extraordinary "
     "characteristics concerning hospitality responsibilities throughout "
     "professionally administered establishments"), "grade"),
    ("half_width_mark", "zh: 茶好", "zh: '茶好,水好'", "half-width"),
    ("option_values_uneven", "value: 5", "value: 7", "not evenly spaced"),
    ("label_not_value", ("options:\n      - {value: 1, label: {zh: 不同意, en: Disagree}}\n"
     "      - {value: 3, label: {zh: 一般, en: Neutral}}\n"
     "      - {value: 5, label: {zh: 同意, en: Agree}}"),
     ("options:\n      - {value: 1, label: {zh: 1分, en: 1 point}}\n"
     "      - {value: 2, label: {zh: 3分, en: 3 points}}"), "the value is 2"),
    ("few_items", "kind: single", "kind: reflective", "has 1 of the 3"),
]  # fmt: skip

SCENARIO = """\
schema: 1
name: tea-story
version: 1.0.0
title: {zh: 茶馆, en: Tea house}
setting: {zh: 茶馆里, en: In a tea house}
case: C2
draws_on: {zh: 上茶慢了, en: Tea comes late}
licence: CC-BY-4.0
translation: {status: draft}
perspective: {zh: 请想象自己是顾客。, en: Imagine that you are the customer.}
opening: {zh: 您点了一壶茶。, en: You order a pot of tea.}
passages:
  - text: {zh: 茶上得很慢。, en: The tea comes late.}
  - factor: stability
  - factor: recovery
    phase: recovery
factors:
  - id: stability
    construct: STA
    title: {zh: 稳定性, en: Stability}
    held: null
    checks: [MC_STA]
    levels:
      - {id: stable, title: {zh: 常有, en: Often}, text: {zh: 这是常有的事。, en: This happens here very often.}}
      - {id: unstable, title: {zh: 头一回, en: Never}, text: {zh: 这还是头一回。, en: This is the first time.}}
  - id: recovery
    title: {zh: 补救, en: Recovery}
    held: none
    checks: [MC_RECOVERY]
    levels:
      - {id: none, title: {zh: 无, en: None}, text: {zh: 没有人说什么。, en: Nobody says a word.}}
      - {id: good, title: {zh: 好, en: Good}, text: {zh: 老板向您道歉。, en: The owner says sorry.}}
control:
  text: {zh: 茶很快就上来了。, en: The tea comes at once.}
  checks: [MC_FAIL]
"""
SCENARIO_MISTAKES = [
    ("scenario_without_control", "control:\n  text: {zh: 茶很快就上来了。, en: The tea comes at once.}\n  checks: [MC_FAIL]\n", "", "no control text"),
    ("manipulation_check_missing", "    checks: [MC_STA]\n", "", '"stability"'),
    ("unknown_check", "[MC_STA]", "[MC_STAB]", 'Did you mean "MC_STA"'),
    ("unknown_factor", "factor: stability", "factor: stabilty", 'Did you mean "stability"'),
    ("factor_told_twice", "  - factor: stability\n", "  - factor: stability\n  - factor: stability\n", "told twice"),
    ("factor_untold", "  - factor: stability\n", "", "no passage tells"),
    ("unknown_level", "held: none", "held: nothing", 'no level "nothing"'),
    ("factor_one_level", "      - {id: stable, title: {zh: 常有, en: Often}, text: {zh: 这是常有的事。, en: This happens here very often.}}\n", "", "has 1 level"),
    ("level_duplicated", "id: unstable", "id: stable", "stands twice"),
    ("factor_duplicated", "  - id: recovery", "  - id: stability", "stands twice"),
    ("levels_identical", "zh: 这还是头一回。", "zh: 这是常有的事。", "another level tells"),
    ("passage_shape", "  - factor: stability\n", "  - new_paragraph: true\n", "one of the two"),
    ("phase_order", "  - text: {zh: 茶上得很慢。, en: The tea comes late.}", "  - text: {zh: 茶上得很慢。, en: The tea comes late.}\n    phase: recovery", "follows one of the recovery"),
    ("traditional_character", "zh: 老板向您道歉。", "zh: 老闆向您道歉。", "闆 (板)"),
    ("translation_identical", "en: Tea house", "en: 茶馆", "the same"),
    ("id_not_portable", "id: good", "id: very good", "has a space"),
    ("name_not_folder", "name: tea-story", "name: tea", "tea-story"),
    ("wrong_value", "case: C2", "case: two", "found 'two'"),
    ("key_missing", "perspective: {zh: 请想象自己是顾客。, en: Imagine that you are the customer.}\n", "", "perspective: is missing"),
]  # fmt: skip

QUESTIONNAIRE = """\
schema: 1
name: tea-questions
version: 1.0.0
title: {zh: 问卷, en: Questionnaire}
instruments: [overall-satisfaction, recovery-satisfaction, recovery-expectations, manipulation-checks, screener-recall]
assignment:
  column: condition
  seed: 1
  cells:
    - {label: no_failure, scenario: scenario-hotel-check-in, control: true}
    - {label: excellent, scenario: scenario-hotel-check-in, levels: {recovery: excellent}}
questions:
  - {id: WHY, text: {zh: 为什么？, en: Why?}, asks: {zh: 原因, en: reason}}
blocks:
  - id: screener
    show: [{items: [HAD_PROBLEM1]}]
    rules: [{item: HAD_PROBLEM1, operator: not_equals, value: 1, then: end}]
  - id: story
    show: [{scenario: whole}]
  - id: outcomes
    show: [{scale: OSAT}]
    shuffle: true
  - id: recovered
    show: [{scale: RSAT}, {items: [MC_RECOVERY]}]
    conditions: [excellent]
  - id: why
    show: [{question: WHY}]
"""
QUESTIONNAIRE_MISTAKES = [
    ("unknown_instrument", "[overall-satisfaction,", "[overal-satisfaction,", 'Did you mean "overall-satisfaction"'),
    ("unknown_scenario", "scenario: scenario-hotel-check-in, control", "scenario: scenario-hotel, control", 'named "scenario-hotel"'),
    ("unknown_scale", "{scale: OSAT}", "{scale: OSATT}", 'Did you mean "OSAT"'),
    ("unknown_item", "[MC_RECOVERY]", "[MC_RECOVERED]", 'named "MC_RECOVERED"'),
    ("unknown_question", "{question: WHY}", "{question: WHO}", 'named "WHO"'),
    ("element_shape", "{question: WHY}", "{question: WHY, scale: LOY}", "exactly one"),
    ("block_empty", "[{question: WHY}]", "[]", "shows nothing"),
    ("asked_twice", "[{scale: OSAT}]", "[{scale: OSAT}, {items: [OSAT1]}]", '"OSAT1" is asked already'),
    ("block_duplicated", "id: why", "id: story", "stands twice"),
    ("rule_item_not_asked", "item: HAD_PROBLEM1,", "item: OSAT1,", "not asked up to"),
    ("rule_target", "then: end", "then: ending", "no later block"),
    ("rule_value_unknown", "value: 1, then", "value: 9, then", "9 is no answer"),
    ("rule_without_value", "value: 1, then", "then", "needs a value"),
    ("rule_with_value", "operator: not_equals", "operator: answered", "takes no value"),
    ("unknown_level", "recovery: excellent}", "recovery: perfect}", 'no level "perfect"'),
    ("unknown_factor", "{recovery: excellent}", "{recover: excellent}", 'Did you mean "recovery"'),
    ("cell_shape", ", control: true", "", "one of the two"),
    ("cell_duplicated", "label: excellent", "label: no_failure", "stands twice"),
    ("cells_identical", "levels: {recovery: excellent}", "control: true", "same story"),
    ("unknown_condition", "conditions: [excellent]", "conditions: [excelent]", 'Did you mean "excellent"'),
    ("story_untold", "[{scenario: whole}]", "[{text: {zh: 好, en: Good}}]", "no block tells"),
    ("described_not_fielded", "recovery-expectations,", "ecsi-mobile,", "no sentences to ask"),
    ("wrong_value", "operator: not_equals", "operator: unequal", "found 'unequal'"),
]  # fmt: skip
QUESTIONNAIRE_WARNINGS = [
    ("assignment_without_control", "control: true}", "levels: {recovery: poor}}", "no cell is the control"),
    ("manipulation_check_not_asked", "{items: [MC_RECOVERY]}", "{items: [REALISM1]}", "MC_RECOVERY"),
    ("expectation_after_recovery", "[{question: WHY}]", "[{question: WHY}, {instrument: recovery-expectations}]", "hindsight"),
    ("recovery_asked_of_control", "    conditions: [excellent]\n", "", "the control group had none"),
]  # fmt: skip


def write(folder: Path, file: str, text: str, *changes: tuple[str, str]) -> Path:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    folder.mkdir()
    (folder / file).write_text(text, encoding="utf-8")
    return folder


def first_by_code(problems):
    return {problem.code: problem for problem in reversed(problems)}


def assert_found(problems, code, words, *, warning=False):
    found = first_by_code(problems)
    assert code in found, [str(problem) for problem in problems]
    assert words in str(found[code])
    assert found[code].line is not None and found[code].column is not None
    assert is_warning(found[code]) == warning


def ids(rows):
    return [f"{row[0]}-{number}" for number, row in enumerate(rows)]


def test_there_are_enough_broken_files():
    broken = [*INSTRUMENT_ERRORS, *INSTRUMENT_WARNINGS, *SCENARIO_MISTAKES]
    broken += [*QUESTIONNAIRE_MISTAKES, *QUESTIONNAIRE_WARNINGS]

    assert len(broken) >= 25


@pytest.mark.parametrize(
    ("code", "old", "new", "words"), INSTRUMENT_ERRORS, ids=ids(INSTRUMENT_ERRORS)
)
def test_mistake_of_an_instrument_is_found(write_instrument, code, old, new, words):
    assert_found(check_instrument(write_instrument((old, new))), code, words)


@pytest.mark.parametrize(
    ("code", "old", "new", "words"), INSTRUMENT_WARNINGS, ids=ids(INSTRUMENT_WARNINGS)
)
def test_warning_of_an_instrument_is_given(write_instrument, code, old, new, words):
    problems = check_instrument(write_instrument((old, new)))

    assert_found(problems, code, words, warning=True)


def test_a_scale_with_every_item_reversed_is_found(write_instrument):
    folder = write_instrument(
        ("en: tea}, response: agree5", "en: tea}, reverse: true, response: agree5"),
        ("response: ten", "reverse: true, response: ten"),
    )

    assert_found(check_instrument(folder), "reverse_all", '"SAT" is reverse-keyed')


def test_a_wrong_id_is_reported_once(write_instrument):
    problems = check_instrument(write_instrument(("id: V1", 'id: "V 1"')))

    assert [problem.code for problem in problems] == ["id_not_portable"]


def test_characters_that_simplified_texts_use_too_are_no_mistake(write_instrument):
    folder = write_instrument(("zh: 茶好", "zh: 著名的乾隆茶好"))

    assert check_instrument(folder) == []


def test_all_mistakes_of_an_instrument_come_in_one_run(write_instrument):
    rows = [INSTRUMENT_ERRORS[n] for n in (1, 2, 5, 15)]
    rows += [INSTRUMENT_WARNINGS[n] for n in (0, 9)]
    problems = check_instrument(
        write_instrument(*[(old, new) for _, old, new, _ in rows])
    )

    assert {row[0] for row in rows} <= {problem.code for problem in problems}


def test_sound_scenario_has_no_problem(tmp_path):
    folder = write(tmp_path / "tea-story", "scenario.yaml", SCENARIO)

    assert [str(each) for each in check_scenario(folder)] == []


@pytest.mark.parametrize(
    ("code", "old", "new", "words"), SCENARIO_MISTAKES, ids=ids(SCENARIO_MISTAKES)
)
def test_mistake_of_a_scenario_is_found(tmp_path, code, old, new, words):
    folder = write(tmp_path / "tea-story", "scenario.yaml", SCENARIO, (old, new))

    assert_found(check_scenario(folder), code, words)
    with pytest.raises(ContentError):
        read_scenario(folder)


def test_unequal_levels_are_a_warning(tmp_path):
    longer = ("zh: 老板向您道歉。", "zh: 老板走过来向您诚恳道歉，还送了点心。")
    folder = write(tmp_path / "tea-story", "scenario.yaml", SCENARIO, longer)

    (problem,) = check_scenario(folder)

    assert is_warning(problem) and problem.code == "levels_unequal_length"
    assert "none 7, good 18 characters" in str(problem)


def test_all_mistakes_of_a_scenario_come_in_one_run(tmp_path):
    rows = [SCENARIO_MISTAKES[n] for n in (0, 1, 6, 10, 13, 14)]
    changes = [(old, new) for _, old, new, _ in rows]
    folder = write(tmp_path / "tea-story", "scenario.yaml", SCENARIO, *changes)
    problems = check_scenario(folder)

    assert {row[0] for row in rows} <= {problem.code for problem in problems}
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)


def test_sound_questionnaire_has_no_problem(tmp_path):
    folder = write(tmp_path / "tea-questions", "questionnaire.yaml", QUESTIONNAIRE)

    assert [str(each) for each in check_questionnaire(folder)] == []


@pytest.mark.parametrize(
    ("code", "old", "new", "words"),
    QUESTIONNAIRE_MISTAKES,
    ids=ids(QUESTIONNAIRE_MISTAKES),
)
def test_mistake_of_a_questionnaire_is_found(tmp_path, code, old, new, words):
    folder = write(
        tmp_path / "tea-questions", "questionnaire.yaml", QUESTIONNAIRE, (old, new)
    )

    assert_found(check_questionnaire(folder), code, words)
    with pytest.raises(ContentError):
        read_questionnaire(folder)


@pytest.mark.parametrize(
    ("code", "old", "new", "words"),
    QUESTIONNAIRE_WARNINGS,
    ids=ids(QUESTIONNAIRE_WARNINGS),
)
def test_warning_of_a_questionnaire_is_given(tmp_path, code, old, new, words):
    folder = write(
        tmp_path / "tea-questions", "questionnaire.yaml", QUESTIONNAIRE, (old, new)
    )

    assert_found(check_questionnaire(folder), code, words, warning=True)
    assert read_questionnaire(folder).questionnaire.name == "tea-questions"


def test_all_mistakes_of_a_questionnaire_come_in_one_run(tmp_path):
    rows = [QUESTIONNAIRE_MISTAKES[n] for n in (2, 4, 9, 10, 14, 19)]
    changes = [(old, new) for _, old, new, _ in rows]
    folder = write(
        tmp_path / "tea-questions", "questionnaire.yaml", QUESTIONNAIRE, *changes
    )

    codes = {problem.code for problem in check_questionnaire(folder)}
    assert {row[0] for row in rows} <= codes


@pytest.mark.parametrize("old", ["passages:", "factors:", "control:", "    levels:"])
def test_misshapen_scenario_is_reported_not_a_crash(tmp_path, old):
    after = SCENARIO.partition(old)[2]
    folder = write(
        tmp_path / "tea-story", "scenario.yaml", SCENARIO, (old + after, f"{old} 5\n")
    )

    assert any(not is_warning(problem) for problem in check_scenario(folder))


@pytest.mark.parametrize("old", ["instruments:", "assignment:", "blocks:", "    show:"])
def test_misshapen_questionnaire_is_reported_not_a_crash(tmp_path, old):
    after = QUESTIONNAIRE.partition(old)[2]
    change = (old + after, f"{old} 5\n")
    folder = write(
        tmp_path / "tea-questions", "questionnaire.yaml", QUESTIONNAIRE, change
    )

    assert any(not is_warning(problem) for problem in check_questionnaire(folder))


def test_the_whole_shelf_is_checked_with_a_study_s_own(tmp_path):
    (tmp_path / "instruments").mkdir()
    write(tmp_path / "instruments" / "tea-story", "scenario.yaml", SCENARIO)
    questions = tmp_path / "instruments" / "tea-questions"
    write(questions, "questionnaire.yaml", QUESTIONNAIRE)

    found = check_shelf(study=tmp_path)

    assert {"tea-story", "tea-questions", "attribution"} <= set(found)
    assert "scenario-flight-delay" in found
    errors = [p for ps in found.values() for p in ps if not is_warning(p)]
    assert [str(problem) for problem in errors] == []
    with pytest.raises(ShelfError, match='Did you mean "tea-story"'):
        check_shelf(["tea-stori"], tmp_path)
