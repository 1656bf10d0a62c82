"""Long tables may end a page between rows; short ones, heads and notes stay whole."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn
from report_examples import example

from srtoolkit.document import render_report
from srtoolkit.document.blocks import Column, Report, Row, Table, text
from srtoolkit.document.writers.breaking import (
    KEPT_FIRST,
    KEPT_LAST,
    KEPT_WHOLE,
    followed_at_once,
    kept_together,
)
from srtoolkit.document.writers.docx import write_docx
from srtoolkit.document.writers.html import write_html
from srtoolkit.shelves import find_item

LONG = 30
STANDARD = find_item("reports", "standard")


def report(n_rows: int, *, notes: int = 2) -> Report:
    table = Table(
        "t",
        "Table 1",
        text("Means"),
        (Column(text("Item"), "left"), Column(text("M"))),
        tuple(Row((text(f"row {at}"), text("1.00"))) for at in range(n_rows)),
        tuple(text(f"note {at}") for at in range(notes)),
    )
    return Report("en", "Title", "Report", "", "Contents", (table,))


@pytest.mark.parametrize("n", [1, KEPT_WHOLE])
def test_a_short_table_is_one_part(n):
    assert kept_together(range(n)) == [range(n)]
    assert followed_at_once(range(n)) == list(range(n - 1))


def test_a_long_table_may_end_a_page_in_its_middle():
    first, middle, last = kept_together(range(LONG))

    assert (len(first), len(last)) == (KEPT_FIRST, KEPT_LAST)
    assert [*first, *middle, *last] == list(range(LONG))
    kept = followed_at_once(range(LONG))
    assert kept == [*range(KEPT_FIRST - 1), LONG - 2]
    assert kept_together([]) == [] and followed_at_once([]) == []


def test_html_repeats_the_heads_and_lets_long_tables_break():
    long = write_html(report(LONG), STANDARD).decode("utf-8")
    short = write_html(report(KEPT_WHOLE), STANDARD).decode("utf-8")

    assert '<div class="wide">' in long and '<div class="wide whole">' in short
    assert len(re.findall(r"<tbody", long)) == 3
    assert len(re.findall(r'<tbody class="kept"', long)) == 2
    assert "thead { display: table-header-group" in long


def keeps(rows: int, notes: int = 2) -> tuple[list[bool], list[bool]]:
    document = Document(io.BytesIO(write_docx(report(rows, notes=notes), STANDARD)))
    (table,) = document.tables
    kept = [
        bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next)
        for row in table.rows
    ]
    below = [
        bool(found.paragraph_format.keep_with_next)
        for found in document.paragraphs
        if found.text.startswith("note")
    ]
    return kept, below


def test_word_repeats_the_heads_and_keeps_notes_with_the_last_rows():
    kept, below = keeps(LONG)
    document = Document(io.BytesIO(write_docx(report(LONG), STANDARD)))
    heads = document.tables[0].rows[0]._tr

    assert heads.find(f".//{qn('w:tblHeader')}") is not None
    assert sum(kept) == 1 + (KEPT_FIRST - 1) + KEPT_LAST
    assert kept[-2:] == [True, True] and not any(kept[KEPT_FIRST + 1 : -2])
    assert below == [True, False]


def test_a_short_word_table_stays_whole():
    kept, _ = keeps(KEPT_WHOLE, notes=0)

    assert kept == [True] * KEPT_WHOLE + [False]


def test_latin_words_of_a_chinese_word_report_do_not_break_anywhere():
    written = render_report(example("justice"), lang="zh", fmt="docx")
    document = Document(io.BytesIO(written))
    languages = list(document.styles.element.iter(qn("w:lang")))

    assert languages
    assert {found.get(qn("w:val")) for found in languages} == {"en-US"}
    assert {found.get(qn("w:eastAsia")) for found in languages} == {"zh-CN"}


def test_a_remark_stays_with_the_row_it_comments_on():
    body, remark = Row((text("a"), text("1"))), Row((text("why"),), kind="remark")
    rows = (body, remark) * LONG
    columns = (Column(text("Item"), "left"), Column(text("M")))
    table = Table("t", "Table 1", text("Claims"), columns, rows)
    whole = Report("en", "Title", "Report", "", "Contents", (table,))

    (written,) = Document(io.BytesIO(write_docx(whole, STANDARD))).tables
    shown = write_html(whole, STANDARD).decode("utf-8")

    kept = [row.cells[0].paragraphs[0].paragraph_format for row in written.rows]
    assert all(layout.keep_with_next for layout in kept[1::2])
    assert "tr.remark { break-before: avoid; }" in shown
