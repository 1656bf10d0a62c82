"""An effect over the values of a moderator, with its band and its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from srtoolkit.document.figures.canvas import BAND, INK, MUTED, new_sheet
from srtoolkit.document.figures.evidence_drawings import RegionDrawing

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_region(drawing: RegionDrawing) -> Figure:
    """Draw the effect; hatching marks where its interval excludes zero."""
    figure, axes = new_sheet(5.8, 3.2)
    values = [point.value for point in drawing.curve]
    low = [point.ci_low for point in drawing.curve]
    high = [point.ci_high for point in drawing.curve]
    axes.fill_between(values, low, high, color=BAND, linewidth=0, zorder=1)
    for number, (start, end) in enumerate(drawing.clear):
        axes.axvspan(
            start,
            end,
            facecolor="none",
            edgecolor="#b5b5b5",
            hatch="////",
            linewidth=0,
            zorder=0.5,
            label=None if number else drawing.clear_label,
        )
    axes.plot(values, [point.est for point in drawing.curve], color=INK, linewidth=1.6)
    for ends in (low, high):
        axes.plot(values, ends, color=MUTED, linewidth=0.7)
    axes.axhline(0, color=INK, linewidth=0.8)
    for number, bound in enumerate(sorted(drawing.bounds)):
        axes.axvline(bound, color=INK, linestyle="--", linewidth=0.9)
        axes.annotate(
            f"{bound:.2f}",
            (bound, 0.02 + 0.08 * (number % 2)),
            xycoords=("data", "axes fraction"),
            xytext=(3, 0),
            textcoords="offset points",
            fontsize=8.5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.6},
        )
    axes.set_xlim(min(values), max(values))
    axes.set_xlabel(drawing.x_axis)
    axes.set_ylabel(drawing.y_axis)
    if drawing.clear:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), fontsize=8.5)
    return figure
