"""Simple slopes: one line for each value of the moderator."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, LINES, MARKERS, new_sheet
from srtoolkit.document.figures.drawings import SlopesDrawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure

#: Longest line of a group's name, in letters.
_LONGEST = 22


def draw_slopes(drawing: SlopesDrawing) -> Figure:
    """Draw the lines, told apart by stroke and marker."""
    figure, axes = new_sheet(5.6, 3.2)
    for position, line in enumerate(drawing.lines):
        axes.plot(
            line.x,
            line.y,
            color=INK,
            linestyle=LINES[position % len(LINES)],
            marker=MARKERS[position % len(MARKERS)],
            markersize=6,
            markerfacecolor="white" if position % 2 else INK,
            linewidth=1.4,
            label=line.label,
        )
    axes.set_xlabel(drawing.x_axis)
    axes.set_ylabel(drawing.y_axis)
    axes.margins(x=0.08, y=0.12)
    if drawing.ends is not None:
        names = [textwrap.fill(end, _LONGEST) for end in drawing.ends]
        axes.set_xticks(list(drawing.lines[0].x), names)
        axes.margins(x=0.25, y=0.12)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8.5)
    return figure
