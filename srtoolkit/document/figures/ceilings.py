"""Ceilings of a necessary condition analysis, one panel a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, MUTED, new_panels
from srtoolkit.document.figures.evidence_drawings import CeilingPanel, CeilingsDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_ceilings(drawing: CeilingsDrawing) -> Figure:
    """Draw respondents as circles by number, and both ceilings."""
    figure, panels = new_panels(
        min(7.2, 1.2 + 2.6 * len(drawing.panels)), 3.5, len(drawing.panels)
    )
    for axes, panel in zip(panels, drawing.panels, strict=True):
        _draw_panel(axes, panel, drawing)
    panels[0].set_ylabel(drawing.y_axis)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncol=2, fontsize=8.5)
    return figure


def _draw_panel(axes: Axes, panel: CeilingPanel, drawing: CeilingsDrawing) -> None:
    most = max((n for _, _, n in panel.cells), default=1)
    axes.scatter(
        [x for x, _, _ in panel.cells],
        [y for _, y, _ in panel.cells],
        s=[4 + 36 * n / most for _, _, n in panel.cells],
        facecolor="#cfcfcf",
        edgecolor=MUTED,
        linewidth=0.4,
        zorder=1,
    )
    x, y = _steps(panel, drawing.y_range)
    axes.plot(x, y, color=INK, linewidth=1.4, label=drawing.steps, zorder=3)
    if panel.line is not None:
        _draw_line(axes, panel, drawing)
    axes.set_xlabel(panel.x_axis)
    margin = 0.04 * (drawing.y_range[1] - drawing.y_range[0])
    axes.set_ylim(drawing.y_range[0] - margin, drawing.y_range[1] + margin)


def _steps(
    panel: CeilingPanel, y_range: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """Return the step line: from the left edge over each corner to the right."""
    corners = sorted(panel.corners)
    x, y = [corners[0][0]], [y_range[0]]
    height = y_range[0]
    for place, top in corners:
        x += [place, place]
        y += [height, top]
        height = top
    return [*x, panel.x_range[1]], [*y, height]


def _draw_line(axes: Axes, panel: CeilingPanel, drawing: CeilingsDrawing) -> None:
    assert panel.line is not None
    intercept, slope = panel.line
    ends = list(panel.x_range)
    if slope > 0:
        low, high = ((edge - intercept) / slope for edge in drawing.y_range)
        ends = [max(ends[0], low), min(ends[1], high)]
    axes.plot(
        ends,
        [intercept + slope * end for end in ends],
        color=INK,
        linestyle="--",
        linewidth=1.3,
        label=drawing.straight,
        zorder=3,
    )
