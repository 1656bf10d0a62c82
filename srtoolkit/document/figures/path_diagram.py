"""A path diagram: ellipses and rectangles, arrows with standardised estimates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, MARK_LINE, new_sheet
from srtoolkit.document.figures.diagram import lay_out
from srtoolkit.document.figures.drawings import PathArrow, PathDrawing, PathNode
from srtoolkit.document.figures.label_spots import LABEL_SIZE
from srtoolkit.document.figures.node_size import NodeSize, line_height
from srtoolkit.document.figures.shapes import Box, Point, Shape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Room around the diagram, in inches.
_MARGIN = 0.08


def draw_paths(drawing: PathDrawing) -> Figure:
    """Lay out and draw the diagram in the size it has on the page."""
    diagram = lay_out(drawing)
    left, right, low, high = diagram.limits
    low -= MARK_LINE if drawing.mark else 0.0
    width, height = right - left + 2 * _MARGIN, high - low + 2 * _MARGIN
    figure, axes = new_sheet(width, height)
    figure.set_layout_engine("none")
    axes.set_position((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(left - _MARGIN, right + _MARGIN)
    axes.set_ylim(low - _MARGIN, high + _MARGIN)
    axes.axis("off")
    for arrow, route, box in zip(
        drawing.arrows, diagram.routes, diagram.labels, strict=True
    ):
        _draw_arrow(axes, arrow, route, box)
    for node in drawing.nodes:
        _draw_node(axes, node, diagram.shapes[node.name], diagram.size)
    return figure


def _draw_arrow(axes: Axes, arrow: PathArrow, route: Sequence[Point], box: Box) -> None:
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    codes = [Path.MOVETO, *[Path.LINETO] * (len(route) - 1)]
    axes.add_patch(
        FancyArrowPatch(
            path=Path(list(route), codes),
            arrowstyle="-|>",
            mutation_scale=9,
            linewidth=0.9,
            linestyle="-" if arrow.clear else (0, (4, 3)),
            color=INK,
            shrinkA=0,
            shrinkB=0,
            zorder=1,
        )
    )
    axes.text(
        *box.centre,
        arrow.label,
        ha="center",
        va="center_baseline",
        fontsize=LABEL_SIZE,
        zorder=4,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6},
    )


def _draw_node(axes: Axes, node: PathNode, shape: Shape, size: NodeSize) -> None:
    from matplotlib.patches import Ellipse, Rectangle

    patch: Ellipse | Rectangle
    style = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.9, "zorder": 2}
    if shape.is_ellipse:
        patch = Ellipse(shape.centre, shape.width, shape.height, **style)  # type: ignore[arg-type]
    else:
        corner = shape.corner(-1)
        patch = Rectangle(corner, shape.width, shape.height, **style)  # type: ignore[arg-type]
    axes.add_patch(patch)
    lines = size.lines(node)
    x, y = shape.centre
    y += sum(line_height(type_size) for _, type_size in lines) / 2
    for line, type_size in lines:
        y -= line_height(type_size) / 2
        axes.text(
            x, y, line, ha="center", va="center_baseline", fontsize=type_size, zorder=3
        )
        y -= line_height(type_size) / 2
