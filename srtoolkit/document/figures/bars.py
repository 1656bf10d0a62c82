"""Horizontal bars from zero with their intervals, one panel a measure."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import INK, new_panels
from srtoolkit.document.figures.evidence_drawings import BarPanel, BarsDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Longest line of a bar's name, in letters.
_LONGEST = 30


def draw_bars(drawing: BarsDrawing) -> Figure:
    """Draw the panels side by side, with one list of names."""
    most = max(len(panel.bars) for panel in drawing.panels)
    figure, panels = new_panels(6.6, 1.2 + 0.4 * most, len(drawing.panels))
    for axes, panel in zip(panels, drawing.panels, strict=True):
        _draw_panel(axes, panel)
        axes.set_xlabel(drawing.axis)
    for axes in panels[1:]:
        axes.tick_params(axis="y", labelleft=False)
    return figure


def _draw_panel(axes: Axes, panel: BarPanel) -> None:
    count = len(panel.bars)
    ends = [0.0]
    for number, bar in enumerate(panel.bars):
        height = count - 1 - number
        hollow = number in panel.hollow
        axes.barh(
            height,
            bar.est,
            height=0.55,
            facecolor="white" if hollow else "#9a9a9a",
            edgecolor=INK,
            hatch="////" if hollow else None,
            linewidth=0.8,
        )
        end = bar.est
        if bar.ci_low is not None and bar.ci_high is not None:
            between = [bar.ci_low, bar.ci_high]
            axes.plot(between, [height] * 2, color=INK, linewidth=1.2, marker="|")
            end = bar.ci_high if bar.est >= 0 else bar.ci_low
        ends += [end, bar.est]
        axes.annotate(
            bar.shown,
            (end, height),
            xytext=(5 if bar.est >= 0 else -5, 0),
            textcoords="offset points",
            ha="left" if bar.est >= 0 else "right",
            va="center",
            fontsize=8.5,
        )
    axes.axvline(0, color=INK, linewidth=0.9)
    width = (max(ends) - min(ends)) or 1.0
    left = min(ends) - (0.3 * width if min(ends) < 0 else 0)
    axes.set_xlim(left, max(ends) + 0.3 * width)
    names = [textwrap.fill(bar.label, _LONGEST) for bar in reversed(panel.bars)]
    axes.set_yticks(range(count), names)
    axes.set_ylim(-0.6, count - 0.4)
    if panel.title:
        axes.set_title(panel.title, fontsize=9.5)
