"""Covariates before and after weighting, and how far the groups overlap."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from srtoolkit.document.figures.canvas import BAND, INK, MUTED, new_panels
from srtoolkit.document.figures.evidence_drawings import BalanceDrawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Longest line of a covariate's name, in letters.
_LONGEST = 26


def draw_balance(drawing: BalanceDrawing) -> Figure:
    """Draw a love plot on the left, mirrored propensities on the right."""
    figure, panels = new_panels(6.9, 1.6 + 0.27 * max(6, len(drawing.lines)), 2)
    _draw_love(panels[0], drawing)
    _draw_overlap(panels[1], drawing)
    return figure


def _draw_love(axes: Axes, drawing: BalanceDrawing) -> None:
    lines = list(reversed(drawing.lines))
    for position, line in enumerate(lines):
        axes.axhline(position, color=BAND, linewidth=0.6, zorder=0)
        if line.before is not None:
            label = drawing.before if position == 0 else None
            axes.plot(line.before, position, "o", mfc="white", mec=INK, label=label)
        if line.after is not None:
            label = drawing.after if position == 0 else None
            axes.plot(line.after, position, "s", color=INK, markersize=5, label=label)
    axes.axvline(drawing.guide, color=MUTED, linestyle="--", linewidth=0.8)
    names = [textwrap.fill(line.label, _LONGEST) for line in lines]
    axes.set_yticks(range(len(lines)), names, fontsize=8)
    axes.set_xlim(left=0)
    axes.set_xlabel(textwrap.fill(drawing.axis, _LONGEST + 6))
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncol=2, fontsize=8)


def _draw_overlap(axes: Axes, drawing: BalanceDrawing) -> None:
    low = [step.low for step in drawing.steps]
    width = [step.high - step.low for step in drawing.steps]
    shared: dict[str, Any] = {"align": "edge", "edgecolor": INK, "linewidth": 0.5}
    treated = [step.treated for step in drawing.steps]
    axes.bar(low, treated, width, color=MUTED, label=drawing.treated, **shared)
    control = [-step.control for step in drawing.steps]
    axes.bar(low, control, width, align="edge", color="#dcdcdc", label=drawing.control)
    edges = [*low, drawing.steps[-1].high]
    weighted = [-step.control_weighted for step in drawing.steps]
    axes.stairs(
        weighted, edges, color=INK, linewidth=1.5, label=drawing.control_weighted
    )
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.0%}")
    axes.set_xlabel(textwrap.fill(drawing.overlap_axis, _LONGEST))
    axes.set_ylabel(drawing.share_axis)
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8)
