"""Means of groups over the occasions, one line a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, LINES, MARKERS, new_sheet
from srtoolkit.document.figures.evidence_drawings import OccasionsDrawing
from srtoolkit.document.figures.spacing import spread_apart

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_occasions(drawing: OccasionsDrawing) -> Figure:
    """Draw the lines, told apart by stroke and marker, with their means."""
    figure, axes = new_sheet(5.8, 3.3)
    places = range(len(drawing.occasions))
    for position, line in enumerate(drawing.lines):
        axes.plot(
            places,
            line.means,
            color=INK,
            linestyle=LINES[position % len(LINES)],
            marker=MARKERS[position % len(MARKERS)],
            markersize=6.5,
            markerfacecolor="white" if position % 2 else INK,
            linewidth=1.4,
            label=line.label,
        )
    axes.set_xticks(list(places), drawing.occasions)
    axes.set_xlim(-0.45, len(drawing.occasions) - 0.55)
    axes.set_ylim(*_limits(drawing))
    axes.set_ylabel(drawing.y_axis)
    low, high = axes.get_ylim()
    for place in places:
        means = [line.means[place] for line in drawing.lines]
        heights = spread_apart(means, (high - low) / 15)
        for mean, height in zip(means, heights, strict=True):
            side = -1 if place == 0 else 1
            axes.annotate(
                f"{mean:.2f}",
                (place, height),
                xytext=(9 * side, 0),
                textcoords="offset points",
                ha="right" if side < 0 else "left",
                va="center",
                fontsize=9,
            )
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8.5)
    return figure


def _limits(drawing: OccasionsDrawing) -> tuple[float, float]:
    means = [mean for line in drawing.lines for mean in line.means]
    room = max(0.35 * (max(means) - min(means)), 0.2)
    low, high = min(means) - room, max(means) + room
    if drawing.limits is None:
        return low, high
    return max(low, drawing.limits[0]), min(high, drawing.limits[1])
