"""Qualtrics: every kind of file and every option of its downloads is understood."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from platform_trips import check_trip, experiment, kept, respondents
from qualtrics_answers import qualtrics_answer
from qualtrics_downloads import OWN, download, export, write_download
from tiny_xlsx import write_xlsx

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    Form,
    Imported,
    ImportOptions,
    Privacy,
    import_download,
    read_form,
)

N_OWN = len(OWN)
#: As "Export viewing order data", timing questions and scoring add columns.
ADDED = (
    ("OSAT_DO_1", "Display Order - 1", '{"ImportId":"QID3_DO","choiceId":"1"}', "2"),
    ("OSAT_DO", "Display Order", '{"ImportId":"QID3_DO"}', "2|1|3"),
    ("FL_15_DO", "FL_15 - Display Order", '{"ImportId":"FL_15_DO"}', "a|b"),
    ("BL_9z_DO_QID3", "Block - Order", '{"ImportId":"BL_9z_DO","choiceId":"3"}', "1"),
    ("T_First Click", "T - First Click", '{"ImportId":"QID9_FIRST_CLICK"}', "1.25"),
    ("T_Last Click", "T - Last Click", '{"ImportId":"QID9_LAST_CLICK"}', "9.5"),
    ("T_Page Submit", "T - Page Submit", '{"ImportId":"QID9_PAGE_SUBMIT"}', "9.9"),
    ("T_Click Count", "T - Click Count", '{"ImportId":"QID9_CLICK_COUNT"}', "7"),
    ("SC0", "Score", '{"ImportId":"SC_4Ir0a1QNTr9kcXb"}', "3.5"),
    ("Q7_4_TEXT", "Other", '{"ImportId":"QID7_4_TEXT"}', "words"),
    ("Q_RecaptchaScore", "Q_RecaptchaScore", '{"ImportId":"Q_RecaptchaScore"}', "1"),
)


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return read_form(experiment(tmp_path_factory.mktemp("study")))


@pytest.fixture(scope="module")
def ticked() -> Form:
    return read_form("complaint-responses", multi_select=True)


def rows_of(form: Form, **how: Any) -> list[list[Any]]:
    return download(form, respondents(form), **how)


def trip(form: Form, path: Path, **how: Any) -> Imported:
    return check_trip(form, export(form), respondents(form), path, **how)


def with_added(rows: list[list[Any]]) -> list[list[Any]]:
    heads = [[each[n] for each in ADDED] for n in range(3)]
    cells = [each[3] for each in ADDED]
    more = [*heads, *[cells] * (len(rows) - 3)]
    return [[*row, *extra] for row, extra in zip(rows, more, strict=True)]


def test_tabs_in_utf_16(form, tmp_path):
    path = tmp_path / "Study.tsv"
    lines = ["\t".join(map(_tsv, row)) for row in rows_of(form)]
    path.write_text("\r\n".join(lines), encoding="utf-16")

    trip(form, path)


def _tsv(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return '"' + text.replace('"', '""') + '"' if set(text) & set('"\t\n') else text


def test_a_workbook(form, ticked, tmp_path):
    for each in (form, ticked):
        rows = [[None if cell == "" else cell for cell in row] for row in rows_of(each)]

        trip(each, write_xlsx(tmp_path / "Study.xlsx", {"Sheet0": rows}))


def test_columns_of_order_time_score_and_quality_are_accounted_for(form, tmp_path):
    path = write_download(tmp_path / "q.csv", with_added(rows_of(form)))

    found = trip(form, path)

    fates = {each.heading: each.fate for each in found.report.columns}
    assert {fates[name] for name, *_ in ADDED} == {"dropped"}


def test_embedded_data_can_be_kept_or_left_out(form, tmp_path):
    rows = rows_of(form)
    added = [
        ["branch", "panel"],
        ["branch", "panel"],
        ['{"ImportId":"branch"}', '{"ImportId":"panel"}'],
        *([f"B{n % 3}", f"someone{n}@example.org"] for n in range(len(rows) - 3)),
    ]
    rows = [[*row, *more] for row, more in zip(rows, added, strict=True)]
    path = write_download(tmp_path / "q.csv", rows)

    with pytest.raises(ResponsesError, match=r'"branch" is none of .*--keep "#'):
        trip(form, path)
    options = ImportOptions(leave_out=("panel",), privacy=Privacy(keep=("branch",)))
    found = trip(form, path, options=options)

    assert set(found.responses.answers["branch"]) == {"B0", "B1", "B2"}
    assert "panel" not in found.responses.answers


def test_internal_ids_as_headings(form, ticked, tmp_path):
    for each in (form, ticked):
        for split in (True, False):
            rows = rows_of(each, split=split)
            ids = [json.loads(cell) for cell in rows[2]]
            rows[0] = [
                "_".join(filter(None, (own["ImportId"], own.get("choiceId"))))
                for own in ids
            ]
            path = write_download(tmp_path / "q.csv", rows)
            trip(each, path)
            trip(each, write_download(tmp_path / "q1.csv", [rows[0], *rows[3:]]))


def test_names_that_repeat_are_told_apart_by_their_ids(form, tmp_path):
    rows = rows_of(form)
    rows[0][N_OWN:] = ["question"] * (len(rows[0]) - N_OWN)
    rows[1][N_OWN:] = ["Click to write the question text"] * len(rows[1][N_OWN:])

    trip(form, write_download(tmp_path / "q.csv", rows))


def test_the_first_ids_with_dashes_and_single_quotes(form, tmp_path):
    rows = rows_of(form, single_quotes=True)
    rows[2] = [cell.replace("_", "-") if "QID" in cell else cell for cell in rows[2]]
    rows[2] = [cell.replace("-TEXT", "_TEXT") for cell in rows[2]]

    trip(form, write_download(tmp_path / "q.csv", rows))


@pytest.mark.parametrize("answers", ["codes", "labels"])
def test_seen_and_not_answered_as_minus_99_and_0(ticked, tmp_path, answers):
    rows = rows_of(ticked, answers=answers, split=True)
    options = {
        f"{select.id}_{place}": [option.id for option in select.options]
        for select in ticked.multi_selects
        for place, _ in enumerate(select.options, start=1)
    }
    for person, row in zip(respondents(ticked), rows[3:], strict=True):
        for place, name in enumerate(rows[0][N_OWN:], start=N_OWN):
            if row[place] == "":
                some = any(person[item] for item in options.get(name, ()))
                row[place] = "0" if some else "-99"

    trip(ticked, write_download(tmp_path / "q.csv", rows))


def test_another_number_for_seen_and_not_answered(form, tmp_path):
    rows = rows_of(form)
    for row in rows[3:]:
        row[N_OWN:-1] = [cell if cell != "" else "-1000" for cell in row[N_OWN:-1]]
    path = write_download(tmp_path / "q.csv", rows)

    with pytest.raises(ResponsesError, match="none of its answers"):
        trip(form, path)
    options = ImportOptions(missing_codes=(-1000.0,))
    texts = [q.id for q in form.questions if q.kind == "text"]
    assert texts
    trip(form, path, options=options)


@pytest.mark.parametrize(
    ("finished", "status"),
    [("1", "0"), ("True", "IP Address"), ("TRUE", "Imported"), ("true", "16")],
)
def test_words_and_numbers_of_status_and_finished(form, tmp_path, finished, status):
    rows = rows_of(form, finished=finished)
    for row in rows[3:]:
        row[2] = status
    rows[-1][6] = {"1": "0", "True": "False", "TRUE": "FALSE"}.get(finished, "false")
    path = write_download(tmp_path / "q.csv", rows)

    found = trip(form, path)

    assert found.report.unfinished == 1
    assert found.responses.answers["finished"].tolist()[-1] == 0


def test_previews_and_spam_are_left_out_and_counted(form, tmp_path):
    rows = rows_of(form)
    extra = [list(rows[3]) for _ in range(4)]
    for row, status in zip(extra, ("1", "8", "Spam", "Survey Test"), strict=True):
        row[2] = status
    path = write_download(tmp_path / "q.csv", [*rows, *extra])

    found = trip(form, path)

    declined = len(respondents(form)) - len(kept(form, respondents(form)))
    assert found.report.left_out == {"preview": 2, "spam": 2, "declined": declined}
    assert "垃圾答卷" in found.report.to_markdown("zh")
    options = ImportOptions(leave_out=("Status",))
    everybody = import_download(path, manifest=export(form).manifest, options=options)
    assert everybody.report.n_kept == found.report.n_kept + 4


def _whole(answers: list[Any]) -> str:
    return json.dumps({"responses": answers}, ensure_ascii=False)


def _by_line(answers: list[Any]) -> str:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in answers)


@pytest.mark.parametrize(
    ("name", "written"), [("responses.json", _whole), ("responses.ndjson", _by_line)]
)
def test_json(form, ticked, tmp_path, name: str, written: Callable[[list[Any]], str]):
    for each in (form, ticked):
        people = respondents(each)
        answers = [qualtrics_answer(each, person, n) for n, person in enumerate(people)]
        with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
            archive.writestr(name, written(answers))

        trip(each, tmp_path / "export.zip")


def test_json_whose_labels_say_something_else_is_refused(form, tmp_path):
    people = respondents(form)
    answers = [qualtrics_answer(form, person, n) for n, person in enumerate(people)]
    for each in answers:
        for key, value in each["values"].items():
            if re.fullmatch(r"QID\d+_\d+", key) and isinstance(value, int):
                each["values"][key] = 8 - value
    path = tmp_path / "responses.json"
    path.write_text(_whole(answers), encoding="utf-8")

    with pytest.raises(ResponsesError, match="labels its values otherwise"):
        import_download(path, manifest=export(form).manifest)


@pytest.mark.parametrize("suffix", [".sav", ".zsav"])
def test_spss_files(form, ticked, tmp_path, suffix):
    for each in (form, ticked):
        rows = rows_of(each, split=True)
        names = [_variable(name) for name in rows[0]]
        columns = {
            name: [_number(row[place]) for row in rows[3:]]
            for place, name in enumerate(names)
        }
        frame = pd.DataFrame({n: _series(cells) for n, cells in columns.items()})
        for name in ("StartDate", "EndDate", "RecordedDate"):
            frame[name] = pd.to_datetime(frame[name])
        labels = {"Status": {0: "IP Address"}, "Finished": {1: "True", 0: "False"}}
        path = tmp_path / f"Study{suffix}"
        pyreadstat.write_sav(
            frame,
            path,
            column_labels=dict(zip(names, rows[1], strict=True)),
            variable_value_labels=labels,
            row_compress=suffix == ".zsav",
        )

        found = trip(each, path)

        assert "duration_seconds" in found.responses.answers


def _variable(name: str) -> str:
    return "".join(c if c.isalnum() or c == "_" else "_" for c in name)


def _number(cell: Any) -> Any:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return None if cell in ("", None) else cell


def _series(cells: list[Any]) -> Any:
    if any(isinstance(cell, str) for cell in cells):
        return ["" if cell is None else str(cell) for cell in cells]
    return pd.Series(cells, dtype="float64")
