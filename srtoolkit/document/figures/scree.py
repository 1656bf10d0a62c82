"""A scree: observed eigenvalues against those of random answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, MUTED, new_panels
from srtoolkit.document.figures.drawings import ScreeDrawing, ScreePanel

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Eigenvalues drawn at the most; the tail says nothing.
_MOST = 20


def draw_scree(drawing: ScreeDrawing) -> Figure:
    """Draw one panel a kind of eigenvalue, and one legend for all."""
    figure, panels = new_panels(6.4, 3.4, len(drawing.panels))
    for axes, panel in zip(panels, drawing.panels, strict=True):
        _draw_panel(axes, panel, drawing)
    panels[0].set_ylabel(drawing.y_axis)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncol=3, fontsize=8.5)
    return figure


def _draw_panel(axes: Axes, panel: ScreePanel, drawing: ScreeDrawing) -> None:
    shown = min(len(panel.observed), _MOST)
    numbers = range(1, shown + 1)
    lines = (
        (panel.observed, drawing.observed, INK, "-", "o", INK),
        (panel.chance_mean, drawing.chance_mean, MUTED, ":", None, "white"),
        (panel.chance_quantile, drawing.chance_quantile, INK, "--", "^", "white"),
    )
    for values, label, colour, stroke, marker, face in lines:
        axes.plot(
            numbers,
            values[:shown],
            color=colour,
            linestyle=stroke,
            linewidth=1.2,
            marker=marker,
            markersize=4.5,
            markerfacecolor=face,
            markeredgecolor=colour,
            label=label,
        )
    axes.axhline(0, color=MUTED, linewidth=0.5)
    step = 1 if shown <= 10 else 2 if shown <= 16 else 4
    axes.set_xticks(range(1, shown + 1, step))
    axes.set_xlabel(drawing.x_axis)
    axes.set_title(panel.title, fontsize=9.5)
