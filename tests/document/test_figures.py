"""Figures: places of variables, clear labels, and what happens without fonts."""

from __future__ import annotations

import pytest
from report_examples import example

from srtoolkit.document import build_report, render_report
from srtoolkit.document.blocks import Figure
from srtoolkit.document.figures import canvas, drawing, fonts
from srtoolkit.document.figures.drawing import draw
from srtoolkit.shelves import find_item


def figures(name: str) -> list[Figure]:
    report = build_report(
        example(name), lang="zh", report=find_item("reports", "standard")
    )
    return [block for block in report.blocks if isinstance(block, Figure)]


@pytest.mark.parametrize("name", ["ecsi", "paradox", "moderation", "justice"])
def test_pictures_are_sharp_and_svg_holds_no_address(name):
    for figure in figures(name):
        png = draw(figure.drawing, kind="png", lang="zh")
        svg = draw(figure.drawing, kind="svg", lang="zh").decode("utf-8")

        assert int.from_bytes(png[16:20]) >= 4 * 200  # pixels across
        assert "http" not in svg and "<metadata" not in svg
        assert figure.alt


@pytest.fixture
def no_chinese_font(monkeypatch):
    for module in (canvas, drawing, fonts):
        monkeypatch.setattr(module, "chinese_family", lambda: None)


def test_without_a_chinese_font_html_keeps_the_text_and_says_so(no_chinese_font):
    shown = render_report(example("paradox"), lang="zh", fmt="html").decode("utf-8")

    assert "fonts-noto-cjk" in shown
    assert "整体满意均值</text>" in shown


@pytest.mark.filterwarnings("ignore:Glyph")
def test_without_a_chinese_font_docx_says_so(no_chinese_font):
    import io

    from docx import Document

    written = render_report(example("paradox"), lang="zh", fmt="docx")
    document = Document(io.BytesIO(written))

    assert any("fonts-noto-cjk" in p.text for p in document.paragraphs)


def test_a_long_label_of_an_upright_axis_is_broken_into_lines():
    label = "Difference in overall satisfaction with the provider (treated − control)"
    with canvas.drawing_style(keep_text=False):
        sheet, axes = canvas.new_sheet(5.6, 3.2)
        axes.set_ylabel(label)
        canvas.wrap_upright_labels(sheet)
        sheet.canvas.draw()
        extent = axes.yaxis.get_label().get_window_extent()

    assert axes.get_ylabel().replace("\n", " ") == label
    assert extent.y0 >= 0 and extent.y1 <= 3.2 * sheet.dpi
