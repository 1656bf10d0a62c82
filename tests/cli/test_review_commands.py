"""Mark, review, exclude on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from studies import PLAN, write_study
from terminal import run_srtoolkit

N = 80
STRAIGHT = 4


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study folder with a plan of one claim and a file of answers."""
    write_study(tmp_path, PLAN)
    generator = np.random.default_rng(23)
    condition = np.repeat(["none", "excellent"], N // 2)
    common = generator.normal(size=(N, 1))
    items = np.clip(np.rint(4 + common + 0.8 * generator.normal(size=(N, 4))), 1, 7)
    alike = np.ptp(items, axis=1) == 0  # nobody else ticks one answer throughout
    items[alike, 3] = items[alike, 0] % 7 + 1
    items[-STRAIGHT:] = 7
    frame = pd.DataFrame(items, columns=[f"OSAT{k}" for k in range(1, 5)])
    frame.assign(condition=condition).to_csv(tmp_path / "answers.csv", index=False)
    return tmp_path


def check(study: Path, *more: str):
    words = ("check", "answers.csv", "--instruments", "overall-satisfaction")
    return run_srtoolkit("responses", *words, *more, cwd=study)


def test_mark_review_exclude(study):
    written = check(study, "--review", "review.csv", "--lang", "zh")
    sheet = pd.read_csv(study / "review.csv", dtype=str, keep_default_na=False)
    straight = sheet["marks"].str.contains("全部作答相同")

    assert written.code == 0
    assert "marked respondents to decide on" in written.err
    assert straight.sum() == STRAIGHT
    sheet.loc[straight, ["decision", "reason"]] = ["exclude", "one answer throughout"]
    sheet.to_csv(study / "review.csv", index=False)

    asked = ("answers.csv", "--review", "review.csv", "-o", "out", "--format", "html")
    ran = run_srtoolkit("analyze", plan_of(study), *asked, cwd=study)
    results = json.loads((study / "out" / "results.json").read_text("utf-8"))
    assert ran.code == 0
    assert results["data"]["n_used"] == N - STRAIGHT
    assert results["data"]["review"]["n_excluded"] == STRAIGHT
    assert results["flow"][-1]["reason"]["values"] == {
        "reason": "one answer throughout"
    }


def test_a_sheet_is_not_overwritten_unasked(study):
    (study / "review.csv").write_text("row,decision,reason\n5,keep,\n", "utf-8")

    refused = check(study, "--review", "review.csv")
    assert refused.code == 2
    assert "keep" in (study / "review.csv").read_text("utf-8")
    assert check(study, "--review", "review.csv", "--force").code == 0
    assert "keep" not in (study / "review.csv").read_text("utf-8-sig")


def test_a_bad_sheet_gives_all_its_mistakes_and_writes_nothing(study):
    sheet = "row,decision,reason\n900,exclude,late\n5,exclude,\n6,drop,\n"
    (study / "review.csv").write_text(sheet, "utf-8")
    asked = ("answers.csv", "--review", "review.csv", "-o", "out")

    ran = run_srtoolkit("analyze", plan_of(study), *asked, cwd=study)
    assert ran.code == 2
    assert "3 mistakes; nothing was written" in ran.err
    assert "Traceback" not in ran.err
    assert not (study / "out").exists()


def plan_of(study: Path) -> str:
    (found,) = study.rglob("plan.yaml")
    return str(found.parent)
