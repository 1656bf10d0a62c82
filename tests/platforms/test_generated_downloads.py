"""The round trip holds for instruments nobody wrote, on platforms of designers."""

from __future__ import annotations

import limesurvey_downloads
import qualtrics_downloads
import redcap_downloads
import wjx_downloads
from generated_instruments import instruments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platform_trips import check_trip, respondents

from srtoolkit.platforms import form_of

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
    wjx_downloads.write_gbk(path, rows)

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
@given(instruments(), st.booleans(), st.booleans())
def test_redcap(tmp_path_factory, loaded, multi_select, labels):
    form = form_of(loaded, multi_select=multi_select)
    people = [person | {"language": "en"} for person in respondents(form, n=9)]
    rows = redcap_downloads.download(form, people, labels=labels)
    path = tmp_path_factory.mktemp("generated") / "redcap.csv"
    redcap_downloads.write(path, rows)

    made = redcap_downloads.export(form)
    check_trip(form, made, people, path, instruments=[loaded])
