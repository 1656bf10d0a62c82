"""A response surface in space, and its contours with the lines that matter."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from srtoolkit.document.figures.canvas import INK, MUTED, new_panels
from srtoolkit.document.figures.evidence_drawings import SurfaceDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Points of the grid along each axis: in space, and for the contours.
_MESH, _FINE = 19, 61


def draw_surface(drawing: SurfaceDrawing) -> Figure:
    """Draw the surface on the left and its contours on the right."""
    figure, panels = new_panels(7.0, 3.9, 2)
    place = panels[0].get_subplotspec()
    panels[0].remove()
    _draw_in_space(figure.add_subplot(place, projection="3d"), drawing)
    _draw_contours(panels[1], drawing)
    return figure


def _grid(drawing: SurfaceDrawing, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, y = np.meshgrid(
        np.linspace(*drawing.x_range, n), np.linspace(*drawing.y_range, n)
    )
    a, b = x - drawing.centre, y - drawing.centre
    columns = (np.ones_like(a), a, b, a * a, a * b, b * b)
    terms = zip(drawing.coefficients, columns, strict=True)
    return x, y, np.asarray(sum(weight * column for weight, column in terms))


def _draw_in_space(axes: Any, drawing: SurfaceDrawing) -> None:
    x, y, z = _grid(drawing, _MESH)
    axes.plot_surface(
        x,
        y,
        z,
        cmap="Greys",
        alpha=0.75,
        edgecolor=INK,
        linewidth=0.3,
        antialiased=True,
    )
    axes.view_init(elev=24, azim=-130)
    axes.set_box_aspect((1, 1, 0.75), zoom=0.95)
    axes.set_xlabel(textwrap.fill(drawing.x_axis, 18), fontsize=8, labelpad=2)
    axes.set_ylabel(textwrap.fill(drawing.y_axis, 18), fontsize=8, labelpad=2)
    axes.set_title(drawing.z_axis, fontsize=9)
    axes.tick_params(labelsize=7, pad=-1)


def _draw_contours(axes: Axes, drawing: SurfaceDrawing) -> None:
    x, y, z = _grid(drawing, _FINE)
    lines = axes.contour(x, y, z, levels=9, colors=MUTED, linewidths=0.7)
    axes.clabel(lines, fontsize=7, fmt="%.1f")
    ends = np.array(
        [
            min(drawing.x_range[0], drawing.y_range[0]),
            max(drawing.x_range[1], drawing.y_range[1]),
        ]
    )
    axes.plot(ends, ends, color=INK, linewidth=1.4, label=drawing.congruence)
    crossed = 2 * drawing.centre - ends
    axes.plot(ends, crossed, color=INK, ls="--", lw=1.4, label=drawing.incongruence)
    if drawing.hull:
        closed = [*drawing.hull, drawing.hull[0]]
        axes.plot(
            [corner[0] for corner in closed],
            [corner[1] for corner in closed],
            color=INK,
            linestyle=":",
            linewidth=1.6,
            label=drawing.observed,
        )
    axes.set_xlim(*drawing.x_range)
    axes.set_ylim(*drawing.y_range)
    axes.set_xlabel(drawing.x_axis)
    axes.set_ylabel(drawing.y_axis)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=7.5)
