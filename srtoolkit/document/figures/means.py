"""Group means with intervals, and the control group's interval as a band."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import BAND, INK, MARKERS, new_sheet
from srtoolkit.document.figures.drawings import GroupMean, MeansDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def draw_means(drawing: MeansDrawing) -> Figure:
    """Draw one point a group."""
    figure, axes = new_sheet(max(4.6, 1.5 * len(drawing.groups) + 1.8), 3.6)
    for group in drawing.groups:
        if group.role == "control":
            _draw_band(axes, group, drawing.band)
    for position, group in enumerate(drawing.groups):
        _draw_group(axes, position, group)
    axes.set_xticks(
        range(len(drawing.groups)), [_tick(group) for group in drawing.groups]
    )
    axes.set_xlim(-0.6, len(drawing.groups) - 0.4)
    axes.set_ylim(*_limits(drawing))
    axes.set_ylabel(drawing.axis)
    if any(group.role == "control" for group in drawing.groups):
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.16), fontsize=8.5)
    return figure


def _draw_band(axes: Axes, group: GroupMean, label: str) -> None:
    axes.axhline(group.mean, color=INK, linewidth=0.8, linestyle=":", zorder=1)
    if group.ci_low is not None and group.ci_high is not None:
        axes.axhspan(
            group.ci_low,
            group.ci_high,
            facecolor=BAND,
            edgecolor="#999999",
            hatch="////",
            linewidth=0,
            alpha=0.6,
            zorder=0.5,
            label=label,
        )


def _draw_group(axes: Axes, position: int, group: GroupMean) -> None:
    control = group.role == "control"
    if group.ci_low is not None and group.ci_high is not None:
        axes.plot(
            [position, position],
            [group.ci_low, group.ci_high],
            color=INK,
            linewidth=1.3,
            marker="_",
            markersize=9,
            zorder=3,
        )
    axes.plot(
        [position],
        [group.mean],
        marker=MARKERS[0] if control else MARKERS[1 + position % 5],
        markersize=8,
        markerfacecolor="white" if control else INK,
        markeredgecolor=INK,
        linestyle="none",
        zorder=4,
    )
    axes.annotate(
        f"{group.mean:.2f}",
        (position, group.mean),
        xytext=(11, 0),
        textcoords="offset points",
        va="center",
        fontsize=9,
        zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
    )


def _limits(drawing: MeansDrawing) -> tuple[float, float]:
    """Show the intervals with room around them, within the answers' range."""
    ends = [
        end
        for group in drawing.groups
        for end in (group.mean, group.ci_low, group.ci_high)
        if end is not None
    ]
    room = max(0.35 * (max(ends) - min(ends)), 0.15)
    low, high = min(ends) - room, max(ends) + room
    if drawing.limits is None:
        return low, high
    return max(low, drawing.limits[0]), min(high, drawing.limits[1])


def _tick(group: GroupMean) -> str:
    label = textwrap.fill(group.label, 18)
    return label if group.n is None else f"{label}\nn = {group.n:,}"
