"""The bundled instruments are sound, bilingual and of one piece."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from srtoolkit.questionnaire import (
    Instrument,
    check_instrument,
    is_warning,
    load_instruments,
    read_instrument,
)
from srtoolkit.shelves import find_item, list_items

NAMES = [item.name for item in list_items("instruments")]

#: Scales whose few items a published study fixed.
FEW_ITEMS_ON_PURPOSE = {"Value", "VALUE"}


def is_simplified(text: str) -> bool:
    """GB 2312 has the simplified characters and none of the traditional forms."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def bundled(name: str) -> Instrument:
    return read_instrument(find_item("instruments", name)).instrument


def texts_of(data: Any) -> Iterator[dict[str, str]]:
    """Yield every mapping with both languages."""
    if isinstance(data, dict) and set(data) == {"zh", "en"}:
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from texts_of(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_of(value)


def test_the_shelf_holds_what_the_plans_start_from():
    assert {
        "attribution",
        "ecsi-mobile",
        "failure-severity",
        "justice-four-facets",
        "loyalty-word-of-mouth",
        "manipulation-checks",
        "overall-satisfaction",
        "recovery-satisfaction",
    } <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_instrument_is_sound(name):
    problems = check_instrument(find_item("instruments", name))

    assert [str(problem) for problem in problems if not is_warning(problem)] == []
    few = [problem for problem in problems if problem.code != "few_items"]
    assert few == []


@pytest.mark.parametrize("name", NAMES)
def test_reflective_scales_have_three_items(name):
    short = {
        scale.id
        for scale in bundled(name).scales
        if scale.kind == "reflective" and len(scale.items) < 3
    }

    assert short <= FEW_ITEMS_ON_PURPOSE


@pytest.mark.parametrize("text", ["服務", "補償", "顧客滿意", "程序公平嗎"])
def test_traditional_characters_are_recognised(text):
    assert not is_simplified(text)
    assert is_simplified("服务补偿顾客满意程序公平吗")


@pytest.mark.parametrize("name", NAMES)
def test_chinese_is_chinese_simplified_and_not_the_english(name):
    for text in texts_of(bundled(name).to_dict()):
        assert text["zh"] != text["en"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in text["zh"]), text
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in text["en"]), text
        assert is_simplified(text["zh"]), text
        assert not set(text["zh"]) & set(",?!;:"), f"half-width mark: {text['zh']}"


@pytest.mark.parametrize("name", NAMES)
def test_readme_says_source_wording_licence_and_has_chinese(name):
    text = (find_item("instruments", name).folder / "README.md").read_text("utf-8")

    for heading in ("**Wording.**", "**Licence.**", "**How it is used.**", "## 中文"):
        assert heading in text


def test_ids_are_unique_across_all_that_can_be_fielded_together():
    # a described study keeps its data's column names and is used alone
    fielded = [name for name in NAMES if bundled(name).kind != "described"]
    loaded = load_instruments(fielded)
    ids = Counter(
        part.id
        for each in loaded
        for part in (*each.instrument.scales, *each.instrument.items)
    )

    assert [name for name, count in ids.items() if count > 1] == []


def test_no_sentence_is_asked_twice():
    for language in ("zh", "en"):
        sentences = Counter(
            item.text.in_language(language)
            for name in NAMES
            for item in bundled(name).items
            if item.text is not None
        )
        assert [text for text, count in sentences.items() if count > 1] == []


def test_locus_has_three_referents_and_none_is_turned():
    attribution = bundled("attribution")
    locus = [s for s in attribution.scales if s.construct_code == "LOC"]

    assert [scale.id for scale in locus] == ["LOCF", "LOCM", "LOCC"]
    assert not any(item.reverse for item in attribution.items)


def test_attention_check_names_the_label_of_its_answer():
    checks = bundled("manipulation-checks")
    item = checks.item("ATTENTION1")
    (label,) = [
        option.label
        for option in checks.response_of(item).options
        if option.value == item.instructed_answer
    ]

    assert item.text is not None
    assert f"“{label.zh}”" in item.text.zh
    assert f"“{label.en}”" in item.text.en


def test_ecsi_has_the_columns_of_the_published_data():
    ecsi = bundled("ecsi-mobile")
    sizes = {"IMAG": 5, "CUEX": 3, "PERQ": 7, "PERV": 2, "CUSA": 3}
    expected = [f"{stem}{n + 1}" for stem, size in sizes.items() for n in range(size)]
    expected += ["CUSCO", "CUSL1", "CUSL2", "CUSL3"]

    assert [item.id for item in ecsi.items] == expected
    assert all(
        ecsi.response_of(item).values == tuple(range(1, 11)) for item in ecsi.items
    )
    assert ecsi.kind == "described"
    assert {item.text for item in ecsi.items} == {None}
