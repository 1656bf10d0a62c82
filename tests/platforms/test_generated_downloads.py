"""The round trip holds for instruments nobody wrote, on platforms of designers."""

from __future__ import annotations

import re
from typing import Any

import limesurvey_downloads
import qualtrics_downloads
import redcap_downloads
import wjx_downloads
from generated_instruments import instruments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_trips import check_trip, respondents
from tiny_xlsx import write_xlsx

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Matrix,
    MultiSelect,
    Question,
    export_paper,
    form_of,
)

FEW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["codes", "full"]))
def test_limesurvey(tmp_path_factory, loaded, multi_select, kind):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    rows = limesurvey_downloads.download(form, people, answers=kind, lang="zh")
    path = tmp_path_factory.mktemp("generated") / "results.csv"
    limesurvey_downloads.write(path, rows)

    made = limesurvey_downloads.export(form)
    check_trip(form, made, people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["text", "number"]))
def test_wjx(tmp_path_factory, loaded, multi_select, kind):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    rows = wjx_downloads.download(form, people, answers=kind)
    path = tmp_path_factory.mktemp("generated") / "wjx.csv"
    qualtrics_downloads.write_download(path, rows)  # GBK has no emoji

    made = wjx_downloads.export(form)
    check_trip(form, made, people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["codes", "own"]))
def test_qualtrics(tmp_path_factory, loaded, multi_select, kind):
    form = form_of(loaded, multi_select=multi_select)
    people = respondents(form, n=9)
    rows = qualtrics_downloads.download(form, people, answers=kind)
    path = tmp_path_factory.mktemp("generated") / "qualtrics.csv"
    qualtrics_downloads.write_download(path, rows)

    made = qualtrics_downloads.export(form)
    check_trip(form, made, people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.sampled_from(["zh", "en"]))
def test_qualtrics_txt(tmp_path_factory, loaded, multi_select, lang):
    form = form_of(loaded, multi_select=multi_select)
    people = [person | {"language": lang} for person in respondents(form, n=9)]
    made = PLATFORMS["qualtrics-txt"](form, options=ExportOptions((lang,)))
    text = made.files[f"{form.name}.txt"].decode()
    asked = [p.id for p in form.parts if isinstance(p, Question | Matrix | MultiSelect)]
    tags = dict(
        zip(asked, re.findall(r"^\[\[ID:(.*)\]\]$", text, re.MULTILINE), strict=True)
    )
    rows = qualtrics_downloads.download(
        form, people, answers="labels", lang=lang, tags=tags, row_tags=False
    )
    path = tmp_path_factory.mktemp("generated") / "qualtrics.csv"
    qualtrics_downloads.write_download(path, rows)

    check_trip(form, made, people, path, instruments=[loaded])


@FEW
@given(instruments(), st.sampled_from(["docx", "pdf"]))
def test_paper(tmp_path_factory, loaded, platform):
    form = form_of(loaded)
    people = respondents(form, n=9)
    ids = [question.id for question in form.questions]
    rows: list[list[Any]] = [["respondent_id", "language", *ids]]
    for number, person in enumerate(people, start=1):
        rows.append([number, person["language"], *(person[name] for name in ids)])
    path = write_xlsx(tmp_path_factory.mktemp("generated") / "a.xlsx", {"a": rows})

    made = export_paper(form, platform)
    check_trip(form, made, people, path, instruments=[loaded])


@FEW
@given(instruments(), st.booleans(), st.booleans())
def test_redcap(tmp_path_factory, loaded, multi_select, labels):
    form = form_of(loaded, multi_select=multi_select)
    people = [person | {"language": "en"} for person in respondents(form, n=9)]
    rows = redcap_downloads.download(form, people, labels=labels)
    path = tmp_path_factory.mktemp("generated") / "redcap.csv"
    redcap_downloads.write(path, rows)

    made = redcap_downloads.export(form)
    check_trip(form, made, people, path, instruments=[loaded])
