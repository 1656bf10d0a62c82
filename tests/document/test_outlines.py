"""Outlines of a user's own: order, chapter numbers, and their mistakes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_examples import example

from srtoolkit.document import build_report, render_report
from srtoolkit.errors import ContentError
from srtoolkit.shelves import ShelfItem, find_item


def write_outline(folder: Path, outline: str) -> ShelfItem:
    standard = find_item("reports", "standard").folder
    for name in ("html.jinja", "docx.yaml"):
        (folder / name).write_bytes((standard / name).read_bytes())
    (folder / "outline.yaml").write_text(outline, encoding="utf-8")
    return ShelfItem("reports", "own", folder, "study")


def test_an_outline_reorders_and_numbers_by_chapter(tmp_path):
    report = write_outline(
        tmp_path,
        "schema: 1\ntitle: {zh: 第四章, en: Chapter 4}\ndescription: {zh: 一, en: a}\n"
        "chapter: 4\nsections:\n- section: hypotheses\n"
        "  title: {zh: 假设, en: All hypotheses}\n- section: fit\n",
    )
    shown = render_report(
        example("ecsi"), lang="zh", fmt="html", report=report
    ).decode()

    assert re.search(r"4\.1</span>假设", shown)
    assert "表4-1" in shown and "表4-2" in shown
    assert shown.index("假设检验结果与理由") < shown.index("结构方程模型拟合指数")


def test_an_unknown_section_is_named_with_its_place(tmp_path):
    report = write_outline(
        tmp_path,
        "schema: 1\ntitle: {zh: 一, en: a}\ndescription: {zh: 一, en: a}\n"
        "sections:\n- section: hypothesis\n",
    )

    with pytest.raises(ContentError, match=r':5:3: .*"hypothesis".*"hypotheses"'):
        build_report(example("ecsi"), lang="en", report=report)
