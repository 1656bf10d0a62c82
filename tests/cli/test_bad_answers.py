"""Every bad file of answers: one clear message, exit 2, nothing written."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from studies import PLAN, write_study
from terminal import Ran, run_srtoolkit

HEADER = "condition,OSAT1,OSAT2,OSAT3,OSAT4"
SEM_PLAN = PLAN[: PLAN.index("design:")] + PLAN[PLAN.index("measurement:") :]
SEM_PLAN = SEM_PLAN.replace(
    "OSAT =~ OSAT1 + OSAT2 + OSAT3 + OSAT4\nhyp",
    "OSAT =~ OSAT1 + OSAT2 + OSAT3\nstructure: |\n  OSAT4 ~ OSAT\nhyp",
).replace(
    "test: recovery.paradox_between\n    outcome: OSAT",
    "test: sem.path\n    path: OSAT4 ~ OSAT",
)
SEM_PLAN = SEM_PLAN[: SEM_PLAN.index("demos:")]


def rows(n: int = 60, *, shared: float = 1.2, seed: int = 3) -> list[list[str]]:
    """Answers that carry both plans; without a shared part they do not."""
    draw = random.Random(seed)
    made = []
    for number in range(n):
        group = "none" if number % 2 else "excellent"
        level = 4 + shared * draw.gauss(0, 1)
        answers = [round(level + draw.gauss(0, 0.8)) for _ in range(4)]
        made.append([group, *(str(min(7, max(1, answer))) for answer in answers)])
    return made


def text(
    header: str = HEADER, body: list[list[str]] | None = None, by: str = ","
) -> str:
    lines = [header.replace(",", by)] + [by.join(row) for row in body or rows()]
    return "\n".join(lines) + "\n"


def analyze(folder: Path, content: bytes | str | None, plan: str = PLAN) -> Ran:
    place = write_study(folder, plan)
    if content is not None:
        raw = content.encode("utf-8") if isinstance(content, str) else content
        (folder / "answers.csv").write_bytes(raw)
    return run_srtoolkit(
        "analyze", place, "answers.csv", "-o", "out", "--format", "html", cwd=folder
    )


def refused(folder: Path, content: bytes | str | None, plan: str = PLAN) -> str:
    ran = analyze(folder, content, plan)
    assert ran.code == 2, ran.err
    assert "Traceback" not in ran.err
    assert not (folder / "out").exists()
    return ran.err


def test_good_answers_are_taken(tmp_path: Path):
    ran = analyze(tmp_path, text())

    assert ran.code in {0, 1}, ran.err


def test_a_missing_file(tmp_path: Path):
    assert "answers.csv: there is no such file" in refused(tmp_path, None)


def test_a_directory(tmp_path: Path):
    (tmp_path / "answers.csv").mkdir()

    assert "is a folder" in refused(tmp_path, None)


@pytest.mark.parametrize("content", ["", HEADER + "\n"])
def test_an_empty_file_or_only_a_header(tmp_path: Path, content: str):
    message = refused(tmp_path, content)

    assert "empty" in message or "has a header but no answers" in message


@pytest.mark.parametrize("encoding", ["gbk", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("by", [",", ";", "\t"])
def test_encodings_and_separators_are_read(tmp_path: Path, encoding: str, by: str):
    plan = PLAN.replace("control: none", "control: 无失败").replace(
        "{none: 60", "{无失败: 60"
    )
    content = text(by=by).replace("none", "无失败").encode(encoding)
    ran = analyze(tmp_path, content, plan)
    results = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))

    assert ran.code in {0, 1}, ran.err
    groups = results["hypotheses"][0]["details"]["groups"]
    assert "无失败" in {group["group"] for group in groups}


def test_a_missing_column_names_the_nearest(tmp_path: Path):
    message = refused(tmp_path, text(HEADER.replace("OSAT3", "OSTA3")))

    assert '"OSAT3"' in message
    assert '"OSTA3"' in message


def test_text_where_numbers_belong_names_the_rows(tmp_path: Path):
    body = rows()
    body[2][1] = "agree"
    body[5][1] = "?"
    message = refused(tmp_path, text(body=body))

    assert "OSAT1" in message
    assert "agree" in message
    assert "4" in message and "7" in message


def test_answers_outside_the_range_name_item_rows_values_and_the_way_out(
    tmp_path: Path,
):
    body = rows()
    body[0][2] = "99"
    message = refused(tmp_path, text(body=body))

    assert "OSAT2" in message
    assert "99" in message
    assert "--missing-codes 99" in message
    assert "missing_codes" in message


def test_missing_codes_can_be_declared(tmp_path: Path):
    body = rows()
    body[0][2], body[1][3] = "99", "NA"
    (tmp_path / "answers.csv").write_text(text(body=body), encoding="utf-8")
    ran = run_srtoolkit(
        "analyze", write_study(tmp_path), "answers.csv", "-o", "out", "--format", "html",
        "--missing-codes", "99,NA", cwd=tmp_path,
    )  # fmt: skip

    assert ran.code in {0, 1}, ran.err


def test_a_constant_column(tmp_path: Path):
    body = [[*row[:4], "5"] for row in rows()]

    assert "OSAT4" in refused(tmp_path, text(body=body))


def test_two_columns_of_one_name(tmp_path: Path):
    message = refused(tmp_path, text(HEADER.replace("OSAT2", "OSAT1")))

    assert "OSAT1" in message


def test_fewer_respondents_than_parameters(tmp_path: Path):
    message = refused(tmp_path, text(body=rows(5)), SEM_PLAN)

    assert "5" in message and "parameter" in message


def test_a_group_with_one_respondent(tmp_path: Path):
    body = [["excellent", *row[1:]] for row in rows()]
    body[0][0] = "none"
    message = refused(tmp_path, text(body=body))

    assert 'the group "none" of the column "condition" has one respondent' in message
    assert '"excellent" (n = 59)' in message


def test_a_control_group_that_is_not_there(tmp_path: Path):
    body = [["excellent", *row[1:]] for row in rows()]
    ran = analyze(tmp_path, text(body=body))
    results = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))

    assert ran.code == 1
    assert results["hypotheses"][0]["why"]["code"] == "no_control"


def test_a_model_that_is_not_admissible_is_reported_with_exit_1(tmp_path: Path):
    """Items without anything in common end in a Heywood case."""
    body = rows(shared=0.0, seed=2)
    ran = analyze(tmp_path, text(body=body), SEM_PLAN)
    results = json.loads((tmp_path / "out/results.json").read_text(encoding="utf-8"))
    structural = next(m for m in results["models"] if m["id"] == "structural")

    assert ran.code == 1, (ran.err, structural["status"])
    assert not structural["status"]["admissible"]
    assert "The model measurement is not admissible (negative_variance)" in ran.err
    assert results["hypotheses"][0]["verdict"] == "not testable"
    assert results["hypotheses"][0]["est"] is None
    assert (tmp_path / "out/report.en.html").is_file()


def test_all_mistakes_of_a_file_come_at_once(tmp_path: Path):
    body = rows()
    body[0][1] = "agree"
    body[1][2] = "99"
    message = refused(tmp_path, text(HEADER.replace("OSAT4", "other"), body))

    assert "3 mistakes; nothing was written" in message
