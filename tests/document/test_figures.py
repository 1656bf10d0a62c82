"""Figures: places of variables, clear labels, and what happens without fonts."""

from __future__ import annotations

import itertools

import pytest
from report_examples import example

from srtoolkit.document import build_report, render_report
from srtoolkit.document.blocks import Figure
from srtoolkit.document.figures import canvas, drawing, fonts
from srtoolkit.document.figures.drawing import draw
from srtoolkit.document.figures.drawings import PathArrow, PathDrawing
from srtoolkit.document.figures.layout import place_nodes
from srtoolkit.document.figures.path_diagram import label_places, node_size
from srtoolkit.shelves import find_item


def arrow(source: str, target: str) -> PathArrow:
    return PathArrow(source, target, ".500", True)


def figures(name: str) -> list[Figure]:
    report = build_report(
        example(name), lang="zh", report=find_item("reports", "standard")
    )
    return [block for block in report.blocks if isinstance(block, Figure)]


def test_causes_stand_left_of_effects():
    arrows = [arrow("A", "C"), arrow("B", "C"), arrow("C", "D"), arrow("A", "D")]

    places = place_nodes("DCBA", arrows, column_gap=1, row_gap=1)

    assert places["A"][0] < places["C"][0] < places["D"][0]
    assert places["B"][0] == places["A"][0]
    assert len(set(places.values())) == 4


def test_a_loop_is_laid_out_too():
    places = place_nodes(
        "AB", [arrow("A", "B"), arrow("B", "A")], column_gap=1, row_gap=1
    )

    assert len(set(places.values())) == 2


@pytest.mark.parametrize("name", ["ecsi", "justice"])
def test_no_label_of_a_path_diagram_overlaps_a_node_or_a_label(name):
    (found,) = [f.drawing for f in figures(name) if isinstance(f.drawing, PathDrawing)]
    nodes, labels = label_places(found)
    width, height = node_size()

    for x, y in labels:
        for a, b in nodes:
            assert abs(x - a) > width / 2 or abs(y - b) > height / 2
    for (x, y), (a, b) in itertools.combinations(labels, 2):
        assert abs(x - a) > 0.45 or abs(y - b) > 0.18


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
