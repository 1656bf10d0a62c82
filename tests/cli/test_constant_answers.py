"""A question that everybody answered alike is described and scored, not refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_files import ROWS, changed, csv_text, write_instrument
from terminal import run_srtoolkit


@pytest.fixture
def files(tmp_path: Path) -> Path:
    write_instrument(tmp_path)
    alike = changed({(row, "RS1"): 3 for row in range(len(ROWS))})
    (tmp_path / "a.csv").write_text(csv_text(rows=alike), encoding="utf-8")
    return tmp_path


def test_a_constant_item_is_checked_and_scored(files: Path):
    named = ("a.csv", "--instruments", "small")
    check = run_srtoolkit("responses", "check", *named, cwd=files)
    score = run_srtoolkit("responses", "score", *named, "-o", "s.csv", cwd=files)

    assert (check.code, score.code) == (0, 0), (check.err, score.err)
    assert "0.00" in next(line for line in check.out.splitlines() if "RS1" in line)
    assert (files / "s.csv").is_file()
