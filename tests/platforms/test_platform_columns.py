"""Columns that platforms add to a download, written by hand as they give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hostile_files import csv_bytes

from srtoolkit.platforms import (
    PLATFORMS,
    ExportOptions,
    Imported,
    import_download,
    read_form,
)

FORM = read_form("overall-satisfaction")
ITEMS = ["OSAT1", "OSAT2", "OSAT3", "OSAT4"]
ANSWERS = [[1, 2, 3, 4], [7, 6, 5, 4], [2, 2, 7, 1], [5, 6, 7, 1]]
CODES = [f"OSAT[{item}]" for item in ITEMS]


def imported(
    platform: str, folder: Path, head: list[str], rows: list[list[Any]]
) -> Imported:
    manifest = PLATFORMS[platform](FORM, options=ExportOptions(("en", "zh"))).manifest
    path = folder / "download.csv"
    path.write_bytes(csv_bytes([head, *rows]))
    found = import_download(path, manifest=manifest)
    assert found.responses.answers[ITEMS].to_numpy().tolist() == ANSWERS
    return found


def beside(before: list[list[Any]], behind: list[list[Any]]) -> list[list[Any]]:
    return [
        [*one, *answers, *other]
        for one, answers, other in zip(before, ANSWERS, behind, strict=True)
    ]


@pytest.mark.parametrize(
    "own",
    [
        ("id", "submitdate", "startlanguage", "startdate", "ipaddr", "refurl"),
        (
            "Response ID", "Date submitted", "Start language", "Date started",
            "IP address", "Referrer URL",
        ),
        (
            "id. Response ID", "submitdate. Date submitted",
            "startlanguage. Start language", "startdate. Date started",
            "ipaddr. IP address", "refurl. Referrer URL",
        ),
    ],
)  # fmt: skip
def test_limesurveys_own_columns_in_every_heading_mode(tmp_path, own):
    submitted = ["2026-05-01 12:00:00", "", "1980-01-01 00:00:00", "soon"]
    before = [
        [n, end, ("zh-Hans", "en")[n % 2], "1980-01-01 00:00:00", "10.0.0.9", ""]
        for n, end in enumerate(submitted)
    ]
    times = [[55.5, 3.5, 2.5]] * 4
    head = [*own, *CODES, "Total time", "Group time: one", "Question time: OSAT"]

    found = imported("limesurvey", tmp_path, head, beside(before, times))

    answers = found.responses.answers
    # a survey that keeps no times writes 1980 for "finished"; words say nothing
    assert answers["finished"].fillna(-1).tolist() == [1, 0, 1, -1]
    assert answers["ended"].isna().tolist() == [False, True, True, False]
    assert answers["started"].isna().all()
    assert answers["language"].tolist() == ["zh", "en", "zh", "en"]
    assert answers["duration_seconds"].tolist() == [55.5] * 4
    assert "10.0.0.9" not in answers.to_csv()


def test_limesurveys_participants_are_kept_out(tmp_path):
    head = [
        *("id", "submitdate", "startlanguage", "token", *CODES, "firstname", "email"),
        *("attribute_1", "attribute_23", "tid", "emailstatus", "usesleft"),
    ]
    before = [[n, "2026-05-01", "en", f"secret{n}"] for n in range(4)]
    behind = [["Ann", "a@b.cn", "Shop", "Lee", "7", "OK", "0"]] * 4

    found = imported("limesurvey", tmp_path, head, beside(before, behind))

    written = found.responses.answers.to_csv()
    assert not any(word in written for word in ("secret", "Ann", "a@b.cn", "Lee"))
    removed = {each.heading: each.fate for each in found.report.columns}
    assert removed["attribute_23"] == "dropped"


def test_redcaps_surveys_that_were_not_completed(tmp_path):
    head = [
        *("record_id", "redcap_event_name", "redcap_repeat_instrument"),
        *("redcap_repeat_instance", "redcap_survey_identifier"),
        *("overall_satisfaction_timestamp", *(item.lower() for item in ITEMS)),
    ]
    ends = ["2026-05-01 12:00:00", "[not completed]", "", "2026-05-01 12:05"]
    before = [[n, "baseline_arm_1", "", "", "", end] for n, end in enumerate(ends, 1)]

    found = imported("redcap", tmp_path, head, beside(before, [[]] * 4))

    answers = found.responses.answers
    assert answers["finished"].fillna(-1).tolist() == [1, 0, -1, 1]
    assert answers["ended"].isna().tolist() == [False, True, True, False]


def test_redcaps_state_of_the_form_counts_more_and_empty_rows_are_told(tmp_path):
    head = ["record_id", "redcap_repeat_instrument", "redcap_repeat_instance"]
    head += [*(item.lower() for item in ITEMS), "overall_satisfaction_complete"]
    before = [[n, "", ""] for n in range(1, 5)]
    rows = beside(before, [["2"], ["0"], ["1"], ["2"]])
    rows.append([1, "visits", 1, "", "", "", "", ""])
    manifest = PLATFORMS["redcap"](FORM, options=ExportOptions(("en",))).manifest
    path = tmp_path / "download.csv"
    path.write_bytes(csv_bytes([head, *rows]))

    found = import_download(path, manifest=manifest)

    assert found.responses.answers["finished"].fillna(-1).tolist() == [1, 0, 0, 1, -1]
    codes = {note.code: note.values for note in found.report.notes}
    assert codes["respondent_twice"]["n"] == 1
    assert codes["without_any_answer"] == {"n": 1}
    assert "answered no question: 1" in found.report.to_markdown("en")


def test_a_long_heading_shows_the_row_that_tells_it_from_the_others(tmp_path):
    manifest = PLATFORMS["wjx"](FORM).manifest
    stem = "请综合您与这家企业打交道的全部经历来回答。下面每句话，您同意还是不同意？"
    rows = [question.text.zh for question in FORM.questions]
    head = ["序号", *(f"8、{stem}—{row}" for row in rows)]
    path = tmp_path / "download.csv"
    path.write_bytes(csv_bytes([head, *([n, *a] for n, a in enumerate(ANSWERS))]))

    with pytest.raises(
        Exception, match='这家企业接近我心目中好企业的样子。" → OSAT4'
    ) as caught:
        import_download(path, manifest=manifest)
    assert str(caught.value).count("pass --accept") == 1
    found = import_download(path, manifest=manifest, accept=True).responses
    assert found.answers[ITEMS].to_numpy().tolist() == ANSWERS
