"""The sweep over reports finds what it is for."""

from __future__ import annotations

import pytest
from report_examples import example
from report_sweep import defects

from srtoolkit.document.blocks import (
    Column,
    Heading,
    Paragraph,
    Report,
    Row,
    Table,
    text,
)
from srtoolkit.document.writers.docx_styles import PageStyle
from srtoolkit.shelves import find_item, read_content, validate_content

PAGE = find_item("reports", "standard").folder / "docx.yaml"
RESULTS = example("justice").content


def found(lang: str, *blocks: object) -> list[str]:
    report = Report(lang, "", "", "", "", tuple(blocks))  # type: ignore[arg-type]
    return defects(report, RESULTS, validate_content(read_content(PAGE), PageStyle))


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("en", "Change at occasion_2 of the study."),
        ("en", "The estimate is nan."),
        ("en", "The estimate of {est} is large."),
        ("en", "The mean is 4.1234567."),
        ("en", "It differs, p = .000."),
        ("en", "满意 is high."),
        ("en", "There was no effect ."),
        ("zh", "满意度较高, 差异明显。"),
        ("zh", "满意度(均值)较高。"),
        ("zh", "这一 estimate 较大。"),
        ("zh", "The whole sentence stays English here."),
    ],
)
def test_every_kind_of_fault_is_found(lang, written):
    assert found(lang, Paragraph(text(written)))


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        (
            "en",
            "The interval [.123, .456] excludes zero, p < .001 (Hu & Bentler, 1999).",
        ),
        ("en", "RSAT1 loads .70; the plan's column DJ1 has 3.25 points."),
        ("zh", "区间按 Feldt 等的方法计算（Feldt 等，1987）。"),
        ("zh", "补救满意（RSAT）：均值 3.25，p < 0.001。"),
    ],
)
def test_good_sentences_pass(lang, written):
    assert not found(lang, Paragraph(text(written)))


def test_empty_sections_and_tables_are_found():
    empty = Table("t", "Table 1", text("Means"), (Column(text("M")),), ())
    heading = Heading(1, "1", "Results", "a")

    assert found("en", heading)
    assert found("en", heading, empty)
    assert found("en", Heading(1, "1", "some_section", "a"), Paragraph(text("Text.")))


def test_wide_tables_and_rounded_p_are_found():
    wide = tuple(Column(text("A head"), "number") for _ in range(40))
    row = Row(tuple(text("[−1.234, −0.123]") for _ in range(40)))
    p = Table(
        "t", "Table 1", text("Tests"), (Column(text("p")),), (Row((text(".000"),)),)
    )

    assert found("en", Table("t", "Table 1", text("Wide"), wide, (row,)))
    assert found("en", p)
