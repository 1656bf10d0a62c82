"""A traced score reads as an explanation, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_files import changed, csv_text, write_instrument
from terminal import run_srtoolkit


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_instrument(tmp_path)
    rows = changed({(1, "RS1"): None, (1, "OS1"): None})
    (tmp_path / "a.csv").write_text(csv_text(rows=rows), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            (
                "How the scores of row 3 of a.csv came about",
                "Recovery satisfaction (RSAT)", "yes: 1 + 5 - 4", "no answer",
                "Score of RSAT: (2 + 2) / 2 = 2. Answered: 2 of 3 items",
                "No score of OSAT. Answered: 1 of 2 items; needed for a score: 2.",
            ),
        ),
        (
            "zh",
            (
                "a.csv第3行的得分是怎样得出的", "补救满意 (RSAT)", "是：1 + 5 - 4", "未作答",
                "RSAT的得分：(2 + 2) / 2 = 2。3个题项中答了2个", "OSAT没有得分",
            ),
        ),
    ],
)  # fmt: skip
def test_a_trace_explains_each_score(files, lang, said):
    ran = run_srtoolkit(
        "responses", "score", "a.csv", "--instruments", "small", "--trace", "3",
        "--lang", lang, cwd=files,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    for words in said:
        assert words in ran.out


def test_a_row_that_is_not_there_writes_nothing(files):
    ran = run_srtoolkit(
        "responses", "score", "a.csv", "--instruments", "small", "--trace", "99",
        "-o", "s.csv", cwd=files,
    )  # fmt: skip

    assert ran.code == 2
    assert "no respondent stands in row 99" in ran.err
    assert not (files / "s.csv").exists()


@pytest.mark.parametrize(
    ("out", "said"),
    [("a.csv/s.csv", "cannot be written"), ("small", "would overwrite small")],
)
def test_a_place_that_cannot_be_written_is_told(files, out, said):
    ran = run_srtoolkit(
        "responses", "score", "a.csv", "--instruments", "small", "-o", out, cwd=files
    )

    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_sheet_of_a_text_file_is_refused(files, command):
    out = ("-o", "out") if command == "import" else ()
    ran = run_srtoolkit(
        "responses", command, "a.csv", "--instruments", "small", "--sheet", "x", *out,
        cwd=files,
    )  # fmt: skip

    assert ran.code == 2
    assert "is no workbook" in ran.err
    assert not (files / "out").exists()
