"""The respondents' section: flow of exclusions, marks, keys, holes."""

from __future__ import annotations

import pytest
from report_examples import example

from srtoolkit.document import build_report
from srtoolkit.document.blocks import Figure, Paragraph, Table, plain
from srtoolkit.document.figures.canvas import drawing_style
from srtoolkit.document.figures.drawings import FlowDrawing, FlowStage
from srtoolkit.document.figures.flow import draw_flow
from srtoolkit.document.figures.text_width import shown_width, wrapped
from srtoolkit.results import StudyResults
from srtoolkit.shelves import find_item

FLOW = [
    {"stage": "read", "n": 200, "excluded": 0, "reason": {"code": "", "values": {}}},
    {
        "stage": "eligibility",
        "n": 190,
        "excluded": 10,
        "reason": {"code": "not_eligible", "values": {"column": "HAD_PROBLEM1"}},
    },
    {
        "stage": "screening",
        "n": 180,
        "excluded": 10,
        "reason": {"code": "too_fast", "values": {}},
    },
    {
        "stage": "screening",
        "n": 177,
        "excluded": 3,
        "reason": {"code": "straight_lining", "values": {}},
    },
]
STEPS = [
    {
        "step": "responses.missing_data",
        "tidy": [
            {
                "scale": "OSAT",
                "item": "OSAT1",
                "n_asked": 150,
                "n_missing": 3,
                "missing_share": 0.02,
                "gate": "GATE1",
            }
        ],
        "glance": [],
        "details": {
            "patterns": [{"items": ["OSAT1"], "n": 3, "share": 0.015}],
            "n_other_patterns": 2,
            "n_in_other_patterns": 2,
        },
        "notes": [
            {"code": "asked_of_some", "values": {"items": ["OSAT1"], "gate": "GATE1"}}
        ],
    },
    {
        "step": "psychometrics.missing_data",
        "tidy": [],
        "glance": [
            {
                "n": 200,
                "n_complete": 180,
                "n_patterns": 3,
                "statistic": 4.2,
                "df": 3,
                "p": 0.24,
            }
        ],
        "notes": [
            {
                "code": "missing_listwise",
                "values": {"share": 0.02, "p": 0.24, "statistic": 4.2, "df": 3},
            }
        ],
        "details": {},
    },
]


def report(lang: str):
    found = example("paradox")
    content = {**found.content, "flow": FLOW, "steps": [*found["steps"], *STEPS]}
    return build_report(
        StudyResults(content), lang=lang, report=find_item("reports", "standard")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_flow_is_drawn_with_every_reason(lang):
    (figure,) = [
        block
        for block in report(lang).blocks
        if isinstance(block, Figure) and block.key == "flow"
    ]
    drawing = figure.drawing

    assert isinstance(drawing, FlowDrawing)
    assert [len(stage.left_out) for stage in drawing.stages] == [0, 2, 3]
    assert "177" in drawing.stages[-1].kept
    assert "13" in drawing.stages[-1].left_out[0]
    assert "190" in figure.alt


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_holes_are_printed_with_the_recommendation(lang):
    blocks = report(lang).blocks
    keys = {block.key for block in blocks if isinstance(block, Table)}
    said = " ".join(plain(b.text) for b in blocks if isinstance(b, Paragraph))

    assert {"missing_items", "missing_patterns", "mcar"} <= keys
    assert {"zh": "成列删除", "en": "listwise"}[lang] in said
    assert "0.240" in said or ".240" in said


def test_without_exclusions_there_is_no_flow_figure():
    found = build_report(
        example("paradox"), lang="en", report=find_item("reports", "standard")
    )

    assert "flow" not in {b.key for b in found.blocks if isinstance(b, Figure)}


def test_chinese_breaks_anywhere_and_english_at_blanks():
    assert wrapped("答案组合异常马氏距离", 10) == ["答案组合异", "常马氏距离"]
    assert wrapped("left out too many", 9) == ["left out", "too many"]
    assert shown_width("答a") == 3


@pytest.mark.parametrize("reason", ["量表两半的答案互相矛盾" * 3, "a long reason " * 6])
def test_text_stays_inside_its_box(reason):
    stages = (
        FlowStage("Read: 1,000,000", ()),
        FlowStage("Analysed: 5", ("Left out: 999,995", reason)),
    )
    with drawing_style(keep_text=False):
        figure = draw_flow(FlowDrawing(stages, ""))
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()
        axes = figure.axes[0]
        boxes = [patch.get_window_extent(renderer) for patch in axes.patches]
        texts = [t.get_window_extent(renderer) for t in axes.texts if t.get_text()]

    for text in texts:
        assert any(
            box.x0 <= text.x0 and text.x1 <= box.x1 and box.y0 <= text.y0 <= box.y1
            for box in boxes
        )
