"""The offline page: what it saves comes back whole, and browsers run it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any

import numpy as np
import pytest
from html_answers import csv_text, rows
from platform_trips import (
    all_forms,
    check_trip,
    experiment,
    respondents,
)

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Form,
    form_of,
    read_form,
)
from srtoolkit.questionnaire import (
    Instrument,
    LoadedInstrument,
    load_instruments,
)
from srtoolkit.responses.timing import seconds_per_item


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


def test_seconds_of_pages_and_orders_are_kept_and_used(tmp_path):
    form = read_form(experiment(tmp_path))
    people = respondents(form)
    table = rows(form, people)
    path = tmp_path / "answers.csv"
    path.write_text(csv_text(table), encoding="utf-8")

    found = check_trip(form, export(form), people, path).responses
    by_id = {row["_id"]: row for row in table}
    staying = [by_id[name] for name in found.answers["respondent_id"]]
    asking = [
        n
        for n, page in enumerate(form.pages, start=1)
        if any(q.origin != "consent" for block in page.blocks for q in block.questions)
    ]
    shuffled = [n for n, block in enumerate(form.blocks, start=1) if block.shuffle]

    assert 0 < len(asking) < len(form.pages) and shuffled
    for n in range(1, len(form.pages) + 1):
        kept = found.answers[f"seconds_page_{n}"].tolist()
        assert kept == [row[f"_seconds_{n}"] for row in staying]
    seconds = [sum(row[f"_seconds_{n}"] for n in asking) for row in staying]
    assert found.answers["seconds_answering"].tolist() == pytest.approx(seconds)
    n_asked = [sum(row[q.id] is not None for q in form.questions) for row in staying]
    per_item = seconds_per_item(found)
    assert per_item is not None
    assert all(per_item <= np.array(seconds) / np.array(n_asked).min())
    for n in shuffled:
        kept = found.answers[f"shown_order_{n}"].tolist()
        assert kept == [row[f"_order_{n}"] for row in staying]
    assert found.answers["duration_seconds"].unique().tolist() == [240.5]


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
