"""The offline page in Chromium: filled in, turned, routed, measured, named."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from headless_browser import Browser, browser_program
from platform_trips import Person, all_forms, check_trip, experiment, respondents

from srtoolkit.platforms import PLATFORMS, Form, FormBlock, FormPage, Matrix, read_form
from srtoolkit.platforms.form.logic import ALWAYS, Jump, Shown
from srtoolkit.questionnaire import Rule

#: Answers one question by what a respondent would do: click, or type.
ANSWER = """
(id, value) => {
  const field = document.querySelector(`textarea[name="${id}"], input[name="${id}"]:not([type])`);
  if (field) {
    field.value = value;
    field.dispatchEvent(new Event("input"));
  } else {
    const tick = document.querySelector(`input[type=checkbox][name="${id}"]`);
    if (tick) { if (tick.checked !== (value === 1)) tick.click(); }
    else document.querySelector(`input[type=radio][name="${id}"][value="${value}"]`).click();
  }
}
"""
#: Ids of the questions that can be seen on the page now.
VISIBLE = """
[...document.querySelectorAll("input, textarea")]
  .filter((each) => each.checkVisibility()).map((each) => each.name)
"""


def export(form: Form) -> Any:
    return PLATFORMS["html"](form)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    program = browser_program()
    if program is None:
        pytest.skip("there is no Chromium")
    with Browser(program, tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.mark.peer
@pytest.mark.parametrize("required", ["none", "scales"])
def test_chromium_fills_the_page_in_both_languages(browser, tmp_path, required):
    forms = [
        read_form(experiment(tmp_path), required=required),
        read_form("complaint-responses", multi_select=True, required=required),
        read_form("sample-profile", required=required),
        read_form("compensation-demanded", required=required),
        read_form("disconfirmation", required=required),
    ]
    for form in forms:
        made = export(form)
        page = tmp_path / f"{form.name}.html"
        page.write_bytes(made.files[page.name])
        people = respondents(form, n=8)
        if required != "none":
            people = [p for n, p in enumerate(people) if n != 6]  # one with holes
        browser.open(page.as_uri())
        browser.run("keep(DONE, [])")
        for person in people:
            fill(browser, form, page, person)

        browser.open(f"{page.as_uri()}#staff")
        for kind in ("csv", "json"):
            browser.run(f"document.getElementById('save_{kind}').click()")
        for file in browser.downloaded(2):
            path = file.rename(tmp_path / file.name)
            found = check_trip(form, made, people, path)
            assert found.report.n_read == len(people)
    assert not browser.messages
    assert {url.split(":")[0] for url in browser.requests} <= {"file", "blob", "about"}


def fill(browser: Browser, form: Form, page: Path, person: Person) -> None:
    """Lead one respondent through the page, as a browser shows it."""
    browser.open(f"{page.as_uri()}#{person['language']}")
    if form.assignment:
        label = form.assignment.labels.index(person["condition"]) + 1
        browser.run(f"keep(WAITING, [{label}])")
    browser.run("restart()")
    for _ in range(len(form.pages) + 1):
        if browser.run("state.ended !== null"):
            return
        for name in answerable(browser, form, person):
            given = json.dumps(person[name])
            browser.run(f"({ANSWER})({json.dumps(name)}, {given})")
        assert not browser.run("document.getElementById('alert').textContent")
        browser.run("document.getElementById('next').click()")
    told = browser.run("document.querySelector('main').textContent")
    raise AssertionError(f"the page does not end: {told}")


def answerable(browser: Browser, form: Form, person: Person) -> Iterator[str]:
    """Questions that are seen, of which some may appear after others."""
    done: set[str] = set()
    while True:
        seen = [name for name in browser.run(VISIBLE) if name not in done]
        if not seen:
            return
        done.add(seen[0])
        if person[seen[0]] is not None:
            yield seen[0]


@pytest.mark.peer
def test_the_page_asks_again_and_keeps_answers(browser, tmp_path):
    form = read_form("overall-satisfaction")
    page = tmp_path / f"{form.name}.html"
    page.write_bytes(export(form).files[page.name])
    browser.open(f"{page.as_uri()}#en")
    browser.run("restart()")

    browser.run("document.getElementById('next').click()")
    assert "marked questions" in browser.run(
        "document.querySelector('[role=alert]').textContent"
    )
    first = form.questions[0]
    assert browser.run(f"document.activeElement.name === '{first.id}'")
    browser.run(f"({ANSWER})('{first.id}', {first.values[1]})")
    browser.run("document.querySelector('[data-language=zh]').click()")
    assert browser.run("document.documentElement.lang") == "zh-CN"
    assert first.text.zh in browser.run("document.body.textContent")
    browser.open(page.as_uri())
    assert browser.run(
        f"document.querySelector('input[name={first.id}]:checked').value"
    ) == str(first.values[1])


@pytest.mark.peer
def test_numbers_that_are_none_are_refused(browser, tmp_path):
    form = read_form("compensation-demanded")
    asked = next(q for q in form.questions if q.kind == "number" and q.low == 0)
    page = tmp_path / f"{form.name}.html"
    page.write_bytes(export(form).files[page.name])
    browser.open(f"{page.as_uri()}#en")
    said = {}
    for text in ("12", "１２", " 7 ", "1e3", "-5", "1.5", "many", ""):
        browser.run("restart()")
        browser.run(f"({ANSWER})('{asked.id}', {json.dumps(text)})")
        browser.run("next()")
        error = f"document.getElementById('e-{asked.id}')?.textContent ?? ''"
        said[text] = (browser.run(f"state.values['{asked.id}']"), browser.run(error))

    assert {text: value for text, (value, _) in said.items()} == {
        "12": 12, "１２": 12, " 7 ": 7,
        "1e3": None, "-5": None, "1.5": None, "many": None, "": None,
    }  # fmt: skip
    assert all(said[text][1] for text in ("1e3", "-5", "1.5", "many"))


@pytest.mark.peer
def test_conditions_are_balanced_on_one_device(browser, tmp_path):
    form = read_form(experiment(tmp_path))
    assert form.assignment
    page = tmp_path / f"{form.name}.html"
    page.write_bytes(export(form).files[page.name])
    browser.open(page.as_uri())
    browser.run("keep(WAITING, [])")
    n = form.assignment.repeats * len(form.assignment.labels)

    drawn = browser.run(
        f"Array.from({{ length: {2 * n} }}, () => {{ restart(); return state.condition; }})"
    )

    for part in (drawn[:n], drawn[n:]):
        assert sorted(part) == sorted(
            code
            for code in range(1, len(form.assignment.labels) + 1)
            for _ in range(form.assignment.repeats)
        )


@pytest.mark.peer
@pytest.mark.parametrize("width", [320, 1280])
def test_every_field_has_a_name_and_nothing_overflows(browser, forms, tmp_path, width):
    roles = {"radio", "checkbox", "textbox", "spinbutton", "radiogroup", "button"}
    browser.size(width, 800)
    for form in forms:
        page = tmp_path / f"{form.name}.html"
        page.write_bytes(export(form).files[page.name])
        for lang in ("zh", "en"):
            browser.open(f"{page.as_uri()}#{lang}")
            browser.run("restart()")
            tree = browser.call("Accessibility.getFullAXTree")["nodes"]
            fields = [
                node
                for node in tree
                if node.get("role", {}).get("value") in roles and not node["ignored"]
            ]
            nameless = [n for n in fields if not n.get("name", {}).get("value")]

            assert fields and not nameless, form.name
            assert browser.run("document.documentElement.scrollWidth") <= width


@pytest.mark.peer
def test_rules_order_and_the_way_back(browser, tmp_path):
    form = read_form("overall-satisfaction")
    first, *others = form.questions
    rule = Rule(item=first.id, operator="below", value=4, then="end")
    opening = FormBlock("opening", (first,), rules=(rule,))
    rest = FormBlock(
        "rest",
        (Matrix("ROWS", tuple(others)),),
        shuffle=True,
        shown=Shown(unless=(Jump(rule, (), ALWAYS),)),
    )
    pages = (FormPage("page1", (opening,)), FormPage("page2", (rest,)))
    form = replace(form, pages=pages)
    page = tmp_path / "two-pages.html"
    page.write_bytes(export(form).files[f"{form.name}.html"])
    browser.open(f"{page.as_uri()}#en")
    answer = f"({ANSWER})('{first.id}', %d); next()"
    ids = [question.id for question in others]

    browser.run("restart()")
    browser.run(answer % 2)
    row = browser.run("record(form, state)")
    assert (row["_finished"], row[first.id]) == (1, 2)
    assert [row[name] for name in ids] == [None] * len(ids)

    orders = set()
    for _ in range(20):
        browser.run("restart()")
        browser.run(answer % 5)
        shown = browser.run(
            "[...document.querySelectorAll('.row')].map((row) => row.id.slice(2))"
        )
        assert sorted(shown) == sorted(ids)
        assert " ".join(shown) == browser.run("record(form, state)._order_2")
        orders.add(tuple(shown))
    assert len(orders) > 1
    browser.run(f"({ANSWER})('{ids[0]}', 7)")
    browser.run("document.getElementById('back').click()")
    assert browser.run("document.querySelector('input:checked').value") == "5"
    browser.run(answer % 1)
    assert browser.run(f"record(form, state).{ids[0]}") is None
