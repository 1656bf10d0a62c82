"""The sheet on which a person decides, and how it is read back."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from answer_files import INSTRUMENT, write_instrument

from srtoolkit.errors import FileError, ResponsesError
from srtoolkit.responses import Responses, read_responses, read_review, review_sheet

N = 60
#: In the file, below its header.
FIRST = 2
STRAIGHT = (FIRST + 3, FIRST + 40)


@pytest.fixture
def responses(tmp_path: Path) -> Responses:
    """Twelve items; respondents 3 and 40 tick one answer throughout."""
    head = INSTRUMENT[: INSTRUMENT.index("scales:")].replace("[RSAT, OSAT]", "[]")
    items = "".join(
        f"      - {{id: Q{k}, text: {{zh: 题{k}。, en: Item {k}.}}, "
        "asks: {zh: 题, en: item}, response: agree5, wording: own}\n"
        for k in range(12)
    )
    scale = (
        "scales:\n  - id: Q\n    construct: null\n    title: {zh: 量表, en: Scale}\n"
        "    definition: {zh: 一, en: one}\n    source: [doe2000]\n    kind: reflective\n"
        f"    scoring: {{method: mean, min_valid: 6}}\n    items:\n{items}"
    )
    instrument = write_instrument(tmp_path, head + scale)
    answers = np.random.default_rng(8).integers(1, 6, (N, 12))
    answers[[3, 40]] = 4
    file = tmp_path / "answers.csv"
    columns = [f"Q{k}" for k in range(12)]
    pd.DataFrame(answers, columns=columns).to_csv(file, index=False)
    return read_responses(file, [instrument])


def decided(responses: Responses, folder: Path, *rows: tuple[object, ...]) -> Path:
    """Write a sheet by hand: row, decision, reason."""
    path = folder / "review.csv"
    frame = pd.DataFrame(rows, columns=["row", "decision", "reason"], dtype=object)
    frame.to_csv(path, index=False)
    return path


def test_the_sheet_lists_the_marked_and_leaves_the_decision_open(responses):
    sheet = review_sheet(responses, names={"straight_lining": "全程同一答案"})
    marked = sheet[sheet["marks"].str.contains("全程同一答案")]

    assert tuple(marked["row"]) == STRAIGHT
    assert (marked["longstring_share"] == 1).all()
    assert (marked["irv"] == 0).all()
    assert set(sheet["decision"]) == set(sheet["reason"]) == {""}
    assert set(sheet["answers_sha256"]) == {responses.sha256}


@pytest.mark.parametrize("kind", ["utf-8-sig", "gbk", "xlsx"])
def test_a_sheet_filled_in_comes_back(responses, tmp_path, kind):
    sheet = review_sheet(responses).astype({"decision": object, "reason": object})
    at = sheet.index[sheet["row"].isin(STRAIGHT)]
    sheet.loc[at, "decision"] = ["剔除", "Keep"]
    sheet.loc[at[0], "reason"] = " 全程  只选 4 "
    path = tmp_path / ("review.xlsx" if kind == "xlsx" else "review.csv")
    if kind == "xlsx":
        sheet.to_excel(path, index=False)
    else:
        sheet.to_csv(path, index=False, encoding=kind)

    review = read_review(path, responses)

    assert review.excluded == {"全程 只选 4": frozenset({STRAIGHT[0]})}
    assert review.kept == {STRAIGHT[1]}
    told = review.to_dict()
    assert (told["n_excluded"], told["n_kept"]) == (1, 1)
    assert told["n_undecided"] == len(sheet) - 2
    assert told["n_unmarked"] == 0
    assert told["file"] == path.name


def test_rows_without_a_mark_may_be_added(responses, tmp_path):
    review = read_review(
        decided(responses, tmp_path, (10, "exclude", "a child")), responses
    )

    assert review.excluded == {"a child": frozenset({10})}
    assert review.to_dict()["n_unmarked"] == 1


def test_a_sheet_without_rows_decides_nothing(responses, tmp_path):
    review = read_review(decided(responses, tmp_path), responses)

    assert review.decisions == ()
    assert review.excluded == {}


def test_all_mistakes_are_told_at_once(responses, tmp_path):
    path = decided(
        responses,
        tmp_path,
        (STRAIGHT[0], "exclude", ""),
        (STRAIGHT[1], "perhaps", "?"),
        (STRAIGHT[1], "keep", ""),
        (1, "keep", ""),
        (FIRST + N, "exclude", "late"),
        ("ten", "keep", ""),
        (12.5, "keep", ""),
    )
    with pytest.raises(ResponsesError) as caught:
        read_review(path, responses)

    told = {problem.code: str(problem) for problem in caught.value.problems}
    assert set(told) == {
        "row_not_there",
        "row_repeated",
        "unknown_decision",
        "exclusion_without_reason",
    }
    assert f"{FIRST} to {FIRST + N - 1}" in told["row_not_there"]
    assert all(row in told["row_not_there"] for row in ("1", "62", "ten", "12.5"))
    assert "line 4" in told["row_repeated"]
    assert "perhaps" in told["unknown_decision"]
    assert f'"{STRAIGHT[0]}" (line 2)' in told["exclusion_without_reason"]


def test_a_sheet_of_another_file_is_refused_until_its_hash_is_emptied(
    responses, tmp_path
):
    sheet = review_sheet(responses).assign(answers_sha256="0" * 64)
    path = tmp_path / "review.csv"
    sheet.to_csv(path, index=False)

    with pytest.raises(ResponsesError, match="written for answers with the hash 0000"):
        read_review(path, responses)
    sheet.assign(answers_sha256="").to_csv(path, index=False)
    assert read_review(path, responses).to_dict()["n_undecided"] == len(sheet)


def test_a_file_that_is_no_sheet_is_told_by_its_columns(responses, tmp_path):
    with pytest.raises(ResponsesError) as caught:
        read_review(tmp_path / "answers.csv", responses)

    assert [p.pieces["column"] for p in caught.value.problems] == [
        "row",
        "decision",
        "reason",
    ]
    with pytest.raises(FileError, match="no such file"):
        read_review(tmp_path / "revue.csv", responses)
