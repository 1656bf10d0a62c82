"""The DDI codebook is what the schema of DDI-Codebook 2.5 asks for.

Two judges: our own table of the facts, always; the schema itself where
DDI_SCHEMAS names a folder with it. Both must refuse every planted mistake.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest
from ddi_structure import DDI, LANG, faults
from generated_instruments import instruments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from platform_trips import all_forms

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, form_of
from srtoolkit.questionnaire import Language, Text

CHOICES: list[tuple[Language, ...]] = [("zh", "en"), ("en", "zh"), ("zh",), ("en",)]
Change = Callable[[etree._Element], object]


def codebook(form: Form, *languages: Language) -> etree._Element:
    options = ExportOptions(languages=languages or ("zh", "en"))
    return etree.fromstring(
        PLATFORMS["ddi"](form, options=options).files[f"{form.name}.xml"]
    )


def unusual(form: Form) -> Form:
    """Give the experiment everything no questionnaire of the shelf has."""
    first, *others = form.pages
    title = Text(zh="一 & <二>", en="One & <two>")
    blocks = tuple(replace(block, title=title) for block in first.blocks)
    asked = next(q for q in form.questions if q.id == "OSAT1")
    coded = replace(asked, id="CODED", missing_codes=(97, 98), scale=None)
    rated = replace(
        coded, id="RATED", kind="number", choices=(), low=0, high=100, step=5,
        low_label=title, high_label=title, unit=Text(zh="分", en="points"),
    )  # fmt: skip
    last = replace(others[-1].blocks[-1], id="last", parts=(coded, rated), rules=())
    return replace(
        form,
        pages=(
            replace(first, blocks=blocks),
            *others,
            replace(first, id="x", blocks=(last,)),
        ),
    )


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    every = list(all_forms(tmp_path_factory.mktemp("forms")))
    return [*every, unusual(every[-1])]


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema, from the folder with codebook.xsd that DDI_SCHEMAS names."""
    folder = os.environ.get("DDI_SCHEMAS")
    if not folder:
        pytest.skip("DDI_SCHEMAS names no folder with codebook.xsd")
    return etree.XMLSchema(etree.parse(Path(folder) / "codebook.xsd"))


@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_no_form_has_a_fault(forms, languages):
    for form in forms:
        assert faults(codebook(form, *languages)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(instruments(), st.booleans(), st.sampled_from(CHOICES))
def test_no_generated_instrument_has_a_fault(loaded, multi_select, languages):
    form = form_of(loaded, multi_select=multi_select)

    assert faults(codebook(form, *languages)) == []


@pytest.mark.peer
@pytest.mark.parametrize("languages", CHOICES, ids="-".join)
def test_the_schema_accepts_every_form(schema, forms, languages):
    for form in forms:
        schema.assertValid(codebook(form, *languages))


def _first(root: etree._Element, tag: str) -> etree._Element:
    return next(root.iter(f"{DDI}{tag}"))


def _last_first(tag: str) -> Change:
    return lambda root: _first(root, tag).insert(0, _first(root, tag)[-1])


def _twice(tag: str) -> Change:
    return lambda root: _first(root, tag).addnext(deepcopy(_first(root, tag)))


def _without(tag: str) -> Change:
    def change(root: etree._Element) -> None:
        found = _first(root, tag)
        parent = found.getparent()
        assert parent is not None
        parent.remove(found)

    return change


def _unnamed(tag: str, attribute: str) -> Change:
    return lambda root: _first(root, tag).attrib.pop(attribute)


def _with(tag: str, attribute: str, value: str) -> Change:
    return lambda root: _first(root, tag).set(attribute, value)


def _holding(tag: str, child: str) -> Change:
    return lambda root: etree.SubElement(_first(root, tag), child)


def _note_first(root: etree._Element) -> None:
    _first(root, "varGrp").insert(0, deepcopy(_first(root, "notes")))


def _saying(root: etree._Element) -> None:
    _first(root, "catgry").text = "words"


MISTAKES: dict[str, Change] = {
    **{
        f"order-of-{tag}": _last_first(tag)
        for tag in ("codeBook", "citation", "titlStmt", "var", "catgry")
    },
    "order-of-varGrp": _note_first,
    **{f"two-{tag}": _twice(tag) for tag in ("titl", "catValu", "varFormat")},
    **{f"no-{tag}": _without(tag) for tag in ("titl", "stdyDscr", "item", "titlStmt")},
    "var-without-name": _unnamed("var", "name"),
    "material-without-level": _unnamed("otherMat", "level"),
    "item-without-value": _unnamed("item", "VALUE"),
    "unknown-attribute": _with("var", "kind", "x"),
    "unknown-attribute-of-text": _with("labl", "type", "x"),
    "unknown-attribute-of-question": _with("qstn", "kind", "x"),
    "wrong-type-of-group": _with("varGrp", "type", "scale"),
    "wrong-nature": _with("var", "nature", "metric"),
    "wrong-interval": _with("var", "intrvl", "continuous"),
    "wrong-format": _with("varFormat", "type", "string"),
    "wrong-version": _with("codeBook", "version", "2.6"),
    "identifier-twice": _with("var", "ID", "V2"),
    "identifier-no-name": _with("var", "ID", "1"),
    "unknown-child": _holding("var", f"{DDI}scale"),
    "child-of-no-namespace": _holding("var", "notes"),
    "child-of-another": _holding("labl", f"{DDI}notes"),
    "text-in-category": _saying,
}


@pytest.fixture(scope="module")
def sound(forms) -> etree._Element:
    """A codebook with one missing code, so that without it there is none."""
    found = codebook(forms[-1])
    for number, each in enumerate(list(found.iter(f"{DDI}item"))):
        parent = each.getparent()
        assert parent is not None
        if number % 2:
            parent.remove(each)
    assert faults(found) == []
    return found


@pytest.fixture(params=MISTAKES)
def mistaken(request, sound) -> etree._Element:
    found = deepcopy(sound)
    MISTAKES[request.param](found)
    return found


def test_our_table_refuses_a_mistake(mistaken):
    assert faults(mistaken)


@pytest.mark.peer
def test_the_schema_refuses_a_mistake(schema, mistaken):
    assert not schema.validate(mistaken)


def test_a_reference_to_nothing_is_a_fault(sound):
    found = deepcopy(sound)
    _first(found, "varGrp").set("var", "V999")

    assert faults(found) == ["V999 is nowhere"]


def test_every_text_is_told_apart_by_its_language(forms):
    form = forms[-1]
    assert {e.get(LANG) for e in codebook(form, "en").iter() if e.get(LANG)} == {"en"}
    for whole in codebook(form).findall(f"{DDI}otherMat"):
        assert whole.get(LANG) in ("zh", "en")
        assert not any(each.get(LANG) for each in whole.iterdescendants())
