"""Qualtrics: its downloads come back whole, and a peer reads the survey."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from platform_trips import all_forms, check_trip, respondents
from qualtrics_downloads import download, export, payloads, write_download

from srtoolkit.errors import ResponsesError
from srtoolkit.platforms import (
    Form,
    Matrix,
    Question,
    import_download,
    read_form,
)

#: Forms with every kind of question, for the rarer modes.
FEW = ("complaint-responses", "compensation-received", "emotions", "paradox-experiment")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> list[Form]:
    return list(all_forms(tmp_path_factory.mktemp("forms")))


@pytest.fixture(scope="module")
def few(forms: list[Form]) -> list[Form]:
    return [form for form in forms if form.name in FEW]


@pytest.mark.parametrize(
    ("answers", "n_headings", "split", "single_quotes", "finished"),
    [
        ("codes", 3, False, False, "1"),
        ("labels", 3, True, False, "True"),
    ],
)
def test_downloads_come_back(
    forms, tmp_path, answers, n_headings, split, single_quotes, finished
):
    for form in forms:
        people = respondents(form)
        rows = download(
            form,
            people,
            answers=answers,
            n_headings=n_headings,
            split=split,
            single_quotes=single_quotes,
            finished=finished,
        )
        path = write_download(tmp_path / "qualtrics.csv", rows)

        found = check_trip(form, export(form), people, path)

        assert not {"IPAddress", "RecipientEmail"} & set(found.responses.answers)


@pytest.mark.parametrize(
    "mode",
    [
        {"n_headings": 2, "finished": "TRUE"},
        {"single_quotes": True, "answers": "own"},
        {"answers": "labels", "lang": "zh"},
        {"split": True, "orders": True},
        {"n_headings": 1},
    ],
    ids=str,
)
def test_rarer_downloads_come_back(few, tmp_path, mode):
    for form in few:
        people = respondents(form)
        path = write_download(tmp_path / "q.csv", download(form, people, **mode))

        check_trip(form, export(form), people, path)


def test_a_zip_and_previews(tmp_path):
    form = read_form("failure-severity")
    people = respondents(form)
    rows = download(form, people, answers="labels")
    preview = list(rows[3])
    preview[2] = "Survey Preview"
    plain = write_download(tmp_path / "q.csv", [*rows, preview])
    path = tmp_path / "q.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(plain, "Study_May 1, 2026.csv")

    found = check_trip(form, export(form), people, path)

    assert found.report.left_out == {"preview": 1}


def test_older_downloads_with_repeated_names_come_back_by_their_texts(few, tmp_path):
    older = {
        "ResponseId": "V1", "RecipientLastName": "V3", "ExternalReference": "V4",
        "RecipientEmail": "V5", "IPAddress": "V6", "Status": "V7", "StartDate": "V8",
        "EndDate": "V9", "Finished": "V10",
    }  # fmt: skip
    for form in few:
        people = respondents(form)
        stems = {p["DataExportTag"]: p["QuestionText"] for p in payloads(form)}
        rows = download(form, people, lang="zh", n_headings=2, texts=stems)
        matrices = {
            f"{p.id}_{r.id}": p.id
            for p in form.parts
            if isinstance(p, Matrix)
            for r in p.rows
        }
        rows[0] = [older.get(name) or matrices.get(name, name) for name in rows[0]]
        rows = [[*row, ""] for row in rows]
        path = write_download(tmp_path / "legacy.csv", rows)

        check_trip(form, export(form), people, path)


def test_questions_seen_and_not_answered_may_be_coded(tmp_path):
    form = read_form("failure-severity")
    people = respondents(form)
    rows = download(form, people)
    coded = [[cell if cell != "" else "-99" for cell in row[17:]] for row in rows[3:]]
    rows[3:] = [[*row[:17], *more] for row, more in zip(rows[3:], coded, strict=True)]

    check_trip(form, export(form), people, write_download(tmp_path / "q.csv", rows))


def test_questions_moved_in_the_survey_keep_their_answers(tmp_path):
    form = read_form("justice-four-facets")
    people = respondents(form)
    rows = download(form, people)
    order = [*range(17), *range(len(rows[0]) - 1, 16, -1)]
    moved = [[row[place] for place in order] for row in rows]

    check_trip(form, export(form), people, write_download(tmp_path / "q.csv", moved))


def planted(form: Form, tmp_path: Path, rows: Any, words: str) -> None:
    path = write_download(tmp_path / "q.csv", rows)
    with pytest.raises(ResponsesError, match=words):
        import_download(path, manifest=export(form).manifest)


def test_planted_contradictions_are_told(tmp_path):
    form = read_form("failure-severity")

    def rows(**more: Any) -> Any:
        return download(form, respondents(form), **more)

    shifted = rows()
    shifted[2] = [*shifted[2][:17], shifted[2][-1], *shifted[2][17:-1]]
    planted(form, tmp_path, shifted, "disagree")
    twice = [[*row, row[-1]] for row in rows()]
    planted(form, tmp_path, twice, r"2 columns are")
    missing = [row[:-1] for row in rows()]
    planted(form, tmp_path, missing, "is not in the file")
    recoded = rows()
    recoded[3][17] = "11"
    planted(form, tmp_path, recoded, "none of its answers")
    strange = rows()
    strange[3][2] = "7"
    planted(form, tmp_path, strange, "without a meaning")
    other = rows()
    other[0][17] = other[1][17] = "Q99"
    other[2][17] = '{"ImportId":"QID99_1"}'
    planted(form, tmp_path, other, "is none of the form's")


def test_the_package_qualtrics_reads_survey_and_download(forms, tmp_path):
    import qualtrics

    for form in forms:
        people = respondents(form)
        qsf = tmp_path / f"{form.name}.qsf"
        qsf.write_bytes(export(form).files[f"{form.name}.qsf"])
        path = write_download(tmp_path / f"{form.name}.csv", download(form, people))

        found = qualtrics.parse_survey(path, qsf_path=qsf)

        items: dict[str, Question] = {}
        for part in form.parts:
            if isinstance(part, Matrix):
                items |= {f"{part.id}_{row.id}": row for row in part.rows}
            elif isinstance(part, Question):
                items[part.id] = part
        fields = {each["field_external_id"]: each for each in found.question_fields}
        assert items.keys() <= fields.keys(), form.name
        for name, item in items.items():
            if "_" in name and fields[name]["statement_text"]:
                assert fields[name]["statement_text"] == item.text.zh
        given = {
            (each["response_external_id"], each["field_external_id"]): each["raw_value"]
            for each in found.response_answers
        }
        for number, person in enumerate(people):
            for name, item in items.items():
                value = given.get((f"R_{number:04d}", name))
                if item.kind == "choice":
                    wanted = person[item.id]
                    assert value == (None if wanted is None else str(wanted))
