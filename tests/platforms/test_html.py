"""The offline page: what it saves comes back whole, and browsers run it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from headless_browser import Browser, browser_program
from html_answers import csv_text, rows
from platform_trips import (
    Person,
    all_forms,
    check_trip,
    experiment,
    respondents,
)

from srtoolkit.platforms import PLATFORMS, ExportOptions, Form, form_of, read_form
from srtoolkit.questionnaire import Instrument, LoadedInstrument, load_instruments

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


def export(form: Form, **options: Any) -> Any:
    return PLATFORMS["html"](form, options=ExportOptions(**options))


def page_of(form: Form, **options: Any) -> str:
    text: str = export(form, **options).files[f"{form.name}.html"].decode()
    return text


def definition(page: str) -> Any:
    found = re.search(r'<script type="application/json" id="form">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_answers_come_back(forms, tmp_path, kind):
    for form in forms:
        people = respondents(form)
        table = rows(form, people)
        path = tmp_path / f"answers.{kind}"
        text = csv_text(table) if kind == "csv" else json.dumps(table)
        path.write_text(text, encoding="utf-8")

        found = check_trip(form, export(form), people, path)

        assert found.report.n_read == len(people)
        assert "duration_seconds" in found.responses.answers


def test_the_policy_names_the_script_and_the_style_and_nothing_else(forms):
    page = page_of(forms[-1])
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert content
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest())
        assert f"{rule} 'sha256-{digest.decode()}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert "unsafe" not in policy[1]
    assert not re.search(r"\son\w+=|https?://|<link|<img|src=", page)
    assert "innerHTML" not in page and "eval(" not in page


def test_texts_cannot_break_out_of_the_page():
    loaded = load_instruments(["overall-satisfaction"])[0]
    content = loaded.instrument.to_dict()
    evil = "</script><script>alert(1)</script><!--"
    content["title"] = {"zh": evil, "en": evil}
    content["scales"][0]["items"][0]["text"] = {"zh": evil, "en": evil}
    instrument = Instrument.model_validate(content)

    page = page_of(form_of(LoadedInstrument(instrument, "0" * 64, "x", False)))

    assert page.count("<script") == 2
    assert "<!--" not in page
    assert definition(page)["title"]["en"] == evil


def test_nothing_tells_respondents_what_is_studied(tmp_path):
    form = read_form(experiment(tmp_path))
    page = page_of(form)

    assert form.assignment
    assert not [label for label in form.assignment.labels if label in page]
    assert "reverse" not in page and "instructed" not in page


def test_the_same_form_gives_the_same_bytes_and_one_language_is_told(tmp_path):
    form = read_form(experiment(tmp_path))

    assert page_of(form) == page_of(form)
    only = export(form, languages=("en",))
    assert "one_language" in {loss.code for loss in only.losses}
    page = only.files[f"{form.name}.html"].decode()
    assert not re.search(r"[\u4e00-\u9fff]", page)


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
def test_the_page_asks_again_keeps_answers_and_turns_back(browser, tmp_path):
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
        page.write_bytes(page_of(form).encode())
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
