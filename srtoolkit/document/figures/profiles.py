"""Profiles of means with intervals: interactions, and courses over occasions."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, LINES, MARKERS, new_panels
from srtoolkit.document.figures.profile_drawings import (
    ProfileLine,
    ProfilePanel,
    ProfilesDrawing,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Room that the lines of one panel share beside each tick, so that their
#: intervals do not lie on each other.
_BESIDE = 0.24
#: Longest line of a tick's name, in letters, in one panel and in several.
_LONGEST, _LONGEST_OF_SEVERAL = 22, 14


def draw_profiles(drawing: ProfilesDrawing) -> Figure:
    """Draw one panel a level, on one scale, with one legend."""
    n = len(drawing.panels)
    width = min(6.1, 1.6 + max(n * 2.1, 1.4 * len(drawing.ticks)))
    figure, panels = new_panels(max(width, 4.6), 3.2, n)
    low, high = _limits(drawing)
    for axes, panel in zip(panels, drawing.panels, strict=True):
        _draw_panel(axes, panel, drawing)
        axes.set_ylim(low, high)
    panels[0].set_ylabel(drawing.y_axis)
    for axes in panels[1:]:
        axes.tick_params(axis="y", labelleft=False)
    handles, labels = panels[0].get_legend_handles_labels()
    if len(labels) > 1:
        columns = 2 if max(map(len, labels)) > 12 else min(len(labels), 4)
        figure.legend(
            handles, labels, loc="outside upper center", ncol=columns, fontsize=8.5
        )
    return figure


def _draw_panel(axes: Axes, panel: ProfilePanel, drawing: ProfilesDrawing) -> None:
    n = len(panel.lines)
    for position, line in enumerate(panel.lines):
        shift = _BESIDE * (position - (n - 1) / 2) / max(n - 1, 1)
        _draw_line(axes, line, position, shift)
    several = len(drawing.panels) > 1
    longest = _LONGEST_OF_SEVERAL if several else _LONGEST
    names = [textwrap.fill(tick, longest) for tick in drawing.ticks]
    axes.set_xticks(range(len(names)), names)
    axes.set_xlim(-0.4, len(names) - 0.6)
    axes.set_xlabel(drawing.x_axis)
    if panel.title:
        axes.set_title(textwrap.fill(panel.title, 30), fontsize=9.5)


def _draw_line(axes: Axes, line: ProfileLine, position: int, shift: float) -> None:
    known = [at for at, point in enumerate(line.points) if point.mean is not None]
    means = [point.mean for point in line.points if point.mean is not None]
    axes.plot(
        [at + shift for at in known],
        means,
        color=INK,
        linestyle=LINES[position % len(LINES)],
        marker=MARKERS[position % len(MARKERS)],
        markersize=6,
        markerfacecolor="white" if position % 2 else INK,
        linewidth=1.2,
        label=line.label,
        zorder=3,
    )
    for at, point in enumerate(line.points):
        if point.ci_low is not None and point.ci_high is not None:
            place, ends = [at + shift] * 2, [point.ci_low, point.ci_high]
            axes.plot(place, ends, color=INK, linewidth=0.9, marker="_", markersize=5)


def _limits(drawing: ProfilesDrawing) -> tuple[float, float]:
    """Show all intervals with room around them, within the scores' range."""
    ends = [
        end
        for panel in drawing.panels
        for line in panel.lines
        for point in line.points
        for end in (point.mean, point.ci_low, point.ci_high)
        if end is not None
    ]
    room = max(0.2 * (max(ends) - min(ends)), 0.15)
    low, high = min(ends) - room, max(ends) + room
    if drawing.limits is None:
        return low, high
    return max(low, drawing.limits[0]), min(high, drawing.limits[1])
