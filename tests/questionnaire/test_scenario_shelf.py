"""The bundled scenarios are sound, fair, bilingual and of one piece."""

import itertools

import pytest

from srtoolkit.questionnaire import (
    LANGUAGES,
    Scenario,
    cells,
    check_scenario,
    control_cell,
    list_instruments,
    list_scenarios,
    read_scenario,
)
from srtoolkit.shelves import find_item, list_items

NAMES = [item.name for item in list_items("instruments", kind="scenario")]
#: Companies of the source cases and of their trades; none may be named.
FIRMS = [
    "星巴克",
    "通用电气",
    "希尔顿",
    "洲际",
    "万豪",
    "海尔",
    "长虹",
    "沃尔玛",
    "家乐福",
    "中国移动",
    "中国电信",
    "国航",
    "东航",
    "Starbucks",
    "Hilton",
    "InterContinental",
    "IHG",
    "Marriott",
    "Ritz",
    "Haier",
    "Walmart",
    "Carrefour",
    "GE",
]
#: Amounts of the source texts that are illegible or wrong (rows N5 to N9).
CLAIMS = (
    "8折",
    "八折",
    "2000",
    "2,000",
    "2495",
    "2,495",
    "亿",
    "24小时",
    "十年",
    "%",
    "％",
)


def bundled(name: str) -> Scenario:
    return read_scenario(name).scenario


def all_cells(scenario: Scenario):
    return cells(scenario, [factor.id for factor in scenario.factors])


def test_every_case_but_the_procedure_has_a_scenario():
    cases = {row["case"] for row in list_scenarios()}

    assert cases == {"C1", "C2", "C3", "C4", "C5", "C6", "C8", "C9"}


def test_the_factors_of_the_theory_can_be_varied():
    told = {
        each["id"]: set(each["levels"])
        for row in list_scenarios()
        for each in row["factors"]
    }
    locus = bundled("scenario-hotel-check-in").factor("locus")

    assert {"locus", "stability", "controllability", "severity", "recovery"} <= set(
        told
    )
    assert {"apology", "compensation", "speed", "explanation"} <= set(told)
    assert [level.id for level in locus.levels] == ["firm", "customer", "circumstances"]
    for row in list_scenarios():
        for each in row["factors"]:
            if each["id"] == "recovery":
                assert each["levels"] == ["none", "poor", "excellent"]


def test_scenarios_are_no_instruments():
    assert not {row["name"] for row in list_instruments()} & set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_scenario_has_no_error_and_no_warning(name):
    problems = check_scenario(find_item("instruments", name, kind="scenario"))

    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("name", NAMES)
def test_neighbouring_cells_differ_in_the_manipulated_passage_only(name):
    scenario = bundled(name)
    for one, other in itertools.combinations(all_cells(scenario), 2):
        differing = [
            factor
            for (factor, here), (_, there) in zip(one.levels, other.levels, strict=True)
            if here != there
        ]
        if len(differing) != 1:
            continue
        (factor,) = differing
        for language in LANGUAGES:
            without = [
                cell.text(language).replace(
                    scenario.factor(factor)
                    .level(dict(cell.levels)[factor])
                    .text.in_language(language),
                    "[…]",
                )
                for cell in (one, other)
            ]
            assert without[0] == without[1]
            assert without[0].count("[…]") == 1
            assert one.text(language) != other.text(language)


@pytest.mark.parametrize("name", NAMES)
def test_a_factor_that_is_not_varied_is_the_same_everywhere(name):
    scenario = bundled(name)
    for factor in scenario.factors:
        found = cells(scenario, [factor.id])

        assert len(found) == len(factor.levels)
        for others in zip(*(cell.parts for cell in found), strict=True):
            texts = {part.text for part in others}
            assert len(texts) == (1 if others[0].factor != factor.id else len(found))


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_and_the_control_begin_alike_and_the_control_tells_no_factor(name):
    scenario = bundled(name)
    control = control_cell(scenario)

    assert control.is_control and control.label == "no_failure"
    for language in LANGUAGES:
        opening = scenario.opening.in_language(language)
        assert control.text(language).startswith(opening)
        for cell in all_cells(scenario):
            assert cell.text(language).startswith(opening)
        for factor in scenario.factors:
            for level in factor.levels:
                assert level.text.in_language(language) not in control.text(language)


@pytest.mark.parametrize("name", NAMES)
def test_cells_are_of_like_length_in_both_languages(name):
    for language in LANGUAGES:
        lengths = [cell.length(language) for cell in all_cells(bundled(name))]

        assert max(lengths) - min(lengths) <= 0.1 * max(lengths)


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_ends_and_none_touches_the_next(name):
    scenario = bundled(name)
    for cell in (control_cell(scenario), *all_cells(scenario)):
        for part in cell.parts:
            assert part.text.zh[-1] in "。”", part.text.zh
            assert part.text.en[-1] in ".”", part.text.en
        assert "  " not in cell.text("en")
        assert " " not in cell.text("zh")


@pytest.mark.parametrize("name", NAMES)
def test_no_company_is_named_and_no_wrong_claim_is_told(name):
    told = bundled(name).model_dump_json(exclude={"name"})

    assert [firm for firm in FIRMS if firm in told] == []
    assert [claim for claim in CLAIMS if claim in told] == []


@pytest.mark.parametrize("name", NAMES)
def test_recovery_is_told_after_the_failure(name):
    for cell in all_cells(bundled(name)):
        for language in LANGUAGES:
            failure, recovery = (
                cell.text(language, "failure"),
                cell.text(language, "recovery"),
            )
            assert cell.text(language).startswith(failure)
            assert cell.text(language).endswith(recovery)
            assert failure and recovery


@pytest.mark.parametrize("name", NAMES)
def test_readme_says_source_wording_licence_and_has_chinese(name):
    folder = find_item("instruments", name, kind="scenario").folder
    text = (folder / "README.md").read_text("utf-8")

    for heading in (
        "**Source.**",
        "**Wording.**",
        "**Licence.**",
        "**How it is used.**",
    ):
        assert heading in text
    assert "## 中文" in text
    for language in LANGUAGES:
        assert str(control_cell(bundled(name)).length(language)) in text
