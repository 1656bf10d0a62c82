"""The flow of respondents: kept ones downwards, those left out to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import BAND, INK, new_sheet
from srtoolkit.document.figures.drawings import FlowDrawing
from srtoolkit.document.figures.text_width import wrapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Middle of the columns and half the width of a box, in units of the width.
_KEPT, _LEFT_OUT, _HALF_KEPT, _HALF_LEFT = 0.22, 0.715, 0.20, 0.275
#: Height of a line and of the space round a box's text, in inches.
_LINE, _PAD, _GAP = 0.19, 0.16, 0.30
_WIDTH = 6.6
#: Widest line of a box, in half-width characters.
_KEPT_WIDTH, _LEFT_WIDTH = 24, 36


def draw_flow(drawing: FlowDrawing) -> Figure:
    """Draw one box a stage, and beside the way to it those it left out."""
    kept = [wrapped(stage.kept, _KEPT_WIDTH) for stage in drawing.stages]
    left_out = [
        [line for text in stage.left_out for line in wrapped(text, _LEFT_WIDTH)]
        for stage in drawing.stages
    ]
    heights = [_LINE * len(lines) + _PAD for lines in kept]
    sides = [_LINE * len(lines) + _PAD if lines else 0.0 for lines in left_out]
    gaps = [0.0, *(max(_GAP, side + 0.16) for side in sides[1:])]
    total = sum(heights) + sum(gaps) + 0.1
    figure, axes = new_sheet(_WIDTH, total)
    axes.set_xlim(0, 1)
    axes.set_ylim(total, 0)
    axes.axis("off")
    top = 0.05
    for number, lines in enumerate(kept):
        above = top
        top += gaps[number]
        if number:
            _arrow(axes, (_KEPT, above), (_KEPT, top))
            if left_out[number]:
                middle = (above + top) / 2
                _arrow(axes, (_KEPT, middle), (_LEFT_OUT - _HALF_LEFT, middle))
                _box(
                    axes, _LEFT_OUT, middle, _HALF_LEFT, sides[number], left_out[number]
                )
        middle = top + heights[number] / 2
        _box(axes, _KEPT, middle, _HALF_KEPT, heights[number], lines, fill="white")
        top += heights[number]
    return figure


def _box(
    axes: Axes,
    x: float,
    y: float,
    half: float,
    height: float,
    lines: list[str],
    fill: str = BAND,
) -> None:
    from matplotlib.patches import Rectangle

    corner = (x - half, y - height / 2)
    axes.add_patch(
        Rectangle(
            corner, 2 * half, height, facecolor=fill, edgecolor=INK, linewidth=0.9
        )
    )
    text = "\n".join(lines)
    axes.text(
        x, y, text, ha="center", va="center", fontsize=8.5, color=INK, linespacing=1.35
    )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    style = {
        "arrowstyle": "-|>",
        "color": INK,
        "linewidth": 0.9,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", xy=end, xytext=start, arrowprops=style)
