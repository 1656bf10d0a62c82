"""The round trip holds for instruments nobody wrote."""

from __future__ import annotations

import json

from generated_instruments import instruments
from html_answers import csv_text, rows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_trips import check_trip, respondents
from statistics_answers import filled
from surveyjs_answers import answers
from xlsform_downloads import kobo, write_csv

from srtoolkit.platforms import PLATFORMS, form_of

FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["names", "labels"]))
def test_xlsform(tmp_path_factory, loaded, multi_select, kind):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    table = kobo(form, people, answers=kind, lang="zh")
    path = write_csv(tmp_path_factory.mktemp("generated") / "kobo.csv", table)

    check_trip(form, PLATFORMS["xlsform"](form), people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans())
def test_surveyjs(tmp_path_factory, loaded, multi_select):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    path = tmp_path_factory.mktemp("generated") / "answers.json"
    path.write_text(json.dumps(answers(form, people)), encoding="utf-8")

    check_trip(form, PLATFORMS["surveyjs"](form), people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["csv", "json"]))
def test_html(tmp_path_factory, loaded, multi_select, kind):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    table = rows(form, people)
    path = tmp_path_factory.mktemp("generated") / f"answers.{kind}"
    text = csv_text(table) if kind == "csv" else json.dumps(table)
    path.write_text(text, encoding="utf-8")

    check_trip(form, PLATFORMS["html"](form), people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["zh", "en"]))
def test_spss(tmp_path_factory, loaded, multi_select, lang):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    made = PLATFORMS["spss"](form)
    path = tmp_path_factory.mktemp("generated") / "filled.sav"
    filled(form, made, people, lang, path)

    check_trip(form, made, people, path, instruments=[loaded])
