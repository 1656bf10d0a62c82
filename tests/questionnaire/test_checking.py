"""Every mistake of an instrument file is found, with its place."""

from pathlib import Path

import pytest

from srtoolkit.errors import ContentError
from srtoolkit.questionnaire import check_instrument, is_warning, read_instrument

#: (code, what stands there, what replaces it, line, message must hold)
MISTAKES = [
    ("unknown_key", "licence: CC", "license: CC", 8, 'Did you mean "licence"?'),
    ("key_missing", "en: Tea house", "", 4, "title.en: is missing"),
    ("wrong_value", "zh: 茶馆", 'zh: " "', 4, "at least 1 character"),
    ("wrong_value", "version: 1.0.0", "version: 1.0", 3, "version"),
    ("wrong_value", "min_valid: 2", "min_valid: 2.0", 30, "valid integer"),
    ("wrong_value", "minutes: 1", "minutes: 0", 12, "greater than 0"),
    ("name_not_folder", "name: tea-house", "name: tea", 2, '"tea-house"'),
    ("translation_identical", "en: Tea house", "en: 茶馆", 4, '"茶馆"'),
    ("instructions_missing", "instructions: {zh: 请作答, en: Please answer}\n", "", 1,
     "instructions: is missing"),
    ("minutes_missing", "minutes: 1\n", "", 1, "minutes: is missing"),
    ("format_empty", "{low: 0}", "{step: 2}", 22, "neither options nor a range"),
    ("format_twice", "agree5:\n", "agree5:\n    low: 1\n", 17, "exclude each other"),
    ("format_one_option", "  count: {low: 0}",
     "  count: {options: [{value: 1, label: {zh: 是, en: Yes}}]}", 22,
     "fewer than two"),
    ("option_value_duplicated", "value: 3", "value: 1", 19, "1 stands twice"),
    ("option_values_unordered", "value: 5", "value: 2", 20, "2 follows 3"),
    ("range_reversed", "{low: 0, high: 10}", "{low: 10, high: 0}", 21,
     "not above low"),
    ("range_step", "high: 10}", "high: 10, step: 3}", 21, "do not reach 10"),
    ("missing_code_is_answer", "[99]", "[10]", 11, '"ten"'),
    ("item_duplicated", "id: S2", "id: S1", 33, "in line 32"),
    ("item_in_two_scales", "id: V1", "id: S1", 42, "another scale already, in line 32"),
    ("scale_duplicated", "id: VISITS", "id: SAT", 35, "in line 24"),
    ("id_of_item_and_scale", "id: V1", "id: VISITS", 42, "also the id of a scale"),
    ("unknown_response", "response: ten", "response: tenn", 34, 'Did you mean "ten"?'),
    ("reverse_without_range", "response: count", "response: count, reverse: true", 42,
     "no range"),
    ("instructed_answer_unknown", "instructed_answer: 5", "instructed_answer: 11", 34,
     "11 is no answer"),
    ("text_missing", "text: {zh: 茶好, en: Good tea}, ", "", 32, "text is missing"),
    ("role_not_allowed", "text: {zh: 茶好, en: Good tea}",
     "text: {zh: 茶好, en: Good tea}, role: {zh: 茶, en: tea}", 32, "not role"),
    ("role_missing", "kind: questionnaire", "kind: described", 32, "role is missing"),
    ("text_not_allowed", "kind: questionnaire", "kind: described", 32, "not text"),
    ("wording_kind", "response: ten, wording: own", "response: ten, wording: described",
     34, "own, adapted, licensed"),
    ("min_valid_too_large", "min_valid: 2", "min_valid: 4", 30, "1 to 3"),
    ("single_with_items", "kind: reflective", "kind: single", 29, "has 3 items"),
    ("unknown_source", "source: [adams1965]", "source: [adam1965]", 28,
     'Did you mean "adams1965"?'),
    ("measure_without_scale", "[OSAT, LOY]", "[OSAT, LOY, DJ]", 6, 'measures "DJ"'),
    ("construct_not_in_measures", "[OSAT, LOY]", "[OSAT]", 36, '"LOY" is missing'),
]  # fmt: skip


def test_sound_file_has_no_problem(write_instrument):
    assert check_instrument(write_instrument()) == []


@pytest.mark.parametrize(
    ("code", "old", "new", "line", "words"),
    MISTAKES,
    ids=[f"{row[0]}-{number}" for number, row in enumerate(MISTAKES)],
)
def test_mistake_is_found_with_its_place(write_instrument, code, old, new, line, words):
    folder = write_instrument((old, new))

    first = {problem.code: problem for problem in reversed(check_instrument(folder))}

    assert code in first, sorted(first)
    problem = first[code]
    assert not is_warning(problem)
    assert problem.line == line
    assert problem.column is not None
    assert f"instrument.yaml:{line}:{problem.column}: " in str(problem)
    assert words in str(problem)


def test_column_is_that_of_the_key(write_instrument, sound_text):
    folder = write_instrument(("response: ten", "response: tenn"))

    (problem,) = [p for p in check_instrument(folder) if p.code == "unknown_response"]

    assert problem.column == sound_text.splitlines()[33].index("response:") + 1


def test_scale_without_items_is_found(write_instrument, sound_text):
    lines = sound_text.splitlines(keepends=True)
    folder = write_instrument(("".join(lines[30:34]), "    items: []\n"))

    found = {problem.code: problem for problem in check_instrument(folder)}

    assert found["scale_empty"].line == 31
    assert 'the scale "SAT" has no items' in str(found["scale_empty"])


def test_instrument_without_scales_is_found(write_instrument, sound_text):
    lines = sound_text.splitlines(keepends=True)
    folder = write_instrument(("".join(lines[22:]), "scales: []\n"))

    assert "no_scales" in {problem.code for problem in check_instrument(folder)}


def test_all_mistakes_of_a_file_come_at_once_by_line(write_instrument):
    folder = write_instrument(
        ("name: tea-house", "name: tea"),
        ("en: Tea house", "en: 茶馆"),
        ("licence: CC", "license: CC"),
        ("value: 5", "value: 2"),
        ("min_valid: 2", "min_valid: 9"),
        ("response: ten", "response: tenn"),
        ("id: V1", "id: S1"),
    )

    with pytest.raises(ContentError) as caught:
        read_instrument(folder)

    problems = caught.value.problems
    assert [problem.code for problem in problems] == [
        "key_missing",
        "name_not_folder",
        "translation_identical",
        "unknown_key",
        "option_values_unordered",
        "min_valid_too_large",
        "unknown_response",
        "item_in_two_scales",
    ]
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert str(caught.value).count("instrument.yaml:") == len(problems)


@pytest.mark.parametrize(
    "old",
    [
        "scales:",
        "responses:",
        "  agree5:",
        "    items:\n      - {id: S1",
        "  - id: SAT",
    ],
)
def test_misshapen_file_is_reported_not_a_crash(write_instrument, sound_text, old):
    after = sound_text.partition(old)[2]
    folder = write_instrument((old + after, old.split(":")[0] + ": 5\n"))

    assert any(not is_warning(problem) for problem in check_instrument(folder))


@pytest.mark.parametrize(
    ("code", "old", "new", "line"),
    [
        ("few_items", "kind: single", "kind: reflective", 41),
        ("format_unused", "response: ten", "response: agree5", 21),
        ("reference_unused", "    source: [adams1965]\n", "", 14),
    ],
)
def test_warning_does_not_keep_the_instrument_from_use(
    write_instrument, code, old, new, line
):
    folder = write_instrument((old, new))

    (problem,) = check_instrument(folder)

    assert (problem.code, problem.line) == (code, line)
    assert is_warning(problem)
    assert read_instrument(folder).instrument.name == "tea-house"


def test_unreadable_file_is_a_problem_too(tmp_path: Path):
    (missing,) = check_instrument(tmp_path / "instrument.yaml")
    (tmp_path / "instrument.yaml").write_text("a:\n\tb: 1\n", encoding="utf-8")
    (tab,) = check_instrument(tmp_path)

    assert (missing.code, tab.code) == ("file_missing", "yaml_tab")


@pytest.mark.parametrize("text", ["", "- 1\n- 2\n", "5\n"])
def test_file_that_is_no_mapping_is_one_problem(tmp_path: Path, text):
    (tmp_path / "instrument.yaml").write_text(text, encoding="utf-8")

    (problem,) = check_instrument(tmp_path)

    assert problem.code == "yaml_not_mapping"
