"""Group means with intervals, and the control group's interval as a band."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from srtoolkit.document.figures.canvas import BAND, INK, MARKERS, new_sheet
from srtoolkit.document.figures.drawings import GroupMean, MeansDrawing

_BAND_STYLE: dict[str, Any] = {
    "facecolor": BAND,
    "edgecolor": "#999999",
    "hatch": "////",
    "linewidth": 0,
    "alpha": 0.6,
    "zorder": 0.5,
}
#: Longest line of a group's name beside its row, in letters.
_LONGEST_ROW = 34

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


#: Most groups that stand side by side; more lie one below the other.
_SIDE_BY_SIDE = 4


def draw_means(drawing: MeansDrawing) -> Figure:
    """Draw one point a group, side by side or, where they are many, in rows."""
    if len(drawing.groups) > _SIDE_BY_SIDE:
        return _draw_rows(drawing)
    figure, axes = new_sheet(max(4.6, 1.5 * len(drawing.groups) + 1.8), 3.1)
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


def _draw_rows(drawing: MeansDrawing) -> Figure:
    """Draw one row a group, the first on top."""
    figure, axes = new_sheet(6.3, 1.2 + 0.4 * len(drawing.groups))
    for group in drawing.groups:
        if group.role == "control":
            axes.axvline(group.mean, color=INK, linewidth=0.8, linestyle=":", zorder=1)
            if group.ci_low is not None and group.ci_high is not None:
                axes.axvspan(
                    group.ci_low, group.ci_high, label=drawing.band, **_BAND_STYLE
                )
    for position, group in enumerate(reversed(drawing.groups)):
        _draw_row(axes, position, group)
    names = [_row_name(group) for group in reversed(drawing.groups)]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.set_xlim(*_limits(drawing))
    axes.set_xlabel(drawing.axis)
    if any(group.role == "control" for group in drawing.groups):
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8.5)
    return figure


def _draw_row(axes: Axes, position: int, group: GroupMean) -> None:
    control = group.role == "control"
    if group.ci_low is not None and group.ci_high is not None:
        ends = [group.ci_low, group.ci_high]
        axes.plot(ends, [position] * 2, color=INK, linewidth=1.3, marker="|", zorder=3)
    axes.plot(
        [group.mean],
        [position],
        marker=MARKERS[0 if control else 1],
        markersize=7,
        markerfacecolor="white" if control else INK,
        markeredgecolor=INK,
        zorder=4,
    )
    axes.annotate(
        f"{group.mean:.2f}",
        (group.mean, position),
        xytext=(0, 6),
        textcoords="offset points",
        ha="center",
        fontsize=8.5,
        zorder=5,
    )


def _row_name(group: GroupMean) -> str:
    label = textwrap.fill(group.label, _LONGEST_ROW)
    return label if group.n is None else f"{label} (n = {group.n:,})"


def _draw_band(axes: Axes, group: GroupMean, label: str) -> None:
    axes.axhline(group.mean, color=INK, linewidth=0.8, linestyle=":", zorder=1)
    if group.ci_low is not None and group.ci_high is not None:
        axes.axhspan(
            group.ci_low,
            group.ci_high,
            label=label,
            **_BAND_STYLE,
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
